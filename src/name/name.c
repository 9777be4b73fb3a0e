/*
 * name.c
 *	  Room name/: names of organisations as people type them. Owns the search
 *	  key (name_core.c, and ICU's NFKC case folding where ideographs and ASCII
 *	  do not suffice), the parts of a name (name_parts.c) and the likeness of
 *	  two names (name_match_core.c). May call the rooms above it; no table is
 *	  read here. This file: encodings, ICU, and the SQL functions of the key.
 */
#include "credit.h"

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "catalog/pg_type.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "name/name.h"

PG_FUNCTION_INFO_V1(credit_normalize_name);
PG_FUNCTION_INFO_V1(credit_former_names);
PG_FUNCTION_INFO_V1(credit_name_grams_sql);
PG_FUNCTION_INFO_V1(credit_name_rule_version);

/*
 * Bytes that are no UTF-8 come only from a database in SQL_ASCII, which knows
 * no encoding; each byte then stands for itself.
 */
#define RAW_BYTE 0x110000

static bool
is_raw(const uint32_t *points, int n)
{
	return n > 0 && points[0] >= RAW_BYTE;
}

uint32_t *
credit_name_points(const char *name, int len, int *n, bool *plain)
{
	const char *utf8 = name;
	uint32_t   *points;

	if (GetDatabaseEncoding() != PG_UTF8 && GetDatabaseEncoding() != PG_SQL_ASCII)
	{
		utf8 = pg_server_to_any(name, len, PG_UTF8);
		if (utf8 != name)
			len = strlen(utf8);
	}
	points = palloc(sizeof(uint32_t) * Max(len, 1));
	*n = name_decode(utf8, len, points, plain);
	if (*n < 0)
	{
		*n = 0;
		*plain = true;
		for (int i = 0; i < len; i++)
			points[(*n)++] = RAW_BYTE + (unsigned char) utf8[i];
	}
	return points;
}

/* palloc'd, NUL-terminated, in the server's encoding; *len is set */
static char *
points_to_server(const uint32_t *points, int n, int *len)
{
	char	   *utf8 = palloc((Size) 4 * n + 1);
	char	   *server;

	if (is_raw(points, n))
	{
		*len = 0;
		for (int i = 0; i < n; i++)
			utf8[(*len)++] = (char) (points[i] >= RAW_BYTE ? points[i] - RAW_BYTE : points[i]);
		utf8[*len] = '\0';
		return utf8;
	}
	*len = name_encode(points, n, utf8);
	utf8[*len] = '\0';
	if (GetDatabaseEncoding() == PG_UTF8 || GetDatabaseEncoding() == PG_SQL_ASCII)
		return utf8;
	server = pg_any_to_server(utf8, *len, PG_UTF8);
	*len = strlen(server);
	return server;
}

struct varlena *
credit_name_text(const uint32_t *points, int n)
{
	int			len;
	char	   *s = points_to_server(points, n, &len);

	return (struct varlena *) cstring_to_text_with_len(s, len);
}

/*
 * NFKC, case folding and default-ignorable characters by ICU, and what is
 * punctuation, blank or control elsewhere in Unicode as its ASCII relative,
 * which name_fold() then treats. Returns a palloc'd array.
 *
 * ICU's normaliser is a process-wide constant, called without callbacks: no
 * PostgreSQL error can cross its frames. The result is stable across releases
 * of ICU for all characters assigned when the name was written, by Unicode's
 * stability policy.
 */
