/*
 * search.c
 *	  credit.search_subject(): what somebody types, to subjects. Stages, each
 *	  only while rows are wanting: code, whole name, former name, beginning of
 *	  a name, part of a name, likeness. The first ones are statements run as the
 *	  caller. The last two read the index of character pairs directly
 *	  (search_grams.c), whoever asks; what they find is then looked up as the
 *	  caller, so row security decides what comes out.
 */
#include "credit.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "parser/parse_type.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "code/uscc.h"
#include "name/name.h"
#include "registry/search.h"

PG_FUNCTION_INFO_V1(credit_search_subject);

#define MAX_ROWS 1000
#define CHAR_CITY 0x5e02			/* 市 */
#define CHAR_PROVINCE 0x7701		/* 省 */
#define MOST_SLIPS 40			/* characters of a query whose slips are tried */
#define EXTRA_ROWS 20			/* candidates beyond those wanted */
#define WHOLE_NAME 5			/* characters of the shortest real name, about */
#define FEW_ROWS 3				/* fewer that contain the query: likely misspelt */

/* one statement a stage, planned once a backend */
typedef enum
{
	STMT_CODE,
	STMT_IDENTIFIER,
	STMT_EXACT,
	STMT_FORMER,
	STMT_PREFIX,
	STMT_SLIPS,
	STMT_VISIBLE,
	NSTMTS
} Statement;

#define SUBJECT_COLUMNS \
	"SELECT COALESCE(m.subject_id, s.subject_id), COALESCE(m.uscc, s.uscc)::pg_catalog.text, " \
	"COALESCE(m.name, s.name), pg_catalog.length(s.name_key), m.subject_id IS NOT NULL "
#define KEPT_SUBJECT \
	"LEFT JOIN credit.subject m ON m.subject_id OPERATOR(pg_catalog.=) s.merged_into "

static const struct
{
	const char *sql;
	int			nargs;
	const char *types[3];
}			statements[NSTMTS] =
{
	[STMT_CODE] = {SUBJECT_COLUMNS "FROM credit.subject s " KEPT_SUBJECT
		"WHERE s.uscc OPERATOR(pg_catalog.>=) $1 AND s.uscc OPERATOR(pg_catalog.<=) $2 "
	"ORDER BY s.uscc LIMIT $3", 3, {"credit.uscc", "credit.uscc", "pg_catalog.int8"}},
	[STMT_IDENTIFIER] = {SUBJECT_COLUMNS "FROM credit.subject_identifier i "
		"JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) i.subject_id " KEPT_SUBJECT
		"WHERE i.scheme OPERATOR(pg_catalog.=) ANY (ARRAY['registration_no', 'org_code', 'tax_no', "
		"'institution_no', 'association_no', 'former_uscc', 'other']) "
		"AND i.value OPERATOR(pg_catalog.=) $1 "
	"ORDER BY s.subject_id LIMIT $2", 2, {"pg_catalog.text", "pg_catalog.int8"}},
	[STMT_EXACT] = {SUBJECT_COLUMNS "FROM credit.subject s " KEPT_SUBJECT
		"WHERE s.name_key OPERATOR(pg_catalog.=) $1 "
	"ORDER BY s.subject_id LIMIT $2", 2, {"pg_catalog.text", "pg_catalog.int8"}},
	[STMT_FORMER] = {SUBJECT_COLUMNS "FROM credit.subject_name f "
		"JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) f.subject_id " KEPT_SUBJECT
		"WHERE f.name_key OPERATOR(pg_catalog.=) $1 "
	"ORDER BY s.subject_id LIMIT $2", 2, {"pg_catalog.text", "pg_catalog.int8"}},
	[STMT_PREFIX] = {SUBJECT_COLUMNS "FROM credit.subject s " KEPT_SUBJECT
		"WHERE s.name_key OPERATOR(pg_catalog.>) $1 AND s.name_key OPERATOR(pg_catalog.<) $2 "
		"AND s.kind OPERATOR(pg_catalog.<>) 'person' "
	"ORDER BY s.name_key LIMIT $3", 3, {"pg_catalog.text", "pg_catalog.text", "pg_catalog.int8"}},
	[STMT_SLIPS] = {SUBJECT_COLUMNS "FROM credit.subject s " KEPT_SUBJECT
		"WHERE s.name_key OPERATOR(pg_catalog.=) ANY ($1) "
		"AND s.kind OPERATOR(pg_catalog.<>) 'person' "
	"ORDER BY s.subject_id LIMIT $2", 2, {"pg_catalog.text[]", "pg_catalog.int8"}},
	[STMT_VISIBLE] = {SUBJECT_COLUMNS ", t.place FROM ROWS FROM (pg_catalog.unnest($1)) "
		"WITH ORDINALITY AS t (id, place) "
		"JOIN credit.subject s ON s.subject_id OPERATOR(pg_catalog.=) t.id " KEPT_SUBJECT
	"ORDER BY t.place", 1, {"pg_catalog.int8[]"}},
};

