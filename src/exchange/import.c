/*
 * import.c
 *	  Entering the records of an exchange document: the same path a door takes
 *	  (record/record.h), one batch a document, rows that break a rule set aside
 *	  with their line.
 *
 * Statements of this file run as the extension's owner: departments have no
 * right to write batches and imports.
 */
#include "exchange/import.h"

#include "catalog/namespace.h"
#include "commands/progress.h"
#include "executor/spi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#define ENDED_AT_ONCE 1000		/* changes of status kept until rows are written */
#define NOTICE_BYTES (64 * 1024 * 1024)	/* smaller documents pass in silence */

/* runs a statement as the owner; true and the first column when a row came */
bool
credit_run_as_owner(const char *sql, int nargs, Oid *types, Datum *args, const char *nulls, Datum *result)
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

Datum
credit_text_or_null(const char *text, char *null)
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

/*
 * What comes from another region is not reported as our own (filter "own" of
 * exports), so a department cannot say so of its records: the office takes
 * over other regions' documents.
 */
static void
check_origin(const XrHeader *header, int32 dept)
{
	char		null;
	Datum		args[] = {Int32GetDatum(dept), credit_text_or_null(header->origin, &null)};

	if (null == 'n' ||
		credit_run_as_owner("SELECT FROM credit.department d WHERE d.dept_id = $1 AND d.region_code = $2",
							2, (Oid[]) {INT4OID, TEXTOID}, args, NULL, NULL))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_NOT_YOUR_DEPARTMENT),
			 errmsg("a department imports records of its own region only"),
			 errdetail("The document names region %s as its origin.", TextDatumGetCString(args[1])),
			 errhint("Leave the origin out for your own records; the credit office imports documents of other regions.")));
}

/* the rows of credit.batch and credit.import, once the root element is known */
void
credit_import_begin(Import *import, const uint8 *sha256)
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
	if (dept != 0 && !office)
		check_origin(header, dept);
	memset(nulls, ' ', sizeof(nulls));
	args[0] = Int32GetDatum(dept);
	if (dept == 0)
		nulls[0] = 'n';
	args[1] = credit_text_or_null(header->document, &nulls[1]);
	args[2] = CStringGetTextDatum(GetUserNameFromId(GetUserId(), false));
	args[3] = TimestampTzGetDatum(credit_received_now());
	args[4] = credit_text_or_null(header->item[0] != '\0' ? header->item : import->document->item, &nulls[4]);
	args[5] = credit_text_or_null(header->origin, &nulls[5]);
	if (dept != 0 && !office)
		nulls[5] = 'n';			/* its own region */
	args[6] = credit_text_or_null(header->sender, &nulls[6]);
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
	(void) credit_run_as_owner("WITH b AS (INSERT INTO credit.batch (batch_id, dept_id, channel, note, opened_by, opened_at)"
						" VALUES (nextval('credit.batch_id_seq'), $1, 'xml', $2, $3, $4) RETURNING batch_id)"
						" INSERT INTO credit.import (document, item, origin, sender, source, path, bytes, sha256,"
						" batch_id, dept_id, opened_by, started_at)"
						" SELECT $2, $5, $6, $7, $8, $9, $10, $11, b.batch_id, $1, $3, $4 FROM b"
						" RETURNING import_id", lengthof(types), types, args, nulls, &both);
	import->import_id = DatumGetInt64(both);
	(void) credit_run_as_owner("SELECT i.batch_id FROM credit.import i WHERE i.import_id = $1", 1,
						(Oid[]) {INT8OID}, &both, NULL, &both);
	import->batch_id = DatumGetInt64(both);
}

/*
 * Records that came with a status of their own get it once they are written,
 * with the document as reason; what is ended here stays ended.
 */
