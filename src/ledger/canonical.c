/*
 * canonical.c
 *	  The canonical text of a row and its digest: the leaves of the ledger.
 *
 * The text must be the same on every machine, in every session and after every
 * restore, and must not change when an upgrade adds a column. So it names each
 * attribute that is not null, in the order of the row's type, as
 *
 *		name:length in bytes:value, newline
 *
 * after a first line with the kind. Lengths make it unambiguous without
 * escapes. Dates and times are ISO 8601, instants in UTC; json is jsonb's own
 * text, which is the same for equal values.
 *
 * Calls no room but the root.
 */
#include "credit.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "common/shortest_dec.h"
#include "executor/executor.h"
#include "funcapi.h"
#include "ledger/ledger.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/guc.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

PG_FUNCTION_INFO_V1(credit_canonical_row);
PG_FUNCTION_INFO_V1(credit_row_digest);

/* values passed by value repeat from row to row: departments, days, states */
#define MEMO 128

typedef struct Attribute
{
	Oid			type;
	FmgrInfo	output;
	bool		by_settings;	/* its text depends on DateStyle and the like */
	bool		is_memo;		/* worth remembering */
	int			memo_length;	/* 0: nothing remembered */
	Datum		memo_value;
	char		memo[MEMO];		/* "name:length:value\n" of the value before */
	int			name_length;
	char		name[NAMEDATALEN + 1];	/* "name:"; empty where dropped */
} Attribute;

struct Canonical
{
	int			first;			/* attribute from which on */
	int			natts;
	Attribute  *attributes;		/* those before the first are not filled in */
	MemoryContext scratch;
};

/* of a row that calls bring one by one */
typedef struct CanonicalState
{
	Oid			type;
	int32		typmod;
	TupleDesc	desc;
	Canonical  *canonical;
	Datum	   *values;
	bool	   *nulls;
	StringInfoData text;
} CanonicalState;

/* whether the type's text is the same in every session */
static bool
is_plain(Oid type)
{
	Oid			element = get_element_type(type);

	if (OidIsValid(element))
		return is_plain(getBaseType(element));
	switch (type)
	{
		case FLOAT4OID:
		case FLOAT8OID:
		case BYTEAOID:
		case DATEOID:
		case TIMEOID:
		case TIMETZOID:
		case TIMESTAMPOID:
		case TIMESTAMPTZOID:
		case INTERVALOID:
		case CASHOID:
			return false;
		default:
			/* ranges and rows hold others */
			return get_typtype(type) == TYPTYPE_BASE || get_typtype(type) == TYPTYPE_ENUM;
	}
}

/* for rows of a type, from attribute first (0 for all) on */
Canonical *
canonical_create(TupleDesc desc, int first, MemoryContext cxt)
{
	MemoryContext old = MemoryContextSwitchTo(cxt);
	Canonical  *canonical = palloc(sizeof(Canonical));

	canonical->first = first;
	canonical->natts = desc->natts;
	canonical->attributes = palloc0(sizeof(Attribute) * desc->natts);
	canonical->scratch = AllocSetContextCreate(cxt, "credit canonical row", ALLOCSET_DEFAULT_SIZES);
	for (int i = first; i < desc->natts; i++)
	{
		Form_pg_attribute column = TupleDescAttr(desc, i);
		Attribute  *attribute = &canonical->attributes[i];
		Oid			function;
		bool		varlena;

		if (column->attisdropped)
			continue;
		attribute->type = getBaseType(column->atttypid);
		getTypeOutputInfo(column->atttypid, &function, &varlena);
		fmgr_info_cxt(function, &attribute->output, cxt);
		attribute->by_settings = !is_plain(attribute->type);
		attribute->is_memo = column->attbyval && attribute->type != INT8OID;
		attribute->name_length = snprintf(attribute->name, sizeof(attribute->name), "%s:", NameStr(column->attname));
	}
	MemoryContextSwitchTo(old);
	return canonical;
}

