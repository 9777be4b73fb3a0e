/*
 * name_parts.c
 *	  The words of credit.name_word as a dictionary each backend keeps, and the
 *	  SQL functions that need it: parts of a name, likeness of two.
 */
#include "credit.h"

#include "access/htup_details.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "name/name.h"
#include "name/name_parts.h"

PG_FUNCTION_INFO_V1(credit_name_parts);
PG_FUNCTION_INFO_V1(credit_match_names);

static void *load_words(MemoryContext cxt);

static const char *const word_tables[] = {"name_word"};
static TableCache word_cache = {
	.name = "credit name words",
	.tables = word_tables,
	.ntables = 1,
	.load = load_words
};

/* one column of the current SPI row as folded code points */
static uint32_t *
folded_column(HeapTuple row, TupleDesc desc, int column, int *n)
{
	char	   *value = SPI_getvalue(row, desc, column);

	return credit_name_key_points(value, strlen(value), n);
}

static bool
bool_column(HeapTuple row, TupleDesc desc, int column)
{
	bool		isnull;

	return DatumGetBool(SPI_getbinval(row, desc, column, &isnull)) && !isnull;
}

static void *
load_words(MemoryContext cxt)
{
	NameDict   *dict = MemoryContextAllocZero(cxt, sizeof(NameDict));

	if (SPI_execute("SELECT part, word, canonical, branch, doubtful FROM credit.name_word WHERE in_use",
					true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read credit.name_word");

	dict->bits = 8;
	while (((uint64) 1 << dict->bits) < 2 * SPI_processed)
		dict->bits++;
	dict->words = MemoryContextAllocExtended(cxt, sizeof(NameWord) << dict->bits,
											 MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		HeapTuple	row = SPI_tuptable->vals[i];
		TupleDesc	desc = SPI_tuptable->tupdesc;
		char	   *part = SPI_getvalue(row, desc, 1);
		int			n,
					ncanonical;
		uint32_t   *word = folded_column(row, desc, 2, &n);
		uint32_t   *canonical = folded_column(row, desc, 3, &ncanonical);

		name_dict_add(dict,
					  part[0] == 'r' ? NAME_REGION : part[0] == 'i' ? NAME_INDUSTRY : NAME_LEGAL_FORM,
					  word, n, ncanonical == 0 ? 0 : name_hash(canonical, ncanonical),
					  bool_column(row, desc, 4), bool_column(row, desc, 5));
		pfree(part);
		pfree(word);
		pfree(canonical);
	}
	return dict;
}

static void
split(text *name, NameParts *parts)
{
	int			n;
	uint32_t   *points = credit_name_split_points(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), &n);

	name_split(table_cache_get(&word_cache), points, n, parts);
	pfree(points);
}

static Datum
part_text(const uint32_t *points, int n, bool *isnull)
{
	*isnull = n == 0;
	return n == 0 ? (Datum) 0 : PointerGetDatum(credit_name_text(points, n));
}

/* credit.name_parts(name text) → credit.name_parts */
Datum
credit_name_parts(PG_FUNCTION_ARGS)
{
	NameParts	parts;
	TupleDesc	desc;
	uint32_t	region[NAME_PARTS_MAX + NAME_WORD_MAX];
	int			nregion;
	Datum		values[4];
	bool		nulls[4];

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	split(PG_GETARG_TEXT_PP(0), &parts);
	nregion = parts.body_from;
	memcpy(region, parts.key, sizeof(uint32_t) * nregion);
	memcpy(region + nregion, parts.moved, sizeof(uint32_t) * parts.nmoved);
	nregion += parts.nmoved;

	values[0] = part_text(region, nregion, &nulls[0]);
	values[1] = part_text(parts.key + parts.body_from, parts.industry_from - parts.body_from, &nulls[1]);
	values[2] = part_text(parts.key + parts.industry_from, parts.form_from - parts.industry_from, &nulls[2]);
	values[3] = part_text(parts.key + parts.form_from, parts.n - parts.form_from, &nulls[3]);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls)));
}

/* credit.match_names(a text, b text) → real, 0 … 1 */
Datum
credit_match_names(PG_FUNCTION_ARGS)
{
	NameParts	a,
				b;

	split(PG_GETARG_TEXT_PP(0), &a);
	split(PG_GETARG_TEXT_PP(1), &b);
	PG_RETURN_FLOAT4(name_likeness(&a, &b));
}

float
credit_match_points(const uint32_t *a, int na, const uint32_t *b, int nb)
{
	const NameDict *dict = table_cache_get(&word_cache);
	NameParts	parts_a,
				parts_b;

	name_split(dict, a, na, &parts_a);
	name_split(dict, b, nb, &parts_b);
	return name_likeness(&parts_a, &parts_b);
}

int
credit_name_region_length(const uint32_t *key, int n)
{
	NameParts	parts;

	name_split(table_cache_get(&word_cache), key, n, &parts);
	return parts.body_from;
}
