/*
 * check.h
 *	  What a check of many subjects gathers from C.
 */
#ifndef CREDIT_CHECK_H
#define CREDIT_CHECK_H

#include "credit.h"
#include "access/genam.h"
#include "grade/grade.h"
#include "utils/date.h"
#include "utils/jsonb.h"
#include "utils/relcache.h"

/* results are written as the database's encoding has them */
typedef struct CommitmentQuestion
{
	DateADT		day;
	DateADT		since;			/* broken ones count after it */
	bool		has_since;		/* else none counts */
	char	   *broken;			/* the result of a promise not kept */
	char	   *running;		/* the result of one that still runs */
} CommitmentQuestion;

typedef struct CommitmentCounts
{
	int32		open;
	int32		overdue;
	int32		broken;
} CommitmentCounts;

/* what a check tells of one subject's grades */
typedef struct SubjectGrades
{
	bool		has_grade;
	Grade		grade;			/* by the general model last evaluated */
	Jsonb	   *grades;			/* by each model */
} SubjectGrades;

/* what the verdict depends on; compared byte by byte: zero it first */
typedef struct CheckFacts
{
	bool		known;
	bool		has_grade;
	Grade		grade;
	int32		serious;
	int32		focus;
	int32		honest;
	int32		bans;
	int32		overdue;
	int32		broken;
} CheckFacts;

/* in the order of what credit.judge() returns */
enum
{
	SAID_VERDICT,
	SAID_REASONS,
	SAID_CONDITIONAL_MISSING,
	SAID_GREEN_MISSING,
	SAID_WORDS
};

/* judge.c */
extern void credit_judge_facts(const CheckFacts *facts, Datum *words);

/* measure_memo.c: measures that follow from a grade alone */
extern Jsonb *credit_measures_of_grade(Oid kind, Oid kind_type, Grade grade, Oid grade_type,
									   struct varlena *purpose, DateADT day);

/* walk.c: subject is the number in ids */
typedef void (*SubjectVisitor) (int subject, IndexScanDesc scan, void *arg);
extern void credit_walk_subjects(Relation table, Relation index, const int64 *ids, int nids, int jump_after,
								 SubjectVisitor visit, void *arg);

/* grades.c */
extern SubjectGrades *credit_read_grades(const int64 *ids, int nids, DateADT day);

/* what rests on a subject's entries and bans in force on the day */
typedef struct ListedSubject
{
	int32		serious;		/* entries by class */
	int32		focus;
	int32		honest;
	int32		bans;
	bool		on_list;
	Datum		lists;			/* jsonb */
	Datum		bans_json;
	Datum		measures;
} ListedSubject;

typedef struct ListedQuestion
{
	const int64 *ids;			/* sorted, each once */
	int			nids;
	Oid		   *kinds;
	Oid			kind_type;
	const SubjectGrades *grades;
	Oid			grade_type;
	Datum		purpose;
	DateADT		day;
	Datum		none;			/* an empty jsonb array */
	MemoryContext cxt;			/* of the answer */
} ListedQuestion;

/* listed.c */
extern ListedSubject **credit_read_listed(const ListedQuestion *question);

/* commitment.c */
extern Oid	credit_label_oid(Oid type, const char *label);
extern CommitmentCounts *credit_count_commitments(const int64 *ids, int nids,
												  const CommitmentQuestion *question);

#endif
