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
 * Does a fault still count on a day; until is the last day of its publication,
 * NULL where it has none.
 * Until the end of its publication; a fault that is not published (persons,
 * items not open to all) for the longest term of its regime; longer where the
 * regime leaves what is uncorrected to the sector's own rule (Order 36 of
 * 2025); never one older than all regimes. The regime is the one by which it
 * is published: that of the department's sector where there is one. The item's
 * retention ends all of it (the end of a publication has heeded it already).
 */
bool
credit_fault_counts_on(const char *name, int length, Severity severity, int32 dept_id,
					   DateADT decided_on, const DateADT *until, DateADT on_date)
{
	const CreditDepartment *dept = dept_id == 0 ? NULL : credit_department_by_id(dept_id);
	const CatalogueItem *item = credit_item_on(credit_item_editions(name, length), decided_on);
	const PublicationRegime *regime = item == NULL ? NULL :
		credit_regime_of(item, severity, dept ? dept->sector : NULL, decided_on);

	if (regime != NULL && !regime->clean_at_max)
		return on_date <= credit_retained_until(item, decided_on);
	if (until != NULL)
		return on_date <= *until;
	if (regime == NULL || on_date > credit_retained_until(item, decided_on))
		return false;
	return !regime->has_max_term || on_date <= credit_term_end(decided_on, &regime->max_term);
}

/*
 * credit.fault_counts(item, severity, dept_id, decided_on, publish_until,
 * on_date) → bool, see above; null without item, severity or dates.
 */
Datum
credit_fault_counts(PG_FUNCTION_ARGS)
{
	text	   *name;
	DateADT		until;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1) || PG_ARGISNULL(3) || PG_ARGISNULL(5))
		PG_RETURN_NULL();
	name = PG_GETARG_TEXT_PP(0);
	until = PG_ARGISNULL(4) ? 0 : PG_GETARG_DATEADT(4);
	PG_RETURN_BOOL(credit_fault_counts_on(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name),
										  severity_named(text_to_cstring(PG_GETARG_TEXT_PP(1))),
										  PG_ARGISNULL(2) ? 0 : PG_GETARG_INT32(2),
										  PG_GETARG_DATEADT(3), PG_ARGISNULL(4) ? NULL : &until,
										  PG_GETARG_DATEADT(5)));
}
