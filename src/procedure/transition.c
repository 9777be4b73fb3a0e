/*
 * transition.c
 *	  The row trigger that lets a case be opened and moved only as its procedure
 *	  allows: by a transition in force, from the stage that stands, on a day that
 *	  can be, by who may, with what it requires. It fills in what follows from
 *	  the step. Owns no data; the rules come from rules.c.
 *
 * Whatever a step brings about is done by the statement triggers of step.sql.
 */
#include "procedure/procedure.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "calendar/calendar.h"
#include "commands/trigger.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "registry/registry.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(credit_check_proceeding);

/* columns of credit.proceeding, in the order of the table */
typedef enum ProceedingColumn
{
	PRO_SUBJECT_ID = 1,
	PRO_PROCEEDING_ID,
	PRO_PROCEDURE,
	PRO_STAGE,
	PRO_OPEN,
	PRO_DEPT_ID,
	PRO_OPENED_BY,
	PRO_DOOR,
	PRO_RECORD_ID,
	PRO_LIST_ENTRY_ID,
	PRO_OPENED_ON,
	PRO_STAGE_SINCE,
	PRO_CLOCK_SINCE,
	PRO_TERM,
	PRO_CLOSED_ON,
	PRO_STEP,
	PRO_DOC_NO,
	PRO_NOTE,
	PRO_STEP_DETAIL,
	PRO_DETAIL,
	PRO_AUTOMATIC,
	PRO_ACTED_BY,
	PRO_FROM_STAGE,
	PRO_DUE_ON,
	PRO_LATE_DAYS,
	PRO_CLOCK_OF,
	PRO_OVERDUE_ON,
	PRO_WATCH_FROM,
	PRO_CHANGED_AT,
	PRO_COLUMNS = PRO_CHANGED_AT
} ProceedingColumn;

typedef struct Case
{
	Datum		value[PRO_COLUMNS + 1];
	bool		isnull[PRO_COLUMNS + 1];
} Case;

static void
read_case(HeapTuple tuple, TupleDesc desc, Case *c)
{
	heap_deform_tuple(tuple, desc, c->value + 1, c->isnull + 1);
}

static char *
case_text(const Case *c, ProceedingColumn column)
{
	return c->isnull[column] ? NULL : TextDatumGetCString(c->value[column]);
}

static void
set(Case *c, ProceedingColumn column, Datum value)
{
	c->value[column] = value;
	c->isnull[column] = false;
}

/* "proceeding 5", or "a new case" while it is being opened */
static const char *
called(const Case *c)
{
	if (c->isnull[PRO_CHANGED_AT])
		return _("a new case");
	return psprintf(_("proceeding %lld"), (long long) DatumGetInt64(c->value[PRO_PROCEEDING_ID]));
}

/* where a case in this stage may go on that day, for hints */
static char *
ways(const ProcedureRules *rules, const char *procedure, const char *from, DateADT on)
{
	StringInfoData out;

	initStringInfo(&out);
	for (int i = 0; i < rules->ntransitions; i++)
	{
		const TransitionRule *step = &rules->transitions[i];

		if (strcmp(step->procedure, procedure) == 0 && strcmp(step->from_stage, from) == 0 &&
			step->from <= on && on < step->until && (step->actors & ~ACTOR_SYSTEM) != 0)
			appendStringInfo(&out, "%s%s", out.len > 0 ? ", " : "", step->to_stage);
	}
	return out.data;
}

static bool
allowed_actor(const TransitionRule *step, const Case *c, Oid userid)
{
	bool		office = credit_is_office(userid);
	int32		dept = DatumGetInt32(c->value[PRO_DEPT_ID]);
	bool		own = credit_may_act_for(userid, dept);

	if (DatumGetBool(c->value[PRO_AUTOMATIC]))
		return (step->actors & ACTOR_SYSTEM) != 0;
	if ((step->actors & ACTOR_OFFICE) && office)
		return true;
	if ((step->actors & ACTOR_DEPARTMENT) && own)
		return true;
	if (step->actors & ACTOR_HANDLER)
	{
		if (strcmp(case_text(c, PRO_DOOR), "office") == 0 ? office : own)
			return true;
	}
	if (step->actors & ACTOR_INITIATOR)
	{
		if (c->isnull[PRO_OPENED_BY] ? office :
			credit_may_act_for(userid, DatumGetInt32(c->value[PRO_OPENED_BY])))
			return true;
	}
	return false;
}

