/*
 * item_load.c
 *	  Compiles the catalogue's tables for a backend: items by edition, fields,
 *	  code lists, severity rules, publication regimes, forbidden content.
 */
#include "catalogue/item_cache.h"

#include "code/uscc_core.h"
#include "executor/spi.h"
#include "grade/grade_core.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/rangetypes.h"
#include "utils/typcache.h"

static const char *const field_types[] = {
	"text", "name", "date", "integer", "number", "amount", "amount_wan", "code", "uscc",
	"org_code", "registration_no", "resident_id", "region", "grade", "boolean"
};

static const char *const field_roles[ROLE_COUNT] = {
	"", "subject_name", "subject_category", "subject_code", "subject_registration_no",
	"subject_org_code", "subject_tax_no", "subject_institution_no", "subject_association_no",
	"subject_doc_type", "subject_doc_no", "legal_rep_name", "legal_rep_doc_type",
	"legal_rep_doc_no", "doc_no", "decided_on", "valid_from", "valid_until", "amount",
	"authority_name", "authority_code", "source_name", "source_code", "status",
	"publish_until"
};

static Openness
openness_of(const char *name)
{
	return name == NULL ? OPENNESS_RESTRICTED :
		strcmp(name, "public") == 0 ? OPENNESS_PUBLIC :
		strcmp(name, "government") == 0 ? OPENNESS_GOVERNMENT : OPENNESS_RESTRICTED;
}

static int
position_of(const char *name, const char *const *names, int count)
{
	for (int i = 0; i < count; i++)
	{
		if (strcmp(names[i], name) == 0)
			return i;
	}
	return -1;
}

/*
 * Columns of the current SPI result, copied into the cache's context.
 */
typedef struct RowReader
{
	HeapTuple	tuple;
	TupleDesc	desc;
	MemoryContext cxt;
} RowReader;

static Datum
column(RowReader *row, int number, bool *isnull)
{
	return SPI_getbinval(row->tuple, row->desc, number, isnull);
}

static char *
text_column(RowReader *row, int number)
{
	char	   *value = SPI_getvalue(row->tuple, row->desc, number);

	return value ? MemoryContextStrdup(row->cxt, value) : NULL;
}

static bool
bool_column(RowReader *row, int number)
{
	bool		isnull;
	Datum		value = column(row, number, &isnull);

	return !isnull && DatumGetBool(value);
}

static int32
int_column(RowReader *row, int number)
{
	bool		isnull;
	Datum		value = column(row, number, &isnull);

	return isnull ? 0 : DatumGetInt32(value);
}

static Numeric
numeric_column(RowReader *row, int number)
{
	bool		isnull;
	Datum		value = column(row, number, &isnull);
	MemoryContext old;
	Numeric		copy;

	if (isnull)
		return NULL;
	old = MemoryContextSwitchTo(row->cxt);
	copy = DatumGetNumericCopy(value);
	MemoryContextSwitchTo(old);
	return copy;
}

/* a daterange as [from, until); unbounded ends become the far ends of date */
static void
range_column(RowReader *row, int number, DateADT *from, DateADT *until)
{
	bool		isnull;
	Datum		value = column(row, number, &isnull);
	RangeType  *range;
	RangeBound	lower,
				upper;
	bool		empty;

	*from = DATEVAL_NOBEGIN;
	*until = DATEVAL_NOEND;
	if (isnull)
		return;
	range = DatumGetRangeTypeP(value);
	range_deserialize(lookup_type_cache(RangeTypeGetOid(range), TYPECACHE_RANGE_INFO),
					  range, &lower, &upper, &empty);
	if (empty)
	{
		*until = DATEVAL_NOBEGIN;
		return;
	}
	if (!lower.infinite)
		*from = DatumGetDateADT(lower.val);
	if (!upper.infinite)
		*until = DatumGetDateADT(upper.val);
}

static Severity
severity_column(RowReader *row, int number)
{
	char	   *label = SPI_getvalue(row->tuple, row->desc, number);

	if (label == NULL)
		return SEVERITY_NONE;
	return strcmp(label, "minor") == 0 ? SEVERITY_MINOR :
		strcmp(label, "general") == 0 ? SEVERITY_GENERAL : SEVERITY_SERIOUS;
}

static RowReader
result_row(uint64 number, MemoryContext cxt)
{
	return (RowReader)
	{
		.tuple = SPI_tuptable->vals[number], .desc = SPI_tuptable->tupdesc, .cxt = cxt
	};
}

static int
compare_codes(const void *a, const void *b)
{
	return strcmp(((const CodeValue *) a)->code, ((const CodeValue *) b)->code);
}

