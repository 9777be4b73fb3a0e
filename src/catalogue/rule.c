/*
 * rule.c
 *	  Which rule row applies to a decision: how severe it is, and under which
 *	  regime it is published. Both depend on the date of the decision, not on
 *	  today's rules.
 */
#include "catalogue/catalogue.h"

#include "utils/fmgrprotos.h"

static bool
same_sector(const char *rule, const char *department)
{
	return rule != NULL && department != NULL && strcmp(rule, department) == 0;
}

/*
 * The heaviest rule that holds. A sector that published a table of its own is
 * judged by that table alone (NDRC Order 36 of 2025; domain facts 4.2).
 */
Severity
credit_severity_of(const CatalogueItem *item, const FieldValue *values, const char *sector,
				   DateADT decided_on)
{
	bool		own_table = false;

	if (!item->negative)
		return SEVERITY_NONE;
	for (int i = 0; i < item->nseverity; i++)
	{
		const SeverityRule *rule = &item->severity_rules[i];

		own_table |= (decided_on >= rule->decided_from && decided_on < rule->decided_until &&
					  same_sector(rule->sector, sector));
	}
	for (int i = 0; i < item->nseverity; i++)
	{
		const SeverityRule *rule = &item->severity_rules[i];

		if (decided_on < rule->decided_from || decided_on >= rule->decided_until ||
			(own_table ? !same_sector(rule->sector, sector) : rule->sector != NULL))
			continue;
		if (credit_conditions_hold(&rule->when, item, values))
			return rule->severity;
	}
	return item->default_severity;
}

/*
 * The event day is not counted, so a term of a year ends with the same day of
 * the next year, that day included.
 */
DateADT
credit_term_end(DateADT decided_on, const Interval *term)
{
	return DatumGetDateADT(DirectFunctionCall1(timestamp_date,
											   DirectFunctionCall2(date_pl_interval,
																   DateADTGetDatum(decided_on),
																   IntervalPGetDatum(term))));
}

/* the last day on which a record of the item may be shown or count as a fault */
DateADT
credit_retained_until(const CatalogueItem *item, DateADT decided_on)
{
	return item->has_retention ? credit_term_end(decided_on, &item->retention) : DATEVAL_NOEND;
}

/* the most specific regime: item before sector before severity; NULL: none */
const PublicationRegime *
credit_regime_of(const CatalogueItem *item, Severity severity, const char *sector, DateADT decided_on)
{
	const PublicationRegime *best = NULL;
	int			best_rank = -1;

	for (int i = 0; i < item->nregimes; i++)
	{
		const PublicationRegime *regime = &item->regimes[i];
		int			rank;

		if (decided_on < regime->decided_from || decided_on >= regime->decided_until ||
			(regime->sector != NULL && !same_sector(regime->sector, sector)) ||
			(regime->severity != SEVERITY_NONE && regime->severity != severity))
			continue;
		rank = (regime->for_item ? 4 : 0) + (regime->sector ? 2 : 0) +
			(regime->severity != SEVERITY_NONE ? 1 : 0);
		if (rank > best_rank)
		{
			best = regime;
			best_rank = rank;
		}
	}
	return best;
}