static CanonicalState *
canonical_state(FunctionCallInfo fcinfo, HeapTupleHeader row)
{
	CanonicalState *state = fcinfo->flinfo->fn_extra;
	Oid			type = HeapTupleHeaderGetTypeId(row);
	int32		typmod = HeapTupleHeaderGetTypMod(row);
	MemoryContext old;

	if (state != NULL && state->type == type && state->typmod == typmod)
		return state;

	old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	if (state == NULL)
	{
		state = palloc0(sizeof(CanonicalState));
		initStringInfo(&state->text);
		fcinfo->flinfo->fn_extra = state;
	}
	state->type = InvalidOid;
	state->desc = lookup_rowtype_tupdesc_copy(type, typmod);
	state->canonical = canonical_create(state->desc, 0, fcinfo->flinfo->fn_mcxt);
	state->values = palloc(sizeof(Datum) * state->desc->natts);
	state->nulls = palloc(sizeof(bool) * state->desc->natts);
	state->type = type;
	state->typmod = typmod;
	MemoryContextSwitchTo(old);
	return state;
}

static void
append_date(StringInfo out, DateADT date)
{
	struct pg_tm tm = {0};
	char		text[MAXDATELEN + 1];

	if (DATE_NOT_FINITE(date))
	{
		appendStringInfoString(out, DATE_IS_NOBEGIN(date) ? "-infinity" : "infinity");
		return;
	}
	j2date(date + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
	EncodeDateOnly(&tm, USE_ISO_DATES, text);
	appendStringInfoString(out, text);
}

static void
append_instant(StringInfo out, TimestampTz instant)
{
	struct pg_tm tm;
	fsec_t		fsec;
	char		text[MAXDATELEN + 1];

	if (TIMESTAMP_NOT_FINITE(instant))
	{
		appendStringInfoString(out, TIMESTAMP_IS_NOBEGIN(instant) ? "-infinity" : "infinity");
		return;
	}
	if (timestamp2tm(instant, NULL, &tm, &fsec, NULL, NULL) != 0)
		ereport(ERROR, (errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
						errmsg("timestamp out of range")));
	EncodeDateTime(&tm, fsec, false, 0, NULL, USE_ISO_DATES, text);
	appendStringInfo(out, "%sZ", text);
}

/* as float8out writes it with extra_float_digits 1: the shortest that reads back */
static void
append_float(StringInfo out, float8 value)
{
	char		text[DOUBLE_SHORTEST_DECIMAL_LEN];

	if (isinf(value) || isnan(value))
		appendStringInfoString(out, isnan(value) ? "NaN" : value < 0 ? "-Infinity" : "Infinity");
	else
		ledger_put(out, text, double_to_shortest_decimal_buf(value, text));
}

/* as array_out writes a plain row of numbers; false for arrays of another shape */
static bool
append_floats(StringInfo out, ArrayType *array)
{
	int			n;
	float8	   *value;

	if (ARR_NDIM(array) > 1 || ARR_HASNULL(array) || (ARR_NDIM(array) == 1 && ARR_LBOUND(array)[0] != 1))
		return false;
	n = ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array));
	value = (float8 *) ARR_DATA_PTR(array);
	ledger_put(out, "{", 1);
	for (int i = 0; i < n; i++)
	{
		if (i > 0)
			ledger_put(out, ",", 1);
		append_float(out, value[i]);
	}
	ledger_put(out, "}", 1);
	return true;
}

