/*
 * import.c
 *	  Entering the records of an exchange document: the same path a door takes
 *	  (record/record.h), one batch a document, rows that break a rule set aside
 *	  with their line.
 *
 * A function does all in its caller's transaction: the whole document or
 * nothing. The procedure credit.import_xml_file_in_parts() first reads the
 * whole document, then commits as it goes; the table credit.import keeps how
 * far it came, in the same transactions, so it goes on behind the last commit.
 */
#include "exchange/exchange.h"

#include "commands/progress.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/parsenodes.h"
#include "pgstat.h"
#include "record/record.h"
#include "tcop/pquery.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(credit_import_xml_text);
PG_FUNCTION_INFO_V1(credit_import_xml_bytea);
PG_FUNCTION_INFO_V1(credit_import_xml_object);
PG_FUNCTION_INFO_V1(credit_import_xml_file);
PG_FUNCTION_INFO_V1(credit_import_in_parts);
PG_FUNCTION_INFO_V1(credit_check_xml_bytea);
PG_FUNCTION_INFO_V1(credit_check_xml_text);
PG_FUNCTION_INFO_V1(credit_check_xml_file);

#define ENDED_AT_ONCE 1000		/* changes of status kept until rows are written */
#define NOTICE_BYTES (64 * 1024 * 1024)	/* smaller documents pass in silence */

/* a record that came with a status of its own */
typedef struct Ended
{
	int64		subject_id;
	char	   *item;
	int32		dept_id;
	char	   *doc_no;
	DateADT		decided_on;
	char	   *status;
} Ended;

typedef struct Import
{
	MemoryContext cxt;			/* outlives commits */
	MemoryContext row_cxt;
	DocumentReader *document;
	const char *kind;			/* of the source, for credit.import */
	const char *path;
	Door	   *door;
	int64		import_id;		/* 0: not begun */
	int64		batch_id;
	int64		taken;			/* records entered, those of earlier runs too */
	int64		rejected;		/* in this run */
	int			texts_room;
	EntryText  *texts;
	List	   *ended;			/* of Ended, in ended_cxt */
	MemoryContext ended_cxt;
	int64		next_notice;	/* bytes */
} Import;

/* runs a statement as the owner; true and the first column when a row came */
static bool
run_as_owner(const char *sql, int nargs, Oid *types, Datum *args, const char *nulls, Datum *result)
{
	CreditAsOwner saved;
	bool		isnull = true;
	bool		found;
	int			rc;

	credit_as_owner_begin(&saved);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	rc = SPI_execute_with_args(sql, nargs, types, args, nulls, false, 0);
	if (rc < 0)
		elog(ERROR, "could not run \"%s\": %s", sql, SPI_result_code_string(rc));
	found = SPI_processed > 0;
	if (found && result != NULL && SPI_tuptable != NULL)
		*result = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull);
	SPI_finish();
	credit_as_owner_end(&saved);
	return found;
}

static Datum
text_or_null(const char *text, char *null)
{
	char	   *own;

	*null = ' ';
	if (text == NULL || *text == '\0')
	{
		*null = 'n';
		return (Datum) 0;
	}
	own = pg_any_to_server(text, strlen(text), PG_UTF8);
	return CStringGetTextDatum(own);
}

