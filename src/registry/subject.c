/*
 * subject.c
 *	  Whose code is this: from a unified code or another identifier to the
 *	  subject's number, by direct index scans and without SPI, since every
 *	  entered row asks. Merged entries lead to the subject they were merged
 *	  into.
 *
 * The default snapshot is SnapshotSelf: a row must find the subject that an
 * earlier row of the same statement created. SnapshotSelf can miss a row whose
 * new version commits between our looking at the new and at the old one, so a
 * miss is looked for once more.
 *
 * Look-ups read the tables past row-level security and privileges: the caller
 * decides what it may show. credit.find_subject() gives a number only, which
 * by itself says no more than that the code is registered.
 */
#include "registry/registry.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/relscan.h"
#include "access/stratnum.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_type.h"
#include "code/fold_core.h"
#include "code/uscc.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "catalog/pg_collation.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"

PG_FUNCTION_INFO_V1(credit_find_subject_sql);
PG_FUNCTION_INFO_V1(credit_find_subjects);
PG_FUNCTION_INFO_V1(credit_clean_identifier_sql);

/* merge_subject() keeps chains one step long; a longer one is walked anyway */
#define MAX_MERGES 100

void
credit_subject_lookup_begin(SubjectLookup *lookup, Snapshot snapshot)
{
	lookup->cxt = CurrentMemoryContext;
	memset(lookup->scans, 0, sizeof(lookup->scans));
	lookup->subject = table_open(credit_relation_oid("subject"), AccessShareLock);
	lookup->by_uscc = index_open(credit_relation_oid("subject_uscc_hash"), AccessShareLock);
	lookup->by_id = index_open(credit_relation_oid("subject_pkey"), AccessShareLock);
	lookup->identifier = table_open(credit_relation_oid("subject_identifier"), AccessShareLock);
	lookup->by_identifier = index_open(credit_relation_oid("subject_identifier_scheme_value_key"),
									   AccessShareLock);
	lookup->snapshot = snapshot;
	lookup->slot = table_slot_create(lookup->subject, NULL);
	lookup->identifier_slot = table_slot_create(lookup->identifier, NULL);
	lookup->col_subject_id = credit_column_number(RelationGetRelid(lookup->subject), "subject_id");
	lookup->col_uscc = credit_column_number(RelationGetRelid(lookup->subject), "uscc");
	lookup->col_kind = credit_column_number(RelationGetRelid(lookup->subject), "kind");
	lookup->col_provisional = credit_column_number(RelationGetRelid(lookup->subject), "provisional");
	lookup->col_merged_into = credit_column_number(RelationGetRelid(lookup->subject), "merged_into");
	lookup->col_owner = credit_column_number(RelationGetRelid(lookup->identifier), "subject_id");
	lookup->col_name = InvalidAttrNumber;
	fmgr_info(get_opcode(get_opfamily_member(lookup->by_uscc->rd_opfamily[0],
											 lookup->by_uscc->rd_opcintype[0],
											 lookup->by_uscc->rd_opcintype[0],
											 HTEqualStrategyNumber)),
			  &lookup->uscc_eq);
}

void
credit_subject_lookup_names(SubjectLookup *lookup)
{
	lookup->col_name = credit_column_number(RelationGetRelid(lookup->subject), "name");
}

void
credit_subject_lookup_end(SubjectLookup *lookup)
{
	for (int i = 0; i < SUBJECT_INDEXES; i++)
	{
		if (lookup->scans[i] != NULL)
			index_endscan(lookup->scans[i]);
	}
	ExecDropSingleTupleTableSlot(lookup->slot);
	ExecDropSingleTupleTableSlot(lookup->identifier_slot);
	index_close(lookup->by_identifier, AccessShareLock);
	table_close(lookup->identifier, AccessShareLock);
	index_close(lookup->by_id, AccessShareLock);
	index_close(lookup->by_uscc, AccessShareLock);
	table_close(lookup->subject, AccessShareLock);
}

