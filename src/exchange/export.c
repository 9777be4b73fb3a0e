/*
 * export.c
 *	  One record as an element of an exchange document, with its digest. What
 *	  goes into a document, and in which order, export.sql decides.
 *
 * The same record gives the same bytes wherever it is kept: nothing that one
 * database numbers (record, batch, version) is in it.
 */
#include "exchange/exchange.h"

#include "access/htup_details.h"
#include "executor/executor.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "record/record.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

PG_FUNCTION_INFO_V1(credit_exchange_record);
PG_FUNCTION_INFO_V1(credit_exchange_escape);

/* text of a value in UTF-8, escaped */
static void
append_escaped(StringInfo out, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end)
	{
		const char *plain = text;

		while (text < end && *text != '&' && *text != '<' && *text != '>' && *text != '"' && *text != '\r')
			text++;
		if (text > plain)
			appendBinaryStringInfo(out, plain, text - plain);
		if (text < end)
		{
			appendStringInfoString(out, *text == '&' ? "&amp;" : *text == '<' ? "&lt;" : *text == '>' ? "&gt;" :
								   *text == '"' ? "&quot;" : "&#13;");
			text++;
		}
	}
}

/* whether the character here is none that XML may hold: controls, U+FFFE, U+FFFF */
static bool
outside_xml(const unsigned char *c, const unsigned char *end)
{
	if (*c < ' ')
		return *c != '\t' && *c != '\n' && *c != '\r';
	return *c == 0xEF && c + 2 < end && c[1] == 0xBF && c[2] >= 0xBE;
}

/* in UTF-8; what XML cannot hold at all becomes U+FFFD */
static const char *
clean_utf8(const char *text, size_t len, size_t *result_len)
{
	const char *utf8 = pg_server_to_any(text, len, PG_UTF8);
	const unsigned char *c = (const unsigned char *) utf8;
	const unsigned char *end;
	StringInfoData out;

	*result_len = utf8 == text ? len : strlen(utf8);
	end = c + *result_len;
	while (c < end && !outside_xml(c, end))
		c++;
	if (c == end)
		return utf8;
	initStringInfo(&out);
	for (c = (const unsigned char *) utf8; c < end; c++)
	{
		if (outside_xml(c, end))
		{
			appendStringInfoString(&out, "\xEF\xBF\xBD");
			if (*c == 0xEF)
				c += 2;
		}
		else
			appendStringInfoChar(&out, *c);
	}
	*result_len = out.len;
	return out.data;
}

/* 2026-05-20T09:30:00.000000Z */
static char *
time_text(TimestampTz at)
{
	struct pg_tm tm;
	fsec_t		fsec;

	if (timestamp2tm(at, NULL, &tm, &fsec, NULL, NULL) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("timestamp out of range")));
	return psprintf("%04d-%02d-%02dT%02d:%02d:%02d.%06dZ", tm.tm_year, tm.tm_mon, tm.tm_mday,
					tm.tm_hour, tm.tm_min, tm.tm_sec, (int) fsec);
}

static char *
number_text(Datum number, bool in_wan)
{
	if (in_wan)
		number = DirectFunctionCall2(numeric_div, number,
									 DirectFunctionCall1(int4_numeric, Int32GetDatum(10000)));
	return DatumGetCString(DirectFunctionCall1(numeric_out, DirectFunctionCall1(numeric_trim_scale, number)));
}

/* a member of the detail as text, NULL when absent */
static char *
detail_text(Jsonb *detail, const Field *field)
{
	JsonbValue *value = getKeyJsonValueFromContainer(&detail->root, field->name, field->name_len, NULL);
	StringInfoData joined;

	if (value == NULL)
		return NULL;
	switch (value->type)
	{
		case jbvString:
			return pnstrdup(value->val.string.val, value->val.string.len);
		case jbvNumeric:
			return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value->val.numeric)));
		case jbvBool:
			return pstrdup(value->val.boolean ? "1" : "0");
		case jbvBinary:
			initStringInfo(&joined);
			if (!JsonContainerIsArray(value->val.binary.data))
				return NULL;
			for (int i = 0; i < JsonContainerSize(value->val.binary.data); i++)
			{
				JsonbValue *part = getIthJsonbValueFromContainer(value->val.binary.data, i);

				if (part->type != jbvString)
					continue;
				if (joined.len > 0)
					appendStringInfoChar(&joined, ';');
				appendBinaryStringInfo(&joined, part->val.string.val, part->val.string.len);
			}
			return joined.data;
		default:
			return NULL;
	}
}

/* columns of the record are 1-based */
static const char *
field_text(const Field *field, const Datum *values, const bool *isnull, Jsonb *detail, const char *person_no)
{
	RecordColumn column;

	switch (field->role)
	{
		case ROLE_SUBJECT_DOC_NO:
			return person_no;
		case ROLE_DOC_NO:
			return TextDatumGetCString(values[REC_DOC_NO]);
		case ROLE_DECIDED_ON:
			column = REC_DECIDED_ON;
			break;
		case ROLE_VALID_FROM:
			column = REC_VALID_FROM;
			break;
		case ROLE_VALID_UNTIL:
			column = REC_VALID_UNTIL;
			break;
		case ROLE_AMOUNT:
			return isnull[REC_AMOUNT] ? NULL :
				number_text(values[REC_AMOUNT], field->type == FIELD_AMOUNT_WAN);
		default:
			return field->personal ? NULL : detail_text(detail, field);
	}
	return isnull[column] ? NULL : credit_date_text(DatumGetDateADT(values[column]));
}