void
credit_import_end_records(Import *import)
{
	const XrHeader *header = xr_header(import->document->xml);
	ListCell   *cell;
	char		null;
	Datum		reason;

	if (import->ended == NIL)
		return;
	credit_flush(import->door);
	reason = credit_text_or_null(header->document[0] != '\0' ? header->document : "imported", &null);
	reason = DirectFunctionCall2(textcat, reason, CStringGetTextDatum(": status as its sender has it"));
	foreach(cell, import->ended)
	{
		const Ended *ended = lfirst(cell);
		Oid			types[] = {INT8OID, TEXTOID, INT4OID, TEXTOID, DATEOID, TEXTOID, TEXTOID};
		Datum		args[] = {Int64GetDatum(ended->subject_id), CStringGetTextDatum(ended->item),
			Int32GetDatum(ended->dept_id), CStringGetTextDatum(ended->doc_no),
		DateADTGetDatum(ended->decided_on), CStringGetTextDatum(ended->status), reason};

		(void) credit_run_as_owner("WITH why AS MATERIALIZED (SELECT set_config('credit.reason', $7, true))"
							" UPDATE credit.record_store r SET status = $6::credit.record_status, version = r.version + 1"
							" FROM why WHERE r.subject_id = $1 AND r.item = $2 AND r.dept_id = $3 AND r.doc_no = $4"
							" AND r.decided_on = $5 AND r.status NOT IN ('revoked', 'withdrawn')"
							" AND r.status <> $6::credit.record_status",
							lengthof(types), types, args, NULL, NULL);
	}
	(void) credit_run_as_owner("SELECT set_config('credit.reason', '', true)", 0, NULL, NULL, NULL, NULL);
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
		credit_import_end_records(import);
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
							  _("a time as 2026-05-20T09:30:00.000000Z"));
		else if (entry->received_at > credit_received_now())
			credit_add_reason(&entry->findings, "received_at", "future", NULL, 0, _("a time that has passed"));
	}
	if (status == NULL)
		return NULL;
	while (k < lengthof(known) && strcmp(status, known[k]) != 0)
		k++;
	if (k == lengthof(known))
	{
		credit_add_reason(&entry->findings, "status", "structure", NULL, 0,
						  _("valid, disputed, repaired, revoked, withdrawn or unverified"));
		return NULL;
	}
	/* whether something supplied voluntarily is verified is decided here */
	if (k == 0 || k == lengthof(known) - 1)
		return NULL;
	if (!import->door->office)
	{
		credit_add_reason(&entry->findings, "status", "own_column", NULL, 0,
						  _("nothing: end a record with credit.revoke_record()"));
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

/*
 * In the encoding of the database, a character it lacks as a question mark; a
 * row with one is set aside, so nothing is stored as something else.
 */
static const char *
to_server(Import *import, const char *utf8, int len, int *new_len, bool *whole)
{
	int			room = (len + 1) * MAX_CONVERSION_GROWTH + 1;
	char	   *text = palloc(room);
	int			in = 0;
	int			out = 0;

	text[0] = '\0';
	if (!OidIsValid(import->conversion))
		import->conversion = FindDefaultConversionProc(PG_UTF8, GetDatabaseEncoding());
	if (!OidIsValid(import->conversion))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_FUNCTION),
				 errmsg("there is no conversion from UTF-8 to %s", GetDatabaseEncodingName())));
	while (in < len)
	{
		in += pg_do_encoding_conversion_buf(import->conversion, PG_UTF8, GetDatabaseEncoding(),
											(unsigned char *) utf8 + in, len - in,
											(unsigned char *) text + out, room - out, true);
		out += strlen(text + out);
		if (in < len)
		{
			in += pg_utf_mblen((const unsigned char *) utf8 + in);
			text[out++] = '?';
			text[out] = '\0';
			*whole = false;
		}
	}
	*new_len = out;
	return text;
}

static void
enter_record(Import *import, const XrRecord *record)
{
	XmlReader  *xml = import->document->xml;
	bool		convert = GetDatabaseEncoding() != PG_UTF8 && GetDatabaseEncoding() != PG_SQL_ASCII;
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
			bool		whole = true;
			int			name_len;

			text->name = to_server(import, text->name, strlen(text->name), &name_len, &whole);
			text->text = to_server(import, text->text, text->len, &text->len, &whole);
			if (!whole)
				credit_add_reason(&entry.findings, text->name, "encoding", NULL, 0,
								  psprintf(_("characters that the database's encoding %s has"), GetDatabaseEncodingName()));
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
void
credit_import_enter(Import *import, int64 skip, int64 at_once, void (*between) (Import *))
{
	const XrRecord *record;
	int64		since = 0;

	begin_progress(import);
	while ((record = credit_document_next(import->document)) != NULL)
	{
		if (import->document->records <= skip)
			continue;
		if (import->import_id == 0)
			credit_import_begin(import, NULL);
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
		credit_import_begin(import, NULL);
	if (import->door != NULL)
	{
		credit_import_end_records(import);
		credit_entry_end(import->door);
		import->door = NULL;
	}
	show_progress(import);
	pgstat_progress_end_command();
}

/* closes batch and import; the summary as a row of credit.batch */
Datum
credit_import_finish(Import *import, bool has_manifest, const uint8 *sha256)
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
	(void) credit_run_as_owner("UPDATE credit.import i SET state = 'done', position = $2, sha256 = $3, manifest = $4,"
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

Import *
credit_import_new(MemoryContext parent, const char *kind, const char *path)
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

