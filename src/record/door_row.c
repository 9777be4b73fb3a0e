/*
 * door_row.c
 *	  Reads a door's row into the fields of its item's edition.
 */
#include "record/record.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"

/* credit.record: these two, then the columns of the store in their order */
#define VIEW_SUBJECT_CODE 0
#define VIEW_SUBJECT_NAME 1
#define VIEW_COLUMN(c) ((c) + 1)

/* the columns of credit.record that carry a field of the item */
static const struct
{
	int			column;			/* 0-based, in the view */
	FieldRole	role;
	const char *name;
}			field_columns[] =
{
	{VIEW_SUBJECT_CODE, ROLE_SUBJECT_CODE, "subject_code"},
	{VIEW_SUBJECT_NAME, ROLE_SUBJECT_NAME, "subject_name"},
	{VIEW_COLUMN(REC_DOC_NO), ROLE_DOC_NO, "doc_no"},
	{VIEW_COLUMN(REC_DECIDED_ON), ROLE_DECIDED_ON, "decided_on"},
	{VIEW_COLUMN(REC_VALID_FROM), ROLE_VALID_FROM, "valid_from"},
	{VIEW_COLUMN(REC_VALID_UNTIL), ROLE_VALID_UNTIL, "valid_until"},
	{VIEW_COLUMN(REC_AMOUNT), ROLE_AMOUNT, "amount"},
};

/* set by the database alone; RECEIVED_AT and SUBJECT_ID the office may give */
static const struct
{
	RecordColumn column;
	const char *name;
}			own_columns[] =
{
	{REC_RECORD_ID, "record_id"}, {REC_SEVERITY, "severity"}, {REC_STATUS, "status"},
	{REC_DUE_ON, "due_on"}, {REC_LATE_DAYS, "late_days"}, {REC_PUBLISH_FROM, "publish_from"},
	{REC_PUBLISH_UNTIL, "publish_until"}, {REC_BATCH_ID, "batch_id"}, {REC_VERSION, "version"},
	{REC_WARNINGS, "warnings"},
};

void
credit_no_item(Entry *entry, const char *name, int len)
{
	credit_add_reason(&entry->findings, "item", "catalogue", name, len,
					  _("an item of the catalogue; nothing outside it may be recorded"));
}

/*
 * The edition for a decision date. A date that cannot be read leaves the
 * newest, so that all other faults of the row are found as well.
 */
const CatalogueItem *
credit_choose_edition(Entry *entry, const FieldInput *decided_on)
{
	DateADT		date;
	const char *text = decided_on->text;
	int			len = decided_on->len;
	const CatalogueItem *item;

	while (len > 0 && *text == ' ')
		text++, len--;
	while (len > 0 && text[len - 1] == ' ')
		len--;
	if (decided_on->text == NULL || !credit_parse_date(text, len, &date))
		return entry->newest;
	item = credit_item_on(entry->newest, date);
	if (item == NULL)
		credit_add_reason(&entry->findings, "item", "catalogue", credit_date_text(date), 10,
						  psprintf(_("a decision date on which item \"%s\" is in force"), entry->item_name));
	return item;
}