/* a hash index finds codes of the same hash */
static bool
has_code(SubjectLookup *lookup, Datum code)
{
	bool		isnull;
	Datum		found = slot_getattr(lookup->slot, lookup->col_uscc, &isnull);

	return !isnull && DatumGetBool(FunctionCall2(&lookup->uscc_eq, found, code));
}

/*
 * One row by a unique index into slot, which then pins its page until it is
 * cleared; false when there is none. The scan stays open for the next search:
 * what it keeps between two searches lives in the look-up's own context.
 */
static bool
fetch_by(SubjectLookup *lookup, SubjectIndex which, ScanKey keys, int nkeys)
{
	bool		identifier = (which == SUBJECT_BY_IDENTIFIER);
	TupleTableSlot *slot = identifier ? lookup->identifier_slot : lookup->slot;
	MemoryContext old = MemoryContextSwitchTo(lookup->cxt);
	bool		found = false;

	if (lookup->scans[which] == NULL)
		lookup->scans[which] =
			credit_index_beginscan(identifier ? lookup->identifier : lookup->subject,
								   which == SUBJECT_BY_USCC ? lookup->by_uscc :
								   which == SUBJECT_BY_ID ? lookup->by_id : lookup->by_identifier,
								   lookup->snapshot ? lookup->snapshot : SnapshotSelf, nkeys);
	/*
	 * SnapshotSelf takes no snapshot: a row another session is just updating
	 * can be missed between its two versions, so nothing is looked for twice.
	 */
	for (int attempt = 0; attempt < 2 && !found; attempt++)
	{
		index_rescan(lookup->scans[which], keys, nkeys, NULL, 0);
		do
			found = index_getnext_slot(lookup->scans[which], ForwardScanDirection, slot);
		while (found && which == SUBJECT_BY_USCC && !has_code(lookup, keys[0].sk_argument));
		if (lookup->snapshot != NULL)
			break;
	}
	MemoryContextSwitchTo(old);
	return found;
}

/* Reads the subject in lookup->slot, following merges. */
static bool
read_subject(SubjectLookup *lookup, CreditSubject *found)
{
	found->via_merge = false;
	found->name = NULL;
	for (int step = 0; step < MAX_MERGES; step++)
	{
		bool		isnull;
		Datum		merged = slot_getattr(lookup->slot, lookup->col_merged_into, &isnull);
		ScanKeyData key;

		if (isnull)
		{
			found->subject_id = DatumGetInt64(slot_getattr(lookup->slot, lookup->col_subject_id, &isnull));
			found->kind = DatumGetObjectId(slot_getattr(lookup->slot, lookup->col_kind, &isnull));
			found->provisional = DatumGetBool(slot_getattr(lookup->slot, lookup->col_provisional, &isnull));
			if (lookup->col_name != InvalidAttrNumber)
			{
				Datum		name = slot_getattr(lookup->slot, lookup->col_name, &isnull);

				if (!isnull)
					found->name = DatumGetTextPCopy(name);
			}
			ExecClearTuple(lookup->slot);
			return true;
		}
		found->via_merge = true;
		ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(DatumGetInt64(merged)));
		ExecClearTuple(lookup->slot);
		if (!fetch_by(lookup, SUBJECT_BY_ID, &key, 1))
			return false;
	}
	ExecClearTuple(lookup->slot);
	return false;
}

bool
credit_subject_find_uscc(SubjectLookup *lookup, Datum code, CreditSubject *found)
{
	ScanKeyData key;

	ScanKeyEntryInitializeWithInfo(&key, 0, 1, HTEqualStrategyNumber, InvalidOid, InvalidOid,
								   &lookup->uscc_eq, code);
	return fetch_by(lookup, SUBJECT_BY_USCC, &key, 1) &&
		read_subject(lookup, found);
}

bool
credit_subject_find_id(SubjectLookup *lookup, int64 subject_id, CreditSubject *found)
{
	ScanKeyData key;

	ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(subject_id));
	return fetch_by(lookup, SUBJECT_BY_ID, &key, 1) &&
		read_subject(lookup, found);
}

