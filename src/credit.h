/*
 * credit.h
 *	  What every room may use: error codes, settings, small helpers.
 */
#ifndef CREDIT_H
#define CREDIT_H

#include "compat.h"
#include "utils/date.h"

/*
 * Messages of ereport() come from the catalogue credit-NN.mo (src/po); texts
 * put together elsewhere ask for their words by _() (message.c).
 */
#undef TEXTDOMAIN
#define TEXTDOMAIN PG_TEXTDOMAIN("credit")
#undef _
#define _(words) credit_text(words)
extern const char *credit_text(const char *english) pg_attribute_format_arg(1);

/*
 * SQLSTATE class CR. One code, one thing to do; doc/errors.md lists them.
 */
#define CREDIT_ERR(a,b,c)			MAKE_SQLSTATE('C','R',(a),(b),(c))
#define ERRCODE_CREDIT_NOT_IN_CATALOGUE		CREDIT_ERR('0','0','1')
#define ERRCODE_CREDIT_ROW_REFUSED			CREDIT_ERR('0','0','2')
#define ERRCODE_CREDIT_FORBIDDEN_CONTENT	CREDIT_ERR('0','0','3')
#define ERRCODE_CREDIT_NO_LEGAL_BASIS		CREDIT_ERR('0','0','4')
#define ERRCODE_CREDIT_UNKNOWN_SUBJECT		CREDIT_ERR('0','0','5')
#define ERRCODE_CREDIT_NOT_YOUR_DEPARTMENT	CREDIT_ERR('0','0','6')
#define ERRCODE_CREDIT_CALENDAR_UNKNOWN		CREDIT_ERR('0','0','7')
#define ERRCODE_CREDIT_CALENDAR_NOTICE		CREDIT_ERR('0','0','8')
#define ERRCODE_CREDIT_NOT_EDITABLE			CREDIT_ERR('0','0','9')
#define ERRCODE_CREDIT_TRANSITION			CREDIT_ERR('0','1','0')
#define ERRCODE_CREDIT_REQUIREMENT			CREDIT_ERR('0','1','1')
#define ERRCODE_CREDIT_LIST_OVERLAP			CREDIT_ERR('0','1','2')
#define ERRCODE_CREDIT_MODEL_REFUSED		CREDIT_ERR('0','1','3')
#define ERRCODE_CREDIT_SCORE_INPUT			CREDIT_ERR('0','1','4')
#define ERRCODE_CREDIT_NO_CONSENT			CREDIT_ERR('0','1','5')
#define ERRCODE_CREDIT_BATCH				CREDIT_ERR('0','1','6')
#define ERRCODE_CREDIT_NOT_FOUND			CREDIT_ERR('0','1','7')
#define ERRCODE_CREDIT_XML_REFUSED			CREDIT_ERR('0','1','8')
#define ERRCODE_CREDIT_LEDGER				CREDIT_ERR('0','1','9')
#define ERRCODE_CREDIT_DEFINITION			CREDIT_ERR('0','2','0')
#define ERRCODE_CREDIT_ACROSS_NODES			CREDIT_ERR('0','2','1')

/* settings (credit.c) */
typedef enum
{
	CREDIT_REJECT_ERROR,
	CREDIT_REJECT_QUARANTINE
} CreditRejectMode;

extern char *credit_calendar_name;	/* credit.calendar */
extern uint64 credit_calendar_setting;	/* counts its assignments */
extern char *credit_time_zone;	/* credit.time_zone */
extern char *credit_fixed_today;	/* credit.fixed_today, "" for the clock */
extern char *credit_department;	/* credit.department, "" for the role's own */
extern char *credit_batch;		/* credit.batch, "" for one a statement */
extern char *credit_reason;		/* credit.reason, "" for none */
extern int	credit_on_reject;	/* CreditRejectMode */
extern bool credit_restoring;	/* credit.restoring */
extern int	credit_immediate_evaluation;	/* credit.immediate_evaluation */

/* the civil date in credit.time_zone, or credit.fixed_today */
extern DateADT credit_today(void);

/* the civil date of an instant in credit.time_zone */
extern DateADT credit_date_of(TimestampTz instant);

/* OIDs that CREATE/DROP EXTENSION changes; InvalidOid when it is not there */
extern Oid	credit_schema_oid(void);
extern Oid	credit_relation_oid(const char *name);	/* raises when missing */
extern AttrNumber credit_column_number(Oid relid, const char *column);	/* raises when missing */
extern Oid	credit_owner_oid(void); /* owner of the extension's schema */

/* whether a text is this word, byte by byte */
extern bool credit_text_is(Datum text, const char *word);

/*
 * Run internal reads and writes as the extension's owner under a pinned
 * search_path, as referential-integrity triggers do. Always in pairs; an
 * error in between is undone by the transaction's abort.
 */
typedef struct CreditAsOwner
{
	Oid			userid;
	int			sec_context;
	int			guc_level;
} CreditAsOwner;

extern void credit_as_owner_begin(CreditAsOwner *saved);
extern void credit_as_owner_end(CreditAsOwner *saved);

/*
 * A backend's copy of rows that change rarely (table_cache.c). The tables
 * carry the statement trigger credit.table_changed().
 */
#define TABLE_CACHE_MAX_TABLES 8
#define TABLE_CACHE_RETIRED 8

typedef struct TableCache
{
	const char *name;			/* of the memory context */
	const char *const *tables;	/* unqualified names in schema credit */
	int			ntables;		/* at most TABLE_CACHE_MAX_TABLES */
	/*
	 * Fills cxt, which is current; SPI is connected; runs as the owner.
	 * SPI_execute() makes another context current: switch back to cxt, or
	 * what is allocated dies with SPI_finish().
	 */
	void	   *(*load) (MemoryContext cxt);

	/* private to table_cache.c */
	bool		registered;
	bool		valid;
	bool		transaction_only;
	uint64		generation;
	SubTransactionId loaded_in;
	Oid			relids[TABLE_CACHE_MAX_TABLES];
	MemoryContext cxt;
	void	   *data;
	bool		handed_out;
	int			nretired;		/* retired so far in this transaction */
	MemoryContext retired[TABLE_CACHE_RETIRED]; /* the copies before this one */
	struct TableCache *next;
} TableCache;

/* the loaded data; valid until control returns to the executor */
extern void *table_cache_get(TableCache *cache);

/* counts loads and flushes: equal numbers mean nothing has changed since */
extern uint64 table_cache_generation(TableCache *cache);

/*
 * Runs a query within load() and returns the number of rows in SPI_tuptable.
 * SPI_execute() itself leaves the current memory context changed: what a
 * loader allocates after it would be gone with SPI.
 */
extern uint64 table_cache_query(const char *sql);

extern void table_cache_init(void);

#endif
