/*
 * table_cache.c
 *	  Backend copies of rule tables, thrown away when a table changes.
 *
 * Each cached table carries the statement trigger credit.table_changed(),
 * which sends a relcache invalidation. The callback here only raises a
 * generation number: it may run at any time, even while a cache is loading.
 *
 * Three traps decide the protocol:
 *  - A session in REPEATABLE READ must not keep rows of its old snapshot as
 *    if they were current, so a cache loads with the latest snapshot. Where
 *    that is impossible (parallel mode) the copy lasts for the transaction.
 *  - A transaction that changed a table and rolls back has loaded rows that
 *    never were: copies made since the (sub)transaction began are dropped
 *    when it aborts.
 *  - DROP and CREATE EXTENSION change the tables' OIDs: they are looked up
 *    anew at every load.
 */
#include "credit.h"

#include "access/parallel.h"
#include "access/xact.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

PG_FUNCTION_INFO_V1(credit_table_changed);

static TableCache *caches = NULL;

static void
table_changed_callback(Datum arg, Oid relid)
{
	for (TableCache *cache = caches; cache != NULL; cache = cache->next)
	{
		if (OidIsValid(relid))
		{
			bool		mine = false;

			for (int i = 0; i < cache->ntables; i++)
				mine |= (cache->relids[i] == relid);
			if (!mine)
				continue;
		}
		cache->valid = false;
		cache->generation++;
	}
}

static void
forget(TableCache *cache)
{
	cache->valid = false;
	cache->generation++;
}

static void
transaction_callback(XactEvent event, void *arg)
{
	bool		aborted = (event == XACT_EVENT_ABORT || event == XACT_EVENT_PARALLEL_ABORT);

	if (event == XACT_EVENT_PRE_COMMIT || event == XACT_EVENT_PARALLEL_PRE_COMMIT ||
		event == XACT_EVENT_PRE_PREPARE)
		return;
	for (TableCache *cache = caches; cache != NULL; cache = cache->next)
	{
		if (cache->transaction_only ||
			(aborted && cache->loaded_in != InvalidSubTransactionId))
			forget(cache);
		cache->loaded_in = InvalidSubTransactionId;
		for (int i = 0; i < Min(cache->nretired, TABLE_CACHE_RETIRED); i++)
			MemoryContextDelete(cache->retired[i]);
		cache->nretired = 0;
	}
}

static void
subtransaction_callback(SubXactEvent event, SubTransactionId mine,
						SubTransactionId parent, void *arg)
{
	for (TableCache *cache = caches; cache != NULL; cache = cache->next)
	{
		if (cache->loaded_in == InvalidSubTransactionId || cache->loaded_in < mine)
			continue;
		if (event == SUBXACT_EVENT_ABORT_SUB)
			forget(cache);
		else if (event == SUBXACT_EVENT_COMMIT_SUB)
			cache->loaded_in = parent;
	}
}

void
table_cache_init(void)
{
	CacheRegisterRelcacheCallback(table_changed_callback, (Datum) 0);
	RegisterXactCallback(transaction_callback, NULL);
	RegisterSubXactCallback(subtransaction_callback, NULL);
}

static void
load(TableCache *cache)
{
	MemoryContext fresh = AllocSetContextCreate(CacheMemoryContext, "credit table cache",
												ALLOCSET_DEFAULT_SIZES);
	bool		latest = !IsInParallelMode();
	uint64		before;
	void	   *data;
	CreditAsOwner saved;

	MemoryContextSetIdentifier(fresh, cache->name);
	for (int i = 0; i < cache->ntables; i++)
		cache->relids[i] = credit_relation_oid(cache->tables[i]);
	before = cache->generation;

	PG_TRY();
	{
		MemoryContext old;

		PushActiveSnapshot(latest ? GetLatestSnapshot() : GetActiveSnapshot());
		credit_as_owner_begin(&saved);
		if (SPI_connect() != SPI_OK_CONNECT)
			elog(ERROR, "SPI_connect failed");
		old = MemoryContextSwitchTo(fresh);
		data = cache->load(fresh);
		MemoryContextSwitchTo(old);
		SPI_finish();
		credit_as_owner_end(&saved);
		PopActiveSnapshot();
	}
	PG_CATCH();
	{
		MemoryContextDelete(fresh);
		PG_RE_THROW();
	}
	PG_END_TRY();

	/*
	 * Whoever called before may still look at what he was given: a copy that
	 * was handed out outlives the next loads, and the transaction at most.
	 * Several loads within one call need no change of a rule: a session that
	 * falls behind the cluster's messages drops all it knows each time.
	 */
	if (cache->handed_out)
	{
		MemoryContext *place = &cache->retired[cache->nretired % TABLE_CACHE_RETIRED];

		if (cache->nretired >= TABLE_CACHE_RETIRED)
			MemoryContextDelete(*place);
		*place = cache->cxt;
		cache->nretired++;
	}
	else if (cache->cxt != NULL)
		MemoryContextDelete(cache->cxt);
	cache->handed_out = false;
	cache->cxt = fresh;
	cache->data = data;
	cache->valid = (cache->generation == before);
	cache->transaction_only = !latest;
	cache->loaded_in = GetCurrentSubTransactionId();
}

uint64
table_cache_query(const char *sql)
{
	MemoryContext cxt = CurrentMemoryContext;

	if (SPI_execute(sql, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read a rule table");
	MemoryContextSwitchTo(cxt);
	return SPI_processed;
}

void *
table_cache_get(TableCache *cache)
{
	if (!cache->registered)
	{
		Assert(cache->ntables <= TABLE_CACHE_MAX_TABLES);
		cache->next = caches;
		caches = cache;
		cache->registered = true;
	}
	/*
	 * A change that arrives while the copy loads came after this call began:
	 * the copy serves the call, and the next one reads again.
	 */
	if (!cache->valid)
		load(cache);
	cache->handed_out = true;
	return cache->data;
}

uint64
table_cache_generation(TableCache *cache)
{
	return cache->generation;
}

/*
 * credit.table_changed() → trigger, AFTER statement on cached tables.
 * Tells every backend to throw its copy away; takes effect at commit for
 * others and at the next command for this session.
 */
Datum
credit_table_changed(PG_FUNCTION_ARGS)
{
	TriggerData *trigdata = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("function \"%s\" was not called by trigger manager", "table_changed")));
	CacheInvalidateRelcache(trigdata->tg_relation);
	PG_RETURN_POINTER(NULL);
}
