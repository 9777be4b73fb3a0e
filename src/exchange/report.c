/*
 * report.c
 *	  Issuing credit reports and their canonical form.
 *
 * A report is composed in SQL with the rights of who asks
 * (credit.compose_report, report_compose.sql) and kept by the owner of the
 * extension, so that the stored documents are those the database composed.
 * That is why the two steps are joined here and not in SQL: a function that
 * stores what it is given would let its callers forge reports.
 */
#include "credit.h"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "registry/registry.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"
#include "utils/xml.h"

#if LIBXML_VERSION < 20900
#error "credit needs libxml2 2.9 or later"
#endif

PG_FUNCTION_INFO_V1(credit_canonical_xml);
PG_FUNCTION_INFO_V1(credit_check_report_encoding);
PG_FUNCTION_INFO_V1(credit_report_content);
PG_FUNCTION_INFO_V1(credit_issue_report);

/*
 * C14N 1.0 without comments of a text in the server's encoding, in UTF-8. A
 * document that declares its own entities or default attributes is refused:
 * its canonical form would depend on more than what one sees. Nothing raises
 * while libxml2 is on the stack.
 */
static bytea *
canonical_form(const char *given, int len)
{
	char	   *utf8 = pg_server_to_any(given, len, PG_UTF8);
	PgXmlErrorContext *errors;
	xmlDocPtr	doc;
	xmlChar    *canonical = NULL;
	int			size = -1;
	bool		doctype = false;
	bytea	   *result = NULL;

	errors = pg_xml_init(PG_XML_STRICTNESS_ALL);
	doc = xmlReadMemory(utf8, utf8 == given ? len : strlen(utf8), NULL, "UTF-8", XML_PARSE_NONET);
	if (doc != NULL)
	{
		doctype = xmlGetIntSubset(doc) != NULL;
		if (!doctype)
			size = xmlC14NDocDumpMemory(doc, NULL, XML_C14N_1_0, NULL, 0, &canonical);
		xmlFreeDoc(doc);
	}
	/* what libxml2 had to say is said below in our own words */
	pg_xml_done(errors, pg_xml_error_occurred(errors));

	if (size >= 0)
	{
		result = palloc_extended(size + VARHDRSZ, MCXT_ALLOC_NO_OOM | MCXT_ALLOC_HUGE);
		if (result != NULL)
		{
			SET_VARSIZE(result, size + VARHDRSZ);
			memcpy(VARDATA(result), canonical, size);
		}
	}
	if (canonical != NULL)
		xmlFree(canonical);
	if (result == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_XML_REFUSED),
				 doctype ? errmsg("XML document has a document type declaration")
				 : errmsg("XML document has no canonical form"),
				 errdetail("Canonical XML is made of one well-formed document without a document type declaration.")));
	return result;
}

/*
 * credit.canonical_xml(document xml) -> bytea
 *
 * Errors: CR018 not well-formed or with a DOCTYPE.
 */
Datum
credit_canonical_xml(PG_FUNCTION_ARGS)
{
	text	   *document = (text *) PG_GETARG_XML_P(0);

	PG_RETURN_BYTEA_P(canonical_form(VARDATA_ANY(document), VARSIZE_ANY_EXHDR(document)));
}

/*
 * The content of a canonical report. It inherits neither namespaces nor
 * attributes of xml:, so it is its own canonical form; text cannot hold "<".
 */
static bytea *
content_of(bytea *report)
{
	static const char open[] = "<content>";
	static const char close[] = "</content></report>";
	const char *s = VARDATA_ANY(report);
	int			len = VARSIZE_ANY_EXHDR(report);
	int			tail = strlen("</report>");
	const char *begin = memmem(s, len, open, strlen(open));
	bytea	   *content;

	if (begin == NULL || len < strlen(close) || memcmp(s + len - strlen(close), close, strlen(close)) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_XML_REFUSED),
				 errmsg("document is not a credit report"),
				 errhint("Give what credit.report_xml() returned.")));
	content = palloc(len - (begin - s) - tail + VARHDRSZ);
	SET_VARSIZE(content, len - (begin - s) - tail + VARHDRSZ);
	memcpy(VARDATA(content), begin, len - (begin - s) - tail);
	return content;
}

/*
 * credit.report_content(document xml) -> bytea
 *
 * Canonical XML of a report without its cover.
 * Errors: CR018 not a report.
 */
Datum
credit_report_content(PG_FUNCTION_ARGS)
{
	text	   *document = (text *) PG_GETARG_XML_P(0);

	PG_RETURN_BYTEA_P(content_of(canonical_form(VARDATA_ANY(document), VARSIZE_ANY_EXHDR(document))));
}