static uint32_t *
fold_piece(const uint32_t *in, int *n)
{
	UErrorCode	status = U_ZERO_ERROR;
	const UNormalizer2 *normalizer = unorm2_getNFKCCasefoldInstance(&status);
	UChar	   *source = palloc(sizeof(UChar) * (2 * *n + 1));
	UChar	   *folded;
	uint32_t   *out;
	int32_t		len = 0;
	int32_t		folded_len;
	int			count = 0;

	for (int i = 0; i < *n; i++)
		U16_APPEND_UNSAFE(source, len, in[i]);
	/* one call in nearly all cases: few characters grow to more than three */
	folded_len = 3 * len + 16;
	folded = palloc(sizeof(UChar) * folded_len);
	if (U_SUCCESS(status))
	{
		int32_t		room = folded_len;

		folded_len = unorm2_normalize(normalizer, source, len, folded, room, &status);
		if (status == U_BUFFER_OVERFLOW_ERROR)
		{
			status = U_ZERO_ERROR;
			room = folded_len;
			folded = repalloc(folded, sizeof(UChar) * room);
			folded_len = unorm2_normalize(normalizer, source, len, folded, room, &status);
		}
	}
	if (U_FAILURE(status))
		ereport(ERROR,
				(errcode(ERRCODE_EXTERNAL_ROUTINE_EXCEPTION),
				 errmsg("could not normalize a name"),
				 errdetail("ICU says: %s.", u_errorName(status))));

	out = palloc(sizeof(uint32_t) * Max(folded_len, 1));
	for (int32_t i = 0; i < folded_len;)
	{
		UChar32		c;

		U16_NEXT(folded, i, folded_len, c);
		/* ー after an ideograph is somebody's dash; after kana it is a letter */
		if (c == 0x30fc && !(count > 0 && out[count - 1] >= 0x3041 && out[count - 1] <= 0x30ff))
			c = '-';
		else if (!name_is_plain(c))
		{
			switch (u_charType(c))
			{
				case U_DASH_PUNCTUATION:
					c = '-';
					break;
				case U_SPACE_SEPARATOR:
				case U_LINE_SEPARATOR:
				case U_PARAGRAPH_SEPARATOR:
				case U_CONTROL_CHAR:
				case U_FORMAT_CHAR:
				case U_START_PUNCTUATION:
				case U_END_PUNCTUATION:
				case U_INITIAL_PUNCTUATION:
				case U_FINAL_PUNCTUATION:
				case U_OTHER_PUNCTUATION:
				case U_CONNECTOR_PUNCTUATION:
					c = ' ';
					break;
				default:
					break;
			}
		}
		out[count++] = c;
	}
	pfree(folded);
	pfree(source);
	*n = count;
	return out;
}

/*
 * Sorting combining marks takes ICU the square of their number, without looking
 * for a cancel: no more than so many characters at a time.
 */
#define PIECE 1024

static uint32_t *
fold_by_icu(const uint32_t *in, int *n)
{
	uint32_t   *out;
	Size		room = *n,
				count = 0;

	if (*n <= PIECE)
		return fold_piece(in, n);
	out = palloc(sizeof(uint32_t) * room);
	for (int from = 0; from < *n; from += PIECE)
	{
		int			len = Min(PIECE, *n - from);
		uint32_t   *piece = fold_piece(in + from, &len);

		CHECK_FOR_INTERRUPTS();
		if (count + len > room)
			out = repalloc(out, sizeof(uint32_t) * (room = 2 * (count + len)));
		memcpy(out + count, piece, sizeof(uint32_t) * len);
		count += len;
		pfree(piece);
	}
	*n = (int) count;
	return out;
}

uint32_t *
credit_name_split_points(const char *name, int len, int *n)
{
	bool		plain;
	uint32_t   *points = credit_name_points(name, len, n, &plain);
	NameSpan	spans[NAME_MAX_FORMER];
	int			nspans;

	if (is_raw(points, *n))
	{
		int			kept = 0;

		for (int i = 0; i < *n; i++)
		{
			uint32_t	c = points[i] - RAW_BYTE;

			if (c > ' ')
				points[kept++] = RAW_BYTE + (c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c);
		}
		*n = kept;
		return points;
	}
	nspans = name_former(points, *n, spans);
	if (nspans > 0)
		*n = name_cut(points, *n, spans, nspans, points);
	if (!plain)
		points = fold_by_icu(points, n);
	return points;
}

uint32_t *
credit_name_key_points(const char *name, int len, int *n)
{
	uint32_t   *points = credit_name_split_points(name, len, n);

	*n = name_fold(points, *n, points);
	return points;
}

char *
credit_name_key(const char *name, int len)
{
	int			n;
	uint32_t   *points = credit_name_key_points(name, len, &n);
	char	   *key = points_to_server(points, n, &len);

	pfree(points);
	return key;
}

