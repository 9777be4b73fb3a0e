/*
 * evaluation_pack.h
 *	  Rows of credit.evaluation_pack: the results of a run for neighbouring
 *	  subjects in one row.
 */
#ifndef CREDIT_EVALUATION_PACK_H
#define CREDIT_EVALUATION_PACK_H

#include "evaluation/evaluator.h"

#include "port/pg_bitutils.h"

/* subjects whose numbers agree but for the last four bits share a bucket */
#define PACK_BITS 4
#define PACK_SUBJECTS (1 << PACK_BITS)

static inline int64
pack_bucket(int64 subject_id)
{
	return subject_id >> PACK_BITS;
}

static inline uint32
pack_member(int64 subject_id)
{
	return UINT32_C(1) << (subject_id & (PACK_SUBJECTS - 1));
}

/* a subject's place among the members of a row of its bucket, from 1; 0: none */
static inline int
pack_place(uint32 members, int64 subject_id)
{
	uint32		member = pack_member(subject_id);

	return members & member ? pg_popcount32(members & (member - 1)) + 1 : 0;
}

/* columns of credit.evaluation_pack */
enum
{
	PACK_BUCKET, PACK_RUN, PACK_MODEL, PACK_VERSION, PACK_AS_OF, PACK_EVALUATED_AT, PACK_PERSON,
	PACK_MEMBERS, PACK_GRADES, PACK_SCORES, PACK_POINTS, PACK_SHORT_SCORES, PACK_SHORT_POINTS,
	PACK_DIMENSIONS, PACK_DIMENSION_OF, PACK_REASON_CODES, PACK_REASONS, PACK_CAP_NAMES, PACK_CAPS, PACK_REPLACES, PACK_COLUMNS
};

typedef struct PackMaker PackMaker;

/* what is done with each row made: it tells of so many subjects */
typedef void (*PackMade) (void *arg, Datum *values, bool *nulls, int subjects);

extern PackMaker *pack_maker_create(const Evaluator *evaluator, TupleDesc desc, const char *model,
									const char *version, int64 run, PackMade made, void *arg);
extern void pack_maker_add(PackMaker *maker, const Evaluator *evaluator);
extern void pack_maker_end(PackMaker *maker);

/* evaluation_unpack.c */
extern int	pack_grade(Datum grades, int place);
extern void evaluation_unpack(const Datum *pack, const bool *pack_null, int64 subject_id,
							  Datum *values, bool *nulls);

#endif
