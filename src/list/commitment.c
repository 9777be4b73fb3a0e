/*
 * commitment.c
 *	  Open, overdue and broken commitments of many subjects at once. A query
 *	  would search every partition once for every subject; here each
 *	  partition's narrow index of commitments is walked once (walk.c). What counts is said in
 *	  list/check.sql, which asks about one subject; test check_many holds both
 *	  against each other.
 */
#include "list/check.h"

#include "record/new_rows.h"

#include "access/attmap.h"
#include "access/genam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_inherits.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

/* entries passed over before the tree is descended anew, which reads a page */
#define STEPS_BEFORE_JUMP 500

/* a promise with its last day, or the answer to one */
typedef struct Fact
{
	int			subject;		/* number in ids */
	bool		answer;
	DateADT		due;
	char	   *doc_no;
} Fact;

typedef struct Search
{
	const int64 *ids;			/* sorted, each once */
	int			nids;
	const CommitmentQuestion *question;
	Oid			statuses[2];
	CommitmentCounts *counts;
	Fact	   *facts;
	Size		nfacts;
	Size		room;
} Search;

/* of one promise the answers come first */
static int
compare_facts(const void *a, const void *b)
{
	const Fact *x = a;
	const Fact *y = b;
	int			order;

	if (x->subject != y->subject)
		return x->subject < y->subject ? -1 : 1;
	order = strcmp(x->doc_no, y->doc_no);
	return order != 0 ? order : (int) y->answer - (int) x->answer;
}

static void
add_fact(Search *search, int subject, bool answer, char *doc_no, DateADT due)
{
	if (search->nfacts == search->room)
	{
		search->room *= 2;
		search->facts = repalloc_huge(search->facts, search->room * sizeof(Fact));
	}
	search->facts[search->nfacts++] = (Fact) {subject, answer, due, doc_no};
}

/* a field of the record's detail as text; NULL when it has none */
static char *
detail_field(Datum detail, const char *name)
{
	LOCAL_FCINFO(call, 2);
	Datum		value;

	InitFunctionCallInfoData(*call, NULL, 2, InvalidOid, NULL, NULL);
	call->args[0].value = detail;
	call->args[0].isnull = false;
	call->args[1].value = CStringGetTextDatum(name);
	call->args[1].isnull = false;
	value = jsonb_object_field_text(call);
	return call->isnull ? NULL : TextDatumGetCString(value);
}

/* notes what one record says of the subject's commitments */
static void
note_record(Search *search, int subject, TupleTableSlot *slot, const AttrNumber *numbers)
{
	Datum	   *values = slot->tts_values;
	bool	   *nulls = slot->tts_isnull;
	Oid			status;
	DateADT		decided_on;
	char	   *result = NULL;
	bool		promise,
				breach,
				recent;

#define COLUMN(c) values[numbers[(c) - 1] - 1]
#define IS_NULL(c) nulls[numbers[(c) - 1] - 1]
	slot_getallattrs(slot);
	status = DatumGetObjectId(COLUMN(REC_STATUS));
	decided_on = DatumGetDateADT(COLUMN(REC_DECIDED_ON));
	if ((status != search->statuses[0] && status != search->statuses[1]) || decided_on > search->question->day)
		return;
	promise = credit_text_is(COLUMN(REC_ITEM), "commitment");
	breach = credit_text_is(COLUMN(REC_ITEM), "commitment_breach");
	if (!promise && !breach && !credit_text_is(COLUMN(REC_ITEM), "commitment_performance"))
		return;
	recent = search->question->has_since && decided_on > search->question->since;
	if (recent || !promise)
		result = detail_field(COLUMN(REC_DETAIL), "result");
	if (recent && (breach || (result != NULL && strcmp(result, search->question->broken) == 0)))
		search->counts[subject].broken++;
	if (promise)
	{
		if (!IS_NULL(REC_VALID_UNTIL))
			add_fact(search, subject, false, TextDatumGetCString(COLUMN(REC_DOC_NO)),
					 DatumGetDateADT(COLUMN(REC_VALID_UNTIL)));
	}
	else if (result == NULL || strcmp(result, search->question->running) != 0)
	{
		char	   *answered = detail_field(COLUMN(REC_DETAIL), "commitment_no");

		if (answered != NULL)
			add_fact(search, subject, true, answered, 0);
	}
}