static void
check_actor(const TransitionRule *step, const Case *c)
{
	/* within credit.advance() the current user is the owner */
	Oid			userid = GetOuterUserId();
	StringInfoData who;
	const CreditDepartment *dept;

	if (allowed_actor(step, c, userid))
		return;
	if (DatumGetBool(c->value[PRO_AUTOMATIC]))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_YOUR_DEPARTMENT),
				 errmsg("the system may not take %s from \"%s\" to \"%s\"", called(c), step->from_stage, step->to_stage),
				 errdetail("That step is for people to decide.")));
	initStringInfo(&who);
	dept = credit_department_by_id(DatumGetInt32(c->value[PRO_DEPT_ID]));
	if ((step->actors & ACTOR_DEPARTMENT) ||
		((step->actors & ACTOR_HANDLER) && strcmp(case_text(c, PRO_DOOR), "office") != 0))
		appendStringInfo(&who, _("department %d%s%s%s"), DatumGetInt32(c->value[PRO_DEPT_ID]),
						 dept ? " (" : "", dept ? dept->name : "", dept ? ")" : "");
	if ((step->actors & ACTOR_OFFICE) ||
		((step->actors & ACTOR_HANDLER) && strcmp(case_text(c, PRO_DOOR), "office") == 0))
		appendStringInfo(&who, _("%sthe credit office"), who.len > 0 ? _(" or ") : "");
	if (step->actors & ACTOR_INITIATOR)
		appendStringInfo(&who, _("%swho opened the case"), who.len > 0 ? _(" or ") : "");
	if (who.len == 0)
		appendStringInfoString(&who, _("the system, once its condition holds"));
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_NOT_YOUR_DEPARTMENT),
			 errmsg("role \"%s\" may not take %s from \"%s\" to \"%s\"", GetUserNameFromId(userid, false),
					called(c), step->from_stage, step->to_stage),
			 errdetail("That step is for %s.", who.data),
			 errhint("Let those act, or set credit.department to one of your departments.")));
}

static void
check_day(const Case *c, DateADT on, DateADT not_before, const char *what)
{
	DateADT		today = credit_today();

	if (on > today && !DATE_NOT_FINITE(on))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_TRANSITION),
				 errmsg("%s cannot take a step on %s", called(c), credit_day_text(on)),
				 errdetail("That day is after today, %s.", credit_day_text(today)),
				 errhint("Record the step on its day.")));
	if (DATE_NOT_FINITE(on))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_TRANSITION),
				 errmsg("%s cannot take a step on %s", called(c), credit_day_text(on)),
				 errdetail("That is no day."),
				 errhint("Record the step on its day.")));
	if (on < not_before)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_TRANSITION),
				 errmsg("%s cannot take a step on %s", called(c), credit_day_text(on)),
				 errdetail("The stage \"%s\" began on %s.", what, credit_day_text(not_before)),
				 errhint("A step is never before the one it follows.")));
}

/* a step may wait for the clock, or need it to be running still */
static void
check_timing(const ProcedureRules *rules, const TransitionRule *step, const Case *was, const Case *now, DateADT on)
{
	const StageRule *stage = credit_find_stage(rules, step->procedure, step->from_stage,
											   DatumGetDateADT(was->value[PRO_STAGE_SINCE]));
	DateADT		due;
	ClockResult clock;
	bool		late;

	if (step->timing == TIMING_ANY || stage == NULL)
		return;
	clock = credit_clock_due(stage, DatumGetDateADT(was->value[PRO_CLOCK_SINCE]),
							 case_text(was, PRO_TERM), &due);
	if (clock == CLOCK_BEYOND_CALENDAR)
		credit_calendar_exceeded(credit_calendar(NULL), _("The clock of the stage ends beyond it"));
	late = clock == CLOCK_DUE && on > due;
	if (clock == CLOCK_DUE ? late == (step->timing == TIMING_AFTER_DUE) : step->timing == TIMING_BEFORE_DUE)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_TRANSITION),
			 errmsg("%s cannot go from \"%s\" to \"%s\" on %s", called(now), step->from_stage, step->to_stage,
					credit_day_text(on)),
			 clock != CLOCK_DUE ? errdetail("The stage has no clock that could run out.") :
			 late ? errdetail("The stage had to end by %s.", credit_day_text(due)) :
			 errdetail("The stage may last until %s.", credit_day_text(due)),
			 errhint("From \"%s\" it goes to %s.", step->from_stage,
					 ways(rules, step->procedure, step->from_stage, on))));
}

