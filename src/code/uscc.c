/*
 * uscc.c
 *	  Type credit.uscc: input, output, casts, comparison, sort support, hash.
 *	  The rules are in uscc_core.c; this file brings them to PostgreSQL.
 */
#include "code/uscc.h"

#include "catalog/namespace.h"
#include "common/hashfn.h"
#include "lib/hyperloglog.h"
#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/sortsupport.h"

PG_FUNCTION_INFO_V1(credit_uscc_in);
PG_FUNCTION_INFO_V1(credit_uscc_out);
PG_FUNCTION_INFO_V1(credit_uscc_recv);
PG_FUNCTION_INFO_V1(credit_uscc_send);
PG_FUNCTION_INFO_V1(credit_uscc_from_text);
PG_FUNCTION_INFO_V1(credit_uscc_to_text);
PG_FUNCTION_INFO_V1(credit_uscc_lt);
PG_FUNCTION_INFO_V1(credit_uscc_le);
PG_FUNCTION_INFO_V1(credit_uscc_eq);
PG_FUNCTION_INFO_V1(credit_uscc_ne);
PG_FUNCTION_INFO_V1(credit_uscc_ge);
PG_FUNCTION_INFO_V1(credit_uscc_gt);
PG_FUNCTION_INFO_V1(credit_uscc_cmp);
PG_FUNCTION_INFO_V1(credit_uscc_smaller);
PG_FUNCTION_INFO_V1(credit_uscc_larger);
PG_FUNCTION_INFO_V1(credit_uscc_sortsupport);
PG_FUNCTION_INFO_V1(credit_uscc_hash);
PG_FUNCTION_INFO_V1(credit_uscc_hash_extended);

/* longest piece of a wrong input that a message repeats, in bytes */
#define SHOWN_BYTES 64

static bool
is_ascii_text(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (IS_HIGHBIT_SET(s[i]))
			return false;
	return true;
}

const char *
credit_utf8_view(const char *s, size_t *len)
{
	int			encoding = GetDatabaseEncoding();
	size_t		source_len = *len;
	size_t		room;
	Oid			proc;
	char	   *result;

	if (encoding == PG_UTF8 || encoding == PG_SQL_ASCII || is_ascii_text(s, *len))
		return s;
	proc = FindDefaultConversionProc(encoding, PG_UTF8);
	if (!OidIsValid(proc))
		return s;

	/* nothing that is a code, a number or a name is longer */
	source_len = Min(source_len, 8192);
	room = (source_len + 2) * MAX_CONVERSION_GROWTH;
	result = palloc(room);
	(void) pg_do_encoding_conversion_buf(proc, encoding, PG_UTF8,
										 (unsigned char *) unconstify(char *, s), source_len,
										 (unsigned char *) result, room, true);
	*len = strlen(result);
	return result;
}

text *
credit_text_from_utf8(const char *s, size_t len)
{
	int			encoding = GetDatabaseEncoding();
	char	   *converted;

	if (encoding == PG_UTF8 || encoding == PG_SQL_ASCII || is_ascii_text(s, len))
		return cstring_to_text_with_len(s, len);
	converted = pg_any_to_server(pnstrdup(s, len), len, PG_UTF8);
	return cstring_to_text(converted);
}

bool
credit_uscc_read(const char *s, size_t len, Uscc *code, UsccVerdict *verdict)
{
	/* the common case: 18 ASCII symbols, whatever the encoding */
	if (verdict == NULL && uscc_parse(s, len, code))
		return true;
	s = credit_utf8_view(s, &len);
	if (verdict != NULL)
		return uscc_judge(s, len, code, verdict);
	return GetDatabaseEncoding() != PG_UTF8 && uscc_parse(s, len, code);
}

#define say(words) (in_own_words ? _(words) : (words))