/* first column of the first row, as a C string in the caller's context */
static char *
query_text(const char *sql, int nargs, Oid *types, Datum *values, bool read_only, MemoryContext cxt)
{
	char	   *found;

	if (SPI_execute_with_args(sql, nargs, types, values, NULL, read_only, 1) < 0 ||
		SPI_tuptable == NULL)
		elog(ERROR, "query of a report failed: %s", sql);
	if (SPI_processed == 0)
		return NULL;
	found = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	return found == NULL ? NULL : MemoryContextStrdup(cxt, found);
}

/*
 * A person's report needs consent to the role that asks; what else it may see
 * of the person is a matter of its rights.
 */
static void
check_subject(int64 subject_id, Oid reader, bool *person)
{
	Oid			types[] = {INT8OID, OIDOID};
	Datum		values[] = {Int64GetDatum(subject_id), ObjectIdGetDatum(reader)};
	char	   *answer;

	answer = query_text("SELECT CASE WHEN s.kind <> 'person' THEN 'organisation' WHEN EXISTS ("
						"SELECT FROM credit.report_consent c JOIN pg_roles r ON r.rolname = c.reader "
						"WHERE c.subject_id = s.subject_id AND pg_has_role($2, r.oid, 'USAGE') "
						"AND c.given_on <= credit.today() AND (c.until IS NULL OR credit.today() <= c.until) "
						"AND (c.withdrawn_on IS NULL OR credit.today() < c.withdrawn_on)) "
						"THEN 'person' ELSE 'refused' END "
						"FROM credit.subject s WHERE s.subject_id = $1 AND s.merged_into IS NULL",
						2, types, values, true, CurrentMemoryContext);
	if (answer == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_UNKNOWN_SUBJECT),
				 errmsg("no subject has the number %lld", (long long) subject_id),
				 errhint("Look for it with credit.search_subject().")));
	if (strcmp(answer, "refused") == 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NO_CONSENT),
				 errmsg("subject %lld is a natural person who has not consented to a report for role \"%s\"",
						(long long) subject_id, GetUserNameFromId(reader, false)),
				 errhint("The office notes the letter of consent in credit.report_consent.")));
	*person = strcmp(answer, "person") == 0;
}

/*
 * Which edition the caller gets: the office and departments the government
 * edition unless they ask for the public one, everybody else the public one.
 */
static const char *
choose_edition(const char *asked, bool person)
{
	bool		official;
	char	   *answer;

	if (person)
		return "consented";
	answer = query_text("SELECT CASE WHEN credit.is_office() OR credit.is_department() THEN 'yes' END",
						0, NULL, NULL, true, CurrentMemoryContext);
	official = answer != NULL;
	if (asked == NULL)
		return official ? "government" : "public";
	if (strcmp(asked, "public") == 0)
		return "public";
	if (strcmp(asked, "government") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a report has no edition \"%s\"", asked),
				 errhint("Editions are public and government.")));
	if (!official)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_YOUR_DEPARTMENT),
				 errmsg("the government edition is for departments and the credit office"),
				 errhint("Leave the edition out, or ask for the public one.")));
	return "government";
}

/* xpath() and xmltable() of PostgreSQL read documents as UTF-8 */
static void
check_encoding(void)
{
	if (GetDatabaseEncoding() != PG_UTF8)
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("reports need a database in encoding UTF8"),
				 errdetail("This one is in %s, and PostgreSQL's xpath() and xmltable(), which reports are read with, take UTF-8 only.",
						   GetDatabaseEncodingName()),
				 errhint("Restore a dump of this database into one created with ENCODING 'UTF8' and issue reports there; "
						 "entry, search and exchange work in both.")));
}

/*
 * credit.check_report_encoding() -> void
 *
 * Errors: 0A000 the database is not in UTF8.
 */
Datum
credit_check_report_encoding(PG_FUNCTION_ARGS)
{
	check_encoding();
	PG_RETURN_VOID();
}

/*
 * credit.issue_report(subject_id bigint, lang text, edition text) -> xml
 *
 * Numbers are the second of issue, a serial of seven digits and a letter, as
 * on the reports of Credit China (domain facts 3). The verification code is
 * 64 random bits.
 * Errors: CR005 no such subject, CR015 a person without consent, CR006
 * government edition for the public, 22023 unknown language or edition.
 */
