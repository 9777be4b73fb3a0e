/*
 * exchange.h
 *	  Room exchange: documents of records coming in and going out. It may call
 *	  registry, catalogue and record, and nothing above it.
 *
 * import_source.c gives bytes, xml_reader.c makes records of them, import.c
 * enters them through the door's own path, digest.c proves completeness.
 */
#ifndef CREDIT_EXCHANGE_H
#define CREDIT_EXCHANGE_H

#include "credit.h"
#include "common/cryptohash.h"
#include "exchange/xml_reader.h"

#define DIGEST_BYTES 32

/* ---- digest.c: a digest over records that no encoding changes ---- */

typedef struct RecordDigest
{
	pg_cryptohash_ctx *whole;	/* over the digests of all records, in order */
	pg_cryptohash_ctx *one;
	int64		records;
} RecordDigest;

extern pg_cryptohash_ctx *credit_open_hash(void);
extern void credit_digest_open(RecordDigest *digest);
extern void credit_digest_close(RecordDigest *digest);
/* texts in UTF-8 */
extern void credit_digest_record(RecordDigest *digest, const char *item, const char *status,
								 const char *received_at);
extern void credit_digest_text(RecordDigest *digest, const char *text, size_t len);
extern void credit_digest_record_end(RecordDigest *digest, uint8 *own);
/* 64 hexadecimal digits; the digest is used up */
extern void credit_digest_final(RecordDigest *digest, char *hex);
extern void credit_hex(const uint8 *bytes, int len, char *hex);

/* ---- import_source.c ---- */

typedef struct ImportSource ImportSource;

extern ImportSource *credit_source_bytes(const char *bytes, int64 len);
extern ImportSource *credit_source_large_object(Oid loid);
extern ImportSource *credit_source_file(const char *path);
/* up to size bytes, 0 at the end; *place tells how many came before */
extern int	credit_source_read(ImportSource *source, char *buffer, int size);
extern void credit_source_rewind(ImportSource *source);
extern void credit_source_close(ImportSource *source);
extern int64 credit_source_total(const ImportSource *source);
extern int64 credit_source_place(const ImportSource *source);

/* ---- import_document.c: reading a document from end to end ---- */

typedef struct DocumentReader
{
	XmlReader  *xml;
	ImportSource *source;
	const char *encoding;		/* "UTF-8" for what the server holds as text */
	const char *item;			/* the caller's, or NULL */
	bool		with_digest;	/* of the records */
	RecordDigest digest;
	pg_cryptohash_ctx *file;	/* over the bytes as they came */
	uint8		file_sha256[DIGEST_BYTES];
	char		records_sha256[2 * DIGEST_BYTES + 1];
	int64		records;
	long		line;			/* of the record at hand */
	char	   *piece;
	bool		ended;
	ErrorContextCallback context;
} DocumentReader;

extern DocumentReader *credit_document_open(ImportSource *source, const char *encoding,
											const char *item, bool with_digest, bool with_file);
extern void credit_document_close(DocumentReader *document);
/* the next record, NULL at the end; raises CR018 for what is no exchange document */
extern const XrRecord *credit_document_next(DocumentReader *document);
/* its item: its own, the document's or the caller's */
extern const char *credit_record_item(DocumentReader *document, const XrRecord *record);
/* raises CR018 unless the manifest, if there is one, agrees; true when there is one */
extern bool credit_document_check_manifest(DocumentReader *document);

#endif
