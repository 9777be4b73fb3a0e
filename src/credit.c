/*
 * credit.c
 *	  The module's entry: settings, the civil date, and running as the owner.
 *	  Owns nothing of the field; every room may call it.
 */
#include "credit.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/namespace.h"
#include "catalog/pg_namespace.h"
#include "miscadmin.h"
#include "pgtime.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"

CREDIT_MODULE_MAGIC;

PG_FUNCTION_INFO_V1(credit_today_sql);
PG_FUNCTION_INFO_V1(credit_setting);

void		_PG_init(void);

char	   *credit_calendar_name = NULL;
uint64		credit_calendar_setting = 0;
char	   *credit_time_zone = NULL;
char	   *credit_fixed_today = NULL;
char	   *credit_department = NULL;
char	   *credit_batch = NULL;
int			credit_on_reject = CREDIT_REJECT_ERROR;
bool		credit_restoring = false;
int			credit_immediate_evaluation = 100;

char	   *credit_reason = NULL;
static int	event_days = 400;	/* read with credit.setting() */
static pg_tz *civil_zone = NULL;
static DateADT fixed_today;
static bool is_fixed_today = false;

static const struct config_enum_entry reject_modes[] = {
	{"error", CREDIT_REJECT_ERROR, false},
	{"quarantine", CREDIT_REJECT_QUARANTINE, false},
	{NULL, 0, false}
};

static void
assign_calendar(const char *newval, void *extra)
{
	credit_calendar_setting++;
}

static bool
check_time_zone(char **newval, void **extra, GucSource source)
{
	if (pg_tzset(*newval) != NULL)
		return true;
	GUC_check_errdetail("Time zone \"%s\" is not known.", *newval);
	return false;
}

static void
assign_time_zone(const char *newval, void *extra)
{
	civil_zone = pg_tzset(newval);
}

/* Accepts '' or a date as yyyy-mm-dd; no catalogue access may happen here. */
static bool
check_fixed_today(char **newval, void **extra, GucSource source)
{
	int			year,
				month,
				day,
				used = 0;
	DateADT    *date;

	if (**newval == '\0')
		return true;
	if (sscanf(*newval, "%4d-%2d-%2d%n", &year, &month, &day, &used) != 3 ||
		(*newval)[used] != '\0' || month < 1 || month > 12 || year < 1 ||
		day < 1 || day > day_tab[isleap(year)][month - 1])
	{
		GUC_check_errdetail("\"%s\" is not a date of the form yyyy-mm-dd.", *newval);
		return false;
	}
	date = credit_guc_malloc(sizeof(DateADT));
	if (date == NULL)
		return false;
	*date = date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
	*extra = date;
	return true;
}

static void
assign_fixed_today(const char *newval, void *extra)
{
	is_fixed_today = (extra != NULL);
	if (extra != NULL)
		fixed_today = *(DateADT *) extra;
}

void
_PG_init(void)
{
	pg_bindtextdomain(TEXTDOMAIN);
	DefineCustomStringVariable("credit.calendar",
							   "Name of the calendar used when a function names none.",
							   "Deadlines of reporting follow it, so that those who report cannot set it.",
							   &credit_calendar_name, "CN",
							   PGC_SUSET, 0, NULL, assign_calendar, NULL);
	DefineCustomStringVariable("credit.time_zone",
							   "Time zone whose civil date counts for deadlines.",
							   NULL, &credit_time_zone, "Asia/Shanghai",
							   PGC_SUSET, 0, check_time_zone, assign_time_zone, NULL);
	DefineCustomStringVariable("credit.fixed_today",
							   "Civil date to use instead of the clock, for rehearsals and tests.",
							   "Empty to follow the clock.",
							   &credit_fixed_today, "",
							   PGC_SUSET, 0, check_fixed_today, assign_fixed_today, NULL);
	DefineCustomStringVariable("credit.department",
							   "Number of the department a session acts for, among those its role may act for.",
							   "Empty when the role acts for one department only.",
							   &credit_department, "",
							   PGC_USERSET, 0, NULL, NULL, NULL);
	DefineCustomStringVariable("credit.batch",
							   "Number of the open batch that entries join.",
							   "Empty to give each statement a batch of its own.",
							   &credit_batch, "",
							   PGC_USERSET, 0, NULL, NULL, NULL);
	DefineCustomStringVariable("credit.reason",
							   "Why records are being changed, noted with the versions that are replaced.",
							   "Set by the functions that end or move records.",
							   &credit_reason, "",
							   PGC_USERSET, 0, NULL, NULL, NULL);
	DefineCustomEnumVariable("credit.on_reject",
							 "What happens to a row that breaks a rule.",
							 "error stops the statement; quarantine sets the row aside and goes on.",
							 &credit_on_reject, CREDIT_REJECT_ERROR, reject_modes,
							 PGC_USERSET, 0, NULL, NULL, NULL);
	DefineCustomBoolVariable("credit.restoring",
							 "True while a dump is being restored: side effects rest.",
							 NULL, &credit_restoring, false,
							 PGC_SUSET, 0, NULL, NULL, NULL);
	DefineCustomIntVariable("credit.immediate_evaluation",
							"Subjects a statement may change and have evaluated at once.",
							"More are marked as stale and evaluated by credit.maintain().",
							&credit_immediate_evaluation, 100, 0, INT_MAX,
							PGC_SUSET, 0, NULL, NULL, NULL);
	DefineCustomIntVariable("credit.event_days",
							"Days for which events of the outbox are kept.",
							"Older ones are removed by credit.maintain(); 0 keeps all.",
							&event_days, 400, 0, 36500,
							PGC_SUSET, 0, NULL, NULL, NULL);
	MarkGUCPrefixReserved("credit");

	table_cache_init();
}

