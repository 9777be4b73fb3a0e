/*
 * uscc_parts.c
 *	  Functions over codes: the verdict, the parts, the kind of subject.
 *	  Calls uscc.c and uscc_core.c.
 */
#include "code/uscc.h"

#include "access/htup_details.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_type.h"
#include "code/fold_core.h"
#include "code/identifier_core.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/syscache.h"

PG_FUNCTION_INFO_V1(credit_uscc_verify);
PG_FUNCTION_INFO_V1(credit_is_uscc);
PG_FUNCTION_INFO_V1(credit_uscc_check_char);
PG_FUNCTION_INFO_V1(credit_uscc_authority);
PG_FUNCTION_INFO_V1(credit_uscc_category);
PG_FUNCTION_INFO_V1(credit_uscc_region);
PG_FUNCTION_INFO_V1(credit_uscc_org_code);
PG_FUNCTION_INFO_V1(credit_uscc_kind);
PG_FUNCTION_INFO_V1(credit_uscc_authority_label);
PG_FUNCTION_INFO_V1(credit_uscc_category_label);

/* columns of credit.uscc_verdict */
#define VERDICT_COLUMNS 11

/*
 * credit.uscc_verify(text) → credit.uscc_verdict. Raises nothing. What could
 * not be judged because the code is too short or foreign is false.
 */
Datum
credit_uscc_verify(PG_FUNCTION_ARGS)
{
	text	   *t = PG_GETARG_TEXT_PP(0);
	Uscc		code;
	UsccVerdict v;
	TupleDesc	desc;
	Datum		values[VERDICT_COLUMNS];
	bool		nulls[VERDICT_COLUMNS] = {false};
	bool		ok;
	char	   *reason;

	/* looking up the row type costs more than the verdict: once a call site */
	desc = fcinfo->flinfo->fn_extra;
	if (desc == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "return type must be a row type");
		desc = BlessTupleDesc(CreateTupleDescCopy(desc));
		fcinfo->flinfo->fn_extra = desc;
		MemoryContextSwitchTo(old);
	}

	ok = credit_uscc_read(VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t), &code, &v);
	reason = credit_uscc_explain(&v, false);

	nulls[0] = v.canonical[0] == '\0';
	values[0] = nulls[0] ? (Datum) 0 : CStringGetTextDatum(v.canonical);
	values[1] = BoolGetDatum(ok);
	values[2] = BoolGetDatum(v.length_ok);
	values[3] = BoolGetDatum(v.alphabet_ok);
	values[4] = BoolGetDatum(v.authority_ok);
	values[5] = BoolGetDatum(v.category_ok);
	values[6] = BoolGetDatum(v.region_known);
	values[7] = BoolGetDatum(v.inner_ok);
	values[8] = BoolGetDatum(v.final_ok);
	values[9] = BoolGetDatum(v.exempted);
	nulls[10] = reason == NULL;
	values[10] = nulls[10] ? (Datum) 0 : CStringGetTextDatum(reason);

	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(desc, values, nulls)));
}

/* credit.is_uscc(text) → bool: would the type take it? Raises nothing. */
Datum
credit_is_uscc(PG_FUNCTION_ARGS)
{
	text	   *t = PG_GETARG_TEXT_PP(0);
	Uscc		code;

	PG_RETURN_BOOL(credit_uscc_read(VARDATA_ANY(t), VARSIZE_ANY_EXHDR(t), &code, NULL));
}

/* credit.uscc_check_char(text) → text; 22023 unless given 17 symbols */
Datum
credit_uscc_check_char(PG_FUNCTION_ARGS)
{
	text	   *t = PG_GETARG_TEXT_PP(0);
	size_t		len = VARSIZE_ANY_EXHDR(t);
	const char *s = credit_utf8_view(VARDATA_ANY(t), &len);
	char		symbols[USCC_LENGTH - 1];
	char		check = '\0';
	size_t		count = fold_symbols(s, len, symbols, USCC_LENGTH - 1);

	if (count == USCC_LENGTH - 1)
		check = uscc_check_symbol(symbols);
	if (check == '\0')
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("a check character needs 17 symbols of the code's alphabet"),
				 count != USCC_LENGTH - 1 ?
				 errdetail("There are %zu symbols.", count) : 0,
				 errhint("The alphabet is 0-9 and A-Z without I, O, S, V and Z.")));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(&check, 1));
}

