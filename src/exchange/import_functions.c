/*
 * import_functions.c
 *	  The functions that take a document, and the procedure.
 *
 * A function does all in its caller's transaction: the whole document or
 * nothing. The procedure credit.import_xml_file_in_parts() first reads the
 * whole document, then commits as it goes; the table credit.import keeps how
 * far it came, in the same transactions, so it goes on behind the last commit.
 */
#include "exchange/import.h"

#include "executor/spi.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "tcop/pquery.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/portal.h"

PG_FUNCTION_INFO_V1(credit_import_xml_text);
PG_FUNCTION_INFO_V1(credit_import_xml_bytea);
PG_FUNCTION_INFO_V1(credit_import_xml_object);
PG_FUNCTION_INFO_V1(credit_import_xml_file);
PG_FUNCTION_INFO_V1(credit_import_in_parts);
PG_FUNCTION_INFO_V1(credit_check_xml_bytea);
PG_FUNCTION_INFO_V1(credit_check_xml_text);
PG_FUNCTION_INFO_V1(credit_check_xml_file);

/* one document in the caller's transaction */
static Datum
import_whole(ImportSource *source, const char *kind, const char *path, const char *encoding, const char *item)
{
	Import	   *import;
	volatile Datum summary = (Datum) 0;

	credit_refuse_standby("import a document");
	import = credit_import_new(CurrentMemoryContext, kind, path);
	PG_TRY();
	{
		import->document = credit_document_open(source, encoding, item, true, true);
		credit_import_enter(import, 0, 0, NULL);
		summary = credit_import_finish(import, credit_document_check_manifest(import->document),
								import->document->file_sha256);
	}
	PG_FINALLY();
	{
		if (import->document != NULL)
			credit_document_close(import->document);
		credit_source_close(source);
	}
	PG_END_TRY();
	return summary;
}

static const char *
item_argument(FunctionCallInfo fcinfo)
{
	return PG_ARGISNULL(1) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(1));
}

static void
refuse_null(FunctionCallInfo fcinfo)
{
	if (PG_ARGISNULL(0))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("there is no document to import")));
}

/* a value of type xml or text, in UTF-8 */
static ImportSource *
text_source(text *document)
{
	char	   *bytes = VARDATA_ANY(document);
	int64		len = VARSIZE_ANY_EXHDR(document);
	char	   *utf8 = pg_server_to_any(bytes, len, PG_UTF8);

	return credit_source_bytes(utf8, utf8 == bytes ? len : strlen(utf8));
}

/*
 * credit.import_xml(document xml, item text) → credit.batch
 * The document in the server's encoding, whatever it declares. Raises CR018
 * for what is no exchange document, CR006 for a role of no department.
 */
Datum
credit_import_xml_text(PG_FUNCTION_ARGS)
{
	refuse_null(fcinfo);
	PG_RETURN_DATUM(import_whole(text_source(PG_GETARG_TEXT_PP(0)), "xml", NULL, "UTF-8", item_argument(fcinfo)));
}

/* credit.import_xml(document bytea, item text) → credit.batch; in the encoding it declares */
Datum
credit_import_xml_bytea(PG_FUNCTION_ARGS)
{
	bytea	   *document;

	refuse_null(fcinfo);
	document = PG_GETARG_BYTEA_PP(0);
	PG_RETURN_DATUM(import_whole(credit_source_bytes(VARDATA_ANY(document), VARSIZE_ANY_EXHDR(document)),
								 "bytea", NULL, NULL, item_argument(fcinfo)));
}

/* credit.import_xml(document oid, item text) → credit.batch; a large object */
Datum
credit_import_xml_object(PG_FUNCTION_ARGS)
{
	refuse_null(fcinfo);
	PG_RETURN_DATUM(import_whole(credit_source_large_object(PG_GETARG_OID(0)), "large object", NULL, NULL,
								 item_argument(fcinfo)));
}

/* credit.import_xml_file(path text, item text) → credit.batch; for pg_read_server_files */
Datum
credit_import_xml_file(PG_FUNCTION_ARGS)
{
	char	   *path;

	refuse_null(fcinfo);
	path = text_to_cstring(PG_GETARG_TEXT_PP(0));
	PG_RETURN_DATUM(import_whole(credit_source_file(path), "file", path, NULL, item_argument(fcinfo)));
}

/* ---- in parts ---- */

