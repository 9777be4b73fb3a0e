/*
 * workcal_fuzz.c: calendars as text and in their binary form. The first byte
 * tells which.
 */
#include "calendar/workcal_core.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* as the server's memory: what a refused value took is freed by its caller */
static void *blocks[8];
static int	nblocks;

static void *
take(size_t size)
{
	return blocks[nblocks++] = malloc(size);
}

static char *printed;
static size_t nprinted;

static void
emit(void *arg, const char *piece)
{
	size_t		n = strlen(piece);

	(void) arg;
	printed = realloc(printed, nprinted + n + 1);
	memcpy(printed + nprinted, piece, n + 1);
	nprinted += n;
}

static void
use(Workcal *cal)
{
	char		error[200];
	const char *why;
	unsigned char *wire;
	Workcal    *again;
	int32_t		day;

	if (!workcal_valid(cal, workcal_size(cal)))
		abort();
	wire = malloc(workcal_wire_size(cal));
	workcal_to_wire(cal, wire);
	again = workcal_from_wire(wire, workcal_wire_size(cal), take, &why);
	if (again == NULL || !workcal_equal(cal, again))
		abort();
	free(wire);
	nprinted = 0;
	workcal_print(cal, emit, NULL);
	again = workcal_parse(printed, take, error, sizeof(error));
	if (again == NULL || !workcal_equal(cal, again))
		abort();
	for (int n = -70000; n <= 70000; n += 9999)
	{
		(void) workcal_add(cal, cal->first + n / 7, n, &day);
		(void) workcal_between(cal, cal->first + n, cal->first - n, &day);
		for (int unit = WORKCAL_WORKDAY; unit <= WORKCAL_YEAR; unit++)
			(void) workcal_due(cal, cal->first + n / 100, n, (WorkcalUnit) unit, &day);
		(void) workcal_status(cal, cal->first + n);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char		error[200];
	const char *why = NULL;
	Workcal    *cal;

	if (size == 0)
		return 0;
	if (data[0] & 1)
		cal = workcal_from_wire(data + 1, size - 1, take, &why);
	else
	{
		char	   *text = malloc(size);

		memcpy(text, data + 1, size - 1);
		text[size - 1] = '\0';
		cal = workcal_parse(text, take, error, sizeof(error));
		free(text);
	}
	if (cal != NULL)
		use(cal);
	while (nblocks > 0)
		free(blocks[--nblocks]);
	free(printed);
	printed = NULL;
	return 0;
}
