/*
 * identity.c
 *	  Persons by keyed digest. A person's document lives in one restricted
 *	  table; everything else knows the person by number, and finds that number
 *	  through HMAC-SHA-256 of document type and number under a key that only
 *	  credit_identity reads.
 *
 * No message of this file carries a document number or what was given as one:
 * messages end in logs.
 */
#include "registry/registry.h"

#include "access/genam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_type.h"
#include "code/identifier_core.h"
#include "common/hmac.h"
#include "common/sha2.h"
#include "access/xact.h"
#include "executor/spi.h"
#include "name/name.h"
#include "utils/builtins.h"
#include "storage/lmgr.h"
#include "utils/fmgroids.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

PG_FUNCTION_INFO_V1(credit_person_subject_sql);
PG_FUNCTION_INFO_V1(credit_identity_digest_sql);
PG_FUNCTION_INFO_V1(credit_new_identity_key_sql);

#define KEY_BYTES 32
#define TYPE_END "\x1f"			/* between type and number in the digest */

typedef struct DocumentType
{
	const char *label;
	const char *doc_type;
	bool		is_resident_id;
} DocumentType;

typedef struct Identities
{
	int			ntypes;
	DocumentType *types;		/* by label, in C order */
	int32		key_id;			/* 0 while there is no key */
	int			key_length;
	unsigned char *key;
} Identities;

static void *load_identities(MemoryContext cxt);

static const char *const identity_tables[] = {"identity_document", "identity_key"};
static TableCache identity_cache = {
	.name = "identity keys and documents",
	.tables = identity_tables,
	.ntables = 2,
	.load = load_identities
};