static int
compare_labels(const void *a, const void *b)
{
	return strcmp((*(CodeValue *const *) a)->label, (*(CodeValue *const *) b)->label);
}

static void
load_code_lists(Catalogue *catalogue, MemoryContext cxt)
{
	uint64		n = table_cache_query("SELECT list, code, label FROM credit.code_list ORDER BY list COLLATE \"C\"");
	CodeValue  *values = palloc(sizeof(CodeValue) * Max(n, 1));

	catalogue->lists = palloc0(sizeof(CodeList) * Max(n, 1));
	for (uint64 i = 0; i < n; i++)
	{
		RowReader	row = result_row(i, cxt);
		char	   *name = text_column(&row, 1);
		CodeList   *list = catalogue->nlists ? &catalogue->lists[catalogue->nlists - 1] : NULL;

		if (list == NULL || strcmp(list->name, name) != 0)
		{
			list = &catalogue->lists[catalogue->nlists++];
			list->name = name;
			list->values = &values[i];
		}
		values[i].code = text_column(&row, 2);
		values[i].code_len = strlen(values[i].code);
		values[i].label = text_column(&row, 3);
		list->count++;
	}
	for (int i = 0; i < catalogue->nlists; i++)
	{
		CodeList   *list = &catalogue->lists[i];

		qsort(list->values, list->count, sizeof(CodeValue), compare_codes);
		list->by_label = palloc(sizeof(CodeValue *) * list->count);
		for (int j = 0; j < list->count; j++)
			list->by_label[j] = &list->values[j];
		qsort(list->by_label, list->count, sizeof(CodeValue *), compare_labels);
		if (strcmp(list->name, "placeholder") == 0)
			catalogue->placeholders = list;
	}
}

static CodeList *
find_list(Catalogue *catalogue, const char *name)
{
	for (int i = 0; i < catalogue->nlists; i++)
	{
		if (strcmp(catalogue->lists[i].name, name) == 0)
			return &catalogue->lists[i];
	}
	return NULL;
}

static void
load_items(Catalogue *catalogue, MemoryContext cxt)
{
	HASHCTL		info = {.keysize = NAMEDATALEN, .entrysize = sizeof(ItemEntry), .hcxt = cxt};
	uint64		n;

	catalogue->items = hash_create("credit items", 64, &info,
								   HASH_ELEM | HASH_STRINGS | HASH_CONTEXT);
	/* oldest first, so that each new head of the chain is the newest */
	n = table_cache_query("SELECT item, edition, name_zh, polarity, default_severity, openness,"
			  " pg_catalog.array_to_string(applies_to, ','), submit_within, submit_unit,"
			  " owner_dept_id, valid, category = 'voluntary', retention FROM credit.catalogue_item"
			  " WHERE NOT pg_catalog.isempty(valid)"
			  " ORDER BY item COLLATE \"C\", pg_catalog.lower(valid) NULLS FIRST");
	for (uint64 i = 0; i < n; i++)
	{
		RowReader	row = result_row(i, cxt);
		CatalogueItem	   *item = palloc0(sizeof(CatalogueItem));
		char	   *kinds;
		ItemEntry  *entry;
		bool		found,
					unlimited;
		Datum		retention;

		item->item = text_column(&row, 1);
		item->edition = text_column(&row, 2);
		item->name_zh = text_column(&row, 3);
		item->negative = (strcmp(text_column(&row, 4), "negative") == 0);
		item->default_severity = severity_column(&row, 5);
		item->openness = openness_of(text_column(&row, 6));
		kinds = text_column(&row, 7);
		for (char *kind = kinds ? strtok(kinds, ",") : NULL; kind; kind = strtok(NULL, ","))
			item->applies_to |= (uint32) 1 << Max(position_of(kind, subject_kind_labels, SUBJECT_KINDS), 0);
		item->submit_within = int_column(&row, 8);
		item->submit_unit = text_column(&row, 9);
		item->owner_dept = int_column(&row, 10);
		range_column(&row, 11, &item->from, &item->until);
		item->voluntary = bool_column(&row, 12);
		retention = column(&row, 13, &unlimited);
		item->has_retention = !unlimited;
		if (!unlimited)
			item->retention = *DatumGetIntervalP(retention);
		for (int r = 0; r < ROLE_COUNT; r++)
			item->by_role[r] = -1;

		entry = hash_search(catalogue->items, item->item, HASH_ENTER, &found);
		item->older = found ? entry->newest : NULL;
		entry->newest = item;
	}
}