/* credit.normalize_name(name text) → text: the search key */
Datum
credit_normalize_name(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);
	int			n;
	uint32_t   *key = credit_name_key_points(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), &n);

	PG_RETURN_TEXT_P(credit_name_text(key, n));
}

/*
 * credit.former_names(name text) → text[]: the names that the text gives as
 * former ones, as typed; an empty array when it gives none.
 */
Datum
credit_former_names(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);
	NameSpan	spans[NAME_MAX_FORMER];
	ArrayBuildState *state = initArrayResult(TEXTOID, CurrentMemoryContext, false);
	int			n,
				nspans;
	bool		plain;
	uint32_t   *points = credit_name_points(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), &n, &plain);

	nspans = is_raw(points, n) ? 0 : name_former(points, n, spans);
	for (int s = 0; s < nspans; s++)
	{
		int			from = spans[s].from;

		/* several former names in one bracket: 甲厂、乙厂 */
		for (int i = from; i <= spans[s].to; i++)
		{
			uint32_t	c = i < spans[s].to ? points[i] : ';';

			if (c != ';' && c != ',' && c != 0xff0c && c != 0xff1b && c != 0x3001)
				continue;
			while (from < i && name_is_blank(points[from]))
				from++;
			if (i > from)
			{
				int			to = i;

				while (to > from && name_is_blank(points[to - 1]))
					to--;
				state = accumArrayResult(state,
										 PointerGetDatum(credit_name_text(points + from, to - from)),
										 false, TEXTOID, CurrentMemoryContext);
			}
			from = i + 1;
		}
	}
	PG_RETURN_DATUM(makeArrayResult(state, CurrentMemoryContext));
}

static int
compare_grams(const void *a, const void *b)
{
	int32_t		x = *(const int32_t *) a;
	int32_t		y = *(const int32_t *) b;

	return x < y ? -1 : x > y;
}

int
credit_name_grams(const uint32_t *key, int n, int32_t *out)
{
	int			count = 0;
	int			kept = 0;

	if (n == 1)
	{
		out[0] = name_gram(key[0], 0);
		return 1;
	}
	for (int i = 0; i + 1 < n; i++)
		out[count++] = name_gram(key[i], key[i + 1]);
	qsort(out, count, sizeof(int32_t), compare_grams);
	for (int i = 0; i < count; i++)
		if (i == 0 || out[i] != out[kept - 1])
			out[kept++] = out[i];
	return kept;
}

/*
 * credit.name_grams(name_key text) → int4[]: its distinct pairs of neighbouring
 * characters, for the index. Depends on the key's characters alone.
 */
Datum
credit_name_grams_sql(PG_FUNCTION_ARGS)
{
	text	   *key = PG_GETARG_TEXT_PP(0);
	int			n;
	bool		plain;
	uint32_t   *points = credit_name_points(VARDATA_ANY(key), VARSIZE_ANY_EXHDR(key), &n, &plain);
	int32_t    *grams = palloc(sizeof(int32_t) * Max(n, 1));
	int			count = credit_name_grams(points, n, grams);
	ArrayType  *result;

	if (count == 0)
		PG_RETURN_ARRAYTYPE_P(construct_empty_array(INT4OID));
	/* grown in place rather than through an array of Datums */
	result = palloc0(ARR_OVERHEAD_NONULLS(1) + sizeof(int32_t) * count);
	SET_VARSIZE(result, ARR_OVERHEAD_NONULLS(1) + sizeof(int32_t) * count);
	result->ndim = 1;
	result->dataoffset = 0;
	result->elemtype = INT4OID;
	ARR_DIMS(result)[0] = count;
	ARR_LBOUND(result)[0] = 1;
	memcpy(ARR_DATA_PTR(result), grams, sizeof(int32_t) * count);
	PG_RETURN_ARRAYTYPE_P(result);
}

/* credit.name_rule_version() → int: number of the rule the keys follow */
Datum
credit_name_rule_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(CREDIT_NAME_RULE_VERSION);
}