/* the index credit.index_partition() made for this; else that of the natural key */
static Relation
open_commitment_index(Relation leaf, AttrNumber subject, AttrNumber item)
{
	char	   *name = psprintf("%s_commitment", RelationGetRelationName(leaf));
	ListCell   *cell;

	foreach(cell, RelationGetIndexList(leaf))
	{
		Relation	index = index_open(lfirst_oid(cell), AccessShareLock);

		if (index->rd_index->indisvalid && index->rd_index->indkey.values[0] == subject &&
			strcmp(RelationGetRelationName(index), name) == 0)
			return index;
		index_close(index, NoLock);
	}
	return credit_open_key_index(leaf, subject, item, AccessShareLock);
}

/* a partition being read */
typedef struct LeafRead
{
	Search	   *search;
	TupleTableSlot *slot;
	const AttrNumber *numbers;
} LeafRead;

static void
visit_commitment(int subject, IndexScanDesc scan, void *arg)
{
	LeafRead   *read = arg;

	if (index_fetch_heap(scan, read->slot))
		note_record(read->search, subject, read->slot, read->numbers);
}

static void
search_leaf(Search *search, Relation store, Oid relid)
{
	Relation	leaf = table_open(relid, AccessShareLock);
	AttrMap    *map = credit_build_attrmap(RelationGetDescr(leaf), RelationGetDescr(store));
	Relation	index = open_commitment_index(leaf, map->attnums[REC_SUBJECT_ID - 1],
											 map->attnums[REC_ITEM - 1]);
	LeafRead	read = {search, table_slot_create(leaf, NULL), map->attnums};

	credit_walk_subjects(leaf, index, search->ids, search->nids, STEPS_BEFORE_JUMP, visit_commitment, &read);
	ExecDropSingleTupleTableSlot(read.slot);
	index_close(index, NoLock);
	free_attrmap(map);
	table_close(leaf, NoLock);
}

/* open and overdue promises: those that nothing answers */
static void
count_promises(Search *search)
{
	bool		answered = false;

	qsort(search->facts, search->nfacts, sizeof(Fact), compare_facts);
	for (Size i = 0; i < search->nfacts; i++)
	{
		Fact	   *fact = &search->facts[i];

		if (i == 0 || fact->subject != fact[-1].subject || strcmp(fact->doc_no, fact[-1].doc_no) != 0)
			answered = fact->answer;
		if (fact->answer || answered)
			continue;
		if (fact->due < search->question->day)
			search->counts[fact->subject].overdue++;
		else
			search->counts[fact->subject].open++;
	}
}

/* a value of an enum type */
Oid
credit_label_oid(Oid type, const char *label)
{
	return GetSysCacheOid2(ENUMTYPOIDNAME, Anum_pg_enum_oid, ObjectIdGetDatum(type), CStringGetDatum(label));
}

/*
 * Counts the commitments of subjects, sorted and each once, that were known on
 * the day. Reads past row-level security: the caller decides what to show.
 */
CommitmentCounts *
credit_count_commitments(const int64 *ids, int nids, const CommitmentQuestion *question)
{
	Search		search = {.ids = ids, .nids = nids, .question = question};
	Relation	store = table_open(credit_relation_oid("record_store"), AccessShareLock);
	Oid			status = TupleDescAttr(RelationGetDescr(store), REC_STATUS - 1)->atttypid;
	ListCell   *cell;

	search.counts = palloc_extended((nids + 1) * sizeof(CommitmentCounts), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	search.room = 1024;
	search.facts = palloc(search.room * sizeof(Fact));
	search.statuses[0] = credit_label_oid(status, "valid");
	search.statuses[1] = credit_label_oid(status, "disputed");
	foreach(cell, find_all_inheritors(RelationGetRelid(store), AccessShareLock, NULL))
		if (nids > 0 && get_rel_relkind(lfirst_oid(cell)) == RELKIND_RELATION)
			search_leaf(&search, store, lfirst_oid(cell));
	table_close(store, NoLock);
	count_promises(&search);
	return search.counts;
}
