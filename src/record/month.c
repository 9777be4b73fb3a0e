/*
 * month.c
 *	  The month of a date, by which statistics group records.
 *
 * Calls no room but the root.
 */
#include "credit.h"

#include "utils/date.h"
#include "utils/datetime.h"

PG_FUNCTION_INFO_V1(credit_month_of);

/*
 * credit.month_of(date) → date
 * The first day of its month; infinite dates as they are.
 */
Datum
credit_month_of(PG_FUNCTION_ARGS)
{
	DateADT		date = PG_GETARG_DATEADT(0);
	int			year;
	int			month;
	int			day;

	if (DATE_NOT_FINITE(date))
		PG_RETURN_DATEADT(date);
	j2date(date + POSTGRES_EPOCH_JDATE, &year, &month, &day);
	PG_RETURN_DATEADT(date - (day - 1));
}