/* what was true of the stage that a step leaves: its last day as counted now */
static void
leave_stage(const ProcedureRules *rules, const Case *was, Case *c, const char *procedure, const char *from, DateADT on)
{
	const StageRule *stage = credit_find_stage(rules, procedure, from, DatumGetDateADT(was->value[PRO_STAGE_SINCE]));
	DateADT		due;
	int			late = 0;

	set(c, PRO_FROM_STAGE, CStringGetTextDatum(from));
	c->isnull[PRO_DUE_ON] = c->isnull[PRO_LATE_DAYS] = c->isnull[PRO_CLOCK_OF] = true;
	if (stage == NULL ||
		credit_clock_due(stage, DatumGetDateADT(was->value[PRO_CLOCK_SINCE]), case_text(was, PRO_TERM), &due) != CLOCK_DUE)
		return;
	set(c, PRO_DUE_ON, DateADTGetDatum(due));
	set(c, PRO_CLOCK_OF, CStringGetTextDatum(stage->clock_of));
	if (on > due && !credit_workdays_between(due, on, NULL, &late))
		return;
	set(c, PRO_LATE_DAYS, Int32GetDatum(on > due ? Max(late, 1) : 0));
}

/* fills in what follows from entering a stage on a day */
static void
enter_stage(const ProcedureRules *rules, Case *c, const char *procedure, const char *name, DateADT on, DateADT clock_since)
{
	const StageRule *stage = credit_find_stage(rules, procedure, name, on);
	char	   *term = NULL;
	DateADT		day;

	if (stage == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_TRANSITION),
				 errmsg("procedure \"%s\" has no stage \"%s\" on %s", procedure, name, credit_day_text(on)),
				 errhint("See credit.stage; its rows count for the days in their valid range.")));
	if (!stage->final && stage->field != NULL)
		term = credit_member_text(DatumGetJsonbP(c->value[PRO_DETAIL]), stage->field);
	c->isnull[PRO_TERM] = (term == NULL);
	if (term != NULL)
		set(c, PRO_TERM, CStringGetTextDatum(term));
	set(c, PRO_STAGE, CStringGetTextDatum(name));
	set(c, PRO_STAGE_SINCE, DateADTGetDatum(on));
	set(c, PRO_CLOCK_SINCE, DateADTGetDatum(stage->keeps_clock ? clock_since : on));
	set(c, PRO_OPEN, BoolGetDatum(!stage->final));
	c->isnull[PRO_CLOSED_ON] = !stage->final;
	c->value[PRO_CLOSED_ON] = DateADTGetDatum(on);
	c->isnull[PRO_OVERDUE_ON] = true;
	set(c, PRO_ACTED_BY, CStringGetTextDatum(GetUserNameFromId(GetOuterUserId(), false)));
	switch (stage->final ? CLOCK_HAS_NONE :
			credit_clock_due(stage, DatumGetDateADT(c->value[PRO_CLOCK_SINCE]), term, &day))
	{
		case CLOCK_NONSENSE:
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_REQUIREMENT),
					 errmsg("%s needs a term in \"%s\"", called(c), stage->field),
					 errdetail("It is neither a date as yyyy-mm-dd nor a whole number above zero."),
					 errhint("Give it in detail.")));
			break;
		case CLOCK_HAS_NONE:
			if (!stage->final && stage->field != NULL)
				ereport(ERROR,
						(errcode(ERRCODE_CREDIT_REQUIREMENT),
						 errmsg("%s needs a term in \"%s\"", called(c), stage->field),
						 errdetail("The stage \"%s\" (%s) lasts as long as the case says.", name, stage->name_en),
						 errhint("Give a date as yyyy-mm-dd, or a number, in detail.")));
			break;
		case CLOCK_DUE:
			if (stage->field != NULL && day < on && !DatumGetBool(c->value[PRO_AUTOMATIC]))
				ereport(ERROR,
						(errcode(ERRCODE_CREDIT_REQUIREMENT),
						 errmsg("the term of %s ends before it begins", called(c)),
						 errdetail("The stage \"%s\" begins on %s and would end on %s.", name,
								   credit_day_text(on), credit_day_text(day)),
						 errhint("Give a later \"%s\" in detail.", stage->field)));
			break;
		case CLOCK_BEYOND_CALENDAR:
			break;
	}
	c->isnull[PRO_WATCH_FROM] = stage->final ||
		!credit_clock_watch_from(stage, DatumGetDateADT(c->value[PRO_CLOCK_SINCE]), term, &day);
	c->value[PRO_WATCH_FROM] = DateADTGetDatum(day);
	set(c, PRO_CHANGED_AT, TimestampTzGetDatum(GetCurrentTransactionStartTimestamp()));
}

