/*
 * grade_core.h
 *	  Grades without PostgreSQL: a scale and a level in one byte. Scales are
 *	  those of national rules and do not change with a province, so they are
 *	  fixed here; thresholds are rule rows. Text is UTF-8.
 */
#ifndef CREDIT_GRADE_CORE_H
#define CREDIT_GRADE_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* scale in the upper 3 bits, rank in the lower 5: better is greater */
typedef uint8_t Grade;

typedef enum GradeScale
{
	SCALE_CREDIT,
	SCALE_TAX,
	SCALE_ENVIRONMENT,
	SCALE_LABOUR,
	SCALE_RISK,
	SCALE_RATING
} GradeScale;

#define GRADE_SCALES (SCALE_RATING + 1)

/* longest text form with its terminator: "environment:yellow" */
#define GRADE_TEXT_SIZE 24

static inline int
grade_scale(Grade g)
{
	return g >> 5;
}

/* 1 for the worst level of the scale, grade_levels(scale) for the best */
static inline int
grade_rank(Grade g)
{
	return g & 31;
}

static inline Grade
grade_make(int scale, int rank)
{
	return (Grade) (scale << 5 | rank);
}

extern int	grade_levels(int scale);
extern bool grade_valid(uint8_t byte);

/* -1 when there is no such scale */
extern int	grade_scale_by_name(const char *name, size_t len);
extern const char *grade_scale_name(int scale);

/*
 * Reads "B", "tax:M", "green", "绿", "优", "A级", in either case and width. A
 * bare label is of the first scale that has it, in the order of GradeScale.
 */
extern bool grade_parse(const char *s, size_t len, Grade *out);

/* the canonical text: the bare level for scale credit, scale:level otherwise */
extern void grade_format(Grade g, char out[GRADE_TEXT_SIZE]);

extern const char *grade_label(Grade g, bool zh);

#endif
