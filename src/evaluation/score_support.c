/*
 * score_support.c
 *	  Making credit.score() cheap where the planner sees the row's columns.
 *
 * credit.score(model, t) would build a row for each call, take it to pieces,
 * and build a result of which often only the score is wanted. The planner's
 * support function replaces it by
 *		ROW(score_value(…), score_grade(…), score_reasons(…), score_points(…))
 * over the columns themselves; PostgreSQL then takes .score of that as
 * score_value(…) alone. Only columns, constants and cheap expressions are
 * repeated so.
 */
#include "evaluation/scorecard.h"

#include <math.h>

#include "access/htup_details.h"
#include "access/sysattr.h"
#include "access/table.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "nodes/pathnodes.h"
#include "nodes/supportnodes.h"
#include "optimizer/clauses.h"
#include "optimizer/cost.h"
#include "optimizer/optimizer.h"
#include "parser/parsetree.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/syscache.h"
#include "utils/typcache.h"

PG_FUNCTION_INFO_V1(credit_score_support);
PG_FUNCTION_INFO_V1(credit_score_value);
PG_FUNCTION_INFO_V1(credit_score_grade);
PG_FUNCTION_INFO_V1(credit_score_reasons);
PG_FUNCTION_INFO_V1(credit_score_points_array);

/* an expression that may be computed for each part, in the cost of operators */
#define REPEATED_OPERATORS 8

/* arguments before the columns: model, row there at all, names */
#define FIRST_COLUMN 3

/* ---- planning ---- */

static Oid
part_function(const char *name)
{
	Oid			types[4] = {TEXTOID, OIDOID, TEXTARRAYOID, ANYOID};

	return GetSysCacheOid3(PROCNAMEARGSNSP, Anum_pg_proc_oid, CStringGetDatum(name),
						   PointerGetDatum(buildoidvector(types, 4)),
						   ObjectIdGetDatum(credit_schema_oid()));
}

static Const *
names_constant(List *names)
{
	Datum	   *elements = palloc((list_length(names) + 1) * sizeof(Datum));
	ListCell   *cell;
	int			n = 0;

	foreach(cell, names)
		elements[n++] = CStringGetTextDatum((char *) lfirst(cell));
	return makeConst(TEXTARRAYOID, -1, DEFAULT_COLLATION_OID, -1,
					 PointerGetDatum(construct_array(elements, n, TEXTOID, -1, false, TYPALIGN_INT)),
					 false, false);
}

/* another column of the same row, with all that outer joins say of it */
static Var *
sibling(const Var *row, AttrNumber attribute, Oid type, int32 typmod, Oid collation)
{
	Var		   *column = copyObject((Var *) row);

	column->varattno = attribute;
	column->varattnosyn = attribute;
	column->vartype = type;
	column->vartypmod = typmod;
	column->varcollid = collation;
	return column;
}

/* the columns of a table's whole row, and its tableoid: null in an outer join */
static bool
table_columns(PlannerInfo *root, Var *row, List **names, List **columns, Expr **present)
{
	RangeTblEntry *rte;
	Relation	relation;
	TupleDesc	desc;

	if (root == NULL || row->varlevelsup != 0 || row->varno > list_length(root->parse->rtable))
		return false;
	rte = rt_fetch(row->varno, root->parse->rtable);
	if (rte->rtekind != RTE_RELATION)
		return false;
	relation = table_open(rte->relid, NoLock);
	desc = RelationGetDescr(relation);
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);

		if (attribute->attisdropped)
			continue;
		*names = lappend(*names, pstrdup(NameStr(attribute->attname)));
		*columns = lappend(*columns, sibling(row, i + 1, attribute->atttypid,
											 attribute->atttypmod, attribute->attcollation));
	}
	table_close(relation, NoLock);
	*present = (Expr *) sibling(row, TableOidAttributeNumber, OIDOID, -1, InvalidOid);
	return true;
}

/*
 * May an expression be computed once for each part of the result that is
 * asked for? Not when that shows, or costs more than a few operators.
 */
static bool
may_repeat(PlannerInfo *root, Node *expression)
{
	QualCost	cost;

	if (contain_volatile_functions(expression) || contain_subplans(expression))
		return false;
	cost_qual_eval_node(&cost, expression, root);
	return cost.startup + cost.per_tuple <= REPEATED_OPERATORS * cpu_operator_cost;
}

