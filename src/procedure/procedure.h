/*
 * procedure.h
 *	  The rules of procedures as a backend holds them (rules.c), and the clock
 *	  of a stage (clock.c). transition.c judges steps by them.
 */
#ifndef CREDIT_PROCEDURE_H
#define CREDIT_PROCEDURE_H

#include "credit.h"
#include "utils/jsonb.h"

/* who may take a step; bits */
#define ACTOR_HANDLER		1
#define ACTOR_DEPARTMENT	2
#define ACTOR_OFFICE		4
#define ACTOR_INITIATOR		8
#define ACTOR_SYSTEM		16

typedef enum ClockUnit
{
	CLOCK_NONE,
	CLOCK_WORKDAY,
	CLOCK_DAY,
	CLOCK_MONTH,
	CLOCK_YEAR,
	CLOCK_YEAR_END
} ClockUnit;

typedef struct ProcedureRule
{
	char	   *name;
	bool		two_doors;
} ProcedureRule;

typedef struct StageRule
{
	char	   *procedure;
	char	   *stage;
	char	   *name_en;
	DateADT		from;			/* days of entering, [from, until) */
	DateADT		until;
	bool		final;
	bool		keeps_clock;
	int			n;				/* 0: none */
	ClockUnit	unit;
	char	   *clock_of;		/* authority or party */
	char	   *field;			/* member of detail, or NULL */
	int			target_n;
	ClockUnit	target_unit;
} StageRule;

typedef enum Timing
{
	TIMING_ANY,
	TIMING_AFTER_DUE,
	TIMING_BEFORE_DUE
} Timing;

typedef struct TransitionRule
{
	char	   *procedure;
	char	   *from_stage;
	char	   *to_stage;
	DateADT		from;
	DateADT		until;
	int			actors;
	Timing		timing;
	int			nrequires;
	char	  **requires;
} TransitionRule;

typedef struct RequirementRule
{
	char	   *name;
	char	   *name_zh;
	char	   *name_en;
	char	   *type;
} RequirementRule;

typedef struct ProcedureRules
{
	int			nprocedures;
	ProcedureRule *procedures;
	int			nstages;
	StageRule  *stages;
	int			ntransitions;
	TransitionRule *transitions;
	int			nrequirements;
	RequirementRule *requirements;
} ProcedureRules;

/* rules.c; valid until control returns to the executor */
extern const ProcedureRules *credit_procedure_rules(void);
extern const ProcedureRule *credit_find_procedure(const ProcedureRules *rules, const char *procedure);
extern const StageRule *credit_find_stage(const ProcedureRules *rules, const char *procedure,
										  const char *stage, DateADT on);
extern const TransitionRule *credit_find_transition(const ProcedureRules *rules, const char *procedure,
													const char *from_stage, const char *to_stage, DateADT on);
extern const RequirementRule *credit_find_requirement(const ProcedureRules *rules, const char *name);

/* requirement.c */
extern void credit_check_requirements(const ProcedureRules *rules, const TransitionRule *step, const char *called,
									  const char *doc_no, const char *note, Jsonb *detail);
/* a text or number among the members of detail, as text; NULL when there is none */
extern char *credit_member_text(Jsonb *detail, const char *name);

/* clock.c; term is what the case itself gives, or NULL */
typedef enum ClockResult
{
	CLOCK_HAS_NONE,
	CLOCK_DUE,
	CLOCK_BEYOND_CALENDAR,
	CLOCK_NONSENSE				/* what the case gives is no clock */
} ClockResult;

extern ClockResult credit_clock_due(const StageRule *stage, DateADT since, const char *term, DateADT *due);
/* a day before which no calendar makes the stage due; false: no clock */
extern bool credit_clock_watch_from(const StageRule *stage, DateADT since, const char *term, DateADT *day);

#endif
