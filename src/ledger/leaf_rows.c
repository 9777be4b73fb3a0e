/*
 * leaf_rows.c
 *	  Leaves of many rows at once: the rows of a query are written canonically
 *	  and hashed by the dozen (sha256_core.c).
 *
 * Calls no room but the root.
 */
#include "credit.h"

#include "catalog/pg_type.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "ledger/ledger.h"
#include "ledger/sha256_core.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(credit_row_digests);

#define FETCH 256				/* rows of the query at a time */
#define KEYS 4					/* subject, object, version, time */

typedef struct Leaf
{
	uint8		digest[VARHDRSZ + PG_SHA256_DIGEST_LENGTH];
	size_t		start;			/* of its text */
	size_t		length;
} Leaf;

/* the processor does one at a time, and best with the library's own code */
static void
hash_one_by_one(const char *text, Leaf *leaf, int n)
{
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);

	if (hash == NULL)
		ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	/* the first byte, which sets leaves apart, stands before each text */
	for (int i = 0; i < n; i++)
		ledger_hash(hash, LEDGER_LEAF, text + leaf[i].start + 1, leaf[i].length - 1,
					leaf[i].digest + VARHDRSZ);
	pg_cryptohash_free(hash);
}

static void
hash_leaves(const char *text, Leaf *leaf, int n)
{
	Sha256Message message[FETCH];

	if (!sha256_is_wide())
	{
		hash_one_by_one(text, leaf, n);
		return;
	}
	for (int i = 0; i < n; i++)
		message[i] = (Sha256Message) {
			(const uint8_t *) text + leaf[i].start, leaf[i].length, leaf[i].digest + VARHDRSZ
		};
	sha256_many(message, n);
}

/* the text from start on, in UTF-8 */
static void
convert_text(StringInfo text, size_t start)
{
	char	   *utf8 = pg_server_to_any(text->data + start, text->len - start, PG_UTF8);

	if (utf8 == text->data + start)
		return;
	text->len = start;
	appendStringInfoString(text, utf8);
	pfree(utf8);
}

/*
 * credit.row_digests(kind, query) → setof (subject_id, object_id, version,
 * recorded_at, digest)
 * The leaves of the query's rows. Its first four columns are handed on as they
 * are; the row that is hashed is what follows, so that
 *		SELECT r.subject_id, r.record_id, r.version, r.received_at, r.* …
 * gives what credit.row_digest(kind, r) gives for each. Reads as its caller.
 */
Datum
credit_row_digests(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	char	   *kind = text_to_cstring(PG_GETARG_TEXT_PP(0));
	char	   *query = text_to_cstring(PG_GETARG_TEXT_PP(1));
	bool		convert = GetDatabaseEncoding() != PG_UTF8;
	int			kind_length = strlen(kind);
	Leaf	   *leaf;
	Datum	   *values;
	bool	   *nulls;
	Canonical  *canonical = NULL;
	StringInfoData text;
	SPIPlanPtr	plan;
	Portal		portal;

	InitMaterializedSRF(fcinfo, 0);
	SPI_connect();
	leaf = palloc(sizeof(Leaf) * FETCH);
	initStringInfo(&text);
	plan = SPI_prepare_cursor(query, 0, NULL, CURSOR_OPT_NO_SCROLL);
	if (plan == NULL)
		elog(ERROR, "could not prepare: %s", SPI_result_code_string(SPI_result));
	portal = SPI_cursor_open(NULL, plan, NULL, NULL, true);
	if (portal->tupDesc == NULL || portal->tupDesc->natts <= KEYS)
		ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
						errmsg("the query gives no rows to hash"),
						errhint("Give subject, object, version and time, then the columns of the row.")));
	for (int i = 0; i < KEYS; i++)
	{
		if (TupleDescAttr(portal->tupDesc, i)->atttypid != TupleDescAttr(result->setDesc, i)->atttypid)
			ereport(ERROR, (errcode(ERRCODE_DATATYPE_MISMATCH),
							errmsg("column %d of the query is of type %s", i + 1,
								   format_type_be(TupleDescAttr(portal->tupDesc, i)->atttypid))));
	}
	values = palloc(sizeof(Datum) * portal->tupDesc->natts);
	nulls = palloc(sizeof(bool) * portal->tupDesc->natts);
	for (;;)
	{
		int			n;

		SPI_cursor_fetch(portal, true, FETCH);
		n = SPI_processed;
		if (n == 0)
			break;
		if (canonical == NULL)
			canonical = canonical_create(SPI_tuptable->tupdesc, KEYS, CurrentMemoryContext);
		resetStringInfo(&text);
		for (int i = 0; i < n; i++)
		{
			size_t		start = text.len;

			heap_deform_tuple(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, values, nulls);
			leaf[i].start = start;
			appendStringInfoChar(&text, LEDGER_LEAF);
			canonical_append(canonical, &text, kind, kind_length, values, nulls);
			if (convert)
				convert_text(&text, start + 1);
			leaf[i].length = text.len - start;
			SET_VARSIZE(leaf[i].digest, VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
		}
		hash_leaves(text.data, leaf, n);
		for (int i = 0; i < n; i++)
		{
			bool		isnull;

			for (int k = 0; k < KEYS; k++)
			{
				values[k] = SPI_getbinval(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, k + 1, &isnull);
				nulls[k] = isnull;
			}
			values[KEYS] = PointerGetDatum(leaf[i].digest);
			nulls[KEYS] = false;
			tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
		}
		SPI_freetuptable(SPI_tuptable);
		CHECK_FOR_INTERRUPTS();
	}
	SPI_cursor_close(portal);
	SPI_finish();
	return (Datum) 0;
}