static SPIPlanPtr plans[NSTMTS];
static Oid	planned_for;		/* credit.subject; another after DROP EXTENSION */

/* false when the caller may not read the table at all */
static bool
may_read(const char *table)
{
	return pg_class_aclcheck(credit_relation_oid(table), GetUserId(), ACL_SELECT) == ACLCHECK_OK;
}

static void
forget_stale_plans(void)
{
	Oid			subject = credit_relation_oid("subject");

	if (subject == planned_for)
		return;
	for (int i = 0; i < NSTMTS; i++)
		if (plans[i] != NULL)
		{
			SPI_freeplan(plans[i]);
			plans[i] = NULL;
		}
	planned_for = subject;
}

static void
run(Statement which, Datum *args)
{
	if (plans[which] == NULL)
	{
		Oid			types[3];
		SPIPlanPtr	plan;

		for (int i = 0; i < statements[which].nargs; i++)
		{
			int32		typmod;

			parseTypeString(statements[which].types[i], &types[i], &typmod, false);
		}
		plan = SPI_prepare(statements[which].sql, statements[which].nargs, types);
		if (plan == NULL)
			elog(ERROR, "could not prepare a search: %s", SPI_result_code_string(SPI_result));
		SPI_keepplan(plan);
		plans[which] = plan;
	}
	if (SPI_execute_plan(plans[which], args, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not search subjects");
}

/* false when the subject is there already */
static bool
add(Search *search, int64 id, float rank, const char *how, const char *code, const char *name)
{
	MemoryContext before;

	for (int i = 0; i < search->count; i++)
		if (search->found[i].id == id)
			return false;
	before = MemoryContextSwitchTo(search->cxt);
	if (search->count == search->room)
	{
		search->room *= 2;
		search->found = repalloc(search->found, sizeof(Found) * search->room);
	}
	search->found[search->count++] = (Found) {
		.id = id, .rank = rank, .how = how,
		.code = code ? pstrdup(code) : NULL, .name = name ? pstrdup(name) : NULL
	};
	MemoryContextSwitchTo(before);
	return true;
}

/* the rows of a statement; a longer name matches a part of it less */
static void
add_rows(Search *search, const char *how, float base, float span, int length)
{
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		TupleDesc	desc = SPI_tuptable->tupdesc;
		bool		isnull;
		int64		id = DatumGetInt64(SPI_getbinval(row, desc, 1, &isnull));
		int			full = DatumGetInt32(SPI_getbinval(row, desc, 4, &isnull));

		/* an entry merged into another: that one's name is another */
		if (DatumGetBool(SPI_getbinval(row, desc, 5, &isnull)) && strcmp(how, "exact") == 0)
			add(search, id, 0.97f, "former_name", SPI_getvalue(row, desc, 2), SPI_getvalue(row, desc, 3));
		add(search, id, base + (full > 0 ? span * Min(length, full) / full : span), how,
			SPI_getvalue(row, desc, 2), SPI_getvalue(row, desc, 3));
	}
}

static inline bool
enough(const Search *search)
{
	return search->count >= search->wanted;
}

/* ---- codes ---- */

/* symbols of a code, filled up with the lowest or the highest value */
static Uscc
pack_prefix(const char *symbols, int n, unsigned filler)
{
	static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
	Uscc		code = {{0}};

	for (int i = 0; i < USCC_LENGTH; i++)
	{
		unsigned	value = i < n ? (unsigned) (strchr(alphabet, symbols[i]) - alphabet) : filler;

		for (int bit = 0; bit < 5; bit++)
			if (value & (16 >> bit))
				code.b[(i * 5 + bit) / 8] |= 128 >> (i * 5 + bit) % 8;
	}
	return code;
}

/*
 * A query of code symbols only: a code, the beginning of one (three symbols at
 * least), or another number of a subject.
 */
static void
search_codes(Search *search, const uint32_t *key, int n)
{
	char		symbols[64];
	bool		is_code = n <= USCC_LENGTH;
	Datum		args[3];

	if (n < 3 || n > 40)
		return;
	for (int i = 0; i < n; i++)
	{
		uint32_t	c = key[i];

		if (c >= 'a' && c <= 'z')
			c -= 'a' - 'A';
		if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-'))
			return;
		is_code = is_code && c != '-' && c != 'I' && c != 'O' && c != 'S' && c != 'V' && c != 'Z';
		symbols[i] = (char) c;
	}
	symbols[n] = '\0';
	if (is_code)
	{
		Uscc		low = pack_prefix(symbols, n, 0);
		Uscc		high = pack_prefix(symbols, n, 30);

		args[0] = UsccPGetDatum(&low);
		args[1] = UsccPGetDatum(&high);
		args[2] = Int64GetDatum(search->wanted);
		run(STMT_CODE, args);
		if (n == USCC_LENGTH)
			add_rows(search, "code", 1, 0, 1);
		else
			for (uint64 i = 0; i < SPI_processed; i++)
			{
				bool		isnull;

				add(search, DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1, &isnull)),
					0.9f + 0.1f * n / USCC_LENGTH, "code_prefix",
					SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 2),
					SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 3));
			}
	}
	/* the other numbers are for departments, the office and analysts */
	if (n >= 6 && !enough(search) && may_read("subject_identifier"))
	{
		args[0] = CStringGetTextDatum(symbols);
		args[1] = Int64GetDatum(search->wanted);
		run(STMT_IDENTIFIER, args);
		add_rows(search, "code", 1, 0, 1);
	}
	search->certain = search->count > 0;
}

