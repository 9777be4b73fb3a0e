/*
 * department.c
 *	  For whom a database role acts, answered from a copy in the backend.
 *
 * Row-level policies ask once a row, so an answer is a bit in a set that is
 * worked out once per role and kept until departments, roles or memberships
 * change. The set depends on the current role alone: SET ROLE and SET LOCAL
 * ROLE change it, a pooled connection carries nothing over.
 *
 * A role acts for the departments whose role_name's privileges it has, for
 * the departments below those, and for those they succeeded. The credit
 * office (credit_admin) and superusers act for all.
 */
#include "registry/registry.h"

#include "access/htup_details.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "nodes/bitmapset.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/syscache.h"

PG_FUNCTION_INFO_V1(credit_acting_department_sql);
PG_FUNCTION_INFO_V1(credit_acting_departments_sql);
PG_FUNCTION_INFO_V1(credit_may_act_for_sql);
PG_FUNCTION_INFO_V1(credit_may_see_department_sql);
PG_FUNCTION_INFO_V1(credit_is_office_sql);
PG_FUNCTION_INFO_V1(credit_is_department_sql);

typedef struct Departments
{
	int			n;
	CreditDepartment *rows;		/* by dept_id */
	int		   *by_uscc;		/* positions of rows that have a code, by code */
	int			nuscc;
	const char **role_names;	/* NULL where a row has none */
} Departments;

/* what one role may do; thrown away when anything it rests on changes */
typedef struct Acting
{
	bool		valid;
	Oid			userid;
	uint64		generation;		/* of the table cache */
	uint64		role_changes;	/* seen when it was worked out */
	bool		is_office;
	Bitmapset  *positions;		/* departments it may act for, by position */
	int			own;			/* topmost department of its own, or -1 */
	int			other_own;		/* a second one, or -1 */
	MemoryContext cxt;
} Acting;

#define REMEMBERED_ROLES 4

static void *load_departments(MemoryContext cxt);

static const char *const department_tables[] = {"department"};
static TableCache department_cache = {
	.name = "departments",
	.tables = department_tables,
	.ntables = 1,
	.load = load_departments
};

static Acting remembered[REMEMBERED_ROLES];
static int	next_place = 0;
static uint64 role_changes = 0;
static bool callbacks_registered = false;

static char *
spi_string(HeapTuple tuple, TupleDesc desc, int column, MemoryContext cxt)
{
	char	   *value = SPI_getvalue(tuple, desc, column);

	return value == NULL ? NULL : MemoryContextStrdup(cxt, value);
}

static int
compare_uscc(const void *a, const void *b, void *arg)
{
	const CreditDepartment *rows = arg;

	return strcmp(rows[*(const int *) a].uscc, rows[*(const int *) b].uscc);
}

