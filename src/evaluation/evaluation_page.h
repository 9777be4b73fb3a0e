/*
 * evaluation_page.h
 *	  Rows of credit.evaluation written in whole pages.
 */
#ifndef CREDIT_EVALUATION_PAGE_H
#define CREDIT_EVALUATION_PAGE_H

#include "evaluation/evaluator.h"

#include "utils/rel.h"

typedef struct EvaluationPages EvaluationPages;

extern bool evaluation_pages_fit(Relation relation, Size most);
extern EvaluationPages *evaluation_pages_begin(Relation relation, EvaluationRow *row,
											   TransactionId xid, CommandId cid);
extern void evaluation_pages_add(void *arg, Evaluator *evaluator);
extern void evaluation_pages_end(EvaluationPages *pages);

#endif