/* ---- names ---- */

/* names that begin with the key */
static void
search_prefix(Search *search, const uint32_t *key, int n, float base)
{
	char	   *text_key = text_to_cstring((text *) credit_name_text(key, n));
	char	   *beyond = pstrdup(text_key);
	int			last = strlen(beyond) - 1;
	Datum		args[3];

	/*
	 * The column sorts by bytes: names that begin with the key lie between it
	 * and the key with its last byte raised. The result need not be text in the
	 * server's encoding, it is only compared.
	 */
	while (last > 0 && (unsigned char) beyond[last] == 0xff)
		beyond[last--] = '\0';
	beyond[last]++;
	args[0] = CStringGetTextDatum(text_key);
	args[1] = CStringGetTextDatum(beyond);
	args[2] = Int64GetDatum(search->wanted + EXTRA_ROWS);
	run(STMT_PREFIX, args);
	add_rows(search, "prefix", base, 0.1f, n);
}

/*
 * Whole names, former names and beginnings. Sets certain when likeness would
 * add nothing: a whole name was found, or names that begin as the query does
 * from their region on.
 */
static void
search_names(Search *search, const uint32_t *key, int n)
{
	Datum		args[2];
	int			before = search->count;
	int			region;

	args[0] = PointerGetDatum(credit_name_text(key, n));
	args[1] = Int64GetDatum(search->wanted);
	run(STMT_EXACT, args);
	add_rows(search, "exact", 1, 0, 1);
	if (may_read("subject_name"))
	{
		run(STMT_FORMER, args);
		add_rows(search, "former_name", 0.97f, 0, 1);
	}
	/* a short one may as well be part of others */
	search->certain = search->count > before && n >= WHOLE_NAME;
	if (enough(search))
		return;

	before = search->count;
	search_prefix(search, key, n, 0.85f);
	if (search->certain || enough(search))
		return;

	/* 长春鑫 is the beginning of 长春市鑫源 too, and the other way round */
	region = credit_name_region_length(key, n);
	if (region >= 2 && region < n)
	{
		uint32_t   *other = palloc(sizeof(uint32_t) * (n + 1));
		bool		full = key[region - 1] == CHAR_CITY || key[region - 1] == CHAR_PROVINCE;
		int			kept = full ? region - 1 : region;

		memcpy(other, key, sizeof(uint32_t) * kept);
		if (!full)
			other[kept] = CHAR_CITY;
		memcpy(other + kept + !full, key + region, sizeof(uint32_t) * (n - region));
		search_prefix(search, other, kept + !full + n - region, 0.83f);
		search->certain = search->count > before;
	}
	search->begun = search->count > before;
}

/*
 * Two neighbours exchanged, or a character too many: the pairs around the slip
 * are all wrong then, but the names meant are few enough to be looked up.
 */
