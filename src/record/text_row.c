/*
 * text_row.c
 *	  Reads a row whose fields come by name, as text, into the fields of its
 *	  item's edition: rows of documents (room exchange).
 */
#include "record/record.h"

#include "mb/pg_wchar.h"
#include "utils/jsonb.h"

/*
 * A row whose fields come by name, as text. The caller has set what else the
 * row carries (line, received_at) and may have found reasons against it.
 */
bool
credit_read_texts(Entry *entry, const char *item_name, const EntryText *texts, int ntexts)
{
	const CatalogueItem *item;
	FieldInput	date = {0};
	int			date_field;

	entry->item_name = item_name;
	entry->newest = credit_item_editions(item_name, strlen(item_name));
	if (entry->newest == NULL)
	{
		credit_no_item(entry, item_name, strlen(item_name));
		entry->item_name = pnstrdup(item_name, pg_mbcliplen(item_name, strlen(item_name), NAMEDATALEN - 1));
		for (int i = 0; i < ntexts; i++)
		{
			JsonbValue	value = {.type = jbvString};

			value.val.string.val = unconstify(char *, texts[i].text);
			value.val.string.len = texts[i].len;
			if (credit_forbidden_field(texts[i].name, strlen(texts[i].name)) == NULL)
				credit_keep_stray(entry, texts[i].name, &value, true);
		}
		return false;
	}
	date_field = entry->newest->by_role[ROLE_DECIDED_ON];
	for (int i = 0; i < ntexts && date_field >= 0; i++)
	{
		if (strcmp(texts[i].name, entry->newest->fields[date_field].name) == 0)
			date = (FieldInput) {.text = texts[i].text, .len = texts[i].len};
	}
	entry->item = credit_choose_edition(entry, &date);
	item = entry->item ? entry->item : entry->newest;
	entry->input = palloc0(sizeof(FieldInput) * item->nfields);
	entry->values = palloc0(sizeof(FieldValue) * item->nfields);
	for (int i = 0; i < ntexts && list_length(entry->findings.reasons) < REASONS_MAX; i++)
	{
		int			field = credit_field_index(item, texts[i].name, strlen(texts[i].name));
		JsonbValue	key = {.type = jbvString},
					value = {.type = jbvString};

		value.val.string.val = unconstify(char *, texts[i].text);
		value.val.string.len = texts[i].len;
		if (field >= 0 && entry->input[field].text == NULL)
		{
			entry->input[field] = (FieldInput) {.text = texts[i].text, .len = texts[i].len};
			continue;
		}
		if (field >= 0)
		{
			credit_keep_stray(entry, psprintf("%s (2)", item->fields[field].name), &value,
					   item->fields[field].personal);
			credit_add_reason(&entry->findings, item->fields[field].name, "structure", NULL, 0,
							  _("the field once; several values in one, separated by semicolons"));
			continue;
		}
		key.val.string.val = unconstify(char *, texts[i].name);
		key.val.string.len = strlen(texts[i].name);
		credit_read_member(entry, item, field, &key, &value);
	}
	return entry->item != NULL;
}
