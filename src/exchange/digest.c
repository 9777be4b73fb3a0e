/*
 * digest.c
 *	  What a manifest promises: the digest over a document's records.
 *
 * A record's digest is SHA-256 over item, status, time of receipt, then name
 * and value of each field in their order, each text ended by a zero byte; the
 * document's is SHA-256 over these. Both are of the content in UTF-8, so they
 * survive a change of encoding or indentation on the way.
 */
#include "exchange/exchange.h"

static void
check(int result)
{
	if (result < 0)
		elog(ERROR, "could not compute a digest");
}

pg_cryptohash_ctx *
credit_open_hash(void)
{
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);

	if (hash == NULL)
		ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	check(pg_cryptohash_init(hash));
	return hash;
}

void
credit_digest_open(RecordDigest *digest)
{
	digest->whole = credit_open_hash();
	digest->one = credit_open_hash();
	digest->records = 0;
}

void
credit_digest_close(RecordDigest *digest)
{
	if (digest->whole != NULL)
		pg_cryptohash_free(digest->whole);
	if (digest->one != NULL)
		pg_cryptohash_free(digest->one);
	digest->whole = digest->one = NULL;
}

void
credit_digest_text(RecordDigest *digest, const char *text, size_t len)
{
	check(pg_cryptohash_update(digest->one, (const uint8 *) text, len));
	check(pg_cryptohash_update(digest->one, (const uint8 *) "", 1));
}

/* texts may be NULL for none */
void
credit_digest_record(RecordDigest *digest, const char *item, const char *status,
					 const char *received_at)
{
	const char *texts[] = {item, status, received_at};

	check(pg_cryptohash_init(digest->one));
	for (int i = 0; i < lengthof(texts); i++)
		credit_digest_text(digest, texts[i] ? texts[i] : "", texts[i] ? strlen(texts[i]) : 0);
}

void
credit_digest_record_end(RecordDigest *digest, uint8 *own)
{
	check(pg_cryptohash_final(digest->one, own, DIGEST_BYTES));
	if (digest->whole != NULL)
		check(pg_cryptohash_update(digest->whole, own, DIGEST_BYTES));
	digest->records++;
}

void
credit_hex(const uint8 *bytes, int len, char *hex)
{
	static const char digits[] = "0123456789abcdef";

	for (int i = 0; i < len; i++)
	{
		*hex++ = digits[bytes[i] >> 4];
		*hex++ = digits[bytes[i] & 15];
	}
	*hex = '\0';
}

void
credit_digest_final(RecordDigest *digest, char *hex)
{
	uint8		bytes[DIGEST_BYTES];

	check(pg_cryptohash_final(digest->whole, bytes, DIGEST_BYTES));
	credit_hex(bytes, DIGEST_BYTES, hex);
}
