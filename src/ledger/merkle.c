/*
 * merkle.c
 *	  Merkle trees over the leaves of a block: root and path.
 *
 * Leaves are taken in the order of their bytes, so the root depends on what a
 * block holds and on nothing else, neither on the order of rows in the heap nor
 * on that of a restore. A node is SHA-256(1 || its up to 16 children); a lone
 * node goes up as it is.
 *
 * Calls no room but the root.
 */
#include "credit.h"

#include "catalog/pg_type.h"
#include "common/cryptohash.h"
#include "common/sha2.h"
#include "ledger/ledger.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

PG_FUNCTION_INFO_V1(credit_merkle_add);
PG_FUNCTION_INFO_V1(credit_merkle_root);
PG_FUNCTION_INFO_V1(credit_merkle_path);

/* children of a node: many make hashing cheap, few make paths short */
#define CHILDREN 16

typedef struct Digest
{
	uint8		byte[PG_SHA256_DIGEST_LENGTH];
} Digest;

typedef struct Tree
{
	Digest	   *leaf;
	size_t		used;
	size_t		room;
	bool		has_wanted;
	Digest		wanted;			/* the leaf whose path is asked for */
} Tree;

void
ledger_hash(pg_cryptohash_ctx *hash, uint8 first, const void *rest, size_t length, uint8 *result)
{
	if (pg_cryptohash_init(hash) < 0 ||
		pg_cryptohash_update(hash, &first, 1) < 0 ||
		pg_cryptohash_update(hash, rest, length) < 0 ||
		pg_cryptohash_final(hash, result, PG_SHA256_DIGEST_LENGTH) < 0)
		ereport(ERROR, (errcode(ERRCODE_INTERNAL_ERROR), errmsg("could not compute SHA-256: %s",
																 pg_cryptohash_error(hash))));
}

static int
compare_digests(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(Digest));
}

/*
 * In order of their bytes. Digests are evenly spread, so one pass by their
 * first two bytes leaves groups of a few.
 */
static void
sort_leaves(Tree *tree)
{
	size_t	   *start;
	Digest	   *sorted;
	const size_t groups = 65536;

	if (tree->used < 4096)
	{
		qsort(tree->leaf, tree->used, sizeof(Digest), compare_digests);
		return;
	}
	start = palloc0(sizeof(size_t) * (groups + 1));
	sorted = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(Digest) * tree->used);
	for (size_t i = 0; i < tree->used; i++)
		start[((tree->leaf[i].byte[0] << 8) | tree->leaf[i].byte[1]) + 1]++;
	for (size_t g = 0; g < groups; g++)
		start[g + 1] += start[g];
	for (size_t i = 0; i < tree->used; i++)
		sorted[start[(tree->leaf[i].byte[0] << 8) | tree->leaf[i].byte[1]]++] = tree->leaf[i];
	/* each start has become its group's end */
	for (size_t g = 0; g < groups; g++)
	{
		size_t		first = g == 0 ? 0 : start[g - 1];

		if (start[g] - first > 1)
			qsort(sorted + first, start[g] - first, sizeof(Digest), compare_digests);
	}
	pfree(tree->leaf);
	pfree(start);
	tree->leaf = sorted;
	tree->room = tree->used;
}

/* transition of both aggregates: state, leaf, and for a path the leaf wanted */
Datum
credit_merkle_add(PG_FUNCTION_ARGS)
{
	Tree	   *tree = PG_ARGISNULL(0) ? NULL : (Tree *) PG_GETARG_POINTER(0);
	MemoryContext aggregate;
	bytea	   *leaf;

	if (!AggCheckCallContext(fcinfo, &aggregate))
		ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
						errmsg("function is called outside an aggregate")));
	if (PG_ARGISNULL(1))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("a leaf is missing")));
	leaf = PG_GETARG_BYTEA_PP(1);
	if (VARSIZE_ANY_EXHDR(leaf) != PG_SHA256_DIGEST_LENGTH)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("a leaf has %d bytes instead of %d",
							   (int) VARSIZE_ANY_EXHDR(leaf), PG_SHA256_DIGEST_LENGTH)));
	if (tree == NULL)
	{
		tree = MemoryContextAlloc(aggregate, sizeof(Tree));
		tree->room = 64;
		tree->used = 0;
		tree->has_wanted = false;
		tree->leaf = MemoryContextAlloc(aggregate, sizeof(Digest) * tree->room);
	}
	else if (tree->used == tree->room)
	{
		tree->room *= 2;
		tree->leaf = repalloc_huge(tree->leaf, sizeof(Digest) * tree->room);
	}
	memcpy(&tree->leaf[tree->used++], VARDATA_ANY(leaf), sizeof(Digest));
	if (PG_NARGS() == 3 && !tree->has_wanted && !PG_ARGISNULL(2))
	{
		bytea	   *wanted = PG_GETARG_BYTEA_PP(2);

		if (VARSIZE_ANY_EXHDR(wanted) == sizeof(Digest))
		{
			memcpy(&tree->wanted, VARDATA_ANY(wanted), sizeof(Digest));
			tree->has_wanted = true;
		}
	}
	PG_RETURN_POINTER(tree);
}