/* the rows of credit.batch and credit.import, once the root element is known */
static void
begin_import(Import *import, const uint8 *sha256)
{
	const XrHeader *header = xr_header(import->document->xml);
	bool		office;
	int32		dept = credit_acting_department(GetUserId(), &office);
	Oid			types[] = {INT4OID, TEXTOID, TEXTOID, TIMESTAMPTZOID, TEXTOID, TEXTOID, TEXTOID,
	TEXTOID, TEXTOID, INT8OID, BYTEAOID};
	char		nulls[lengthof(types) + 1];
	Datum		args[lengthof(types)];
	Datum		both = (Datum) 0;

	if (dept == 0 && !office)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_YOUR_DEPARTMENT),
				 errmsg("role \"%s\" acts for no department", GetUserNameFromId(GetUserId(), false)),
				 errhint("Ask the credit office to name the role in credit.department.role_name.")));
	memset(nulls, ' ', sizeof(nulls));
	args[0] = Int32GetDatum(dept);
	if (dept == 0)
		nulls[0] = 'n';
	args[1] = text_or_null(header->document, &nulls[1]);
	args[2] = CStringGetTextDatum(GetUserNameFromId(GetUserId(), false));
	args[3] = TimestampTzGetDatum(credit_received_now());
	args[4] = text_or_null(header->item[0] != '\0' ? header->item : import->document->item, &nulls[4]);
	args[5] = text_or_null(header->origin, &nulls[5]);
	args[6] = text_or_null(header->sender, &nulls[6]);
	args[7] = CStringGetTextDatum(import->kind);
	args[8] = import->path ? CStringGetTextDatum(import->path) : (Datum) 0;
	if (import->path == NULL)
		nulls[8] = 'n';
	args[9] = Int64GetDatum(credit_source_total(import->document->source));
	if (sha256 != NULL)
	{
		bytea	   *value = palloc(VARHDRSZ + DIGEST_BYTES);

		SET_VARSIZE(value, VARHDRSZ + DIGEST_BYTES);
		memcpy(VARDATA(value), sha256, DIGEST_BYTES);
		args[10] = PointerGetDatum(value);
	}
	else
		nulls[10] = 'n';
	(void) run_as_owner("WITH b AS (INSERT INTO credit.batch (batch_id, dept_id, channel, note, opened_by, opened_at)"
						" VALUES (nextval('credit.batch_id_seq'), $1, 'xml', $2, $3, $4) RETURNING batch_id)"
						" INSERT INTO credit.import (document, item, origin, sender, source, path, bytes, sha256,"
						" batch_id, dept_id, opened_by, started_at)"
						" SELECT $2, $5, $6, $7, $8, $9, $10, $11, b.batch_id, $1, $3, $4 FROM b"
						" RETURNING import_id", lengthof(types), types, args, nulls, &both);
	import->import_id = DatumGetInt64(both);
	(void) run_as_owner("SELECT i.batch_id FROM credit.import i WHERE i.import_id = $1", 1,
						(Oid[]) {INT8OID}, &both, NULL, &both);
	import->batch_id = DatumGetInt64(both);
}

/*
 * Records that came with a status of their own get it once they are written,
 * with the document as reason; what is ended here stays ended.
 */
static void
end_records(Import *import)
{
	const XrHeader *header = xr_header(import->document->xml);
	ListCell   *cell;
	char		null;
	Datum		reason;

	if (import->ended == NIL)
		return;
	credit_flush(import->door);
	reason = text_or_null(header->document[0] != '\0' ? header->document : "imported", &null);
	reason = DirectFunctionCall2(textcat, reason, CStringGetTextDatum(": status as its sender has it"));
	foreach(cell, import->ended)
	{
		const Ended *ended = lfirst(cell);
		Oid			types[] = {INT8OID, TEXTOID, INT4OID, TEXTOID, DATEOID, TEXTOID, TEXTOID};
		Datum		args[] = {Int64GetDatum(ended->subject_id), CStringGetTextDatum(ended->item),
			Int32GetDatum(ended->dept_id), CStringGetTextDatum(ended->doc_no),
		DateADTGetDatum(ended->decided_on), CStringGetTextDatum(ended->status), reason};

		(void) run_as_owner("WITH why AS MATERIALIZED (SELECT set_config('credit.reason', $7, true))"
							" UPDATE credit.record_store r SET status = $6::credit.record_status, version = r.version + 1"
							" FROM why WHERE r.subject_id = $1 AND r.item = $2 AND r.dept_id = $3 AND r.doc_no = $4"
							" AND r.decided_on = $5 AND r.status NOT IN ('revoked', 'withdrawn')"
							" AND r.status <> $6::credit.record_status",
							lengthof(types), types, args, NULL, NULL);
	}
	(void) run_as_owner("SELECT set_config('credit.reason', '', true)", 0, NULL, NULL, NULL, NULL);
	import->ended = NIL;
	MemoryContextReset(import->ended_cxt);
}

