/*
 * import_document.c
 *	  Reads an exchange document record by record, digests it on the way and
 *	  raises what the XML reader refuses, outside of libxml2.
 */
#include "exchange/exchange.h"

#include "mb/pg_wchar.h"
#include "miscadmin.h"

static void
where_it_was(void *arg)
{
	const DocumentReader *document = arg;

	if (document->line > 0)
		errcontext("line %ld of the document", document->line);
}

/* CR018 with the reader's reason and line */
pg_noreturn static void
raise_fault(const DocumentReader *document)
{
	long		line;
	const char *fault = xr_fault(document->xml, &line);
	char	   *shown;

	if (xr_out_of_memory(document->xml))
		ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	shown = pstrdup(fault);
	/* names in it may have no place in the server's encoding */
	if (GetDatabaseEncoding() != PG_UTF8)
	{
		for (char *c = shown; *c != '\0'; c++)
		{
			if (IS_HIGHBIT_SET(*c))
				*c = '?';
		}
	}
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_XML_REFUSED),
			 errmsg("XML document is refused"),
			 errdetail("Line %ld: %s.", line, shown),
			 errhint("Correct the document there; credit.exchange_xsd() describes the format.")));
}

DocumentReader *
credit_document_open(ImportSource *source, const char *encoding, const char *item,
					 bool with_digest, bool with_file)
{
	DocumentReader *document = palloc0(sizeof(DocumentReader));

	/* in another encoding credit_text() would convert, and might raise */
	xr_words = GetDatabaseEncoding() == PG_UTF8 ? credit_text : NULL;
	document->source = source;
	document->encoding = encoding;
	document->item = item;
	document->with_digest = with_digest;
	document->piece = palloc(XR_PIECE);
	if (with_digest)
		credit_digest_open(&document->digest);
	if (with_file)
		document->file = credit_open_hash();
	document->xml = xr_open(encoding);
	if (document->xml == NULL)
		ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg("out of memory")));
	document->context.callback = where_it_was;
	document->context.arg = document;
	document->context.previous = error_context_stack;
	error_context_stack = &document->context;
	return document;
}

/* also after an error, when error_context_stack was put back already */
void
credit_document_close(DocumentReader *document)
{
	if (error_context_stack == &document->context)
		error_context_stack = document->context.previous;
	xr_close(document->xml);
	document->xml = NULL;
	if (document->file != NULL)
		pg_cryptohash_free(document->file);
	document->file = NULL;
	credit_digest_close(&document->digest);
}

static void
feed(DocumentReader *document)
{
	int			got = credit_source_read(document->source, document->piece, XR_PIECE);

	CHECK_FOR_INTERRUPTS();
	document->line = 0;
	document->ended = got == 0;
	if (document->file != NULL &&
		pg_cryptohash_update(document->file, (const uint8 *) document->piece, got) < 0)
		elog(ERROR, "could not compute a digest");
	if (!xr_feed(document->xml, document->piece, got, document->ended))
		raise_fault(document);
}

static void
digest(DocumentReader *document, const XrRecord *record)
{
	const XrHeader *header = xr_header(document->xml);
	const char *item = xr_text(document->xml, record->attribute[XR_ITEM]);
	uint8		own[DIGEST_BYTES];

	credit_digest_record(&document->digest, item ? item : header->item,
						 xr_text(document->xml, record->attribute[XR_STATUS]),
						 xr_text(document->xml, record->attribute[XR_RECEIVED_AT]));
	for (int i = 0; i < record->nfields; i++)
	{
		const XrField *field = xr_field(document->xml, record, i);

		credit_digest_text(&document->digest, field->name, strlen(field->name));
		credit_digest_text(&document->digest, xr_text(document->xml, field->text), field->len);
	}
	credit_digest_record_end(&document->digest, own);
}

/* behind the last record */
static const XrRecord *
finished(DocumentReader *document)
{
	document->line = 0;
	if (document->file != NULL &&
		pg_cryptohash_final(document->file, document->file_sha256, DIGEST_BYTES) < 0)
		elog(ERROR, "could not compute a digest");
	if (document->with_digest)
	{
		credit_digest_final(&document->digest, document->records_sha256);
		document->with_digest = false;
	}
	return NULL;
}

const XrRecord *
credit_document_next(DocumentReader *document)
{
	const XrRecord *record;

	while ((record = xr_next(document->xml)) == NULL)
	{
		if (document->ended)
			return finished(document);
		feed(document);
	}
	document->line = record->line;
	document->records++;
	if (document->with_digest)
		digest(document, record);
	return record;
}

const char *
credit_record_item(DocumentReader *document, const XrRecord *record)
{
	const XrHeader *header = xr_header(document->xml);
	const char *item = xr_text(document->xml, record->attribute[XR_ITEM]);

	if (item == NULL && header->item[0] != '\0')
		item = header->item;
	if (item == NULL && document->item == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_XML_REFUSED),
				 errmsg("XML document is refused"),
				 errdetail("Line %ld: neither the record nor the document names an item.", record->line),
				 errhint("Name it in attribute \"item\", or as the second argument.")));
	if (item != NULL)
		item = pg_any_to_server(item, strlen(item), PG_UTF8);
	if (item != NULL && document->item != NULL && strcmp(item, document->item) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_XML_REFUSED),
				 errmsg("XML document is refused"),
				 errdetail("Line %ld: the record is of item \"%s\", expected \"%s\".", record->line, item, document->item),
				 errhint("Leave the second argument out to take every item of the document.")));
	return item ? item : document->item;
}

bool
credit_document_check_manifest(DocumentReader *document)
{
	long long	records;
	const char *sha256;

	if (!xr_manifest(document->xml, &records, &sha256))
		return false;
	if (records != document->records)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_XML_REFUSED),
				 errmsg("XML document is refused"),
				 errdetail("Its manifest promises %lld records, it has %lld.", records, (long long) document->records),
				 errhint("The document was changed or cut on the way: ask the sender for it again.")));
	if (strcmp(sha256, document->records_sha256) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_XML_REFUSED),
				 errmsg("XML document is refused"),
				 errdetail("The digest of its records is %s, its manifest says %s.", document->records_sha256, sha256),
				 errhint("The document was changed on the way: ask the sender for it again.")));
	return true;
}
