/*
 * reason_core.c
 *	  Ranking reason codes (PMML "Scorecard", Ranking Reason Codes), free of
 *	  postgres.h.
 *
 * Each characteristic's distance between its points and its baseline counts
 * for the matched attribute's code; one code met twice adds up. Codes with a
 * negative sum are dropped, zero stays; equal sums keep the document's order.
 */
#include "evaluation/scorecard_core.h"

#include <string.h>

void
sc_rank_reasons(ScRow *row)
{
	const ScModel *model = row->model;
	int		   *ranked = row->ranked;
	int			n = 0;
	int			kept = 0;

	memset(row->seen, 0, model->nreasons * sizeof(bool));
	for (int i = 0; i < model->ncharacteristics; i++)
	{
		const ScCharacteristic *c = &model->characteristics[i];
		int			reason = c->reason != -2 ? c->reason : c->attributes[row->matched[i]].reason;
		double		difference = model->points_above ?
			row->points[i] - c->baseline : c->baseline - row->points[i];

		if (reason < 0)
			continue;
		if (row->seen[reason])
			row->difference[reason] += difference;
		else
		{
			row->seen[reason] = true;
			row->difference[reason] = difference;
			ranked[n++] = reason;
		}
	}
	/* stable insertion: later equals stay behind earlier ones */
	for (int i = 0; i < n; i++)
	{
		int			reason = ranked[i];
		double		difference = row->difference[reason];
		int			j = kept;

		if (!(difference >= 0))
			continue;
		for (; j > 0 && row->difference[ranked[j - 1]] < difference; j--)
			ranked[j] = ranked[j - 1];
		ranked[j] = reason;
		kept++;
	}
	row->nranked = kept;
}
