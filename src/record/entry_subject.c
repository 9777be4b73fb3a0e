/*
 * entry_subject.c
 *	  About whom a row is: by unified code, else by another identifier, else a
 *	  person by document; an organisation with a valid code that is not
 *	  registered yet is created provisional until the register confirms it.
 */
#include "record/entry_subject.h"

#include "code/uscc.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "name/name.h"
#include "registry/registry.h"
#include "storage/lock.h"
#include "utils/builtins.h"

#define ADVISORY_SUBJECTS 0x43524453	/* class of the lock on new subjects */

static const struct
{
	FieldRole	role;
	const char *scheme;
}			identifiers[] =
{
	{ROLE_SUBJECT_REGISTRATION_NO, "registration_no"},
	{ROLE_SUBJECT_ORG_CODE, "org_code"},
	{ROLE_SUBJECT_TAX_NO, "tax_no"},
	{ROLE_SUBJECT_INSTITUTION_NO, "institution_no"},
	{ROLE_SUBJECT_ASSOCIATION_NO, "association_no"},
};

static bool
has_reason(const Entry *entry, const char *field)
{
	ListCell   *cell;

	foreach(cell, entry->findings.reasons)
	{
		if (strcmp(((const Reason *) lfirst(cell))->field, field) == 0)
			return true;
	}
	return false;
}

/* an item without a field for the type means identity cards */
static const char *
document_type(const Entry *entry, FieldRole type_role)
{
	const FieldValue *type = credit_entry_value(entry, type_role);

	return type ? type->text : "resident_id";
}

static void
check_document(Entry *entry, FieldRole type_role, FieldRole no_role)
{
	const FieldValue *no = credit_entry_value(entry, no_role);
	const char *fault;

	if (no == NULL)
		return;
	if (entry->item->by_role[type_role] >= 0 && credit_entry_value(entry, type_role) == NULL)
	{
		/* a type that is there and wrong has its reason already */
		if (!entry->values[entry->item->by_role[type_role]].present &&
			!has_reason(entry, credit_entry_field(entry, type_role, NULL)))
			credit_add_reason(&entry->findings, credit_entry_field(entry, type_role, NULL), "required", NULL, 0,
							  _("the type of the document whose number is given"));
		return;
	}
	fault = credit_document_fault(document_type(entry, type_role), no->text);
	if (fault != NULL)
		credit_add_reason(&entry->findings, credit_entry_field(entry, no_role, NULL), "identifier", "***", 3, fault);
}

void
credit_check_subject_fields(Entry *entry)
{
	check_document(entry, ROLE_SUBJECT_DOC_TYPE, ROLE_SUBJECT_DOC_NO);
	check_document(entry, ROLE_LEGAL_REP_DOC_TYPE, ROLE_LEGAL_REP_DOC_NO);
}

/*
 * Creates the organisation behind a valid code. Those who create subjects take
 * turns until commit: two loads creating the same codes in different order
 * would otherwise deadlock on the unique index.
 */
static int64
create_subject(const FieldValue *code, const FieldValue *name, const Uscc *uscc, bool *is_new)
{
	static SPIPlanPtr plan = NULL;
	CreditAsOwner saved;
	LOCKTAG		tag;
	Datum		args[5];
	char		region[7];
	int64		subject_id = 0;
	bool		isnull;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, ADVISORY_SUBJECTS, 0, 2);
	(void) LockAcquire(&tag, ExclusiveLock, false, false);
	subject_id = credit_subject_by_uscc(UsccPGetDatum(uscc), NULL);
	if (subject_id != 0)
		return subject_id;		/* another load has just created it */

	credit_as_owner_begin(&saved);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (plan == NULL)
	{
		Oid			types[] = {TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID};

		plan = SPI_prepare("INSERT INTO credit.subject"
						   " (kind, uscc, name, name_key, region_code, provisional)"
						   " SELECT $1::credit.subject_kind, $2::credit.uscc, $3, $4,"
						   " (SELECT r.code FROM credit.region r WHERE r.code = $5), true"
						   " RETURNING subject_id", lengthof(types), types);
		if (plan == NULL || SPI_keepplan(plan) != 0)
			elog(ERROR, "could not prepare the creation of a subject");
	}
	memcpy(region, code->text + 2, 6);
	region[6] = '\0';
	args[0] = CStringGetTextDatum(subject_kind_labels[uscc_subject_kind(uscc)]);
	args[1] = CStringGetTextDatum(code->text);
	args[2] = CStringGetTextDatum(name->text);
	args[3] = CStringGetTextDatum(credit_name_key(name->text, name->len));
	args[4] = CStringGetTextDatum(region);
	if (SPI_execute_plan(plan, args, NULL, false, 1) != SPI_OK_INSERT_RETURNING ||
		SPI_processed != 1)
		elog(ERROR, "could not create a subject");
	subject_id = DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
	SPI_finish();
	credit_as_owner_end(&saved);
	*is_new = true;
	return subject_id;
}

