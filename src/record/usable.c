/*
 * usable.c
 *	  May a fault still count in a decision on a day: another answer than
 *	  whether it is published (domain facts 11.2, 11.3).
 */
#include "record/record.h"

#include "registry/registry.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

PG_FUNCTION_INFO_V1(credit_fault_counts);

static Severity
severity_named(const char *label)
{
	return strcmp(label, "minor") == 0 ? SEVERITY_MINOR :
		strcmp(label, "general") == 0 ? SEVERITY_GENERAL : SEVERITY_SERIOUS;
}

/*
 * credit.fault_counts(item, severity, dept_id, decided_on, publish_until,
 * on_date) → bool
 * Until the end of its publication; a fault that is not published (persons,
 * items not open to all) for the longest term of its regime; longer where the
 * regime leaves what is uncorrected to the sector's own rule (Order 36 of
 * 2025); never one older than all regimes. The regime is the one by which it
 * is published: that of the department's sector where there is one.
 */
Datum
credit_fault_counts(PG_FUNCTION_ARGS)
{
	text	   *name;
	const CatalogueItem *item;
	const CreditDepartment *dept;
	const PublicationRegime *regime;
	DateADT		decided_on,
				on_date,
				last;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(3) || PG_ARGISNULL(5))
		PG_RETURN_NULL();
	name = PG_GETARG_TEXT_PP(0);
	decided_on = PG_GETARG_DATEADT(3);
	on_date = PG_GETARG_DATEADT(5);
	dept = PG_ARGISNULL(2) ? NULL : credit_department_by_id(PG_GETARG_INT32(2));
	item = credit_item_on(credit_item_editions(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name)), decided_on);
	regime = item == NULL ? NULL :
		credit_regime_of(item, severity_named(text_to_cstring(PG_GETARG_TEXT_PP(1))),
						 dept ? dept->sector : NULL, decided_on);
	if (regime != NULL && !regime->clean_at_max)
		PG_RETURN_BOOL(true);
	if (!PG_ARGISNULL(4))
		PG_RETURN_BOOL(on_date <= PG_GETARG_DATEADT(4));
	if (regime == NULL)
		PG_RETURN_BOOL(false);
	if (!regime->has_max_term)
		PG_RETURN_BOOL(true);
	last = DatumGetDateADT(DirectFunctionCall1(timestamp_date,
											   DirectFunctionCall2(date_pl_interval,
																   DateADTGetDatum(decided_on),
																   IntervalPGetDatum(&regime->max_term))));
	PG_RETURN_BOOL(on_date <= last);
}