static void *
load_departments(MemoryContext cxt)
{
	Departments *d = MemoryContextAllocZero(cxt, sizeof(Departments));

	if (SPI_execute("SELECT dept_id, coalesce(parent_id, 0), coalesce(successor_id, 0),"
					" name, uscc::text, sector, region_code, role_name"
					" FROM credit.department ORDER BY dept_id", true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read credit.department");
	d->n = (int) SPI_processed;
	d->rows = MemoryContextAllocZero(cxt, sizeof(CreditDepartment) * Max(d->n, 1));
	d->by_uscc = MemoryContextAllocZero(cxt, sizeof(int) * Max(d->n, 1));
	d->role_names = MemoryContextAllocZero(cxt, sizeof(char *) * Max(d->n, 1));
	for (int i = 0; i < d->n; i++)
	{
		HeapTuple	tuple = SPI_tuptable->vals[i];
		TupleDesc	desc = SPI_tuptable->tupdesc;
		CreditDepartment *row = &d->rows[i];
		bool		isnull;

		row->dept_id = DatumGetInt32(SPI_getbinval(tuple, desc, 1, &isnull));
		row->parent_id = DatumGetInt32(SPI_getbinval(tuple, desc, 2, &isnull));
		row->successor_id = DatumGetInt32(SPI_getbinval(tuple, desc, 3, &isnull));
		row->name = spi_string(tuple, desc, 4, cxt);
		row->uscc = spi_string(tuple, desc, 5, cxt);
		row->sector = spi_string(tuple, desc, 6, cxt);
		row->region_code = spi_string(tuple, desc, 7, cxt);
		d->role_names[i] = spi_string(tuple, desc, 8, cxt);
		if (row->uscc != NULL)
			d->by_uscc[d->nuscc++] = i;
	}
	qsort_arg(d->by_uscc, d->nuscc, sizeof(int), compare_uscc, d->rows);
	return d;
}

/* position of a department in the copy, or -1 */
static int
position_of(const Departments *d, int32 dept_id)
{
	int			low = 0;
	int			high = d->n - 1;

	while (low <= high)
	{
		int			mid = (low + high) / 2;

		if (d->rows[mid].dept_id == dept_id)
			return mid;
		if (d->rows[mid].dept_id < dept_id)
			low = mid + 1;
		else
			high = mid - 1;
	}
	return -1;
}

/* roles or memberships changed: forget, without touching catalogues */
static void
roles_changed(Datum arg, int cacheid, uint32 hashvalue)
{
	role_changes++;
}

/* whether one of the departments above position i is in the set */
static bool
is_below_any(const Departments *d, const Bitmapset *set, int i)
{
	int32		above = d->rows[i].parent_id;

	for (int depth = 0; above != 0 && depth < d->n; depth++)
	{
		int			at = position_of(d, above);

		if (at < 0)
			return false;
		if (bms_is_member(at, set))
			return true;
		above = d->rows[at].parent_id;
	}
	return false;
}

static void
work_out(Acting *acting, const Departments *d, Oid userid)
{
	Bitmapset  *own = NULL;
	Oid			office = get_role_oid("credit_admin", true);
	bool		grown = true;

	acting->is_office = superuser_arg(userid) ||
		(OidIsValid(office) && has_privs_of_role(userid, office));
	acting->own = acting->other_own = -1;
	acting->positions = NULL;

	/* a superuser has every role's privileges and yet belongs to no department */
	for (int i = 0; i < d->n && !superuser_arg(userid); i++)
	{
		Oid			role;

		if (d->role_names[i] == NULL)
			continue;
		role = get_role_oid(d->role_names[i], true);
		if (OidIsValid(role) && has_privs_of_role(userid, role))
			own = bms_add_member(own, i);
	}
	for (int i = -1; (i = bms_next_member(own, i)) >= 0;)
	{
		if (is_below_any(d, own, i))
			continue;
		if (acting->own < 0)
			acting->own = i;
		else
			acting->other_own = i;
	}

	/* departments below, and those succeeded, however indirectly */
	acting->positions = own;
	while (grown && own != NULL)
	{
		grown = false;
		for (int i = 0; i < d->n; i++)
		{
			const CreditDepartment *row = &d->rows[i];
			int			parent;
			int			successor;

			if (bms_is_member(i, acting->positions))
				continue;
			parent = row->parent_id ? position_of(d, row->parent_id) : -1;
			successor = row->successor_id ? position_of(d, row->successor_id) : -1;
			if ((parent >= 0 && bms_is_member(parent, acting->positions)) ||
				(successor >= 0 && bms_is_member(successor, acting->positions)))
			{
				acting->positions = bms_add_member(acting->positions, i);
				grown = true;
			}
		}
	}
}

static const Acting *
acting_of(Oid userid, const Departments **departments)
{
	const Departments *d = table_cache_get(&department_cache);
	uint64		generation = table_cache_generation(&department_cache);
	Acting	   *acting;
	MemoryContext old;

	*departments = d;
	for (int i = 0; i < REMEMBERED_ROLES; i++)
		if (remembered[i].valid && remembered[i].userid == userid &&
			remembered[i].generation == generation &&
			remembered[i].role_changes == role_changes)
			return &remembered[i];

	if (!callbacks_registered)
	{
		CacheRegisterSyscacheCallback(AUTHOID, roles_changed, (Datum) 0);
		CacheRegisterSyscacheCallback(AUTHMEMROLEMEM, roles_changed, (Datum) 0);
		callbacks_registered = true;
	}
	acting = &remembered[next_place];
	next_place = (next_place + 1) % REMEMBERED_ROLES;
	acting->valid = false;
	if (acting->cxt == NULL)
		acting->cxt = AllocSetContextCreate(CacheMemoryContext, "credit acting departments",
											ALLOCSET_SMALL_SIZES);
	MemoryContextReset(acting->cxt);
	old = MemoryContextSwitchTo(acting->cxt);
	/* numbers first: what changes while working out makes the answer stale */
	acting->userid = userid;
	acting->generation = generation;
	acting->role_changes = role_changes;
	work_out(acting, d, userid);
	acting->valid = true;
	MemoryContextSwitchTo(old);
	return acting;
}

/* The department that credit.department names, or 0 when it is empty. */
static int32
chosen_department(void)
{
	char	   *end;
	long		value;

	if (credit_department == NULL || credit_department[0] == '\0')
		return 0;
	errno = 0;
	value = strtol(credit_department, &end, 10);
	if (errno != 0 || *end != '\0' || value <= 0 || value > PG_INT32_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_YOUR_DEPARTMENT),
				 errmsg("setting \"credit.department\" is not the number of a department"),
				 errdetail("It is \"%s\".", credit_department)));
	return (int32) value;
}