/* a part of the text, from a 0-based position */
static text *
part(const Uscc *code, int from, int count)
{
	char		symbols[USCC_LENGTH];

	uscc_format(code, symbols);
	return cstring_to_text_with_len(symbols + from, count);
}

Datum
credit_uscc_authority(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(part(PG_GETARG_USCC_P(0), 0, 1));
}

Datum
credit_uscc_category(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(part(PG_GETARG_USCC_P(0), 1, 1));
}

Datum
credit_uscc_region(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(part(PG_GETARG_USCC_P(0), 2, 6));
}

Datum
credit_uscc_org_code(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(part(PG_GETARG_USCC_P(0), 8, 9));
}

/*
 * OIDs of the labels of credit.subject_kind. CREATE EXTENSION in another
 * database means another backend, but DROP and CREATE in this one brings new
 * OIDs; any change of pg_type empties the list.
 */
static Oid	kind_oids[SUBJECT_KINDS];
static bool kind_oids_valid = false;

static void
forget_kind_oids(Datum arg, int cacheid, uint32 hashvalue)
{
	kind_oids_valid = false;
}

Oid
credit_subject_kind_oid(SubjectKind kind)
{
	static bool registered = false;
	Oid			type;

	if (kind_oids_valid)
		return kind_oids[kind];
	if (!registered)
	{
		CacheRegisterSyscacheCallback(TYPEOID, forget_kind_oids, (Datum) 0);
		registered = true;
	}
	type = GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid,
						   CStringGetDatum("subject_kind"),
						   ObjectIdGetDatum(credit_schema_oid()));
	for (int i = 0; i < SUBJECT_KINDS; i++)
	{
		kind_oids[i] = OidIsValid(type) ?
			GetSysCacheOid2(ENUMTYPOIDNAME, Anum_pg_enum_oid,
							ObjectIdGetDatum(type),
							CStringGetDatum(subject_kind_labels[i])) : InvalidOid;
		if (!OidIsValid(kind_oids[i]))
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_OBJECT),
					 errmsg("type \"credit.subject_kind\" has no label \"%s\"",
							subject_kind_labels[i]),
					 errhint("Run CREATE EXTENSION credit in this database.")));
	}
	kind_oids_valid = true;
	return kind_oids[kind];
}

/* credit.uscc_kind(uscc) → credit.subject_kind */
Datum
credit_uscc_kind(PG_FUNCTION_ARGS)
{
	PG_RETURN_OID(credit_subject_kind_oid(uscc_subject_kind(PG_GETARG_USCC_P(0))));
}

bool
credit_is_chinese(text *lang)
{
	char	   *name = text_to_cstring(lang);

	if (strcmp(name, "zh") == 0)
		return true;
	if (strcmp(name, "en") != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("language \"%s\" is not known", name),
				 errhint("Known languages are zh and en.")));
	return false;
}

/* credit.uscc_authority_label(uscc, lang) → text */
Datum
credit_uscc_authority_label(PG_FUNCTION_ARGS)
{
	char		symbols[USCC_LENGTH];
	const char *name;

	uscc_format(PG_GETARG_USCC_P(0), symbols);
	name = uscc_authority_name(symbols[0], credit_is_chinese(PG_GETARG_TEXT_PP(1)));
	PG_RETURN_TEXT_P(credit_text_from_utf8(name, strlen(name)));
}

/* credit.uscc_category_label(uscc, lang) → text */
Datum
credit_uscc_category_label(PG_FUNCTION_ARGS)
{
	char		symbols[USCC_LENGTH];
	const char *name;

	uscc_format(PG_GETARG_USCC_P(0), symbols);
	name = uscc_category_name(symbols[0], symbols[1], credit_is_chinese(PG_GETARG_TEXT_PP(1)));
	PG_RETURN_TEXT_P(credit_text_from_utf8(name, strlen(name)));
}