/* a result of a function is in English always, an error in the reader's words */
char *
credit_uscc_explain(const UsccVerdict *v, bool in_own_words)
{
	const char *found = v->found;

	/* a control character would make the sentence unfit for XML */
	if ((unsigned char) v->found[0] < ' ' && v->found[0] != '\0')
		found = psprintf("U+%04X", (unsigned char) v->found[0]);
	else if (v->found[0] != '\0')
		found = text_to_cstring(credit_text_from_utf8(v->found, strlen(v->found)));

	switch (v->fault)
	{
		case USCC_SOUND:
			if (v->exempted)
				return psprintf(say("The check character is \"%c\" where the standard has \"%c\"; the code is a lawful one of the pilot and exempted."),
								v->canonical[17], v->expected);
			if (!v->inner_ok)
				return v->inner_expected == '\0' ? NULL :
					psprintf(say("Warning: position 17 holds \"%c\", the organisation code before it has check character \"%c\"."),
							 v->canonical[16], v->inner_expected);
			if (!v->region_known)
				return psprintf(say("Warning: positions 3 and 4 hold \"%c%c\", which no province has."),
								v->canonical[2], v->canonical[3]);
			return NULL;
		case USCC_WRONG_LENGTH:
			if (v->expected != '\0')
				return psprintf(say("The code has %zu symbols instead of 18. If the last one is missing, it is the check character \"%c\"."),
								v->length, v->expected);
			return psprintf(say("The code has %zu %s instead of 18."), v->length,
							v->length == 1 ? say("symbol") : say("symbols"));
		case USCC_WRONG_SYMBOL:
			if (v->length != USCC_LENGTH)
				return psprintf(say("Position %d holds \"%s\", which the code's alphabet does not have, and the code has %zu %s instead of 18."),
								v->position, found, v->length, v->length == 1 ? say("symbol") : say("symbols"));
			return psprintf(say("Position %d holds \"%s\", which the code's alphabet does not have."),
							v->position, found);
		case USCC_WRONG_AUTHORITY:
			return psprintf(say("Position 1 holds \"%s\", which is no registering authority; the check character of the first 17 symbols is \"%c\"."),
							found, v->expected);
		case USCC_WRONG_CATEGORY:
			return psprintf(say("Position 2 holds \"%s\", a category that authority \"%c\" does not give; the check character of the first 17 symbols is \"%c\"."),
							found, v->canonical[0], v->expected);
		case USCC_WRONG_REGION:
			return psprintf(say("Position %d holds \"%s\" where the registrar's region has a digit; the check character of the first 17 symbols is \"%c\"."),
							v->position, found, v->expected);
		case USCC_WRONG_CHECK:
			return psprintf(say("Position 18 holds \"%s\"; the check character of the first 17 symbols is \"%c\"."),
							found, v->expected);
	}
	return NULL;
}

const char *
credit_uscc_hint(const UsccVerdict *v)
{
	switch (v->fault)
	{
		case USCC_WRONG_LENGTH:
			return _("A unified social credit code has 18 digits and capital letters.");
		case USCC_WRONG_SYMBOL:
			return _("The alphabet is 0-9 and A-Z without I, O, S, V and Z, which are easily taken for 1, 0, 5, U and 2.");
		case USCC_WRONG_AUTHORITY:
			return _("Position 1 is one of 1-9, A, N and Y.");
		case USCC_WRONG_CATEGORY:
			return _("For enterprises the code begins with 91, for individual businesses with 92, for farmers' cooperatives with 93.");
		case USCC_WRONG_REGION:
			return _("Positions 3 to 8 are the six digits of an administrative division.");
		case USCC_WRONG_CHECK:
			return _("Compare the code with the certificate: a symbol is mistyped, or two are exchanged.");
		case USCC_SOUND:
			break;
	}
	return NULL;
}