Datum
credit_issue_report(PG_FUNCTION_ARGS)
{
	Oid			reader = GetUserId();
	MemoryContext cxt = CurrentMemoryContext;
	TimestampTz now = GetCurrentTimestamp();
	int64		subject_id;
	const char *lang;
	const char *edition;
	uint8		random[8];
	char		verification[20];
	char	   *number;
	char	   *document;
	char	   *dept;
	bool		person;
	CreditAsOwner saved;
	Oid			types[] = {INT8OID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TIMESTAMPTZOID};
	Oid			kept_types[] = {INT8OID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, TIMESTAMPTZOID, XMLOID, TEXTOID, TEXTOID, BYTEAOID, BYTEAOID};
	Datum		values[11];
	bytea	   *canonical;

	credit_refuse_standby("issue a report, which is entered among those issued");
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	check_encoding();
	subject_id = PG_GETARG_INT64(0);
	lang = PG_ARGISNULL(1) ? "zh" : text_to_cstring(PG_GETARG_TEXT_PP(1));
	edition = PG_ARGISNULL(2) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(2));
	if (strcmp(lang, "zh") != 0 && strcmp(lang, "en") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("reports are not written in language \"%s\"", lang),
				 errhint("Languages are zh and en.")));
	if (!pg_strong_random(random, sizeof(random)))
		elog(ERROR, "no random numbers for a verification code");
	snprintf(verification, sizeof(verification), "%02X%02X-%02X%02X-%02X%02X-%02X%02X",
			 random[0], random[1], random[2], random[3], random[4], random[5], random[6], random[7]);

	SPI_connect();
	credit_as_owner_begin(&saved);
	check_subject(subject_id, reader, &person);
	values[0] = TimestampTzGetDatum(now);
	number = query_text("SELECT to_char(credit.today(), 'YYYYMMDD') "
						"|| to_char($1 AT TIME ZONE credit.setting('time_zone'), 'HH24MISS') "
						"|| lpad((n % 10000000)::text, 7, '0') || chr(65 + (n / 10000000 % 26)::int) "
						"FROM nextval('credit.report_seq') n",
						1, (Oid[]) {TIMESTAMPTZOID}, values, false, cxt);
	credit_as_owner_end(&saved);

	edition = choose_edition(edition, person);
	dept = query_text("SELECT credit.acting_department()", 0, NULL, NULL, true, cxt);
	values[0] = Int64GetDatum(subject_id);
	values[1] = CStringGetTextDatum(lang);
	values[2] = CStringGetTextDatum(edition);
	values[3] = CStringGetTextDatum(number);
	values[4] = CStringGetTextDatum(verification);
	values[5] = TimestampTzGetDatum(now);
	document = query_text("SELECT credit.compose_report($1, $2, $3, $4, $5, $6)::pg_catalog.text",
						  6, types, values, true, cxt);
	if (document == NULL)
		elog(ERROR, "report of subject %lld is empty", (long long) subject_id);

	canonical = canonical_form(document, strlen(document));
	values[6] = CStringGetTextDatum(document);
	values[7] = CStringGetTextDatum(GetUserNameFromId(reader, false));
	values[8] = CStringGetTextDatum(GetUserNameFromId(GetSessionUserId(), false));
	values[9] = PointerGetDatum(canonical);
	values[10] = PointerGetDatum(content_of(canonical));
	credit_as_owner_begin(&saved);
	if (SPI_execute_with_args("INSERT INTO credit.report_issue (subject_id, lang, edition, number, verification, "
							  "issued_at, as_of, document, reader, session_role, digest, content_digest) "
							  "VALUES ($1, $2, $3, $4, $5, $6, credit.today(), $7, $8, $9, sha256($10), sha256($11))",
							  11, kept_types, values, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "report of subject %lld could not be kept", (long long) subject_id);
	/* whoever looks a subject up is entered in one log, whatever for */
	if (SPI_execute_with_args("INSERT INTO credit.query_log (on_date, asked_by, dept_id, subject_id, code, purpose, matter, verdict) "
							  "SELECT credit.today(), $2, $3::int, s.subject_id, coalesce(s.uscc::text, ''), 'credit_report', $4, 'report' "
							  "FROM credit.subject s WHERE s.subject_id = $1",
							  4, (Oid[]) {INT8OID, TEXTOID, TEXTOID, TEXTOID},
							  (Datum[]) {values[0], values[7], dept == NULL ? (Datum) 0 : CStringGetTextDatum(dept), values[3]},
							  dept == NULL ? "  n " : NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "report of subject %lld could not be logged", (long long) subject_id);
	credit_as_owner_end(&saved);
	SPI_finish();

	PG_RETURN_XML_P((xmltype *) cstring_to_text(document));
}