static void
keep_status(Import *import, const Entry *entry, const char *status)
{
	MemoryContext old = MemoryContextSwitchTo(import->ended_cxt);
	Ended	   *ended = palloc(sizeof(Ended));

	ended->subject_id = DatumGetInt64(entry->column[REC_SUBJECT_ID]);
	ended->item = TextDatumGetCString(entry->column[REC_ITEM]);
	ended->dept_id = DatumGetInt32(entry->column[REC_DEPT_ID]);
	ended->doc_no = TextDatumGetCString(entry->column[REC_DOC_NO]);
	ended->decided_on = DatumGetDateADT(entry->column[REC_DECIDED_ON]);
	ended->status = pstrdup(status);
	import->ended = lappend(import->ended, ended);
	MemoryContextSwitchTo(old);
	if (list_length(import->ended) >= ENDED_AT_ONCE)
		end_records(import);
}

/* 2026-05-20T09:30:00.123456Z, as the export writes it */
static bool
parse_time(const char *text, TimestampTz *result)
{
	static const char form[] = "dddd-dd-ddTdd:dd:dd.ddddddZ";
	int			y,
				mo,
				d,
				h,
				mi,
				s,
				us,
				y2,
				mo2,
				d2;

	if (strlen(text) != sizeof(form) - 1)
		return false;
	for (int i = 0; form[i] != '\0'; i++)
	{
		if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
			return false;
	}
	if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d.%6d", &y, &mo, &d, &h, &mi, &s, &us) != 7 ||
		y < 1900 || mo < 1 || mo > 12 || d < 1 || h > 23 || mi > 59 || s > 59)
		return false;
	j2date(date2j(y, mo, d), &y2, &mo2, &d2);
	if (y != y2 || mo != mo2 || d != d2)
		return false;
	*result = (date2j(y, mo, d) - POSTGRES_EPOCH_JDATE) * USECS_PER_DAY +
		((h * INT64CONST(60) + mi) * 60 + s) * USECS_PER_SEC + us;
	return true;
}

/* the attributes of a record; a status to set afterwards, or NULL */
static const char *
read_attributes(Import *import, const XrRecord *record, Entry *entry)
{
	static const char *const known[] = {"valid", "disputed", "repaired", "revoked", "withdrawn", "unverified"};
	XmlReader  *xml = import->document->xml;
	const char *status = xr_text(xml, record->attribute[XR_STATUS]);
	const char *received = xr_text(xml, record->attribute[XR_RECEIVED_AT]);
	int			k = 0;

	if (received != NULL)
	{
		entry->has_received_at = parse_time(received, &entry->received_at);
		if (!entry->has_received_at)
			credit_add_reason(&entry->findings, "received_at", "structure", NULL, 0,
							  "a time as 2026-05-20T09:30:00.000000Z");
		else if (entry->received_at > credit_received_now())
			credit_add_reason(&entry->findings, "received_at", "future", NULL, 0, "a time that has passed");
	}
	if (status == NULL)
		return NULL;
	while (k < lengthof(known) && strcmp(status, known[k]) != 0)
		k++;
	if (k == lengthof(known))
	{
		credit_add_reason(&entry->findings, "status", "structure", NULL, 0,
						  "valid, disputed, repaired, revoked, withdrawn or unverified");
		return NULL;
	}
	/* whether something supplied voluntarily is verified is decided here */
	if (k == 0 || k == lengthof(known) - 1)
		return NULL;
	if (!import->door->office)
	{
		credit_add_reason(&entry->findings, "status", "own_column", NULL, 0,
						  "nothing: end a record with credit.revoke_record()");
		return NULL;
	}
	return known[k];
}

