/*
 * grade_fuzz.c: grades as text and as a byte.
 */
#include "grade/grade_core.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
same_again(Grade grade)
{
	char		text[GRADE_TEXT_SIZE];
	Grade		again;

	if (!grade_valid(grade))
		abort();
	grade_format(grade, text);
	if (strlen(text) >= GRADE_TEXT_SIZE || !grade_parse(text, strlen(text), &again) || again != grade)
		abort();
	if (grade_label(grade, true) == NULL || grade_label(grade, false) == NULL)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Grade		grade;

	if (grade_parse((const char *) data, size, &grade))
		same_again(grade);
	if (size > 0 && grade_valid(data[0]))
		same_again(data[0]);
	(void) grade_scale_by_name((const char *) data, size);
	return 0;
}