void
credit_uscc_refuse(const char *s, size_t len, const UsccVerdict *verdict,
				   struct Node *escontext)
{
	int			shown = len > SHOWN_BYTES ? pg_mbcliplen(s, len, SHOWN_BYTES) : (int) len;
	const char *hint = credit_uscc_hint(verdict);

	ereturn(escontext,,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input syntax for type %s: \"%s%s\"", "credit.uscc",
					pnstrdup(s, shown), shown < len ? "..." : ""),
			 errdetail_internal("%s", credit_uscc_explain(verdict, true)),
			 hint != NULL ? errhint("%s", hint) : 0));
}

/*
 * Reads or raises; the verdict is only made for what is wrong. A NULL result
 * is a soft error.
 */
static Uscc *
read_or_refuse(const char *s, size_t len, struct Node *escontext)
{
	Uscc	   *code = palloc(sizeof(Uscc));
	UsccVerdict verdict;

	if (likely(credit_uscc_read(s, len, code, NULL)))
		return code;
	(void) credit_uscc_read(s, len, code, &verdict);
	credit_uscc_refuse(s, len, &verdict, escontext);
	return NULL;
}

char *
credit_uscc_text(const Uscc *code)
{
	char	   *result = palloc(USCC_LENGTH + 1);

	uscc_format(code, result);
	result[USCC_LENGTH] = '\0';
	return result;
}

/* credit.uscc_in(cstring) → uscc; 22P02 when it is not acceptable */
Datum
credit_uscc_in(PG_FUNCTION_ARGS)
{
	char	   *s = PG_GETARG_CSTRING(0);
	Uscc	   *code = read_or_refuse(s, strlen(s), fcinfo->context);

	if (code == NULL)
		PG_RETURN_NULL();
	PG_RETURN_USCC_P(code);
}

Datum
credit_uscc_out(PG_FUNCTION_ARGS)
{
	PG_RETURN_CSTRING(credit_uscc_text(PG_GETARG_USCC_P(0)));
}

/* The 12 bytes as stored. 22P03 when they are not those of an acceptable code. */
Datum
credit_uscc_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	Uscc	   *code = palloc(sizeof(Uscc));

	pq_copymsgbytes(buf, (char *) code->b, USCC_BYTES);
	if (!uscc_bytes_valid(code))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid binary representation of type %s", "credit.uscc"),
				 errdetail("The 12 bytes are not 18 symbols of 5 bits that form an acceptable code.")));
	PG_RETURN_USCC_P(code);
}

Datum
credit_uscc_send(PG_FUNCTION_ARGS)
{
	Uscc	   *code = PG_GETARG_USCC_P(0);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbytes(&buf, (char *) code->b, USCC_BYTES);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

/* credit.uscc(text) → uscc, the cast; errors as input */
Datum
credit_uscc_from_text(PG_FUNCTION_ARGS)
{
	text	   *t = PG_GETARG_TEXT_PP(0);

	PG_RETURN_USCC_P(read_or_refuse(VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t), NULL));
}

Datum
credit_uscc_to_text(PG_FUNCTION_ARGS)
{
	text	   *result = palloc(VARHDRSZ + USCC_LENGTH);

	SET_VARSIZE(result, VARHDRSZ + USCC_LENGTH);
	uscc_format(PG_GETARG_USCC_P(0), VARDATA(result));
	PG_RETURN_TEXT_P(result);
}

/* Comparison: the order of the texts in COLLATE "C". Raises nothing. */
#define COMPARISON(name, op) \
Datum \
name(PG_FUNCTION_ARGS) \
{ \
	PG_RETURN_BOOL(uscc_compare(PG_GETARG_USCC_P(0), PG_GETARG_USCC_P(1)) op 0); \
}

COMPARISON(credit_uscc_lt, <)
COMPARISON(credit_uscc_le, <=)
COMPARISON(credit_uscc_ge, >=)
COMPARISON(credit_uscc_gt, >)

Datum
credit_uscc_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(memcmp(PG_GETARG_USCC_P(0), PG_GETARG_USCC_P(1), USCC_BYTES) == 0);
}