/* the names of a row's columns; those of a view's or table's row are its type's */
static List *
row_names(const RowExpr *row)
{
	TupleDesc	desc;
	List	   *names = NIL;

	if (row->row_typeid == RECORDOID)
	{
		ListCell   *name;

		foreach(name, row->colnames)
			names = lappend(names, strVal(lfirst(name)));
		return names;
	}
	desc = lookup_rowtype_tupdesc_domain(row->row_typeid, -1, true);
	if (desc == NULL)
		return NIL;
	for (int i = 0; i < desc->natts; i++)
		names = lappend(names, TupleDescAttr(desc, i)->attisdropped ? NULL :
						pstrdup(NameStr(TupleDescAttr(desc, i)->attname)));
	ReleaseTupleDesc(desc);
	return names;
}

/* the columns of a row the planner has taken apart: a view or subquery */
static bool
row_columns(PlannerInfo *root, RowExpr *row, List **names, List **columns, Expr **present)
{
	List	   *all = row_names(row);
	ListCell   *cell;
	ListCell   *name;

	if (list_length(row->args) != list_length(all))
		return false;
	forboth(cell, row->args, name, all)
	{
		Node	   *column = lfirst(cell);

		if (lfirst(name) == NULL)
			continue;
		if (!IsA(column, Var) && !IsA(column, Const) && !may_repeat(root, column))
			return false;
		*names = lappend(*names, lfirst(name));
		*columns = lappend(*columns, column);
	}
	*present = (Expr *) makeConst(OIDOID, -1, InvalidOid, sizeof(Oid), ObjectIdGetDatum(InvalidOid), false, true);
	return true;
}

static Node *
simplify(SupportRequestSimplify *request)
{
	static const char *const parts[] = {"score_value", "score_grade", "score_reasons", "score_point_array"};
	FuncExpr   *call = request->fcall;
	Node	   *row;
	List	   *names = NIL;
	List	   *columns = NIL;
	Expr	   *present = NULL;
	RowExpr    *result;

	if (list_length(call->args) != 2)
		return NULL;
	row = lsecond(call->args);
	if (IsA(row, Var) && ((Var *) row)->varattno == InvalidAttrNumber)
	{
		if (!table_columns(request->root, (Var *) row, &names, &columns, &present))
			return NULL;
	}
	else if (!IsA(row, RowExpr) || !row_columns(request->root, (RowExpr *) row, &names, &columns, &present))
		return NULL;
	if (list_length(columns) + FIRST_COLUMN > FUNC_MAX_ARGS)
		return NULL;
	/* the model's name is repeated as well */
	if (!IsA(linitial(call->args), Const) && !IsA(linitial(call->args), Var) &&
		!IsA(linitial(call->args), Param))
		return NULL;

	result = makeNode(RowExpr);
	result->row_typeid = call->funcresulttype;
	result->row_format = COERCE_EXPLICIT_CALL;
	result->location = -1;
	for (int i = 0; i < (int) lengthof(parts); i++)
	{
		Oid			function = part_function(parts[i]);
		List	   *args;

		if (!OidIsValid(function))
			return NULL;
		args = list_concat(list_make3(copyObject(linitial(call->args)), copyObject(present),
									  names_constant(names)), (List *) copyObject(columns));
		result->args = lappend(result->args,
							   makeFuncExpr(function, get_func_rettype(function), args, InvalidOid,
											InvalidOid, COERCE_EXPLICIT_CALL));
	}
	return (Node *) result;
}

/* credit.score_support(internal) → internal: planner support of credit.score */
Datum
credit_score_support(PG_FUNCTION_ARGS)
{
	Node	   *request = (Node *) PG_GETARG_POINTER(0);

	if (IsA(request, SupportRequestSimplify))
		PG_RETURN_POINTER(simplify((SupportRequestSimplify *) request));
	PG_RETURN_POINTER(NULL);
}

/* ---- running ---- */

typedef struct PartCall
{
	ScoreCallSite site;
	ScorePlan  *plan;
	Datum	   *reasons;		/* of the model, as text */
} PartCall;

