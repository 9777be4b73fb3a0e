/*
 * score_row.c
 *	  Reading rows of any type into a model's fields: columns are found and
 *	  checked once for each row type, then a row costs no look-up.
 */
#include "evaluation/scorecard.h"

#include <ctype.h>
#include <math.h>

#include "access/tupdesc.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/numeric.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

typedef enum ReadHow
{
	READ_INT2,
	READ_INT4,
	READ_INT8,
	READ_FLOAT4,
	READ_FLOAT8,
	READ_NUMERIC,
	READ_BOOL,
	READ_DATE,
	READ_TEXT,
	READ_NAME,
	READ_ENUM,
	READ_OUTPUT					/* through the type's output function */
} ReadHow;

typedef struct ColumnPlan
{
	int			attribute;		/* from 0 */
	ReadHow		how;
	ScType		type;
	FmgrInfo	output;
	int			nlabels;		/* enum labels met so far */
	Oid		   *label_oids;
	ScValue    *labels;
} ColumnPlan;

/*
 * What the score alone takes of a quick characteristic, as little memory as
 * can be: with thirty of them it shares the nearest cache with the row.
 */
typedef struct QuickStep
{
	int16		attribute;
	int8		how;			/* ReadHow */
	bool		closed;			/* what follows says all */
	double		missing;		/* points */
	double		breaks[SC_FEW_BREAKS / 2];
	double		steps[SC_FEW_BREAKS / 2 + 1];
} QuickStep;

typedef enum QuickState
{
	QUICK_UNKNOWN,
	QUICK_READY,
	QUICK_NOT
} QuickState;

struct ScorePlan
{
	ScoreModel *model;
	MemoryContext cxt;
	Oid			type;			/* of the rows planned for */
	int32		typmod;
	TupleDesc	desc;
	ColumnPlan *columns;		/* one for each input field */
	Datum	   *values;
	bool	   *nulls;
	ScRow	   *row;
	QuickState	quick_state;
	QuickStep  *quick;			/* of each characteristic */
};

static void *
row_alloc(void *arg, size_t size)
{
	return palloc(size);
}

ScorePlan *
score_plan_create(ScoreModel *model, MemoryContext cxt)
{
	MemoryContext old = MemoryContextSwitchTo(cxt);
	ScorePlan  *plan = palloc0(sizeof(ScorePlan));

	plan->model = model;
	plan->cxt = cxt;
	plan->columns = palloc0((model->pmml->sc.ninputs + 1) * sizeof(ColumnPlan));
	plan->row = sc_row_create(&model->pmml->sc, row_alloc, NULL);
	score_model_pin(model, cxt);
	MemoryContextSwitchTo(old);
	return plan;
}

/* how a column of a type is read for a field; false when it does not fit */
static bool
choose_how(Oid type, ScType wanted, ColumnPlan *column, MemoryContext cxt)
{
	static const struct
	{
		Oid			type;
		ReadHow		how;
	}			numbers[] = {
		{INT2OID, READ_INT2}, {INT4OID, READ_INT4}, {INT8OID, READ_INT8},
		{FLOAT4OID, READ_FLOAT4}, {FLOAT8OID, READ_FLOAT8}, {NUMERICOID, READ_NUMERIC}
	};
	char		category;
	bool		preferred;
	bool		varlena;
	Oid			output;

	type = getBaseType(type);
	column->type = wanted;
	if (wanted == SC_T_BOOLEAN)
	{
		column->how = READ_BOOL;
		return type == BOOLOID;
	}
	if (wanted == SC_T_DATE)
	{
		column->how = READ_DATE;
		return type == DATEOID;
	}
	if (wanted != SC_T_STRING)
	{
		for (int i = 0; i < (int) lengthof(numbers); i++)
			if (numbers[i].type == type)
			{
				column->how = numbers[i].how;
				return true;
			}
		return false;
	}
	if (type == TEXTOID || type == VARCHAROID)
		column->how = READ_TEXT;
	else if (type == NAMEOID)
		column->how = READ_NAME;
	else if (type_is_enum(type))
		column->how = READ_ENUM;
	else
	{
		HeapTuple	tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
		Oid			namespace = InvalidOid;

		if (HeapTupleIsValid(tuple))
		{
			namespace = ((Form_pg_type) GETSTRUCT(tuple))->typnamespace;
			ReleaseSysCache(tuple);
		}
		get_type_category_preferred(type, &category, &preferred);
		if (category != TYPCATEGORY_STRING && namespace != credit_schema_oid())
			return false;
		column->how = READ_OUTPUT;
		getTypeOutputInfo(type, &output, &varlena);
		fmgr_info_cxt(output, &column->output, cxt);
	}
	return true;
}

