/*
 * refusal.c
 *	  What happens to a row with reasons against it: an error a clerk can act
 *	  on, or a row of credit.rejection (setting credit.on_reject). Document
 *	  numbers never stand in either; a rejection keeps them apart.
 */
#include "record/record.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/json.h"

#define REJECTIONS_A_FLUSH 1000
#define STRAY_NAME_BYTES 255

static const char *
label_of(const Entry *entry, const char *field)
{
	const CatalogueItem *item = entry->item ? entry->item : entry->newest;
	int			index = item ? credit_field_index(item, field, strlen(field)) : -1;

	return index >= 0 ? item->fields[index].name_zh : NULL;
}

static char *
reasons_text(const Entry *entry)
{
	StringInfoData buf;
	ListCell   *cell;

	initStringInfo(&buf);
	foreach(cell, entry->findings.reasons)
	{
		const Reason *reason = lfirst(cell);
		const char *label = label_of(entry, reason->field);

		if (buf.len > 0)
			appendStringInfoChar(&buf, '\n');
		appendStringInfoString(&buf, reason->field);
		if (label)
			appendStringInfo(&buf, " (%s)", label);
		if (reason->found)
			appendStringInfo(&buf, _(": found \"%s\", expected %s."), reason->found, reason->expected);
		else
			appendStringInfo(&buf, _(": expected %s."), reason->expected);
	}
	return buf.data;
}

static void
member(StringInfo buf, const char *key, const char *value)
{
	if (buf->data[buf->len - 1] != '{')
		appendStringInfoString(buf, ", ");
	escape_json(buf, key);
	appendStringInfoString(buf, ": ");
	if (value)
		escape_json(buf, value);
	else
		appendStringInfoString(buf, "null");
}

static char *
reasons_json(const Entry *entry)
{
	StringInfoData buf;
	ListCell   *cell;

	initStringInfo(&buf);
	appendStringInfoChar(&buf, '[');
	foreach(cell, entry->findings.reasons)
	{
		const Reason *reason = lfirst(cell);

		if (buf.len > 1)
			appendStringInfoString(&buf, ", ");
		appendStringInfoChar(&buf, '{');
		member(&buf, "field", reason->field);
		member(&buf, "rule", reason->rule);
		member(&buf, "found", reason->found);
		member(&buf, "expected", reason->expected);
		if (entry->line > 0)
			appendStringInfo(&buf, ", \"line\": " INT64_FORMAT, entry->line);
		appendStringInfoChar(&buf, '}');
	}
	appendStringInfoChar(&buf, ']');
	return buf.data;
}

/* the row as it came; document numbers go to *secrets */
static char *
payload_json(const Door *door, const Entry *entry, char **secrets)
{
	const CatalogueItem *item = entry->item ? entry->item : entry->newest;
	StringInfoData payload,
				apart;
	ListCell   *cell;

	initStringInfo(&payload);
	initStringInfo(&apart);
	appendStringInfoChar(&payload, '{');
	appendStringInfoChar(&apart, '{');
	for (int f = 0; item && entry->input && f < item->nfields; f++)
	{
		const FieldInput *input = &entry->input[f];
		char	   *text;

		if (input->text == NULL)
			continue;
		text = pnstrdup(input->text, input->len);
		if (credit_holds_document(&item->fields[f], input->text, input->len))
		{
			member(&apart, item->fields[f].name, text);
			text = "***";
		}
		member(&payload, item->fields[f].name, text);
	}
	foreach(cell, entry->strays)
	{
		const Stray *stray = lfirst(cell);

		/* the table of numbers is keyed by the field: an absurd name has no place there */
		if (stray->masked && stray->value && strlen(stray->name) <= STRAY_NAME_BYTES)
			member(&apart, stray->name, stray->value);
		if (stray->is_json && !stray->masked)
		{
			appendStringInfoString(&payload, payload.data[payload.len - 1] == '{' ? "" : ", ");
			escape_json(&payload, stray->name);
			appendStringInfo(&payload, ": %s", stray->value);
		}
		else
			member(&payload, stray->name, stray->masked && stray->value ? "***" : stray->value);
	}
	appendStringInfoChar(&payload, '}');
	appendStringInfoChar(&apart, '}');
	*secrets = apart.len > 2 ? apart.data : NULL;
	return payload.data;
}

static bool
has_rule(const Entry *entry, const char *rule)
{
	ListCell   *cell;

	foreach(cell, entry->findings.reasons)
	{
		if (strcmp(((const Reason *) lfirst(cell))->rule, rule) == 0)
			return true;
	}
	return false;
}