bool
credit_subject_find_identifier(SubjectLookup *lookup, const char *scheme, const char *value,
							   CreditSubject *found)
{
	ScanKeyData keys[2];
	bool		isnull;
	int64		owner;

	ScanKeyEntryInitialize(&keys[0], 0, 1, BTEqualStrategyNumber, InvalidOid, C_COLLATION_OID,
						   F_TEXTEQ, CStringGetTextDatum(scheme));
	ScanKeyEntryInitialize(&keys[1], 0, 2, BTEqualStrategyNumber, InvalidOid, C_COLLATION_OID,
						   F_TEXTEQ, CStringGetTextDatum(value));
	if (!fetch_by(lookup, SUBJECT_BY_IDENTIFIER, keys, 2))
		return false;
	owner = DatumGetInt64(slot_getattr(lookup->identifier_slot, lookup->col_owner, &isnull));
	ExecClearTuple(lookup->identifier_slot);
	return credit_subject_find_id(lookup, owner, found);
}

int64
credit_subject_by_uscc(Datum code, Snapshot snapshot)
{
	SubjectLookup lookup;
	CreditSubject found;
	int64		id;

	credit_subject_lookup_begin(&lookup, snapshot);
	id = credit_subject_find_uscc(&lookup, code, &found) ? found.subject_id : 0;
	credit_subject_lookup_end(&lookup);
	return id;
}

int64
credit_subject_by_identifier(const char *scheme, const char *value, Snapshot snapshot)
{
	SubjectLookup lookup;
	CreditSubject found;
	int64		id;

	credit_subject_lookup_begin(&lookup, snapshot);
	id = credit_subject_find_identifier(&lookup, scheme, value, &found) ? found.subject_id : 0;
	credit_subject_lookup_end(&lookup);
	return id;
}

/*
 * An identifier in its standard form: half width, upper case, no blanks and
 * hyphens. One that holds other than ASCII symbols (certificates with words in
 * their numbers) is only trimmed.
 */
char *
credit_clean_identifier(const char *s, size_t len)
{
	const char *utf8 = credit_utf8_view(s, &len);
	char	   *out = palloc(len + 1);
	size_t		n = fold_symbols(utf8, len, out, len);
	size_t		kept = 0;

	for (size_t i = 0; i < n; i++)
	{
		if (out[i] == FOLD_FOREIGN)
		{
			fold_trim(&utf8, &len);
			return text_to_cstring(credit_text_from_utf8(utf8, len));
		}
		if (out[i] != ' ' && out[i] != '-' && out[i] != '\t' && out[i] != '\n' && out[i] != '\r')
			out[kept++] = out[i];
	}
	out[kept] = '\0';
	return out;
}

/* credit.clean_identifier(text) → text */
Datum
credit_clean_identifier_sql(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(0);

	PG_RETURN_TEXT_P(cstring_to_text(credit_clean_identifier(VARDATA_ANY(value),
															 VARSIZE_ANY_EXHDR(value))));
}

/*
 * A unified code is looked for as such and among former codes; anything else
 * among the other identifiers, in the order of their weight as evidence.
 */
static bool
find_code(SubjectLookup *lookup, text *arg, CreditSubject *found)
{
	static const char *const schemes[] = {"former_uscc", "registration_no", "org_code",
	"institution_no", "association_no", "tax_no", "other"};
	char	   *value = credit_clean_identifier(VARDATA_ANY(arg), VARSIZE_ANY_EXHDR(arg));
	bool		known = false;
	Uscc		code;

	if (credit_uscc_read(value, strlen(value), &code, NULL))
		known = credit_subject_find_uscc(lookup, UsccPGetDatum(&code), found);
	for (int i = 0; i < lengthof(schemes) && !known; i++)
		known = credit_subject_find_identifier(lookup, schemes[i], value, found);
	return known;
}