static void *
load_identities(MemoryContext cxt)
{
	Identities *all = MemoryContextAllocZero(cxt, sizeof(Identities));
	bool		isnull;

	if (SPI_execute("SELECT label, doc_type, is_resident_id FROM credit.identity_document"
					" ORDER BY label COLLATE \"C\"", true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read credit.identity_document");
	all->ntypes = (int) SPI_processed;
	all->types = MemoryContextAllocZero(cxt, sizeof(DocumentType) * Max(all->ntypes, 1));
	for (int i = 0; i < all->ntypes; i++)
	{
		HeapTuple	tuple = SPI_tuptable->vals[i];
		TupleDesc	desc = SPI_tuptable->tupdesc;

		all->types[i].label = MemoryContextStrdup(cxt, SPI_getvalue(tuple, desc, 1));
		all->types[i].doc_type = MemoryContextStrdup(cxt, SPI_getvalue(tuple, desc, 2));
		all->types[i].is_resident_id = DatumGetBool(SPI_getbinval(tuple, desc, 3, &isnull));
	}
	if (SPI_execute("SELECT key_id, key FROM credit.identity_key WHERE retired_at IS NULL",
					true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read credit.identity_key");
	if (SPI_processed == 1)
	{
		bytea	   *key = DatumGetByteaPP(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc,
														2, &isnull));

		all->key_id = DatumGetInt32(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc,
												  1, &isnull));
		all->key_length = (int) VARSIZE_ANY_EXHDR(key);
		all->key = MemoryContextAlloc(cxt, all->key_length);
		memcpy(all->key, VARDATA_ANY(key), all->key_length);
	}
	return all;
}

static void
digest_document(const unsigned char *key, int key_length, const char *doc_type, size_t type_length,
				const char *doc_no, size_t no_length, uint8 *digest)
{
	pg_hmac_ctx *ctx = pg_hmac_create(PG_SHA256);

	if (ctx == NULL ||
		pg_hmac_init(ctx, key, key_length) < 0 ||
		pg_hmac_update(ctx, (const uint8 *) doc_type, type_length) < 0 ||
		pg_hmac_update(ctx, (const uint8 *) TYPE_END, 1) < 0 ||
		pg_hmac_update(ctx, (const uint8 *) doc_no, no_length) < 0 ||
		pg_hmac_final(ctx, digest, PG_SHA256_DIGEST_LENGTH) < 0)
	{
		pg_hmac_free(ctx);
		elog(ERROR, "could not compute the digest of an identity document");
	}
	pg_hmac_free(ctx);
}

static void
fill_random(char *bytes)
{
	if (!pg_strong_random(bytes, KEY_BYTES))
		ereport(ERROR,
				(errcode(ERRCODE_INTERNAL_ERROR),
				 errmsg("could not generate random bytes for an identity key")));
}

static const DocumentType *
find_type(const Identities *all, const char *label)
{
	int			low = 0;
	int			high = all->ntypes - 1;

	while (low <= high)
	{
		int			mid = (low + high) / 2;
		int			order = strcmp(all->types[mid].label, label);

		if (order == 0)
			return &all->types[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid - 1;
	}
	return NULL;
}

/* the document for readers of reasons: standard_document() without raising */
const char *
credit_document_fault(const char *doc_type, const char *doc_no)
{
	const Identities *all = table_cache_get(&identity_cache);
	const DocumentType *type = find_type(all, doc_type);
	char	   *number = credit_clean_identifier(doc_no, strlen(doc_no));
	char		converted[RESIDENT_ID_LENGTH];

	if (type == NULL)
		type = find_type(all, credit_clean_identifier(doc_type, strlen(doc_type)));
	if (type == NULL)
		return _("a type of document in credit.identity_document");
	if (number[0] == '\0')
		return _("a number");
	if (type->is_resident_id && !resident_id_valid(number, strlen(number)) &&
		!(strlen(number) == RESIDENT_ID_OLD_LENGTH &&
		  resident_id_from_old(number, strlen(number), converted)))
		return _("a resident number of 18 characters with a real date and its check character (GB 11643)");
	return NULL;
}

/* Type and number in their standard form; raises CR005. Both palloc'd. */
static void
standard_document(const char *label, const char *number, char **doc_type, char **doc_no)
{
	const Identities *all = table_cache_get(&identity_cache);
	char	   *trimmed = credit_clean_identifier(label, strlen(label));
	const DocumentType *type = find_type(all, label);
	bool		is_resident_id;

	if (type == NULL)
		type = find_type(all, trimmed);
	if (type == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_UNKNOWN_SUBJECT),
				 errmsg("type of identity document is not known"),
				 errdetail("It is none of the labels in credit.identity_document."),
				 errhint("The office can add the label there.")));
	is_resident_id = type->is_resident_id;
	*doc_type = pstrdup(type->doc_type);

	*doc_no = credit_clean_identifier(number, strlen(number));
	if ((*doc_no)[0] == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_UNKNOWN_SUBJECT),
				 errmsg("number of the identity document is blank")));
	if (is_resident_id)
	{
		size_t		length = strlen(*doc_no);

		if (length == RESIDENT_ID_OLD_LENGTH)
		{
			/* GB 11643-1989: the same person under the number of 18 symbols */
			char	   *converted = palloc0(RESIDENT_ID_LENGTH + 1);

			if (resident_id_from_old(*doc_no, length, converted))
			{
				*doc_no = converted;
				length = RESIDENT_ID_LENGTH;
			}
		}
		if (length != RESIDENT_ID_LENGTH || !resident_id_valid(*doc_no, length))
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_UNKNOWN_SUBJECT),
					 errmsg("number of the identity document is not a resident identity number"),
					 errdetail("A number of %zu symbols fails the date or check symbol of GB 11643.",
							   length),
					 errhint("Compare it with the document, or state another type of document.")));
	}
}