/* field names are lower case here and often upper case in documents */
static const char *
lower_case(const char *name)
{
	const char *c = name;
	char	   *lower;

	while (*c != '\0' && !(*c >= 'A' && *c <= 'Z'))
		c++;
	if (*c == '\0')
		return name;
	lower = pstrdup(name);
	for (char *l = lower; *l != '\0'; l++)
	{
		if (*l >= 'A' && *l <= 'Z')
			*l += 'a' - 'A';
	}
	return lower;
}

static void
enter_record(Import *import, const XrRecord *record)
{
	XmlReader  *xml = import->document->xml;
	bool		convert = GetDatabaseEncoding() != PG_UTF8;
	Entry		entry = {0};
	const char *item;
	const char *status;
	MemoryContext old;
	EntryResult result;

	MemoryContextReset(import->row_cxt);
	old = MemoryContextSwitchTo(import->row_cxt);
	item = credit_record_item(import->document, record);
	if (record->nfields > import->texts_room)
	{
		if (import->texts != NULL)
			pfree(import->texts);
		import->texts_room = record->nfields + 32;
		import->texts = MemoryContextAlloc(import->cxt, sizeof(EntryText) * import->texts_room);
	}
	for (int i = 0; i < record->nfields; i++)
	{
		const XrField *field = xr_field(xml, record, i);
		EntryText  *text = &import->texts[i];

		text->name = lower_case(field->name);
		text->text = xr_text(xml, field->text);
		text->len = (int) field->len;
		if (convert)
		{
			text->name = pg_any_to_server(text->name, strlen(text->name), PG_UTF8);
			text->text = pg_any_to_server(text->text, text->len, PG_UTF8);
			text->len = strlen(text->text);
		}
	}
	entry.line = record->line;
	status = read_attributes(import, record, &entry);
	result = credit_entry_row(import->door, &entry, item, import->texts, record->nfields);
	import->taken++;
	if (result == ENTRY_REJECTED)
		import->rejected++;
	else if (status != NULL)
		keep_status(import, &entry, status);
	MemoryContextSwitchTo(old);
}

static void
show_progress(Import *import)
{
	static const int columns[] = {PROGRESS_COPY_BYTES_PROCESSED, PROGRESS_COPY_TUPLES_PROCESSED,
	PROGRESS_COPY_TUPLES_EXCLUDED};
	int64		place = credit_source_place(import->document->source);
	int64		total = credit_source_total(import->document->source);
	int64		values[] = {place, import->taken, import->rejected};

	pgstat_progress_update_multi_param(lengthof(columns), columns, values);
	if (total >= NOTICE_BYTES && place >= import->next_notice)
	{
		if (import->next_notice > 0)
			ereport(NOTICE,
					(errmsg("%d %% of the document read, %lld records, %lld set aside",
							(int) (place * 100 / total), (long long) import->taken, (long long) import->rejected)));
		import->next_notice = place + total / 10;
	}
}

static void
begin_progress(Import *import)
{
	pgstat_progress_start_command(PROGRESS_COMMAND_COPY, credit_relation_oid("import"));
	pgstat_progress_update_param(PROGRESS_COPY_BYTES_TOTAL, credit_source_total(import->document->source));
}

/* what a document without any record leaves is a batch without rows */
static void
enter_all(Import *import, int64 skip, int64 at_once, void (*between) (Import *))
{
	const XrRecord *record;
	int64		since = 0;

	begin_progress(import);
	while ((record = credit_document_next(import->document)) != NULL)
	{
		if (import->document->records <= skip)
			continue;
		if (import->import_id == 0)
			begin_import(import, NULL);
		if (import->door == NULL)
			import->door = credit_entry_begin(import->batch_id);
		enter_record(import, record);
		if ((import->taken & 1023) == 0)
			show_progress(import);
		if (at_once > 0 && ++since >= at_once)
		{
			show_progress(import);
			between(import);
			since = 0;
		}
	}
	if (import->import_id == 0)
		begin_import(import, NULL);
	if (import->door != NULL)
	{
		end_records(import);
		credit_entry_end(import->door);
		import->door = NULL;
	}
	show_progress(import);
	pgstat_progress_end_command();
}