static Datum
own_text(const char *utf8, size_t len)
{
	char	   *own = pg_any_to_server(utf8, len, PG_UTF8);

	return PointerGetDatum(cstring_to_text_with_len(own, own == utf8 ? len : strlen(own)));
}

/*
 * credit.exchange_record(r credit.record_visible, person_no text, with_item bool)
 *	  → (element text, digest bytea)
 * The record as the format has it; person_no is the number of a natural
 * person's document where the reader may have it. Null for an item no longer
 * in the catalogue.
 */
Datum
credit_exchange_record(PG_FUNCTION_ARGS)
{
	HeapTupleHeader row = PG_GETARG_HEAPTUPLEHEADER(0);
	const char *person_no = PG_ARGISNULL(1) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(1));
	bool		with_item = !PG_ARGISNULL(2) && PG_GETARG_BOOL(2);
	TupleDesc	desc = lookup_rowtype_tupdesc(HeapTupleHeaderGetTypeId(row), HeapTupleHeaderGetTypMod(row));
	HeapTupleData tuple;
	Datum		values[REC_COLUMNS + 1];
	bool		isnull[REC_COLUMNS + 1];
	Datum		result[2];
	bool		result_null[2] = {false, false};
	TupleDesc	result_desc;
	const CatalogueItem *item;
	Jsonb	   *detail;
	char	   *item_name,
			   *status,
			   *received;
	RecordDigest digest = {0};
	uint8		own[DIGEST_BYTES];
	bytea	   *hash;
	StringInfoData out;

	if (desc->natts != REC_COLUMNS)
		elog(ERROR, "not a row of credit.record_visible");
	tuple.t_len = HeapTupleHeaderGetDatumLength(row);
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	tuple.t_data = row;
	heap_deform_tuple(&tuple, desc, values + 1, isnull + 1);
	ReleaseTupleDesc(desc);

	/* the row need not come from the table */
	if (isnull[REC_ITEM] || isnull[REC_DECIDED_ON] || isnull[REC_DOC_NO] || isnull[REC_DETAIL] ||
		isnull[REC_STATUS] || isnull[REC_RECEIVED_AT] || !JB_ROOT_IS_OBJECT(DatumGetJsonbP(values[REC_DETAIL])))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("this is no record")));
	item_name = TextDatumGetCString(values[REC_ITEM]);
	item = credit_item_on(credit_item_editions(item_name, strlen(item_name)), DatumGetDateADT(values[REC_DECIDED_ON]));
	if (item == NULL)
		item = credit_item_editions(item_name, strlen(item_name));
	if (item == NULL)
		PG_RETURN_NULL();
	detail = DatumGetJsonbP(values[REC_DETAIL]);
	status = DatumGetCString(DirectFunctionCall1(enum_out, values[REC_STATUS]));
	if (strcmp(status, "valid") == 0)
		status = NULL;
	received = time_text(DatumGetTimestampTz(values[REC_RECEIVED_AT]));

	digest.one = credit_open_hash();
	credit_digest_record(&digest, item_name, status, received);
	initStringInfo(&out);
	appendStringInfoString(&out, "<record");
	if (with_item)
		appendStringInfo(&out, " item=\"%s\"", item_name);
	if (status != NULL)
		appendStringInfo(&out, " status=\"%s\"", status);
	appendStringInfo(&out, " received_at=\"%s\">\n", received);
	for (int f = 0; f < item->nfields; f++)
	{
		const Field *field = &item->fields[f];
		const char *text = field_text(field, values, isnull, detail, person_no);
		const char *utf8;
		size_t		len;

		if (text == NULL || *text == '\0')
			continue;
		utf8 = clean_utf8(text, strlen(text), &len);
		credit_digest_text(&digest, field->name, field->name_len);
		credit_digest_text(&digest, utf8, len);
		appendStringInfoChar(&out, '<');
		appendBinaryStringInfo(&out, field->name, field->name_len);
		appendStringInfoChar(&out, '>');
		append_escaped(&out, utf8, len);
		appendStringInfoString(&out, "</");
		appendBinaryStringInfo(&out, field->name, field->name_len);
		appendStringInfoString(&out, ">\n");
	}
	appendStringInfoString(&out, "</record>\n");
	credit_digest_record_end(&digest, own);
	credit_digest_close(&digest);

	hash = palloc(VARHDRSZ + DIGEST_BYTES);
	SET_VARSIZE(hash, VARHDRSZ + DIGEST_BYTES);
	memcpy(VARDATA(hash), own, DIGEST_BYTES);
	if (get_call_result_type(fcinfo, NULL, &result_desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	result[0] = own_text(out.data, out.len);
	result[1] = PointerGetDatum(hash);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(result_desc), result, result_null)));
}

/* credit.exchange_escape(text) → text: for an attribute of an exchange document */
Datum
credit_exchange_escape(PG_FUNCTION_ARGS)
{
	text	   *in = PG_GETARG_TEXT_PP(0);
	size_t		len;
	const char *utf8 = clean_utf8(VARDATA_ANY(in), VARSIZE_ANY_EXHDR(in), &len);
	StringInfoData out;

	initStringInfo(&out);
	append_escaped(&out, utf8, len);
	PG_RETURN_DATUM(own_text(out.data, out.len));
}
