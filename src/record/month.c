/*
 * month.c
 *	  The month of a date, by which statistics group records; the instant at
 *	  which a record is received.
 */
#include "record/record.h"

#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(credit_month_of);
PG_FUNCTION_INFO_V1(credit_now_sql);

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

/* the transaction's time, moved to credit.fixed_today where that is set */
TimestampTz
credit_received_now(void)
{
	TimestampTz now = GetCurrentTransactionStartTimestamp();

	return now + (int64) (credit_today() - credit_date_of(now)) * USECS_PER_DAY;
}

/* credit.now() → timestamptz */
Datum
credit_now_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_TIMESTAMPTZ(credit_received_now());
}