static Jsonb *
object_of(const Case *c)
{
	Jsonb	   *detail = DatumGetJsonbP(c->value[PRO_STEP_DETAIL]);

	if (!JB_ROOT_IS_OBJECT(detail))
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_REQUIREMENT),
				 errmsg("the detail of a step is an object"),
				 errhint("Give members by name, such as {\"person\": \"...\"}.")));
	return detail;
}

static void
open_case(Case *c)
{
	const ProcedureRules *rules = credit_procedure_rules();
	char	   *procedure = case_text(c, PRO_PROCEDURE);
	const ProcedureRule *rule = procedure ? credit_find_procedure(rules, procedure) : NULL;
	char	   *stage = case_text(c, PRO_STAGE);
	const TransitionRule *step;
	DateADT		on;

	if (rule == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_TRANSITION),
				 errmsg("procedure \"%s\" does not exist", procedure ? procedure : ""),
				 errhint("See credit.procedure.")));
	if (c->isnull[PRO_OPENED_ON])
		set(c, PRO_OPENED_ON, DateADTGetDatum(credit_today()));
	on = DatumGetDateADT(c->value[PRO_OPENED_ON]);
	check_day(c, on, DATEVAL_NOBEGIN, "start");
	step = credit_find_transition(rules, procedure, "start", stage, on);
	if (step == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_TRANSITION),
				 errmsg("procedure \"%s\" cannot be opened on %s", procedure, credit_day_text(on)),
				 errdetail("No row of credit.transition from \"start\" is valid then%s%s.",
						   stage ? " to " : "", stage ? stage : ""),
				 errhint("Choose another procedure, or let the office add the rule.")));
	if (!rule->two_doors && strcmp(case_text(c, PRO_DOOR), "office") == 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_TRANSITION),
				 errmsg("procedure \"%s\" is not handled by the office itself", procedure),
				 errhint("Leave door out of detail.")));
	check_actor(step, c);
	credit_check_requirements(rules, step, called(c), case_text(c, PRO_DOC_NO), case_text(c, PRO_NOTE),
							  object_of(c));
	set(c, PRO_STEP, Int32GetDatum(1));
	set(c, PRO_DETAIL, c->value[PRO_STEP_DETAIL]);
	enter_stage(rules, c, procedure, step->to_stage, on, on);
}