/* a row of an entry view: its columns are the item's fields, as text */
bool
credit_read_view_row(Door *door, Entry *entry, const Datum *values, const bool *isnull)
{
	int			date_column;
	FieldInput	date = {0};

	entry->item_name = door->item_name;
	entry->newest = credit_item_editions(door->item_name, strlen(door->item_name));
	if (entry->newest == NULL)
	{
		credit_no_item(entry, door->item_name, strlen(door->item_name));
		return false;
	}
	if (door->mapped_item == NULL || door->mapped_generation != credit_item_generation())
		date_column = -1;
	else
		date_column = door->date_column;
	if (date_column < 0)
	{
		const char *name = entry->newest->by_role[ROLE_DECIDED_ON] < 0 ? "" :
			entry->newest->fields[entry->newest->by_role[ROLE_DECIDED_ON]].name;

		for (int i = 0; i < door->view_desc->natts; i++)
		{
			if (strcmp(NameStr(TupleDescAttr(door->view_desc, i)->attname), name) == 0)
				date_column = i;
		}
	}
	if (date_column >= 0 && !isnull[date_column])
		date = credit_output_input(door, date_column, values[date_column]);
	entry->item = credit_choose_edition(entry, &date);
	/* without an edition the row is only set aside: name its fields as the newest does */
	if (door->mapped_item != (entry->item ? entry->item : entry->newest) ||
		door->mapped_generation != credit_item_generation())
	{
		const CatalogueItem *item = entry->item ? entry->item : entry->newest;

		door->mapped_item = item;
		door->mapped_generation = credit_item_generation();
		door->date_column = date_column;
		if (door->column_of_field)
			pfree(door->column_of_field);
		door->column_of_field = MemoryContextAlloc(door->cxt, sizeof(int) * item->nfields);
		for (int f = 0; f < item->nfields; f++)
		{
			door->column_of_field[f] = -1;
			for (int i = 0; i < door->view_desc->natts; i++)
			{
				if (strcmp(NameStr(TupleDescAttr(door->view_desc, i)->attname),
						   item->fields[f].name) == 0)
					door->column_of_field[f] = i;
			}
		}
	}
	entry->input = palloc0(sizeof(FieldInput) * door->mapped_item->nfields);
	entry->values = palloc0(sizeof(FieldValue) * door->mapped_item->nfields);
	for (int f = 0; f < door->mapped_item->nfields; f++)
	{
		int			column = door->column_of_field[f];

		if (column >= 0 && !isnull[column])
			entry->input[f] = credit_output_input(door, column, values[column]);
	}
	return entry->item != NULL;
}

/* what the row carried beyond its item's fields is not lost with its rejection */
void
credit_keep_stray(Entry *entry, const char *name, const JsonbValue *value, bool masked)
{
	Stray	   *stray = palloc(sizeof(Stray));
	FieldInput	text = {0};

	stray->name = name;
	stray->masked = masked;
	stray->is_json = !credit_scalar_input(value, &text);
	if (stray->is_json)
		stray->value = JsonbToCString(NULL, value->val.binary.data, -1);
	else
		stray->value = text.text ? pnstrdup(text.text, text.len) : NULL;
	entry->strays = lappend(entry->strays, stray);
}

static const char *
short_name(const JsonbValue *key)
{
	return pnstrdup(key->val.string.val,
					pg_mbcliplen(key->val.string.val, key->val.string.len, NAMEDATALEN - 1));
}

/*
 * The field of a key, -1 for none. Keys come as jsonb orders them and so does
 * key_order: *place walks along instead of searching for each.
 */
static int
field_of_key(const CatalogueItem *item, const JsonbValue *key, int *place)
{
	for (; *place < item->nfields; (*place)++)
	{
		const Field *field = &item->fields[item->key_order[*place]];
		int			order = field->name_len - key->val.string.len;

		if (order == 0)
			order = memcmp(field->name, key->val.string.val, field->name_len);
		if (order == 0)
			return item->key_order[(*place)++];
		if (order > 0)
			break;
	}
	return -1;
}

void
credit_read_member(Entry *entry, const CatalogueItem *item, int field,
			  const JsonbValue *key, const JsonbValue *value)
{
	bool		ok;

	if (field < 0)
	{
		const char *name = short_name(key);
		const char *forbidden = credit_forbidden_field(key->val.string.val, key->val.string.len);

		/* null says nothing, so a resubmission can drop a field this way */
		if (value->type == jbvNull)
			return;
		if (forbidden)
		{
			/* forbidden content is not kept anywhere */
			credit_add_reason(&entry->findings, name, "forbidden", NULL, 0, forbidden);
			return;
		}
		credit_keep_stray(entry, pnstrdup(key->val.string.val, key->val.string.len), value, true);
		credit_add_reason(&entry->findings, name, "unknown_field", NULL, 0,
						  psprintf(_("a field of item \"%s\", edition \"%s\""), item->item, item->edition));
		return;
	}
	if (entry->input[field].text != NULL)
		return;					/* given as a column */
	if (value->type == jbvBinary)
		ok = credit_array_input(value->val.binary.data, &entry->input[field]);
	else
		ok = credit_scalar_input(value, &entry->input[field]);
	if (!ok)
	{
		entry->input[field] = (FieldInput) {0};
		credit_keep_stray(entry, item->fields[field].name, value, item->fields[field].personal);
		credit_add_reason(&entry->findings, item->fields[field].name, "structure", NULL, 0,
						  _("a text, a number, true or false, or a flat array of these"));
	}
}