DateADT
credit_date_of(TimestampTz instant)
{
	/* a statement asks for the date of one instant again and again */
	static TimestampTz last_instant;
	static pg_tz *last_zone = NULL;
	static DateADT last_date;
	struct pg_tm tm;
	fsec_t		fsec;
	int			tz;

	if (last_zone == civil_zone && last_instant == instant)
		return last_date;
	if (TIMESTAMP_NOT_FINITE(instant) ||
		timestamp2tm(instant, &tz, &tm, &fsec, NULL, civil_zone) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("timestamp out of range")));
	last_date = date2j(tm.tm_year, tm.tm_mon, tm.tm_mday) - POSTGRES_EPOCH_JDATE;
	last_instant = instant;
	last_zone = civil_zone;
	return last_date;
}

DateADT
credit_today(void)
{
	if (is_fixed_today)
		return fixed_today;
	return credit_date_of(GetCurrentTransactionStartTimestamp());
}

/* credit.today() → date */
Datum
credit_today_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_DATEADT(credit_today());
}

/*
 * credit.setting(name) → text: the value of setting credit.<name>. Unlike
 * current_setting() it works in a session that has not loaded the library yet,
 * since calling it loads it.
 */
Datum
credit_setting(PG_FUNCTION_ARGS)
{
	char	   *name = psprintf("credit.%s", text_to_cstring(PG_GETARG_TEXT_PP(0)));

	PG_RETURN_TEXT_P(cstring_to_text(GetConfigOptionByName(name, NULL, false)));
}

Oid
credit_schema_oid(void)
{
	return get_namespace_oid("credit", true);
}

Oid
credit_relation_oid(const char *name)
{
	Oid			schema = credit_schema_oid();
	Oid			relid = OidIsValid(schema) ? get_relname_relid(name, schema) : InvalidOid;

	if (!OidIsValid(relid))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation \"credit.%s\" does not exist", name),
				 errhint("Run CREATE EXTENSION credit in this database.")));
	return relid;
}

AttrNumber
credit_column_number(Oid relid, const char *column)
{
	AttrNumber	number = get_attnum(relid, column);

	if (number == InvalidAttrNumber)
		elog(ERROR, "column \"%s\" of relation \"%s\" does not exist", column, get_rel_name(relid));
	return number;
}

bool
credit_text_is(Datum text, const char *word)
{
	struct varlena *said = PG_DETOAST_DATUM_PACKED(text);
	Size		length = strlen(word);

	return VARSIZE_ANY_EXHDR(said) == length && memcmp(VARDATA_ANY(said), word, length) == 0;
}

Oid
credit_owner_oid(void)
{
	HeapTuple	tuple = SearchSysCache1(NAMESPACEOID,
										ObjectIdGetDatum(credit_schema_oid()));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_SCHEMA),
				 errmsg("schema \"credit\" does not exist"),
				 errhint("Run CREATE EXTENSION credit in this database.")));
	owner = ((Form_pg_namespace) GETSTRUCT(tuple))->nspowner;
	ReleaseSysCache(tuple);
	return owner;
}

void
credit_as_owner_begin(CreditAsOwner *saved)
{
	GetUserIdAndSecContext(&saved->userid, &saved->sec_context);
	SetUserIdAndSecContext(credit_owner_oid(),
						   saved->sec_context | SECURITY_LOCAL_USERID_CHANGE);
	/* within another of these, as in triggers of entry, the path is pinned */
	saved->guc_level = 0;
	if (strcmp(namespace_search_path, "pg_catalog, pg_temp") == 0)
		return;
	saved->guc_level = NewGUCNestLevel();
	(void) set_config_option("search_path", "pg_catalog, pg_temp",
							 PGC_USERSET, PGC_S_SESSION,
							 GUC_ACTION_SAVE, true, 0, false);
}

void
credit_as_owner_end(CreditAsOwner *saved)
{
	if (saved->guc_level > 0)
		AtEOXact_GUC(false, saved->guc_level);
	SetUserIdAndSecContext(saved->userid, saved->sec_context);
}
