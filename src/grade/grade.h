/*
 * grade.h
 *	  Room grade/: type credit.grade for the rooms below. Calls the root and
 *	  code/.
 */
#ifndef CREDIT_GRADE_H
#define CREDIT_GRADE_H

#include "credit.h"
#include "grade/grade_core.h"

/* one byte by value */
#define DatumGetGrade(X)		((Grade) DatumGetUInt8(X))
#define GradeGetDatum(X)		UInt8GetDatum(X)
#define PG_GETARG_GRADE(n)		DatumGetGrade(PG_GETARG_DATUM(n))
#define PG_RETURN_GRADE(x)		return GradeGetDatum(x)

/* reads a grade in the server encoding; raises nothing */
extern bool credit_grade_read(const char *s, size_t len, Grade *out);

#endif
