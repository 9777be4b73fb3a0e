/*
 * registry.h
 *	  What other rooms ask the registry from C: who acts, and whose code this is.
 */
#ifndef CREDIT_REGISTRY_H
#define CREDIT_REGISTRY_H

#include "credit.h"
#include "access/genam.h"
#include "executor/tuptable.h"
#include "utils/relcache.h"
#include "utils/snapshot.h"

/* ---- department.c: for whom a role acts ---- */

/* columns of one row of credit.department; strings live as long as the cache */
typedef struct CreditDepartment
{
	int32		dept_id;
	int32		parent_id;		/* 0 none */
	int32		successor_id;	/* 0 none */
	const char *name;
	const char *uscc;			/* 18 characters, or NULL */
	const char *sector;			/* or NULL */
	const char *region_code;	/* or NULL */
} CreditDepartment;

/*
 * The department for which userid writes, 0 when it acts for none; *is_office
 * tells whether it belongs to the credit office. Raises CR006 when
 * credit.department names one it may not act for, or when it may act for
 * several and none was chosen.
 */
extern int32 credit_acting_department(Oid userid, bool *is_office);

/* whether userid may write for the department (the office for all) */
extern bool credit_may_act_for(Oid userid, int32 dept_id);
extern bool credit_is_office(Oid userid);

/* one department, or NULL; valid until control returns to the executor */
extern const CreditDepartment *credit_department_by_id(int32 dept_id);
/* by its unified code (18 characters, canonical), or NULL */
extern const CreditDepartment *credit_department_by_uscc(const char *uscc);

/* ---- subject.c: whose code this is ---- */

typedef struct CreditSubject
{
	int64		subject_id;		/* the subject itself, merges followed */
	Oid			kind;			/* value of credit.subject_kind */
	bool		provisional;
	bool		via_merge;		/* the code belonged to a merged entry */
	struct varlena *name;		/* a copy; NULL unless the look-up wants names */
} CreditSubject;

/*
 * An open look-up. Opening costs five relation opens and belongs before the
 * loop; each search is then one index descent and one heap fetch. It belongs
 * to the memory context and the resource owner current at its beginning.
 */
typedef enum SubjectIndex
{
	SUBJECT_BY_USCC,
	SUBJECT_BY_ID,
	SUBJECT_BY_IDENTIFIER,
	SUBJECT_INDEXES
} SubjectIndex;

typedef struct SubjectLookup
{
	MemoryContext cxt;
	IndexScanDesc scans[SUBJECT_INDEXES];	/* opened when first needed */
	Relation	subject;
	Relation	by_uscc;
	Relation	by_id;
	Relation	identifier;
	Relation	by_identifier;
	TupleTableSlot *slot;
	TupleTableSlot *identifier_slot;
	FmgrInfo	uscc_eq;
	AttrNumber	col_uscc;
	Snapshot	snapshot;		/* NULL: SnapshotSelf */
	AttrNumber	col_subject_id;
	AttrNumber	col_kind;
	AttrNumber	col_provisional;
	AttrNumber	col_merged_into;
	AttrNumber	col_owner;
	AttrNumber	col_name;		/* 0: names are not wanted */
} SubjectLookup;

extern void credit_subject_lookup_begin(SubjectLookup *lookup, Snapshot snapshot);
extern void credit_subject_lookup_end(SubjectLookup *lookup);

/* code: Datum of type credit.uscc (UsccPGetDatum()). True and *found filled
 * when it is known. */
extern bool credit_subject_find_uscc(SubjectLookup *lookup, Datum code, CreditSubject *found);
extern bool credit_subject_find_identifier(SubjectLookup *lookup, const char *scheme,
										   const char *value, CreditSubject *found);
extern bool credit_subject_find_id(SubjectLookup *lookup, int64 subject_id, CreditSubject *found);

/* from now on each subject found comes with its name */
extern void credit_subject_lookup_names(SubjectLookup *lookup);

/*
 * Many codes (texts) at once, of any kind: found[i].subject_id is 0 where
 * nulls[i] or the code is unknown.
 */
extern void credit_subjects_find(SubjectLookup *lookup, const Datum *codes, const bool *nulls, int count,
								 CreditSubject *found);

/* the same for one search: 0 when unknown */
extern int64 credit_subject_by_uscc(Datum code, Snapshot snapshot);
extern int64 credit_subject_by_identifier(const char *scheme, const char *value, Snapshot snapshot);

/* an identifier in its standard form (half width, upper case, no blanks and
 * hyphens), palloc'd */
extern char *credit_clean_identifier(const char *s, size_t len);

/* ---- identity.c: persons by keyed digest ---- */

/*
 * The person with this document, entered under the given name
 * when create is set; 0 when unknown. Raises CR005 for a document type that is
 * not listed or a number that cannot be one. No message carries the number.
 */
/* why credit_person_subject() would refuse the document; NULL when it is sound */
extern const char *credit_document_fault(const char *doc_type, const char *doc_no);

extern int64 credit_person_subject(const char *doc_type, const char *doc_no,
								   const char *name, bool create);

/* ---- standby.c ---- */
extern void credit_refuse_standby(const char *what);

#endif