static void
advance_case(const Case *was, Case *c)
{
	const ProcedureRules *rules = credit_procedure_rules();
	char	   *procedure = case_text(was, PRO_PROCEDURE);
	char	   *from = case_text(was, PRO_STAGE);
	char	   *to = case_text(c, PRO_STAGE);
	const TransitionRule *step;
	DateADT		on;

	if (to == NULL || c->isnull[PRO_STAGE_SINCE])
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_TRANSITION),
				 errmsg("%s needs a stage to go to and a day", called(c))));
	on = DatumGetDateADT(c->value[PRO_STAGE_SINCE]);
	step = credit_find_transition(rules, procedure, from, to, on);
	if (step == NULL)
	{
		char	   *possible = ways(rules, procedure, from, on);

		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_TRANSITION),
				 errmsg("%s cannot go from \"%s\" to \"%s\"", called(c), from, to),
				 errdetail("It has been in stage \"%s\" of procedure \"%s\" since %s, after %d steps.", from, procedure,
						   credit_day_text(DatumGetDateADT(was->value[PRO_STAGE_SINCE])),
						   DatumGetInt32(was->value[PRO_STEP])),
				 *possible ? errhint("From there it goes to %s.", possible) :
				 errhint("The case is closed and takes no more steps.")));
	}
	check_actor(step, c);
	check_day(c, on, DatumGetDateADT(was->value[PRO_STAGE_SINCE]), from);
	check_timing(rules, step, was, c, on);
	credit_check_requirements(rules, step, called(c), case_text(c, PRO_DOC_NO), case_text(c, PRO_NOTE),
							  object_of(c));
	leave_stage(rules, was, c, procedure, from, on);
	set(c, PRO_DETAIL, DirectFunctionCall2(jsonb_concat, was->value[PRO_DETAIL], c->value[PRO_STEP_DETAIL]));
	enter_stage(rules, c, procedure, to, on, DatumGetDateADT(was->value[PRO_CLOCK_SINCE]));
}

/*
 * credit.check_proceeding() → trigger, BEFORE INSERT OR UPDATE ROW.
 * CR006 who may not, CR010 what the procedure does not have, CR011 what is
 * missing. A new row that tells when it was changed is complete: it comes from
 * a dump (nobody but the owner can write here). An update is a step, which
 * counts step up by one, or touches nothing but the subject (a merger), the
 * list entry and what credit.maintain_overdue() notes.
 */
Datum
credit_check_proceeding(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;
	TupleDesc	desc;
	HeapTuple	tuple;
	Case		was,
				c;
	bool		stepped;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BEFORE(trigdata->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigdata->tg_event) || TRIGGER_FIRED_BY_DELETE(trigdata->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" must be fired before insert or update for each row", "check_proceeding")));
	desc = RelationGetDescr(trigdata->tg_relation);
	if (desc->natts != PRO_COLUMNS)
		elog(ERROR, "credit.proceeding does not have the columns it should have");

	if (TRIGGER_FIRED_BY_INSERT(trigdata->tg_event))
	{
		tuple = trigdata->tg_trigtuple;
		read_case(tuple, desc, &c);
		if (credit_restoring || !c.isnull[PRO_CHANGED_AT])
			return PointerGetDatum(tuple);
		open_case(&c);
	}
	else
	{
		tuple = trigdata->tg_newtuple;
		if (credit_restoring)
			return PointerGetDatum(tuple);
		read_case(trigdata->tg_trigtuple, desc, &was);
		read_case(tuple, desc, &c);
		stepped = !c.isnull[PRO_STEP] &&
			DatumGetInt32(c.value[PRO_STEP]) == DatumGetInt32(was.value[PRO_STEP]) + 1;
		if (stepped)
			advance_case(&was, &c);
		for (int i = 1; i <= PRO_COLUMNS; i++)
		{
			Form_pg_attribute att = TupleDescAttr(desc, i - 1);

			/* a step sets these; the others never change by it */
			if (stepped && (i == PRO_STAGE || i == PRO_OPEN || (i >= PRO_STAGE_SINCE && i <= PRO_CHANGED_AT)))
				continue;
			if (!stepped && (i == PRO_SUBJECT_ID || i == PRO_LIST_ENTRY_ID || i == PRO_OVERDUE_ON || i == PRO_WATCH_FROM))
				continue;
			if (c.isnull[i] == was.isnull[i] &&
				(c.isnull[i] || datumIsEqual(c.value[i], was.value[i], att->attbyval, att->attlen)))
				continue;
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_TRANSITION),
					 errmsg("column \"%s\" of %s cannot be changed by hand", NameStr(att->attname), called(&was)),
					 errdetail("A case changes by the steps its procedure has."),
					 errhint("Use credit.advance(); from \"%s\" it goes to %s.", case_text(&was, PRO_STAGE),
							 ways(credit_procedure_rules(), case_text(&was, PRO_PROCEDURE),
								  case_text(&was, PRO_STAGE), credit_today()))));
		}
		if (!stepped)
			return PointerGetDatum(tuple);
	}
	return PointerGetDatum(heap_form_tuple(desc, c.value + 1, c.isnull + 1));
}