static CatalogueItem *
find_edition(Catalogue *catalogue, const char *item, const char *edition)
{
	ItemEntry  *entry = hash_search(catalogue->items, item, HASH_FIND, NULL);

	for (CatalogueItem *i = entry ? entry->newest : NULL; i != NULL; i = i->older)
	{
		if (strcmp(i->edition, edition) == 0)
			return i;
	}
	return NULL;
}

/*
 * jsonb stores keys by length, then bytes. An object built in that order is
 * not sorted again, which is a tenth of the cost of building it.
 */
static void
order_keys(CatalogueItem *item, uint64 unused, MemoryContext cxt)
{
	item->key_order = palloc(sizeof(int) * Max(item->nfields, 1));
	for (int i = 0; i < item->nfields; i++)
	{
		const Field *field = &item->fields[i];
		int			at = i;

		for (; at > 0; at--)
		{
			const Field *before = &item->fields[item->key_order[at - 1]];

			if (before->name_len < field->name_len ||
				(before->name_len == field->name_len &&
				 memcmp(before->name, field->name, field->name_len) < 0))
				break;
			item->key_order[at] = item->key_order[at - 1];
		}
		item->key_order[at] = i;
	}
}

/*
 * Conditions and field references name fields of the same edition, so they are
 * resolved in a second pass.
 */
static void
load_fields(Catalogue *catalogue, MemoryContext cxt)
{
	uint64		n = table_cache_query("SELECT f.item, f.edition, f.field, f.name_zh, f.type, f.maps_to, f.max_length,"
						  " f.required, f.multi_valued, f.required_when, f.code_list, f.min_value,"
						  " f.max_value, f.plausible_max, f.not_before, f.not_after, f.default_value,"
						  " f.grade_scale, f.openness, pg_catalog.count(*) OVER (PARTITION BY f.item, f.edition)"
						  " FROM credit.catalogue_field f"
						  " ORDER BY f.item COLLATE \"C\", f.edition COLLATE \"C\", f.ordinal, f.field COLLATE \"C\"");

	for (uint64 i = 0; i < n; i++)
	{
		RowReader	row = result_row(i, cxt);
		CatalogueItem	   *item = find_edition(catalogue, text_column(&row, 1), text_column(&row, 2));
		Field	   *field;
		char	   *role,
				   *codes,
				   *scale;

		if (item == NULL)
			continue;			/* an edition with an empty range */
		if (item->fields == NULL)
		{
			bool		isnull;

			item->fields = palloc0(sizeof(Field) * DatumGetInt64(column(&row, 20, &isnull)));
		}
		field = &item->fields[item->nfields];
		field->name = text_column(&row, 3);
		field->name_len = strlen(field->name);
		field->name_zh = text_column(&row, 4);
		field->type = Max(position_of(text_column(&row, 5), field_types, lengthof(field_types)), 0);
		role = text_column(&row, 6);
		if (role != NULL)
		{
			field->role = Max(position_of(role, field_roles, ROLE_COUNT), 0);
			if (field->role != ROLE_NONE)
				item->by_role[field->role] = item->nfields;
		}
		field->personal = (field->type == FIELD_RESIDENT_ID ||
						   field->role == ROLE_SUBJECT_DOC_NO ||
						   field->role == ROLE_LEGAL_REP_DOC_NO);
		field->max_length = int_column(&row, 7);
		field->required = bool_column(&row, 8);
		field->multi_valued = bool_column(&row, 9);
		codes = text_column(&row, 11);
		field->codes = codes ? find_list(catalogue, codes) : NULL;
		field->min_value = numeric_column(&row, 12);
		field->max_value = numeric_column(&row, 13);
		field->plausible_max = numeric_column(&row, 14);
		field->default_value = text_column(&row, 17);
		scale = text_column(&row, 18);
		field->grade_scale = scale ? grade_scale_by_name(scale, strlen(scale)) : -1;
		field->openness = openness_of(text_column(&row, 19));
		item->has_restricted |= (field->openness == OPENNESS_RESTRICTED && !field->personal);
		item->nfields++;
	}
	for (uint64 i = 0; i < n; i++)
	{
		RowReader	row = result_row(i, cxt);
		CatalogueItem	   *item = find_edition(catalogue, text_column(&row, 1), text_column(&row, 2));
		Field	   *field;
		char	   *before,
				   *after,
				   *when;

		if (item == NULL)
			continue;
		field = &item->fields[credit_field_index(item, text_column(&row, 3),
												 strlen(text_column(&row, 3)))];
		when = text_column(&row, 10);
		field->conditional = (when != NULL);
		credit_compile_conditions(when, item, &field->required_when);
		before = text_column(&row, 15);
		field->not_before = before ? credit_field_index(item, before, strlen(before)) : -1;
		after = text_column(&row, 16);
		field->not_after = after == NULL ? -1 :
			strcmp(after, "today") == 0 ? -2 : credit_field_index(item, after, strlen(after));
	}
}