static bool
carries_document(const Entry *entry)
{
	const CatalogueItem *item = entry->item ? entry->item : entry->newest;

	/* what an unknown item's row carries cannot be told */
	if (item == NULL)
		return true;
	for (int f = 0; entry->input && f < item->nfields; f++)
	{
		if (entry->input[f].text != NULL &&
			credit_holds_document(&item->fields[f], entry->input[f].text, entry->input[f].len))
			return true;
	}
	return false;
}

static int
error_code(const Entry *entry)
{
	if (has_rule(entry, "catalogue"))
		return ERRCODE_CREDIT_NOT_IN_CATALOGUE;
	if (has_rule(entry, "forbidden"))
		return ERRCODE_CREDIT_FORBIDDEN_CONTENT;
	if (has_rule(entry, "department") || has_rule(entry, "owner"))
		return ERRCODE_CREDIT_NOT_YOUR_DEPARTMENT;
	if (has_rule(entry, "subject"))
		return ERRCODE_CREDIT_UNKNOWN_SUBJECT;
	return ERRCODE_CREDIT_ROW_REFUSED;
}

void
credit_refuse_row(Door *door, Entry *entry)
{
	MemoryContext old;
	Rejection  *rejection;

	if (credit_on_reject == CREDIT_REJECT_ERROR && !door->sets_aside)
	{
		/* COPY's context line and the logged statement would show the number */
		bool		secret = carries_document(entry);
		int			code = error_code(entry);
		char	   *reasons = reasons_text(entry);
		char	   *item = pstrdup(entry->newest == NULL && credit_names_document(entry->item_name, strlen(entry->item_name)) ?
								   "***" : entry->item_name);

		/* a row that came before this one may be refused first */
		credit_settle(door);
		/* and the line COPY has read last is not the one that waited */
		if (secret || door->settling)
			error_context_stack = NULL;
		ereport(ERROR,
				(errcode(code),
				 errmsg("row %lld of item \"%s\" is refused", (long long) entry->row, item),
				 errdetail("%s", reasons),
				 errhint("Correct these fields, or SET credit.on_reject = quarantine to set such rows aside and go on."),
				 errhidestmt(secret)));
	}

	old = MemoryContextSwitchTo(door->buffer_cxt);
	rejection = palloc(sizeof(Rejection));
	rejection->row = entry->row;
	rejection->item = pstrdup(entry->item_name);
	/* the department the row is for, where that was found: a resubmission is for it again */
	rejection->dept = entry->item != NULL && !entry->isnull[REC_DEPT_ID] ?
		DatumGetInt32(entry->column[REC_DEPT_ID]) : door->dept;
	rejection->reasons = reasons_json(entry);
	rejection->payload = payload_json(door, entry, &rejection->secrets);
	door->rejections = lappend(door->rejections, rejection);
	door->buffered_bytes += strlen(rejection->payload) + strlen(rejection->reasons);
	MemoryContextSwitchTo(old);
	door->rejected_total++;
	if (list_length(door->rejections) >= REJECTIONS_A_FLUSH ||
		door->buffered_bytes > DOOR_BUFFER_BYTES)
		credit_flush(door);
}

/* What a statement's rows became, as far as somebody should look at it. */
void
credit_tell_results(const Door *door)
{
	if (door->rejected_total > 0)
		ereport(NOTICE,
				(errmsg_plural("%lld row was set aside",
							   "%lld rows were set aside",
							   (unsigned long) door->rejected_total,
							   (long long) door->rejected_total),
				 errdetail("Batch %lld: %lld rows, %lld accepted, %lld known already, %lld corrected, %lld set aside.",
						   (long long) door->batch_id, (long long) door->rows,
						   (long long) door->count[ENTRY_ACCEPTED],
						   (long long) door->count[ENTRY_DUPLICATE],
						   (long long) door->count[ENTRY_CORRECTED],
						   (long long) door->count[ENTRY_REJECTED]),
				 errhint("The reasons are in credit.rejection.")));
	if (door->outdated > 0)
		ereport(NOTICE,
				(errmsg_plural("%lld row repeats what was corrected since and changed nothing",
							   "%lld rows repeat what was corrected since and changed nothing",
							   (unsigned long) door->outdated,
							   (long long) door->outdated),
				 errdetail("Counted as known already in batch %lld.", (long long) door->batch_id),
				 errhint("To return to the earlier content, SET credit.reason to why and send it again.")));
	if (door->warned > 0)
		ereport(NOTICE,
				(errmsg_plural("%lld row went in with a warning",
							   "%lld rows went in with a warning",
							   (unsigned long) door->warned,
							   (long long) door->warned),
				 errdetail("They are in batch %lld.", (long long) door->batch_id),
				 errhint("Look at batch_id and warnings in credit.record; a row that is wrong is entered again, or revoked.")));
}