/*
 * Hashes one row of nodes into the next and returns its length. With a path
 * wanted, the siblings of node *at go into it and *at moves up.
 */
static size_t
climb(pg_cryptohash_ctx *hash, Digest *node, size_t nodes, size_t *at, ArrayBuildState **path)
{
	size_t		parents = 0;

	for (size_t first = 0; first < nodes; first += CHILDREN)
	{
		size_t		children = Min(CHILDREN, nodes - first);

		if (path != NULL && *at >= first && *at < first + children && children > 1)
		{
			size_t		before = *at - first;
			size_t		after = children - before - 1;
			char		step[CHILDREN * 2 * sizeof(Digest) + 1];
			uint64		length = hex_encode((const char *) &node[first], before * sizeof(Digest), step);

			step[length++] = ' ';
			length += hex_encode((const char *) &node[*at + 1], after * sizeof(Digest), step + length);
			*path = accumArrayResult(*path, PointerGetDatum(cstring_to_text_with_len(step, length)),
									 false, TEXTOID, CurrentMemoryContext);
		}
		if (children > 1)
		{
			uint8		parent[sizeof(Digest)];

			ledger_hash(hash, LEDGER_NODE, &node[first], children * sizeof(Digest), parent);
			memcpy(&node[parents], parent, sizeof(Digest));
		}
		else
			node[parents] = node[first];
		parents++;
	}
	if (path != NULL)
		*at /= CHILDREN;
	CHECK_FOR_INTERRUPTS();
	return parents;
}

/* hashes up to the root, which stays in tree->leaf[0] of a copy */
static Digest
root_of(Tree *tree, size_t *at, ArrayBuildState **path)
{
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);
	Digest	   *node = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(Digest) * tree->used);
	Digest		root;

	if (hash == NULL)
		ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	/* a final function may run twice on one state */
	memcpy(node, tree->leaf, sizeof(Digest) * tree->used);
	PG_TRY();
	{
		for (size_t nodes = tree->used; nodes > 1;)
			nodes = climb(hash, node, nodes, at, path);
	}
	PG_FINALLY();
	{
		pg_cryptohash_free(hash);
	}
	PG_END_TRY();
	root = node[0];
	pfree(node);
	return root;
}

/*
 * credit.merkle_root(leaf) → bytea
 * Root of the tree over the leaves; null when there are none.
 */
Datum
credit_merkle_root(PG_FUNCTION_ARGS)
{
	Tree	   *tree;
	Digest		root;
	bytea	   *result;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	tree = (Tree *) PG_GETARG_POINTER(0);
	sort_leaves(tree);
	root = root_of(tree, NULL, NULL);
	result = palloc(VARHDRSZ + sizeof(Digest));
	SET_VARSIZE(result, VARHDRSZ + sizeof(Digest));
	memcpy(VARDATA(result), &root, sizeof(Digest));
	PG_RETURN_BYTEA_P(result);
}

/*
 * credit.merkle_path(leaf, wanted) → text[]
 * From the wanted leaf up to the root, the siblings of each level: those before
 * it, a blank, those after it, in hexadecimal; null when the leaf is not there.
 */
Datum
credit_merkle_path(PG_FUNCTION_ARGS)
{
	Tree	   *tree;
	Digest	   *found;
	size_t		at;
	ArrayBuildState *path = initArrayResult(TEXTOID, CurrentMemoryContext, false);

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	tree = (Tree *) PG_GETARG_POINTER(0);
	if (!tree->has_wanted)
		PG_RETURN_NULL();
	sort_leaves(tree);
	found = bsearch(&tree->wanted, tree->leaf, tree->used, sizeof(Digest), compare_digests);
	if (found == NULL)
		PG_RETURN_NULL();
	at = found - tree->leaf;
	(void) root_of(tree, &at, &path);
	PG_RETURN_DATUM(makeArrayResult(path, CurrentMemoryContext));
}