static const char *
type_wanted(ScType type)
{
	switch (type)
	{
		case SC_T_STRING:
			return _("text");
		case SC_T_BOOLEAN:
			return _("boolean");
		case SC_T_DATE:
			return _("date");
		default:
			return _("a number");
	}
}

/* by exact name, else as SQL folds a name that is not quoted; -1 for none */
static int
find_column(int ncolumns, char **names, const char *name)
{
	char	   *folded = pstrdup(name);

	for (char *c = folded; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c += 'a' - 'A';
	for (int pass = 0; pass < 2; pass++)
		for (int i = 0; i < ncolumns; i++)
			if (names[i] != NULL && strcmp(names[i], pass == 0 ? name : folded) == 0)
				return i;
	return -1;
}

/*
 * Finds every field's column among those named and typed, a dropped one
 * without name. Raises CR014 naming all that are missing or do not fit.
 */
void
score_plan_columns(ScorePlan *plan, int ncolumns, char **names, const Oid *types)
{
	const ScModel *sc = &plan->model->pmml->sc;
	StringInfoData faults;

	initStringInfo(&faults);
	for (int i = 0; i < sc->ninputs; i++)
	{
		ColumnPlan *column = &plan->columns[i];
		int			at = find_column(ncolumns, names, sc->fields[i].name);

		if (at < 0)
			appendStringInfo(&faults, _("%sColumn \"%s\" is missing."),
							 faults.len > 0 ? " " : "", sc->fields[i].name);
		else if (!choose_how(types[at], sc->fields[i].type, column, plan->cxt))
			appendStringInfo(&faults, _("%sColumn \"%s\" is of type %s, where %s is needed."),
							 faults.len > 0 ? " " : "", sc->fields[i].name,
							 format_type_be(types[at]), type_wanted(sc->fields[i].type));
		column->attribute = at;
	}
	if (faults.len > 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_SCORE_INPUT),
				 errmsg("the row does not fit model \"%s@%s\"", plan->model->model, plan->model->version),
				 errdetail("%s", faults.data),
				 errhint("Score a view or subquery whose columns carry the names of the model's fields.")));
}

static void
plan_for(ScorePlan *plan, Oid type, int32 typmod)
{
	TupleDesc	desc = lookup_rowtype_tupdesc(type, typmod);
	char	  **names = palloc((desc->natts + 1) * sizeof(char *));
	Oid		   *types = palloc((desc->natts + 1) * sizeof(Oid));
	MemoryContext old;

	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);

		names[i] = attribute->attisdropped ? NULL : NameStr(attribute->attname);
		types[i] = attribute->atttypid;
	}
	score_plan_columns(plan, desc->natts, names, types);
	old = MemoryContextSwitchTo(plan->cxt);
	plan->desc = CreateTupleDescCopy(desc);
	plan->values = palloc((desc->natts + 1) * sizeof(Datum));
	plan->nulls = palloc((desc->natts + 1) * sizeof(bool));
	MemoryContextSwitchTo(old);
	ReleaseTupleDesc(desc);
	plan->type = type;
	plan->typmod = typmod;
}

static ScValue
string_value(const ScModel *sc, const char *str, int len)
{
	return (ScValue) {SC_VALID, sc_lookup(sc, str, len), str, len};
}