static void
read_detail(Entry *entry, const CatalogueItem *item, Jsonb *detail)
{
	JsonbIterator *it;
	JsonbValue	key,
				value;
	int			place = 0;

	if (!JB_ROOT_IS_OBJECT(detail))
	{
		credit_add_reason(&entry->findings, "detail", "structure", NULL, 0,
						  _("an object of fields"));
		return;
	}
	it = JsonbIteratorInit(&detail->root);
	(void) JsonbIteratorNext(&it, &value, true);
	while (list_length(entry->findings.reasons) < REASONS_MAX &&
		   JsonbIteratorNext(&it, &key, true) == WJB_KEY)
	{
		(void) JsonbIteratorNext(&it, &value, true);
		credit_read_member(entry, item, field_of_key(item, &key, &place), &key, &value);
	}
}

/* the decision date may stand in its column or in the detail */
static FieldInput
decision_date(Door *door, Entry *entry, const Datum *values, const bool *isnull)
{
	int			column = VIEW_COLUMN(REC_DECIDED_ON);
	int			field = entry->newest->by_role[ROLE_DECIDED_ON];
	FieldInput	input = {0};
	Jsonb	   *detail;
	JsonbValue *value;

	if (!isnull[column])
		return credit_output_input(door, column, values[column]);
	if (field < 0 || isnull[VIEW_COLUMN(REC_DETAIL)])
		return input;
	detail = DatumGetJsonbP(values[VIEW_COLUMN(REC_DETAIL)]);
	if (!JB_ROOT_IS_OBJECT(detail))
		return input;
	value = getKeyJsonValueFromContainer(&detail->root, entry->newest->fields[field].name,
										 entry->newest->fields[field].name_len, NULL);
	if (value != NULL)
		(void) credit_scalar_input(value, &input);
	return input;
}

static void
read_own_columns(Door *door, Entry *entry, const Datum *values, const bool *isnull)
{
	for (int i = 0; i < lengthof(own_columns); i++)
	{
		if (!isnull[VIEW_COLUMN(own_columns[i].column)])
			credit_add_reason(&entry->findings, own_columns[i].name, "own_column", NULL, 0,
							  _("nothing: the database sets this column"));
	}
	if (!isnull[VIEW_COLUMN(REC_DEPT_ID)])
		entry->given_dept = DatumGetInt32(values[VIEW_COLUMN(REC_DEPT_ID)]);
	if (!isnull[VIEW_COLUMN(REC_SUBJECT_ID)])
		entry->given_subject = DatumGetInt64(values[VIEW_COLUMN(REC_SUBJECT_ID)]);
	if (!isnull[VIEW_COLUMN(REC_RECEIVED_AT)])
	{
		entry->has_received_at = true;
		entry->received_at = DatumGetTimestampTz(values[VIEW_COLUMN(REC_RECEIVED_AT)]);
	}
	if (entry->has_received_at &&
		(TIMESTAMP_NOT_FINITE(entry->received_at) || entry->received_at > credit_received_now()))
		credit_add_reason(&entry->findings, "received_at", "future", NULL, 0,
						  _("a time that has passed"));
	/* when a record came in decides whether it was late: not for departments to say */
	if (!door->office && entry->has_received_at)
		credit_add_reason(&entry->findings, "received_at", "own_column", NULL, 0,
						  _("nothing: only the credit office may say when a record was received"));
	if (!door->office && entry->given_subject != 0)
		credit_add_reason(&entry->findings, "subject_id", "own_column", NULL, 0,
						  _("nothing: name the subject by its code"));
}