/* The subject that has this digest, merges followed, or 0. */
static int64
subject_by_digest(const uint8 *digest)
{
	Relation	heap = table_open(credit_relation_oid("person_identity"), AccessShareLock);
	Relation	index = index_open(credit_relation_oid("person_identity_doc_digest_key"), AccessShareLock);
	TupleTableSlot *slot = table_slot_create(heap, NULL);
	bytea	   *wanted = palloc(VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	ScanKeyData key;
	int64		owner = 0;

	SET_VARSIZE(wanted, VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	memcpy(VARDATA(wanted), digest, PG_SHA256_DIGEST_LENGTH);
	ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_BYTEAEQ, PointerGetDatum(wanted));
	/* twice: SnapshotSelf may miss a row that is being replaced (subject.c) */
	for (int attempt = 0; attempt < 2 && owner == 0; attempt++)
	{
		IndexScanDesc scan = credit_index_beginscan(heap, index, SnapshotSelf, 1);
		bool		isnull;

		index_rescan(scan, &key, 1, NULL, 0);
		if (index_getnext_slot(scan, ForwardScanDirection, slot))
			owner = DatumGetInt64(slot_getattr(slot, get_attnum(RelationGetRelid(heap), "subject_id"),
											   &isnull));
		ExecClearTuple(slot);
		index_endscan(scan);
	}
	ExecDropSingleTupleTableSlot(slot);
	index_close(index, AccessShareLock);
	table_close(heap, AccessShareLock);

	if (owner != 0)
	{
		SubjectLookup lookup;
		CreditSubject found;

		credit_subject_lookup_begin(&lookup, NULL);
		if (credit_subject_find_id(&lookup, owner, &found))
			owner = found.subject_id;
		credit_subject_lookup_end(&lookup);
	}
	return owner;
}

/* Statements that enter a person, planned once a backend. */
typedef struct Statement
{
	const char *sql;
	int			nargs;
	Oid			types[5];
	int			expected;
	SPIPlanPtr	plan;
} Statement;

static Statement make_key = {
	"INSERT INTO credit.identity_key (key) VALUES (credit.new_identity_key())", 0, {0}, SPI_OK_INSERT, NULL
};
static Statement see_key = {
	"SELECT FROM credit.identity_key WHERE key_id = $1", 1, {INT4OID}, SPI_OK_SELECT, NULL
};
static Statement insert_subject = {
	"INSERT INTO credit.subject (kind, name, name_key, name_rule)"
	" VALUES ('person', $1, $2, $3) RETURNING subject_id",
	3, {TEXTOID, TEXTOID, INT4OID}, SPI_OK_INSERT_RETURNING, NULL
};
static Statement insert_identity = {
	"INSERT INTO credit.person_identity (subject_id, doc_type, doc_no, doc_digest, key_id)"
	" VALUES ($1, $2, $3, $4, $5) ON CONFLICT (doc_digest) DO NOTHING",
	5, {INT8OID, TEXTOID, TEXTOID, BYTEAOID, INT4OID}, SPI_OK_INSERT, NULL
};
static Statement delete_subject = {
	"DELETE FROM credit.subject WHERE subject_id = $1", 1, {INT8OID}, SPI_OK_DELETE, NULL
};

static void
execute(Statement *statement, Datum *values)
{
	if (statement->plan == NULL)
	{
		SPIPlanPtr	plan = SPI_prepare(statement->sql, statement->nargs, statement->types);

		if (plan == NULL || SPI_keepplan(plan) != 0)
			elog(ERROR, "could not plan the entry of a person");
		statement->plan = plan;
	}
	if (SPI_execute_plan(statement->plan, values, NULL, false, 0) != statement->expected)
		elog(ERROR, "could not enter a person");
}

/* The key in use, made when there is none yet. */
static const Identities *
identities_with_key(void)
{
	const Identities *all = table_cache_get(&identity_cache);

	if (all->key_id == 0)
	{
		CreditAsOwner saved;

		/*
		 * Another session may be making it: we wait until it has ended, and
		 * taking the lock tells us of its key.
		 */
		LockRelationOid(credit_relation_oid("identity_key"), ShareRowExclusiveLock);
		all = table_cache_get(&identity_cache);
		if (all->key_id != 0)
			return all;
		credit_as_owner_begin(&saved);
		SPI_connect();
		execute(&make_key, NULL);
		SPI_finish();
		credit_as_owner_end(&saved);
		CommandCounterIncrement();
		all = table_cache_get(&identity_cache);
		if (all->key_id == 0)
			elog(ERROR, "the identity key was not made");
	}
	return all;
}

/* Enters the person; 0 when another session was faster. */
static int64
enter_person(const char *name, const char *doc_type, const char *doc_no, const uint8 *digest,
			 int32 key_id)
{
	Datum		values[5];
	bytea	   *digest_value = palloc(VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	CreditAsOwner saved;
	int64		id;
	bool		isnull;
	bool		entered;

	SET_VARSIZE(digest_value, VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	memcpy(VARDATA(digest_value), digest, PG_SHA256_DIGEST_LENGTH);

	credit_as_owner_begin(&saved);
	SPI_connect();
	if (IsolationUsesXactSnapshot())
	{
		/* the foreign key would not see a key made after the snapshot either */
		values[0] = Int32GetDatum(key_id);
		execute(&see_key, values);
		if (SPI_processed == 0)
			ereport(ERROR,
					(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
					 errmsg("could not serialize access due to concurrent update"),
					 errdetail("The identity key was made after this transaction began."),
					 errhint("Run the transaction again.")));
	}
	values[0] = CStringGetTextDatum(name);
	values[1] = CStringGetTextDatum(credit_name_key(name, strlen(name)));
	values[2] = Int32GetDatum(CREDIT_NAME_RULE_VERSION);
	execute(&insert_subject, values);
	id = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	values[0] = Int64GetDatum(id);
	values[1] = CStringGetTextDatum(doc_type);
	values[2] = CStringGetTextDatum(doc_no);
	values[3] = PointerGetDatum(digest_value);
	values[4] = Int32GetDatum(key_id);
	execute(&insert_identity, values);
	entered = SPI_processed == 1;
	if (!entered)
		execute(&delete_subject, values);
	SPI_finish();
	credit_as_owner_end(&saved);
	return entered ? id : 0;
}

int64
credit_person_subject(const char *doc_type, const char *doc_no, const char *name, bool create)
{
	const Identities *all;
	char	   *standard_type;
	char	   *standard_no;
	uint8		digest[PG_SHA256_DIGEST_LENGTH];
	int32		key_id;
	int64		id;

	standard_document(doc_type, doc_no, &standard_type, &standard_no);
	if (create)
	{
		/*
		 * Holds off rotate_identity_key(), whose new key would not find what
		 * is entered under the old one. Until the end of the transaction.
		 */
		LockRelationOid(credit_relation_oid("person_identity"), RowExclusiveLock);
		all = identities_with_key();
	}
	else
	{
		all = table_cache_get(&identity_cache);
		if (all->key_id == 0)
			return 0;
	}
	key_id = all->key_id;
	digest_document(all->key, all->key_length, standard_type, strlen(standard_type),
					standard_no, strlen(standard_no), digest);
	id = subject_by_digest(digest);
	if (id != 0 || !create)
		return id;

	if (name == NULL || name[strspn(name, " \t\r\n")] == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_UNKNOWN_SUBJECT),
				 errmsg("a person that is not known yet needs a name")));
	id = enter_person(name, standard_type, standard_no, digest, key_id);
	return id != 0 ? id : subject_by_digest(digest);
}

/* credit.person_subject(text, text, text, bool) → int8; CR005 */
Datum
credit_person_subject_sql(PG_FUNCTION_ARGS)
{
	int64		id;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_UNKNOWN_SUBJECT),
				 errmsg("a person is found by type and number of a document"),
				 errdetail("One of them is null.")));
	id = credit_person_subject(text_to_cstring(PG_GETARG_TEXT_PP(0)),
							   text_to_cstring(PG_GETARG_TEXT_PP(1)),
							   PG_ARGISNULL(2) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(2)),
							   !PG_ARGISNULL(3) && PG_GETARG_BOOL(3));
	if (id == 0)
		PG_RETURN_NULL();
	PG_RETURN_INT64(id);
}