/* an enum's label is looked up when it is met first */
static ScValue
enum_value(ScorePlan *plan, ColumnPlan *column, Oid oid)
{
	HeapTuple	tuple;
	MemoryContext old;
	char	   *label;

	for (int i = 0; i < column->nlabels; i++)
		if (column->label_oids[i] == oid)
			return column->labels[i];
	tuple = SearchSysCache1(ENUMOID, ObjectIdGetDatum(oid));
	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for enum label %u", oid);
	old = MemoryContextSwitchTo(plan->cxt);
	label = pstrdup(NameStr(((Form_pg_enum) GETSTRUCT(tuple))->enumlabel));
	if (column->nlabels == 0)
	{
		column->label_oids = palloc(sizeof(Oid));
		column->labels = palloc(sizeof(ScValue));
	}
	else
	{
		column->label_oids = repalloc(column->label_oids, (column->nlabels + 1) * sizeof(Oid));
		column->labels = repalloc(column->labels, (column->nlabels + 1) * sizeof(ScValue));
	}
	MemoryContextSwitchTo(old);
	ReleaseSysCache(tuple);
	column->label_oids[column->nlabels] = oid;
	column->labels[column->nlabels] = string_value(&plan->model->pmml->sc, label, strlen(label));
	return column->labels[column->nlabels++];
}

/* a number; one that is none, or no integer where one is due, is invalid */
static inline ScValue
number_value(double num, ScType type)
{
	ScState		state = isnan(num) || (type == SC_T_INTEGER && num != floor(num)) ?
		SC_INVALID : SC_VALID;

	return (ScValue) {state, num, NULL, 0};
}

static ScValue
column_value(ScorePlan *plan, ColumnPlan *column, Datum datum)
{
	const ScModel *sc = &plan->model->pmml->sc;
	struct varlena *text;
	DateADT		date;
	char	   *str;

	switch (column->how)
	{
		case READ_INT2:
			return (ScValue) {SC_VALID, DatumGetInt16(datum), NULL, 0};
		case READ_INT4:
			return (ScValue) {SC_VALID, DatumGetInt32(datum), NULL, 0};
		case READ_INT8:
			return (ScValue) {SC_VALID, (double) DatumGetInt64(datum), NULL, 0};
		case READ_FLOAT4:
			return number_value(DatumGetFloat4(datum), column->type);
		case READ_FLOAT8:
			return number_value(DatumGetFloat8(datum), column->type);
		case READ_NUMERIC:
			return number_value(DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, datum)),
								column->type);
		case READ_BOOL:
			return (ScValue) {SC_VALID, DatumGetBool(datum), NULL, 0};
		case READ_DATE:
			date = DatumGetDateADT(datum);
			if (DATE_NOT_FINITE(date))
				return (ScValue) {SC_INVALID, NAN, NULL, 0};
			return (ScValue) {SC_VALID, (double) date + (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE), NULL, 0};
		case READ_TEXT:
			text = PG_DETOAST_DATUM_PACKED(datum);
			return string_value(sc, VARDATA_ANY(text), VARSIZE_ANY_EXHDR(text));
		case READ_NAME:
			str = NameStr(*DatumGetName(datum));
			return string_value(sc, str, strlen(str));
		case READ_ENUM:
			return enum_value(plan, column, DatumGetObjectId(datum));
		default:
			str = OutputFunctionCall(&column->output, datum);
			return string_value(sc, str, strlen(str));
	}
}

static inline void
read_column(ScorePlan *plan, ColumnPlan *column, ScValue *to, bool isnull, Datum datum)
{
	if (isnull)
		to->state = SC_MISSING;
	else if (column->how == READ_FLOAT8 && column->type != SC_T_INTEGER)
	{
		to->num = DatumGetFloat8(datum);
		to->state = isnan(to->num) ? SC_INVALID : SC_VALID;
	}
	else if (column->how == READ_INT4)
	{
		to->num = DatumGetInt32(datum);
		to->state = SC_VALID;
	}
	else
		*to = column_value(plan, column, datum);
}