int32
credit_acting_department(Oid userid, bool *is_office)
{
	const Departments *d;
	const Acting *acting = acting_of(userid, &d);
	int32		chosen = chosen_department();

	*is_office = acting->is_office;
	if (chosen != 0)
	{
		int			at = position_of(d, chosen);

		if (at < 0 || !(acting->is_office || bms_is_member(at, acting->positions)))
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_NOT_YOUR_DEPARTMENT),
					 errmsg("role \"%s\" may not act for department %d",
							GetUserNameFromId(userid, false), chosen),
					 errdetail("Setting \"credit.department\" names a department that does not exist, or that is neither the role's own, nor below it, nor succeeded by it."),
					 errhint("Set credit.department to one of the numbers that SELECT credit.acting_departments() returns, or reset it.")));
		return chosen;
	}
	if (acting->other_own >= 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_NOT_YOUR_DEPARTMENT),
				 errmsg("role \"%s\" belongs to several departments",
						GetUserNameFromId(userid, false)),
				 errdetail("Among them are departments %d and %d.",
						   d->rows[acting->own].dept_id, d->rows[acting->other_own].dept_id),
				 errhint("Set credit.department to the one to act for.")));
	return acting->own < 0 ? 0 : d->rows[acting->own].dept_id;
}

bool
credit_may_act_for(Oid userid, int32 dept_id)
{
	const Departments *d;
	const Acting *acting = acting_of(userid, &d);
	int			at;

	if (acting->is_office)
		return true;
	at = position_of(d, dept_id);
	return at >= 0 && bms_is_member(at, acting->positions);
}

bool
credit_is_office(Oid userid)
{
	const Departments *d;

	return acting_of(userid, &d)->is_office;
}

const CreditDepartment *
credit_department_by_id(int32 dept_id)
{
	const Departments *d = table_cache_get(&department_cache);
	int			at = position_of(d, dept_id);

	return at < 0 ? NULL : &d->rows[at];
}

const CreditDepartment *
credit_department_by_uscc(const char *uscc)
{
	const Departments *d = table_cache_get(&department_cache);
	int			low = 0;
	int			high = d->nuscc - 1;

	while (low <= high)
	{
		int			mid = (low + high) / 2;
		const CreditDepartment *row = &d->rows[d->by_uscc[mid]];
		int			order = strcmp(row->uscc, uscc);

		if (order == 0)
			return row;
		if (order < 0)
			low = mid + 1;
		else
			high = mid - 1;
	}
	return NULL;
}

/* credit.acting_department() → int4, null when the role acts for none; CR006 */
Datum
credit_acting_department_sql(PG_FUNCTION_ARGS)
{
	bool		is_office;
	int32		dept_id = credit_acting_department(GetUserId(), &is_office);

	if (dept_id == 0)
		PG_RETURN_NULL();
	PG_RETURN_INT32(dept_id);
}

/* credit.acting_departments() → int4[], empty when the role acts for none */
Datum
credit_acting_departments_sql(PG_FUNCTION_ARGS)
{
	const Departments *d;
	const Acting *acting = acting_of(GetUserId(), &d);
	Datum	   *ids = palloc(sizeof(Datum) * Max(d->n, 1));
	int			n = 0;

	for (int i = -1; (i = bms_next_member(acting->positions, i)) >= 0;)
		ids[n++] = Int32GetDatum(d->rows[i].dept_id);
	PG_RETURN_ARRAYTYPE_P(construct_array(ids, n, INT4OID, sizeof(int32), true, TYPALIGN_INT));
}

/* credit.may_act_for(int4) → bool */
Datum
credit_may_act_for_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(credit_may_act_for(GetUserId(), PG_GETARG_INT32(0)));
}

/*
 * credit.may_see_department(int4) → bool. The same set today; a name of its
 * own because reading and writing need not stay equal.
 */
Datum
credit_may_see_department_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(credit_may_act_for(GetUserId(), PG_GETARG_INT32(0)));
}

/* credit.is_office() → bool */
Datum
credit_is_office_sql(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(credit_is_office(GetUserId()));
}

/* credit.is_department() → bool */
Datum
credit_is_department_sql(PG_FUNCTION_ARGS)
{
	const Departments *d;

	PG_RETURN_BOOL(!bms_is_empty(acting_of(GetUserId(), &d)->positions));
}