/* the records since the last commit are in; notes how far and commits */
static void
commit_part(Import *import)
{
	Oid			types[] = {INT8OID, INT8OID, INT8OID};
	int64		rows = import->door->rows;
	Datum		args[] = {Int64GetDatum(import->import_id), Int64GetDatum(import->taken),
	Int64GetDatum(import->taken - rows)};

	credit_import_end_records(import);
	credit_entry_end(import->door);
	import->door = NULL;
	if (!credit_run_as_owner("UPDATE credit.import i SET position = $2 WHERE i.import_id = $1 AND i.position = $3"
					  " AND i.state = 'running' RETURNING 1", lengthof(types), types, args, NULL, NULL))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_IN_USE),
				 errmsg("another session goes on with this import"),
				 errhint("Look in credit.import_progress.")));
	SPI_commit();
	EnsurePortalSnapshotExists();
}

/* an import of the same bytes that this role began and did not finish */
static void
find_unfinished(Import *import, const uint8 *sha256)
{
	bytea	   *digest = palloc(VARHDRSZ + DIGEST_BYTES);
	Oid			types[] = {BYTEAOID, TEXTOID};
	Datum		args[] = {PointerGetDatum(digest), CStringGetTextDatum(GetUserNameFromId(GetUserId(), false))};
	CreditAsOwner saved;
	bool		isnull;

	SET_VARSIZE(digest, VARHDRSZ + DIGEST_BYTES);
	memcpy(VARDATA(digest), sha256, DIGEST_BYTES);
	credit_as_owner_begin(&saved);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute_with_args("SELECT i.import_id, i.batch_id, i.position FROM credit.import i"
							  " WHERE i.sha256 = $1 AND i.opened_by = $2 AND i.state = 'running' ORDER BY i.import_id LIMIT 1",
							  2, types, args, NULL, false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not look for an unfinished import");
	if (SPI_processed > 0)
	{
		HeapTuple	row = SPI_tuptable->vals[0];

		import->import_id = DatumGetInt64(SPI_getbinval(row, SPI_tuptable->tupdesc, 1, &isnull));
		import->batch_id = DatumGetInt64(SPI_getbinval(row, SPI_tuptable->tupdesc, 2, &isnull));
		import->taken = DatumGetInt64(SPI_getbinval(row, SPI_tuptable->tupdesc, 3, &isnull));
	}
	SPI_finish();
	credit_as_owner_end(&saved);
}

static void
read_through(DocumentReader *document)
{
	const XrRecord *record;

	while ((record = credit_document_next(document)) != NULL)
		(void) credit_record_item(document, record);
}

/*
 * CALL credit.import_xml_file_in_parts(path text, item text, rows_per_commit int)
 * Raises CR018 before anything is entered when the document is not sound.
 */
Datum
credit_import_in_parts(PG_FUNCTION_ARGS)
{
	Import	   *import;
	const char *item;
	char	   *path;
	ImportSource *source;
	MemoryContext before = CurrentMemoryContext;
	int32		at_once = PG_ARGISNULL(2) ? 0 : PG_GETARG_INT32(2);

	refuse_null(fcinfo);
	if (fcinfo->context == NULL || !IsA(fcinfo->context, CallContext) ||
		castNode(CallContext, fcinfo->context)->atomic)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_TRANSACTION_TERMINATION),
				 errmsg("an import in parts cannot run inside a transaction"),
				 errhint("CALL it on its own, outside of BEGIN, DO and functions; credit.import_xml_file() imports within a transaction.")));
	if (at_once <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the number of rows a commit must be positive")));
	/* the portal's context stays over commits */
	import = credit_import_new(PortalContext, "file", NULL);
	MemoryContextSwitchTo(import->cxt);
	item = item_argument(fcinfo);
	import->path = path = text_to_cstring(PG_GETARG_TEXT_PP(0));
	source = credit_source_file(path);
	if (SPI_connect_ext(SPI_OPT_NONATOMIC) != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	PG_TRY();
	{
		uint8		sha256[DIGEST_BYTES];
		int64		length;
		int64		skip;
		bool		has_manifest;

		/* SPI made a context of its own current, and commits change it again */
		MemoryContextSwitchTo(import->cxt);
		import->document = credit_document_open(source, NULL, item, true, true);
		read_through(import->document);
		has_manifest = credit_document_check_manifest(import->document);
		memcpy(sha256, import->document->file_sha256, DIGEST_BYTES);
		length = credit_source_place(source);
		find_unfinished(import, sha256);
		skip = import->taken;
		if (skip > 0)
			ereport(NOTICE,
					(errmsg("going on with import %lld behind record %lld", (long long) import->import_id,
							(long long) skip)));
		if (import->import_id == 0)
			credit_import_begin(import, sha256);
		credit_document_close(import->document);
		import->document = NULL;
		SPI_commit();
		EnsurePortalSnapshotExists();
		credit_source_rewind(source);
		MemoryContextSwitchTo(import->cxt);
		import->document = credit_document_open(source, NULL, item, false, false);
		credit_import_enter(import, skip, at_once, commit_part);
		if (credit_source_place(source) != length)
			ereport(ERROR,
					(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
					 errmsg("file \"%s\" changed while it was imported", path)));
		(void) credit_import_finish(import, has_manifest, sha256);
		ereport(NOTICE,
				(errmsg("import %lld is complete: %lld records in batch %lld", (long long) import->import_id,
						(long long) import->taken, (long long) import->batch_id)));
	}
	PG_FINALLY();
	{
		if (import->document != NULL)
			credit_document_close(import->document);
		credit_source_close(source);
	}
	PG_END_TRY();
	SPI_finish();
	/* which went back to the context it was connected in: the import's */
	MemoryContextSwitchTo(before);
	MemoryContextDelete(import->cxt);
	PG_RETURN_VOID();
}

/* ---- checking without entering ---- */

/* a row (document, item, origin, sender, records, sha256, complete, fault) */
static Datum
check_document(FunctionCallInfo fcinfo, ImportSource *source, const char *encoding)
{
	DocumentReader *volatile document = NULL;
	MemoryContext cxt = CurrentMemoryContext;
	Datum		values[8] = {0};
	bool		nulls[8];
	bool		manifest = false;
	TupleDesc	desc;

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	memset(nulls, true, sizeof(nulls));
	PG_TRY();
	{
		document = credit_document_open(source, encoding, NULL, true, false);
		while (credit_document_next(document) != NULL)
			;
		manifest = credit_document_check_manifest(document);
		if (!manifest)
			values[7] = CStringGetTextDatum("The document has no manifest: nothing proves that it is whole.");
		nulls[7] = manifest;
	}
	PG_CATCH();
	{
		ErrorData  *error;

		if (geterrcode() != ERRCODE_CREDIT_XML_REFUSED)
		{
			if (document != NULL)
				credit_document_close(document);
			credit_source_close(source);
			PG_RE_THROW();
		}
		/* raised by this room alone, with nothing of the server's half done */
		MemoryContextSwitchTo(cxt);
		error = CopyErrorData();
		FlushErrorState();
		values[7] = CStringGetTextDatum(error->detail ? error->detail : error->message);
		nulls[7] = false;
	}
	PG_END_TRY();
	if (xr_header(document->xml) != NULL)
	{
		const XrHeader *header = xr_header(document->xml);
		const char *texts[] = {header->document, header->item, header->origin, header->sender};

		for (int i = 0; i < lengthof(texts); i++)
		{
			char		null;

			values[i] = credit_text_or_null(texts[i], &null);
			nulls[i] = null == 'n';
		}
	}
	values[4] = Int64GetDatum(document->records);
	nulls[4] = false;
	if (document->records_sha256[0] != '\0')
	{
		values[5] = CStringGetTextDatum(document->records_sha256);
		nulls[5] = false;
	}
	values[6] = BoolGetDatum(manifest);
	nulls[6] = false;
	credit_document_close(document);
	credit_source_close(source);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), values, nulls));
}

/* credit.verify_package(document xml) → whether a document is whole */
Datum
credit_check_xml_text(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(check_document(fcinfo, text_source(PG_GETARG_TEXT_PP(0)), "UTF-8"));
}

/* credit.verify_package(document bytea) */
Datum
credit_check_xml_bytea(PG_FUNCTION_ARGS)
{
	bytea	   *document = PG_GETARG_BYTEA_PP(0);

	PG_RETURN_DATUM(check_document(fcinfo, credit_source_bytes(VARDATA_ANY(document), VARSIZE_ANY_EXHDR(document)), NULL));
}

/* credit.verify_package_file(path text) */
Datum
credit_check_xml_file(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATUM(check_document(fcinfo, credit_source_file(text_to_cstring(PG_GETARG_TEXT_PP(0))), NULL));
}
