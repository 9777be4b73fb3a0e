/*
 * standby.c
 *	  What a hot standby cannot do, said in words: it would fail anyway, at
 *	  whatever it tried to write first.
 */
#include "registry/registry.h"

#include "access/xlog.h"
#include "utils/builtins.h"

PG_FUNCTION_INFO_V1(credit_refuse_standby_call);

/* raises 25006 on a standby; what: the verb and its object, such as "open a batch" */
void
credit_refuse_standby(const char *what)
{
	if (RecoveryInProgress())
		ereport(ERROR,
				(errcode(ERRCODE_READ_ONLY_SQL_TRANSACTION),
				 errmsg("a standby cannot %s", what),
				 errdetail("It follows its primary server and takes no writes."),
				 errhint("Ask the primary server; what only reads works here as well.")));
}

/* credit.refuse_standby(what text) → void; 25006 on a standby */
Datum
credit_refuse_standby_call(PG_FUNCTION_ARGS)
{
	if (RecoveryInProgress())
		credit_refuse_standby(text_to_cstring(PG_GETARG_TEXT_PP(0)));
	PG_RETURN_VOID();
}
