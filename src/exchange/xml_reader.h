/*
 * xml_reader.h
 *	  Exchange documents as a stream of records.
 *
 * Plain C and libxml2, without postgres.h: the fuzz targets link it alone.
 * Bytes go in piece by piece, finished records come out in between, so a
 * document of any size takes the memory of one piece. Nothing here raises:
 * what is wrong stands in the reader, and the caller raises once libxml2 has
 * returned.
 */
#ifndef CREDIT_XML_READER_H
#define CREDIT_XML_READER_H

#include <stdbool.h>
#include <stddef.h>

#define XR_NAMESPACE	"urn:credit:exchange:1"
#define XR_PIECE		65536			/* bytes worth feeding at once */
#define XR_MAX_VALUE	(256 * 1024)	/* of a field */
#define XR_MAX_RECORD	(1024 * 1024)	/* of a record's fields together */
#define XR_MAX_FIELDS	500
#define XR_MAX_NAME		200
#define XR_MAX_PENDING	(1024 * 1024)	/* markup that does not end */
#define XR_ATTRIBUTE	256				/* bytes of an attribute, the end included */
#define XR_MESSAGE		300

/* the attributes of the root element, "" when absent */
typedef struct XrHeader
{
	char		document[XR_ATTRIBUTE];
	char		item[XR_ATTRIBUTE];
	char		origin[XR_ATTRIBUTE];
	char		sender[XR_ATTRIBUTE];
	char		created[XR_ATTRIBUTE];
	char		since[XR_ATTRIBUTE];
	char		until[XR_ATTRIBUTE];
} XrHeader;

/* what a record's attributes may say; XR_NONE when absent */
typedef enum XrAttribute
{
	XR_ITEM,
	XR_STATUS,
	XR_RECEIVED_AT,
	XR_ATTRIBUTES
} XrAttribute;

#define XR_NONE ((size_t) -1)

typedef struct XrField
{
	const char *name;			/* as in the document; lives as long as the reader */
	size_t		text;			/* place in the reader's text */
	size_t		len;
} XrField;

typedef struct XrRecord
{
	long		line;			/* of its start tag */
	size_t		attribute[XR_ATTRIBUTES];	/* places in the text, terminated */
	int			first_field;
	int			nfields;
} XrRecord;

typedef struct XmlReader XmlReader;

/* NULL without memory. encoding "UTF-8" overrides what the document declares */
extern XmlReader *xr_open(const char *encoding);
extern void xr_close(XmlReader *reader);

/*
 * Takes the next bytes; last: there are no more. False when the document is
 * refused. Records gotten before are gone then.
 */
extern bool xr_feed(XmlReader *reader, const char *bytes, size_t len, bool last);

/* the next finished record, NULL until more is fed */
extern const XrRecord *xr_next(XmlReader *reader);
extern const XrField *xr_field(const XmlReader *reader, const XrRecord *record, int i);
extern const char *xr_text(const XmlReader *reader, size_t place);

extern const XrHeader *xr_header(const XmlReader *reader);	/* NULL before the root */
extern bool xr_manifest(const XmlReader *reader, long long *records, const char **sha256);

/* why it was refused, in UTF-8, and near which line */
/* the reader's words in another language, in UTF-8; it may not raise. NULL: English */
extern const char *(*xr_words) (const char *english);
extern const char *xr_fault(const XmlReader *reader, long *line);
extern bool xr_out_of_memory(const XmlReader *reader);

#endif