/* credit.identity_digest(bytea, text, text) → bytea of 32 bytes */
Datum
credit_identity_digest_sql(PG_FUNCTION_ARGS)
{
	bytea	   *key = PG_GETARG_BYTEA_PP(0);
	text	   *doc_type = PG_GETARG_TEXT_PP(1);
	text	   *doc_no = PG_GETARG_TEXT_PP(2);
	bytea	   *digest = palloc(VARHDRSZ + PG_SHA256_DIGEST_LENGTH);

	SET_VARSIZE(digest, VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	digest_document((const unsigned char *) VARDATA_ANY(key), VARSIZE_ANY_EXHDR(key),
					VARDATA_ANY(doc_type), VARSIZE_ANY_EXHDR(doc_type),
					VARDATA_ANY(doc_no), VARSIZE_ANY_EXHDR(doc_no),
					(uint8 *) VARDATA(digest));
	PG_RETURN_BYTEA_P(digest);
}

/* credit.new_identity_key() → bytea of 32 random bytes */
Datum
credit_new_identity_key_sql(PG_FUNCTION_ARGS)
{
	bytea	   *key = palloc(VARHDRSZ + KEY_BYTES);

	SET_VARSIZE(key, VARHDRSZ + KEY_BYTES);
	fill_random(VARDATA(key));
	PG_RETURN_BYTEA_P(key);
}