static void
search_slips(Search *search, const uint32_t *key, int n)
{
	Datum	   *keys;
	uint32_t   *other;
	Datum		args[2];
	int			count = 0;

	if (n > MOST_SLIPS)
		return;
	keys = palloc(sizeof(Datum) * 2 * n);
	other = palloc(sizeof(uint32_t) * n);
	for (int i = 0; i < n; i++)
	{
		memcpy(other, key, sizeof(uint32_t) * i);
		memcpy(other + i, key + i + 1, sizeof(uint32_t) * (n - i - 1));
		keys[count++] = PointerGetDatum(credit_name_text(other, n - 1));
		if (i + 1 == n || key[i] == key[i + 1])
			continue;
		memcpy(other, key, sizeof(uint32_t) * n);
		other[i] = key[i + 1];
		other[i + 1] = key[i];
		keys[count++] = PointerGetDatum(credit_name_text(other, n));
	}
	args[0] = PointerGetDatum(construct_array(keys, count, TEXTOID, -1, false, TYPALIGN_INT));
	args[1] = Int64GetDatum(search->wanted);
	run(STMT_SLIPS, args);
	add_rows(search, "fuzzy", 0.68f, 0, 1);
}

/* candidates of the gram index that the caller may see, with code and name */
static void
add_visible(Search *search, GramHit *hits, int nhits)
{
	Datum	   *ids;
	Datum		arg;

	if (nhits == 0)
		return;
	ids = palloc(sizeof(Datum) * nhits);
	for (int i = 0; i < nhits; i++)
		ids[i] = Int64GetDatum(hits[i].subject_id);
	arg = PointerGetDatum(construct_array(ids, nhits, INT8OID, 8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
	run(STMT_VISIBLE, &arg);
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		TupleDesc	desc = SPI_tuptable->tupdesc;
		bool		isnull;
		int64		place = DatumGetInt64(SPI_getbinval(row, desc, 6, &isnull));

		add(search, DatumGetInt64(SPI_getbinval(row, desc, 1, &isnull)),
			hits[place - 1].rank, hits[place - 1].how,
			SPI_getvalue(row, desc, 2), SPI_getvalue(row, desc, 3));
	}
}

static int
compare_found(const void *a, const void *b)
{
	const Found *x = a,
			   *y = b;

	if (x->rank != y->rank)
		return x->rank > y->rank ? -1 : 1;
	return x->id < y->id ? -1 : x->id > y->id;
}

/*
 * credit.search_subject(query text, max_rows int) → set of (subject_id, code,
 * name, rank, how). Raises 22023 for max_rows below 1; above 1000 it is 1000.
 */
Datum
credit_search_subject(PG_FUNCTION_ARGS)
{
	text	   *query = PG_GETARG_TEXT_PP(0);
	int			max_rows = PG_GETARG_INT32(1);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Search		search;
	int			n;
	uint32_t   *key;

	if (max_rows < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("max_rows must be at least 1")));
	InitMaterializedSRF(fcinfo, 0);

	search.cxt = CurrentMemoryContext;
	search.wanted = Min(max_rows, MAX_ROWS);
	search.count = 0;
	search.certain = search.begun = false;
	search.room = 64;
	search.found = palloc(sizeof(Found) * search.room);
	key = credit_name_key_points(VARDATA_ANY(query), VARSIZE_ANY_EXHDR(query), &n);
	if (n == 0)
		return (Datum) 0;

	SPI_connect();
	forget_stale_plans();
	search_codes(&search, key, n);
	if (!enough(&search) && !search.certain)
		search_names(&search, key, n);
	if (!enough(&search) && n >= 2 && !search.certain)
	{
		GramSearch	grams;
		int			nhits;

		credit_gram_search_begin(&grams, key, n, search.wanted + EXTRA_ROWS);
		nhits = credit_gram_substring(&grams);
		add_visible(&search, grams.hits, nhits);
		if (search.count < Min(search.wanted, FEW_ROWS) && !search.begun && n >= 3)
		{
			search_slips(&search, key, n);
			nhits = credit_gram_fuzzy(&grams);
			add_visible(&search, grams.hits, nhits);
		}
		credit_gram_search_end(&grams);
	}
	SPI_finish();

	qsort(search.found, search.count, sizeof(Found), compare_found);
	for (int i = 0; i < search.count && i < search.wanted; i++)
	{
		Found	   *f = &search.found[i];
		Datum		values[5] = {Int64GetDatum(f->id)};
		bool		nulls[5] = {false};

		nulls[1] = f->code == NULL;
		if (f->code != NULL)
			values[1] = CStringGetTextDatum(f->code);
		values[2] = CStringGetTextDatum(f->name);
		values[3] = Float4GetDatum(f->rank);
		values[4] = CStringGetTextDatum(f->how);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