static PartCall *
begin_part(FunctionCallInfo fcinfo, text *name)
{
	PartCall   *call = score_call_find(fcinfo->flinfo, name);
	MemoryContext old;
	Datum	   *elements;
	char	  **names;
	Oid		   *types;
	int			n;

	if (call != NULL)
		return call;
	call = score_call_create(fcinfo->flinfo, name, sizeof(PartCall));
	old = MemoryContextSwitchTo(call->site.cxt);
	call->plan = score_plan_create(call->site.model, CurrentMemoryContext);
	call->reasons = palloc((call->site.model->pmml->sc.nreasons + 1) * sizeof(Datum));
	for (int i = 0; i < call->site.model->pmml->sc.nreasons; i++)
		call->reasons[i] = CStringGetTextDatum(call->site.model->pmml->sc.reasons[i]);
	MemoryContextSwitchTo(old);

	if (PG_ARGISNULL(2))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("names of columns must not be null")));
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(2), TEXTOID, -1, false, TYPALIGN_INT, &elements, NULL, &n);
	if (get_fn_expr_variadic(fcinfo->flinfo) || n != PG_NARGS() - FIRST_COLUMN)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("as many columns as names must be given one by one")));
	names = palloc((n + 1) * sizeof(char *));
	types = palloc((n + 1) * sizeof(Oid));
	for (int i = 0; i < n; i++)
	{
		names[i] = TextDatumGetCString(elements[i]);
		types[i] = get_fn_expr_argtype(fcinfo->flinfo, FIRST_COLUMN + i);
	}
	score_plan_columns(call->plan, n, names, types);
	score_call_keep(fcinfo->flinfo, call);
	return call;
}

/* scores the columns; NULL when there is no row or the result is invalid */
static ScRow *
score_part(FunctionCallInfo fcinfo, bool score_only, PartCall **call)
{
	ScRow	   *row;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return NULL;
	*call = begin_part(fcinfo, PG_GETARG_TEXT_PP(0));
	row = score_plan_read_args((*call)->plan, &fcinfo->args[FIRST_COLUMN]);
	row->score_only = row->no_reasons = score_only;
	return sc_score(row) ? row : NULL;
}

/* credit.score_value(model, present, names, VARIADIC columns) → float8 */
Datum
credit_score_value(PG_FUNCTION_ARGS)
{
	PartCall   *call;
	ScRow	   *row;
	double		score;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		PG_RETURN_NULL();
	call = begin_part(fcinfo, PG_GETARG_TEXT_PP(0));
	if (score_plan_quick(call->plan, &fcinfo->args[FIRST_COLUMN], &score))
	{
		if (!isfinite(score))
			PG_RETURN_NULL();	/* a characteristic without true attribute, or a sum beyond all numbers */
		PG_RETURN_FLOAT8(score);
	}
	row = score_part(fcinfo, true, &call);
	if (row == NULL)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(row->score);
}

/* credit.score_grade(same) → credit.grade */
Datum
credit_score_grade(PG_FUNCTION_ARGS)
{
	PartCall   *call;
	ScRow	   *row = score_part(fcinfo, true, &call);
	Grade		grade;

	if (row == NULL || !score_grade(call->site.model, row->score, &grade))
		PG_RETURN_NULL();
	PG_RETURN_GRADE(grade);
}

/* credit.score_reasons(same) → text[] */
Datum
credit_score_reasons(PG_FUNCTION_ARGS)
{
	PartCall   *call;
	ScRow	   *row = score_part(fcinfo, false, &call);
	Datum	   *codes;

	if (row == NULL)
		PG_RETURN_NULL();
	codes = palloc((row->nranked + 1) * sizeof(Datum));
	for (int i = 0; i < row->nranked; i++)
		codes[i] = call->reasons[row->ranked[i]];
	PG_RETURN_ARRAYTYPE_P(construct_array(codes, row->nranked, TEXTOID, -1, false, TYPALIGN_INT));
}

/* credit.score_point_array(same) → float8[] */
Datum
credit_score_points_array(PG_FUNCTION_ARGS)
{
	PartCall   *call;
	ScRow	   *row = score_part(fcinfo, false, &call);

	if (row == NULL)
		PG_RETURN_NULL();
	return score_float_array(row->points, row->model->ncharacteristics);
}