/* closes batch and import; the summary as a row of credit.batch */
static Datum
finish_import(Import *import, bool has_manifest, const uint8 *sha256)
{
	bytea	   *digest = palloc(VARHDRSZ + DIGEST_BYTES);
	Oid			types[] = {INT8OID, INT8OID, BYTEAOID, BOOLOID, TIMESTAMPTZOID};
	Datum		args[] = {Int64GetDatum(import->import_id), Int64GetDatum(import->taken),
	PointerGetDatum(digest), BoolGetDatum(has_manifest), TimestampTzGetDatum(credit_received_now())};
	CreditAsOwner saved;
	bool		isnull;
	Datum		summary;

	SET_VARSIZE(digest, VARHDRSZ + DIGEST_BYTES);
	memcpy(VARDATA(digest), sha256, DIGEST_BYTES);
	(void) run_as_owner("UPDATE credit.import i SET state = 'done', position = $2, sha256 = $3, manifest = $4,"
						" finished_at = $5 WHERE i.import_id = $1", lengthof(types), types, args, NULL, NULL);
	args[1] = args[4];
	types[1] = TIMESTAMPTZOID;
	credit_as_owner_begin(&saved);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	args[0] = Int64GetDatum(import->batch_id);
	if (SPI_execute_with_args("UPDATE credit.batch b SET closed_at = $2 WHERE b.batch_id = $1 RETURNING b",
							  2, types, args, NULL, false, 0) != SPI_OK_UPDATE_RETURNING || SPI_processed != 1)
		elog(ERROR, "batch " INT64_FORMAT " is gone", import->batch_id);
	summary = SPI_datumTransfer(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull), false, -1);
	SPI_finish();
	credit_as_owner_end(&saved);
	return summary;
}

static Import *
new_import(MemoryContext parent, const char *kind, const char *path)
{
	MemoryContext cxt = AllocSetContextCreate(parent, "credit import", ALLOCSET_DEFAULT_SIZES);
	Import	   *import = MemoryContextAllocZero(cxt, sizeof(Import));

	import->cxt = cxt;
	import->row_cxt = AllocSetContextCreate(cxt, "credit import record", ALLOCSET_DEFAULT_SIZES);
	import->ended_cxt = AllocSetContextCreate(cxt, "credit import status", ALLOCSET_DEFAULT_SIZES);
	import->kind = kind;
	import->path = path;
	return import;
}

/* one document in the caller's transaction */
static Datum
import_whole(ImportSource *source, const char *kind, const char *path, const char *encoding, const char *item)
{
	Import	   *import = new_import(CurrentMemoryContext, kind, path);
	volatile Datum summary = (Datum) 0;

	PG_TRY();
	{
		import->document = credit_document_open(source, encoding, item, true);
		enter_all(import, 0, 0, NULL);
		summary = finish_import(import, credit_document_check_manifest(import->document),
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

	end_records(import);
	credit_entry_end(import->door);
	import->door = NULL;
	if (!run_as_owner("UPDATE credit.import i SET position = $2 WHERE i.import_id = $1 AND i.position = $3"
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
	import = new_import(PortalContext, "file", NULL);
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
		import->document = credit_document_open(source, NULL, item, true);
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
			begin_import(import, sha256);
		credit_document_close(import->document);
		import->document = NULL;
		SPI_commit();
		EnsurePortalSnapshotExists();
		credit_source_rewind(source);
		MemoryContextSwitchTo(import->cxt);
		import->document = credit_document_open(source, NULL, item, false);
		enter_all(import, skip, at_once, commit_part);
		if (credit_source_place(source) != length)
			ereport(ERROR,
					(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
					 errmsg("file \"%s\" changed while it was imported", path)));
		(void) finish_import(import, has_manifest, sha256);
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
	MemoryContextSwitchTo(before);
	SPI_finish();
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
		document = credit_document_open(source, encoding, NULL, true);
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

			values[i] = text_or_null(texts[i], &null);
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