static void
load_item_severity(CatalogueItem *item, uint64 n, MemoryContext cxt)
{
	item->severity_rules = palloc0(sizeof(SeverityRule) * Max(n, 1));
	for (uint64 i = 0; i < n; i++)
	{
		RowReader	row = result_row(i, cxt);
		SeverityRule *rule = &item->severity_rules[item->nseverity];

		if (strcmp(text_column(&row, 1), item->item) != 0)
			continue;
		range_column(&row, 3, &rule->decided_from, &rule->decided_until);
		/* a rule for another edition's dates may name fields this one lacks */
		if (rule->decided_from >= item->until || rule->decided_until <= item->from)
			continue;
		rule->sector = text_column(&row, 2);
		credit_compile_conditions(text_column(&row, 4), item, &rule->when);
		rule->severity = severity_column(&row, 5);
		item->nseverity++;
	}
}

static void
load_item_regimes(CatalogueItem *item, uint64 n, MemoryContext cxt)
{
	item->regimes = palloc0(sizeof(PublicationRegime) * Max(n, 1));
	for (uint64 i = 0; i < n; i++)
	{
		RowReader	row = result_row(i, cxt);
		PublicationRegime *regime = &item->regimes[item->nregimes];
		char	   *of_item = text_column(&row, 1);
		Datum		term;
		bool		isnull;

		if (of_item ? strcmp(of_item, item->item) != 0 : !item->negative)
			continue;
		regime->for_item = (of_item != NULL);
		regime->sector = text_column(&row, 2);
		regime->severity = severity_column(&row, 3);
		range_column(&row, 4, &regime->decided_from, &regime->decided_until);
		regime->published = bool_column(&row, 5);
		regime->published_persons = bool_column(&row, 6);
		term = column(&row, 7, &isnull);
		regime->has_max_term = !isnull;
		if (!isnull)
			regime->max_term = *DatumGetIntervalP(term);
		regime->clean_at_max = bool_column(&row, 8);
		item->nregimes++;
	}
}

static void
for_each_edition(Catalogue *catalogue, void (*load) (CatalogueItem *, uint64, MemoryContext),
				 uint64 n, MemoryContext cxt)
{
	HASH_SEQ_STATUS status;
	ItemEntry  *entry;

	hash_seq_init(&status, catalogue->items);
	while ((entry = hash_seq_search(&status)) != NULL)
	{
		for (CatalogueItem *item = entry->newest; item != NULL; item = item->older)
			load(item, n, cxt);
	}
}

static void
load_rules(Catalogue *catalogue, MemoryContext cxt)
{
	uint64		n = table_cache_query("SELECT r.item, r.sector, r.valid, r.condition, r.severity"
						  " FROM credit.severity_rule r ORDER BY r.severity DESC, r.ordinal");

	for_each_edition(catalogue, load_item_severity, n, cxt);
	n = table_cache_query("SELECT r.item, r.sector, r.severity, r.decided, r.published, r.published_persons,"
			  " r.max_term, r.clean_at_max FROM credit.publication_regime r ORDER BY r.regime_id");
	for_each_edition(catalogue, load_item_regimes, n, cxt);
}

static void
load_forbidden(Catalogue *catalogue, MemoryContext cxt)
{
	uint64		n = table_cache_query("SELECT pattern, reason FROM credit.forbidden_content"
						  " WHERE kind = 'personal_data'");

	catalogue->forbidden = palloc(sizeof(ForbiddenField) * Max(n, 1));
	for (uint64 i = 0; i < n; i++)
	{
		RowReader	row = result_row(i, cxt);

		catalogue->forbidden[i].pattern = text_column(&row, 1);
		catalogue->forbidden[i].reason = text_column(&row, 2);
	}
	catalogue->nforbidden = n;
}

void *
credit_load_catalogue(MemoryContext cxt)
{
	Catalogue  *catalogue = palloc0(sizeof(Catalogue));

	load_code_lists(catalogue, cxt);
	load_items(catalogue, cxt);
	load_fields(catalogue, cxt);
	for_each_edition(catalogue, order_keys, 0, cxt);
	load_rules(catalogue, cxt);
	load_forbidden(catalogue, cxt);
	return catalogue;
}