/* responsible persons are found later through this relation (P0 item 12) */
static void
note_legal_representative(Entry *entry, int64 subject_id)
{
	static SPIPlanPtr plan = NULL;
	const FieldValue *no = credit_entry_value(entry, ROLE_LEGAL_REP_DOC_NO);
	const FieldValue *name = credit_entry_value(entry, ROLE_LEGAL_REP_NAME);
	CreditAsOwner saved;
	Datum		args[2];

	if (no == NULL || name == NULL)
		return;
	args[0] = Int64GetDatum(subject_id);
	args[1] = Int64GetDatum(credit_person_subject(document_type(entry, ROLE_LEGAL_REP_DOC_TYPE),
												  no->text, name->text, true));
	if (DatumGetInt64(args[0]) == DatumGetInt64(args[1]))
		return;					/* a person for himself */
	credit_as_owner_begin(&saved);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (plan == NULL)
	{
		Oid			types[] = {INT8OID, INT8OID};

		plan = SPI_prepare("INSERT INTO credit.relation (subject_id, related_id, role, valid)"
						   " SELECT $1, $2, 'legal_representative', pg_catalog.daterange(credit.today(), NULL)"
						   " WHERE NOT EXISTS (SELECT FROM credit.relation r"
						   " WHERE r.subject_id = $1 AND r.related_id = $2"
						   " AND r.role = 'legal_representative' AND pg_catalog.upper_inf(r.valid))",
						   lengthof(types), types);
		if (plan == NULL || SPI_keepplan(plan) != 0)
			elog(ERROR, "could not prepare a relation");
	}
	if (SPI_execute_plan(plan, args, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not note a legal representative");
	SPI_finish();
	credit_as_owner_end(&saved);
}

/* the subject by number, code, former code or another identifier */
static bool
search(SubjectLookup *lookup, const Entry *entry, const Uscc *uscc, CreditSubject *found)
{
	if (entry->given_subject != 0)
		return credit_subject_find_id(lookup, entry->given_subject, found);
	if (uscc != NULL &&
		(credit_subject_find_uscc(lookup, UsccPGetDatum(uscc), found) ||
		 credit_subject_find_identifier(lookup, "former_uscc", credit_uscc_text(uscc), found)))
		return true;
	for (int i = 0; i < lengthof(identifiers); i++)
	{
		const FieldValue *value = credit_entry_value(entry, identifiers[i].role);

		if (value != NULL &&
			credit_subject_find_identifier(lookup, identifiers[i].scheme,
										   credit_clean_identifier(value->text, value->len), found))
			return true;
	}
	return false;
}

/* the look-up kept open with the statement; NULL where none may be */
SubjectLookup *
credit_door_subjects(Door *door)
{
	if (!credit_door_keeps_open(door))
		return NULL;
	if (!door->subjects_open)
	{
		MemoryContext old = MemoryContextSwitchTo(door->cxt);

		credit_subject_lookup_begin(&door->subjects, NULL);
		credit_subject_lookup_names(&door->subjects);
		door->subjects_open = true;
		MemoryContextSwitchTo(old);
	}
	return &door->subjects;
}

SubjectKind
credit_kind_of(const Door *door, Oid value)
{
	for (int k = 0; k < SUBJECT_KINDS; k++)
	{
		if (door->kind_oid[k] == value)
			return k;
	}
	return KIND_OTHER;
}

/* the name in the register to the letter; a row without a name has none to compare */
bool
credit_same_name(const CreditSubject *subject, const char *name, int len)
{
	return name == NULL || subject->name == NULL ||
		(VARSIZE_ANY_EXHDR(subject->name) == len &&
		 memcmp(VARDATA_ANY(subject->name), name, len) == 0);
}

/*
 * Whether the name beside the code is the organisation's, now or formerly,
 * whatever its brackets and blanks. A code typed wrong that happens to be
 * somebody else's must not go in without a word.
 */
static bool
is_named(const CreditSubject *subject, const FieldValue *name)
{
	static SPIPlanPtr plan = NULL;
	CreditAsOwner saved;
	Datum		args[2];
	char	   *key;
	bool		formerly;

	if (name == NULL || credit_same_name(subject, name->text, name->len))
		return true;
	key = credit_name_key(name->text, name->len);
	if (strcmp(key, credit_name_key(VARDATA_ANY(subject->name), VARSIZE_ANY_EXHDR(subject->name))) == 0)
		return true;
	args[0] = Int64GetDatum(subject->subject_id);
	args[1] = CStringGetTextDatum(key);
	credit_as_owner_begin(&saved);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (plan == NULL)
	{
		Oid			types[] = {INT8OID, TEXTOID};

		plan = SPI_prepare("SELECT FROM credit.subject_name n WHERE n.subject_id = $1 AND n.name_key = $2",
						   lengthof(types), types);
		if (plan == NULL || SPI_keepplan(plan) != 0)
			elog(ERROR, "could not prepare a look at former names");
	}
	if (SPI_execute_plan(plan, args, NULL, false, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not look at former names");
	formerly = SPI_processed > 0;
	SPI_finish();
	credit_as_owner_end(&saved);
	return formerly;
}

/* Persons are passed over: nobody is to learn from a number whose it is. */
static int64
find_registered(Door *door, Entry *entry, const Uscc *uscc, SubjectKind *kind)
{
	SubjectLookup *kept = credit_door_subjects(door);
	CreditSubject found;
	bool		known;

	if (kept != NULL)
		known = search(kept, entry, uscc, &found);
	else
	{
		SubjectLookup own;

		credit_subject_lookup_begin(&own, NULL);
		credit_subject_lookup_names(&own);
		known = search(&own, entry, uscc, &found);
		credit_subject_lookup_end(&own);
	}
	if (!known)
		return 0;
	*kind = credit_kind_of(door, found.kind);
	if (*kind != KIND_PERSON && !is_named(&found, credit_entry_value(entry, ROLE_SUBJECT_NAME)))
		entry->findings.warnings = lappend(entry->findings.warnings, (void *) "subject_name_differs");
	return found.subject_id;
}

bool
credit_resolve_subject(Door *door, Entry *entry, bool *is_new, bool *person)
{
	const FieldValue *code = credit_entry_value(entry, ROLE_SUBJECT_CODE);
	const FieldValue *name = credit_entry_value(entry, ROLE_SUBJECT_NAME);
	const FieldValue *doc_no = credit_entry_value(entry, ROLE_SUBJECT_DOC_NO);
	SubjectKind kind = KIND_OTHER;
	Uscc		uscc;
	int64		subject_id;

	if (code != NULL && !uscc_parse(code->text, code->len, &uscc))
		code = NULL;
	subject_id = find_registered(door, entry, code ? &uscc : NULL, &kind);
	if (entry->given_subject != 0 &&
		(subject_id == 0 ||
		 (code != NULL && credit_subject_by_uscc(UsccPGetDatum(&uscc), NULL) != subject_id)))
	{
		credit_add_reason(&entry->findings, "subject_id", "subject",
						  psprintf(INT64_FORMAT, entry->given_subject),
						  strlen(psprintf(INT64_FORMAT, entry->given_subject)),
						  _("a registered subject, and the one the code beside it belongs to"));
		return false;
	}
	if (subject_id == 0 && code != NULL)
	{
		if (name == NULL)
		{
			credit_add_reason(&entry->findings, credit_entry_field(entry, ROLE_SUBJECT_CODE, NULL), "subject",
							  code->text, code->len,
							  _("a registered code, or the name beside it so that the subject can be entered"));
			return false;
		}
		kind = uscc_subject_kind(&uscc);
		subject_id = create_subject(code, name, &uscc, is_new);
	}
	else if (subject_id == 0 && doc_no != NULL && name != NULL)
	{
		kind = KIND_PERSON;
		subject_id = credit_person_subject(document_type(entry, ROLE_SUBJECT_DOC_TYPE),
										   doc_no->text, name->text, true);
	}
	if (subject_id == 0)
	{
		credit_add_reason(&entry->findings,
						  credit_entry_field(entry, ROLE_SUBJECT_CODE, "subject_code"), "subject", NULL, 0,
						  _("a unified code, a registered number of the subject, or a person's document"));
		return false;
	}
	*person = (kind == KIND_PERSON);
	if (entry->item->applies_to != 0 &&
		(entry->item->applies_to & ((uint32) 1 << kind)) == 0)
	{
		credit_add_reason(&entry->findings, "item", "applies_to", subject_kind_labels[kind],
						  strlen(subject_kind_labels[kind]),
						  _("a kind of subject this item applies to"));
		return false;
	}
	entry->column[REC_SUBJECT_ID] = Int64GetDatum(subject_id);
	entry->isnull[REC_SUBJECT_ID] = false;
	if (credit_entry_value(entry, ROLE_LEGAL_REP_DOC_NO) != NULL)
		note_legal_representative(entry, subject_id);
	return true;
}