/* types whose text follows the session's settings, under settings of our own */
static void
append_pinned(StringInfo out, FmgrInfo *output, Datum value)
{
	int			level = NewGUCNestLevel();

	(void) set_config_option("datestyle", "ISO, YMD", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	(void) set_config_option("timezone", "UTC", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	(void) set_config_option("intervalstyle", "postgres", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	(void) set_config_option("extra_float_digits", "1", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	(void) set_config_option("bytea_output", "hex", PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0, false);
	appendStringInfoString(out, OutputFunctionCall(output, value));
	AtEOXact_GUC(true, level);
}

static void
append_value(StringInfo out, Attribute *attribute, Datum value)
{
	char		number[32];

	switch (attribute->type)
	{
		case INT4OID:
			ledger_put(out, number, pg_ltoa(DatumGetInt32(value), number));
			break;
		case INT8OID:
			ledger_put(out, number, pg_lltoa(DatumGetInt64(value), number));
			break;
		case TEXTOID:
			{
				text	   *string = DatumGetTextPP(value);

				ledger_put(out, VARDATA_ANY(string), VARSIZE_ANY_EXHDR(string));
				break;
			}
		case DATEOID:
			append_date(out, DatumGetDateADT(value));
			break;
		case TIMESTAMPTZOID:
			append_instant(out, DatumGetTimestampTz(value));
			break;
		case FLOAT8OID:
			append_float(out, DatumGetFloat8(value));
			break;
		case FLOAT8ARRAYOID:
			if (!append_floats(out, DatumGetArrayTypeP(value)))
				append_pinned(out, &attribute->output, value);
			break;
		case JSONBOID:
			ledger_append_json(out, &DatumGetJsonbP(value)->root);
			break;
		default:
			if (attribute->by_settings)
				append_pinned(out, &attribute->output, value);
			else
				appendStringInfoString(out, OutputFunctionCall(&attribute->output, value));
	}
}

static void
append_attribute(StringInfo out, Attribute *attribute, Datum value)
{
	int			begin = out->len;
	int			start;
	char		length[16];
	int			digits;

	if (attribute->is_memo && attribute->memo_length > 0 && attribute->memo_value == value)
	{
		ledger_put(out, attribute->memo, attribute->memo_length);
		return;
	}
	ledger_put(out, attribute->name, attribute->name_length);
	start = out->len;
	append_value(out, attribute, value);

	/* the length goes before the value, which is known only now */
	digits = pg_ltoa(out->len - start, length);
	length[digits++] = ':';
	enlargeStringInfo(out, digits + 1);
	memmove(out->data + start + digits, out->data + start, out->len - start);
	memcpy(out->data + start, length, digits);
	out->len += digits;
	ledger_put(out, "\n", 1);
	if (attribute->is_memo && out->len - begin <= MEMO)
	{
		attribute->memo_value = value;
		attribute->memo_length = out->len - begin;
		memcpy(attribute->memo, out->data + begin, attribute->memo_length);
	}
}

/* appends the canonical text of a row whose attributes lie in values and nulls */
void
canonical_append(Canonical *canonical, StringInfo out, const char *kind, int kind_length,
				 const Datum *values, const bool *nulls)
{
	MemoryContext old = MemoryContextSwitchTo(canonical->scratch);

	ledger_put(out, kind, kind_length);
	ledger_put(out, "\n", 1);
	for (int i = canonical->first; i < canonical->natts; i++)
	{
		if (canonical->attributes[i].name_length > 0 && !nulls[i])
			append_attribute(out, &canonical->attributes[i], values[i]);
	}
	MemoryContextSwitchTo(old);
	MemoryContextReset(canonical->scratch);
}

/* the canonical text in state->text */
static CanonicalState *
canonical_row(FunctionCallInfo fcinfo)
{
	text	   *kind = PG_GETARG_TEXT_PP(0);
	HeapTupleHeader row = PG_GETARG_HEAPTUPLEHEADER(1);
	CanonicalState *state = canonical_state(fcinfo, row);
	HeapTupleData tuple;

	tuple.t_len = HeapTupleHeaderGetDatumLength(row);
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	tuple.t_data = row;
	heap_deform_tuple(&tuple, state->desc, state->values, state->nulls);
	resetStringInfo(&state->text);
	canonical_append(state->canonical, &state->text, VARDATA_ANY(kind), VARSIZE_ANY_EXHDR(kind),
					 state->values, state->nulls);
	return state;
}

/*
 * credit.canonical_row(kind, row) → text
 * What is hashed of a row. The text is in the server's encoding.
 */
Datum
credit_canonical_row(PG_FUNCTION_ARGS)
{
	CanonicalState *state = canonical_row(fcinfo);

	PG_RETURN_TEXT_P(cstring_to_text_with_len(state->text.data, state->text.len));
}

/*
 * credit.row_digest(kind, row) → bytea
 * SHA-256 of a zero byte and the canonical text in UTF-8: the leaf of a row
 * (RFC 6962, 2.1, sets leaves and nodes apart by their first byte).
 */
Datum
credit_row_digest(PG_FUNCTION_ARGS)
{
	CanonicalState *state = canonical_row(fcinfo);
	bytea	   *digest = palloc(VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	const char *utf8 = state->text.data;
	int			length = state->text.len;
	pg_cryptohash_ctx *hash;

	if (GetDatabaseEncoding() != PG_UTF8)
	{
		utf8 = pg_server_to_any(state->text.data, length, PG_UTF8);
		if (utf8 != state->text.data)
			length = strlen(utf8);
	}
	SET_VARSIZE(digest, VARHDRSZ + PG_SHA256_DIGEST_LENGTH);
	/* not kept from row to row: it belongs to the resource owner, which goes before memory does */
	hash = pg_cryptohash_create(PG_SHA256);
	if (hash == NULL)
		ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	ledger_hash(hash, LEDGER_LEAF, utf8, length, (uint8 *) VARDATA(digest));
	pg_cryptohash_free(hash);
	PG_RETURN_BYTEA_P(digest);
}