/* a row of no known item, for its rejection; which of its members are document
 * numbers nobody can tell */
static void
keep_whole_row(Door *door, Entry *entry, const Datum *values, const bool *isnull)
{
	Jsonb	   *detail;
	JsonbIterator *it;
	JsonbValue	key,
				value;

	for (int i = 0; i < lengthof(field_columns); i++)
	{
		if (!isnull[field_columns[i].column])
		{
			FieldInput	text = credit_output_input(door, field_columns[i].column,
											values[field_columns[i].column]);
			Stray	   *stray = palloc0(sizeof(Stray));

			stray->name = field_columns[i].name;
			stray->value = pnstrdup(text.text, text.len);
			entry->strays = lappend(entry->strays, stray);
		}
	}
	if (isnull[VIEW_COLUMN(REC_DETAIL)])
		return;
	detail = DatumGetJsonbP(values[VIEW_COLUMN(REC_DETAIL)]);
	if (!JB_ROOT_IS_OBJECT(detail))
		return;
	it = JsonbIteratorInit(&detail->root);
	(void) JsonbIteratorNext(&it, &value, true);
	while (JsonbIteratorNext(&it, &key, true) == WJB_KEY)
	{
		(void) JsonbIteratorNext(&it, &value, true);
		if (credit_forbidden_field(key.val.string.val, key.val.string.len) == NULL)
			credit_keep_stray(entry, pnstrdup(key.val.string.val, key.val.string.len), &value, true);
	}
}

/* a row of credit.record */
bool
credit_read_record_row(Door *door, Entry *entry, const Datum *values, const bool *isnull)
{
	FieldInput	name = {.text = "", .len = 0};
	FieldInput	date;
	const CatalogueItem *item;

	if (!isnull[VIEW_COLUMN(REC_ITEM)])
		name = credit_text_input(values[VIEW_COLUMN(REC_ITEM)]);
	entry->item_name = pnstrdup(name.text, name.len);
	entry->newest = credit_item_editions(name.text, name.len);
	if (entry->newest == NULL)
	{
		credit_no_item(entry, name.text, name.len);
		entry->item_name = pnstrdup(name.text, pg_mbcliplen(name.text, name.len, NAMEDATALEN - 1));
		keep_whole_row(door, entry, values, isnull);
		return false;
	}
	date = decision_date(door, entry, values, isnull);
	entry->item = credit_choose_edition(entry, &date);
	item = entry->item ? entry->item : entry->newest;
	door->mapped_item = item;
	entry->input = palloc0(sizeof(FieldInput) * item->nfields);
	entry->values = palloc0(sizeof(FieldValue) * item->nfields);
	for (int i = 0; i < lengthof(field_columns); i++)
	{
		int			column = field_columns[i].column;
		int			field = item->by_role[field_columns[i].role];

		if (isnull[column])
			continue;
		if (field < 0)
			credit_add_reason(&entry->findings, field_columns[i].name, "unknown_field", NULL, 0,
							  psprintf(_("nothing: item \"%s\" has no such field"), item->item));
		else if (field_columns[i].role == ROLE_AMOUNT)
		{
			entry->input[field] = credit_amount_input(&item->fields[field], values[column]);
			entry->has_amount = true;
			entry->amount = values[column];
		}
		else
			entry->input[field] = credit_output_input(door, column, values[column]);
	}
	if (!isnull[VIEW_COLUMN(REC_DETAIL)])
		read_detail(entry, item, DatumGetJsonbP(values[VIEW_COLUMN(REC_DETAIL)]));
	read_own_columns(door, entry, values, isnull);
	return entry->item != NULL;
}