/* credit.find_subject(code text) → int8, null when unknown */
Datum
credit_find_subject_sql(PG_FUNCTION_ARGS)
{
	SubjectLookup lookup;
	CreditSubject found;
	bool		known;

	credit_subject_lookup_begin(&lookup, GetActiveSnapshot());
	known = find_code(&lookup, PG_GETARG_TEXT_PP(0), &found);
	credit_subject_lookup_end(&lookup);
	if (!known)
		PG_RETURN_NULL();
	PG_RETURN_INT64(found.subject_id);
}

typedef struct SortedCode
{
	Uscc		code;
	int			place;
} SortedCode;

static int
compare_codes(const void *a, const void *b)
{
	return memcmp(&((const SortedCode *) a)->code, &((const SortedCode *) b)->code, sizeof(Uscc));
}

/*
 * Unified codes are looked for in the order of the index, where each search
 * finds the pages of the one before.
 */
void
credit_subjects_find(SubjectLookup *lookup, const Datum *codes, const bool *nulls, int count, CreditSubject *found)
{
	MemoryContext one = AllocSetContextCreate(CurrentMemoryContext, "credit code", ALLOCSET_SMALL_SIZES);
	MemoryContext all = CurrentMemoryContext;
	SortedCode *sorted = palloc_extended((count + 1) * sizeof(SortedCode), MCXT_ALLOC_HUGE);
	int			nsorted = 0;

	for (int i = 0; i < count; i++)
	{
		text	   *code;

		found[i].subject_id = 0;
		if (nulls[i])
			continue;
		code = DatumGetTextPP(codes[i]);
		if (credit_uscc_read(VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code), &sorted[nsorted].code, NULL))
			sorted[nsorted++].place = i;
	}
	qsort(sorted, nsorted, sizeof(SortedCode), compare_codes);
	for (int i = 0; i < nsorted; i++)
	{
		CreditSubject *subject = &found[sorted[i].place];

		CHECK_FOR_INTERRUPTS();
		if (!credit_subject_find_uscc(lookup, UsccPGetDatum(&sorted[i].code), subject))
			subject->subject_id = 0;
	}
	pfree(sorted);
	/* all others as one asks for one */
	for (int i = 0; i < count; i++)
	{
		bool		known;

		if (nulls[i] || found[i].subject_id != 0)
			continue;
		CHECK_FOR_INTERRUPTS();
		MemoryContextSwitchTo(one);
		known = find_code(lookup, DatumGetTextPP(codes[i]), &found[i]);
		MemoryContextSwitchTo(all);
		if (!known)
			found[i].subject_id = 0;
		else if (found[i].name != NULL)
			found[i].name = DatumGetTextPCopy(PointerGetDatum(found[i].name));
		MemoryContextReset(one);
	}
	MemoryContextDelete(one);
}

/* credit.find_subjects(codes text[]) → int8[]: the same for each, in their order */
Datum
credit_find_subjects(PG_FUNCTION_ARGS)
{
	SubjectLookup lookup;
	CreditSubject *found;
	Datum	   *codes;
	bool	   *nulls;
	int			count,
				lower = 1;

	deconstruct_array(PG_GETARG_ARRAYTYPE_P(0), TEXTOID, -1, false, TYPALIGN_INT, &codes, &nulls, &count);
	found = palloc_extended((count + 1) * sizeof(CreditSubject), MCXT_ALLOC_HUGE);
	credit_subject_lookup_begin(&lookup, GetActiveSnapshot());
	credit_subjects_find(&lookup, codes, nulls, count, found);
	credit_subject_lookup_end(&lookup);
	for (int i = 0; i < count; i++)
	{
		nulls[i] = found[i].subject_id == 0;
		codes[i] = Int64GetDatum(found[i].subject_id);
	}
	PG_RETURN_ARRAYTYPE_P(construct_md_array(codes, nulls, 1, &count, &lower, INT8OID, sizeof(int64),
											 FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}