Datum
credit_uscc_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(memcmp(PG_GETARG_USCC_P(0), PG_GETARG_USCC_P(1), USCC_BYTES) != 0);
}

Datum
credit_uscc_cmp(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(uscc_compare(PG_GETARG_USCC_P(0), PG_GETARG_USCC_P(1)));
}

Datum
credit_uscc_smaller(PG_FUNCTION_ARGS)
{
	Uscc	   *a = PG_GETARG_USCC_P(0);
	Uscc	   *b = PG_GETARG_USCC_P(1);

	PG_RETURN_USCC_P(uscc_compare(a, b) <= 0 ? a : b);
}

Datum
credit_uscc_larger(PG_FUNCTION_ARGS)
{
	Uscc	   *a = PG_GETARG_USCC_P(0);
	Uscc	   *b = PG_GETARG_USCC_P(1);

	PG_RETURN_USCC_P(uscc_compare(a, b) >= 0 ? a : b);
}

Datum
credit_uscc_hash(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(hash_any(PG_GETARG_USCC_P(0)->b, USCC_BYTES));
}

Datum
credit_uscc_hash_extended(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(hash_any_extended(PG_GETARG_USCC_P(0)->b, USCC_BYTES,
									  PG_GETARG_INT64(1)));
}

/*
 * Sort support with abbreviated keys, after that of uuid: abbreviation is
 * given up when the keys turn out to hold few values.
 */
typedef struct UsccSortState
{
	int64		input_count;
	bool		estimating;
	hyperLogLogState distinct;
} UsccSortState;

static int
sort_compare(Datum x, Datum y, SortSupport ssup)
{
	return uscc_compare(DatumGetUsccP(x), DatumGetUsccP(y));
}

static Datum
sort_abbreviate(Datum original, SortSupport ssup)
{
	UsccSortState *state = ssup->ssup_extra;
	uint64		key = uscc_abbreviate(DatumGetUsccP(original));

	state->input_count++;
	if (state->estimating)
		addHyperLogLog(&state->distinct,
					   DatumGetUInt32(hash_uint32((uint32) key ^ (uint32) (key >> 32))));
#if SIZEOF_DATUM == 8
	return UInt64GetDatum(key);
#else
	return UInt32GetDatum((uint32) (key >> 32));
#endif
}

static bool
sort_abort(int memtupcount, SortSupport ssup)
{
	UsccSortState *state = ssup->ssup_extra;
	double		distinct;

	if (memtupcount < 10000 || state->input_count < 10000 || !state->estimating)
		return false;
	distinct = estimateHyperLogLog(&state->distinct);
	if (distinct > 100000.0)
	{
		/* abbreviation has paid; no need to go on counting */
		state->estimating = false;
		return false;
	}
	/* fewer than one distinct key in 2000: comparing in full costs less */
	return distinct < state->input_count / 2000.0 + 0.5;
}

Datum
credit_uscc_sortsupport(PG_FUNCTION_ARGS)
{
	SortSupport ssup = (SortSupport) PG_GETARG_POINTER(0);

	ssup->comparator = sort_compare;
	ssup->ssup_extra = NULL;
	if (ssup->abbreviate)
	{
		MemoryContext old = MemoryContextSwitchTo(ssup->ssup_cxt);
		UsccSortState *state = palloc(sizeof(UsccSortState));

		state->input_count = 0;
		state->estimating = true;
		initHyperLogLog(&state->distinct, 10);
		ssup->ssup_extra = state;
		ssup->comparator = ssup_datum_unsigned_cmp;
		ssup->abbrev_converter = sort_abbreviate;
		ssup->abbrev_abort = sort_abort;
		ssup->abbrev_full_comparator = sort_compare;
		MemoryContextSwitchTo(old);
	}
	PG_RETURN_VOID();
}