/* the row's columns in the model's fields, ready for sc_score() */
ScRow *
score_plan_read(ScorePlan *plan, HeapTupleHeader header)
{
	int			ninputs = plan->model->pmml->sc.ninputs;
	Oid			type = HeapTupleHeaderGetTypeId(header);
	int32		typmod = HeapTupleHeaderGetTypMod(header);
	ScValue    *to = plan->row->values;
	HeapTupleData tuple;

	if (plan->desc == NULL || plan->type != type || plan->typmod != typmod)
		plan_for(plan, type, typmod);
	tuple.t_len = HeapTupleHeaderGetDatumLength(header);
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	tuple.t_data = header;
	heap_deform_tuple(&tuple, plan->desc, plan->values, plan->nulls);
	for (int i = 0; i < ninputs; i++)
	{
		ColumnPlan *column = &plan->columns[i];

		read_column(plan, column, &to[i], plan->nulls[column->attribute],
					plan->values[column->attribute]);
	}
	return plan->row;
}

/* the same from arguments of a function, the first column's at args[0] */
ScRow *
score_plan_read_args(ScorePlan *plan, const NullableDatum *args)
{
	int			ninputs = plan->model->pmml->sc.ninputs;
	ScValue    *to = plan->row->values;

	for (int i = 0; i < ninputs; i++)
	{
		ColumnPlan *column = &plan->columns[i];
		const NullableDatum *arg = &args[column->attribute];

		read_column(plan, column, &to[i], arg->isnull, arg->value);
	}
	return plan->row;
}

/* what is read for each characteristic when all are quick; false when some cannot be */
static bool
plan_quick(ScorePlan *plan)
{
	const ScModel *sc = &plan->model->pmml->sc;

	plan->quick_state = QUICK_NOT;
	if (!sc->all_quick)
		return false;
	plan->quick = MemoryContextAlloc(plan->cxt, (sc->ncharacteristics + 1) * sizeof(QuickStep));
	for (int i = 0; i < sc->ncharacteristics; i++)
	{
		const ColumnPlan *column = &plan->columns[sc->quick[i].field];

		if (column->how > READ_FLOAT8 || column->how == READ_FLOAT4 ||
			(column->how == READ_FLOAT8 && column->type == SC_T_INTEGER))
			return false;
		plan->quick[i].attribute = column->attribute;
		plan->quick[i].how = column->how;
		plan->quick[i].closed = sc->quick[i].closed;
		plan->quick[i].missing = sc->quick[i].missing;
		memcpy(plan->quick[i].breaks, sc->quick[i].breaks, sizeof(plan->quick[i].breaks));
		memcpy(plan->quick[i].steps, sc->quick[i].steps, sizeof(plan->quick[i].steps));
	}
	plan->quick_state = QUICK_READY;
	return true;
}

/*
 * The score alone, straight from the arguments, of a model whose every
 * characteristic is a table over one plain number. False when some value needs
 * the whole procedure.
 */
bool
score_plan_quick(ScorePlan *plan, const NullableDatum *args, double *score)
{
	const ScModel *sc = &plan->model->pmml->sc;
	const QuickStep *step;
	double		sum = sc->initial;

	if (plan->quick_state == QUICK_NOT || (plan->quick_state == QUICK_UNKNOWN && !plan_quick(plan)))
		return false;
	step = plan->quick;
	for (int i = 0; i < sc->ncharacteristics; i++, step++)
	{
		const NullableDatum *arg = &args[step->attribute];
		double		num;

		if (unlikely(arg->isnull))
		{
			sum += step->missing;
			continue;
		}
		if (step->how == READ_FLOAT8)
		{
			num = DatumGetFloat8(arg->value);
			if (unlikely(num != num))
				return false;
		}
		else if (step->how == READ_INT4)
			num = DatumGetInt32(arg->value);
		else if (step->how == READ_INT2)
			num = DatumGetInt16(arg->value);
		else
			num = (double) DatumGetInt64(arg->value);
		sum += likely(step->closed) ? step->steps[sc_count_half(step->breaks, num)] : sc_quick_gain(&sc->quick[i], num);
	}
	*score = sum;
	return true;
}
