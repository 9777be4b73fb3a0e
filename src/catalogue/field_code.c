/*
 * field_code.c
 *	  Fields with a code list: a code or its label, one or several, in the ways
 *	  clerks separate them.
 */
#include "catalogue/catalogue.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/memutils.h"

#define BAD_CODES_MAX 10		/* wrong parts of one field that are named */

static const char *
code_of(const CodeList *list, const char *text, int len)
{
	int			low = 0,
				high = list->count - 1;

	while (low <= high)
	{
		int			middle = (low + high) / 2;
		const char *code = list->values[middle].code;
		int			order = strncmp(code, text, len);

		if (order == 0)
			order = (code[len] != '\0');
		if (order == 0)
			return code;
		if (order < 0)
			low = middle + 1;
		else
			high = middle - 1;
	}
	for (low = 0, high = list->count - 1; low <= high;)
	{
		int			middle = (low + high) / 2;
		const char *label = list->by_label[middle]->label;
		int			order = strncmp(label, text, len);

		if (order == 0)
			order = (label[len] != '\0');
		if (order == 0)
			return list->by_label[middle]->code;
		if (order < 0)
			low = middle + 1;
		else
			high = middle - 1;
	}
	return NULL;
}

static const char *
code_list_hint(const CodeList *list)
{
	StringInfoData buf;

	initStringInfo(&buf);
	appendStringInfo(&buf, _("one of list %s: "), list->name);
	for (int i = 0; i < list->count && i < 15; i++)
	{
		appendStringInfo(&buf, "%s%s", i ? ", " : "", list->values[i].code);
		if (strcmp(list->values[i].code, list->values[i].label) != 0)
			appendStringInfo(&buf, " %s", list->values[i].label);
	}
	if (list->count > 15)
		appendStringInfo(&buf, ", %s", credit_own_text("…"));
	return buf.data;
}

/* the next part of a multi-valued field; separators ; , 、 | in both widths */
static const char *const separators[] = {";", ",", "|", "；", "，", "、", "｜"};

static int
part_length(const char *text, int len, int *separator_len)
{
	static char const *own[lengthof(separators)];
	static int	own_len[lengthof(separators)];

	if (own[0] == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(TopMemoryContext);

		/* own[0] last: what was begun is done again after an error */
		for (int s = lengthof(separators) - 1; s >= 0; s--)
		{
			own[s] = credit_own_text(separators[s]);
			own_len[s] = strlen(own[s]);
		}
		MemoryContextSwitchTo(old);
	}
	for (int i = 0; i < len; i += pg_mblen(text + i))
	{
		for (int s = 0; s < lengthof(separators); s++)
		{
			int			n = own_len[s];

			if (text[i] == own[s][0] && i + n <= len && memcmp(text + i, own[s], n) == 0)
			{
				*separator_len = n;
				return i;
			}
		}
	}
	*separator_len = 0;
	return len;
}

/* a code, its label, or several; value->text gets the codes, joined by ';' */
void
credit_check_code(const Field *field, const char *text, int len, FieldValue *value, Findings *findings)
{
	StringInfoData buf;
	const char *rest = text;
	int			left = len;
	int			bad = 0;

	if (field->codes == NULL)
		return;					/* a list without rows yet checks nothing */
	if (!field->multi_valued)
	{
		const char *code = code_of(field->codes, text, len);

		if (code == NULL)
			credit_field_fault(findings, field, "code_list", text, len, code_list_hint(field->codes));
		value->text = code ? code : "";
		value->len = strlen(value->text);
		return;
	}
	initStringInfo(&buf);
	while (left > 0)
	{
		int			separator_len = 0;
		int			n = part_length(rest, left, &separator_len);
		const char *part = rest;
		int			part_len = n;
		const char *code;

		credit_trim(&part, &part_len);
		rest += n + separator_len;
		left -= n + separator_len;
		if (part_len == 0)
			continue;
		code = code_of(field->codes, part, part_len);
		if (code == NULL)
		{
			credit_field_fault(findings, field, "code_list", part, part_len, code_list_hint(field->codes));
			if (++bad == BAD_CODES_MAX)
				break;
		}
		else
			appendStringInfo(&buf, "%s%s", buf.len ? ";" : "", code);
	}
	value->text = buf.data;
	value->len = buf.len;
	value->present = (buf.len > 0 || bad > 0);
}
