/*
 * xml_reader.c
 *	  Reads exchange documents with libxml2's push parser: see xml_reader.h.
 *
 * Documents come from outside. There is no DOCTYPE and so no entities, nothing
 * is ever loaded, and depth, lengths and counts are bounded: the structure is
 * root, record, field and text, and whatever else is met ends the reading.
 * Encodings are converted here, strictly, so that libxml2 sees UTF-8 alone.
 *
 * Callbacks run under libxml2: they note and stop, they never leave it.
 */
#include "exchange/xml_reader.h"

#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

#define XSI_NAMESPACE "http://www.w3.org/2001/XMLSchema-instance"
#define ROOT_NAME "credit_exchange"
#define DECLARATION_MAX 1024

typedef enum Where
{
	BEFORE_ROOT,
	IN_ROOT,
	IN_RECORD,
	IN_FIELD,
	IN_MANIFEST,
	IN_COUNT,
	BEHIND_ROOT
} Where;

struct XmlReader
{
	xmlParserCtxtPtr ctxt;
	iconv_t		iconv;			/* (iconv_t) -1: UTF-8 as it is */
	bool		encoding_known;
	char		head[DECLARATION_MAX];	/* until the encoding is known; then what a piece left over */
	size_t		nhead;
	char	   *converted;
	size_t		pending;		/* bytes fed since the last callback */

	Where		where;
	bool		has_header;
	XrHeader	header;
	bool		has_manifest;
	long long	manifest_records;
	char		manifest_sha256[65];

	/* the records of this piece, and the one not finished yet behind them */
	char	   *text;
	size_t		ntext,
				text_room;
	XrField    *fields;
	int			nfields,
				fields_room;
	XrRecord   *records;
	int			nrecords,		/* finished */
				records_room,
				next;
	size_t		record_text;	/* where the unfinished record's text begins */

	bool		started;		/* libxml2 has seen bytes */
	bool		refused;
	bool		no_memory;
	char		message[XR_MESSAGE];
	long		line;
};

static long
current_line(const XmlReader *reader)
{
	return reader->ctxt != NULL && reader->ctxt->input != NULL ? reader->ctxt->input->line : 1;
}

static void refuse(XmlReader *reader, long line, const char *fmt,...) __attribute__((format(printf, 3, 4)));

/* the first fault counts; a cut message ends with a whole character */
static void
refuse(XmlReader *reader, long line, const char *fmt,...)
{
	va_list		args;
	size_t		len;

	if (reader->refused)
		return;
	reader->refused = true;
	reader->line = line;
	va_start(args, fmt);
	vsnprintf(reader->message, sizeof(reader->message), fmt, args);
	va_end(args);
	len = strlen(reader->message);
	if (len == sizeof(reader->message) - 1)
	{
		while (len > 0 && ((unsigned char) reader->message[len - 1] & 0xC0) == 0x80)
			len--;
		if (len > 0 && ((unsigned char) reader->message[len - 1] & 0x80))
			len--;
		reader->message[len] = '\0';
	}
	for (char *c = reader->message; *c != '\0'; c++)
	{
		if ((unsigned char) *c < ' ')
			*c = ' ';
	}
	if (reader->ctxt != NULL)
		xmlStopParser(reader->ctxt);
}

static void
out_of_memory(XmlReader *reader)
{
	reader->no_memory = true;
	refuse(reader, current_line(reader), "out of memory");
}

/* room for one more element behind n; false without memory */
static bool
grow(XmlReader *reader, void **array, size_t *room, size_t needed, size_t size)
{
	size_t		wanted = *room ? *room : 64;
	void	   *larger;

	if (needed <= *room)
		return true;
	while (wanted < needed)
		wanted *= 2;
	larger = realloc(*array, wanted * size);
	if (larger == NULL)
	{
		out_of_memory(reader);
		return false;
	}
	*array = larger;
	*room = wanted;
	return true;
}

static bool
append_text(XmlReader *reader, const char *bytes, size_t len)
{
	if (!grow(reader, (void **) &reader->text, &reader->text_room, reader->ntext + len + 1, 1))
		return false;
	memcpy(reader->text + reader->ntext, bytes, len);
	reader->ntext += len;
	return true;
}

static bool
same(const xmlChar *a, const char *b)
{
	return strcmp((const char *) a, b) == 0;
}

/* SAX gives attributes in fives: name, prefix, namespace, begin and end of the value */
#define ATTRIBUTE_LEN(a) ((size_t) ((a)[4] - (a)[3]))

static bool
copy_attribute(XmlReader *reader, const xmlChar **a, char *into)
{
	if (ATTRIBUTE_LEN(a) >= XR_ATTRIBUTE)
	{
		refuse(reader, current_line(reader), "attribute \"%.50s\" is longer than %d bytes",
			   (const char *) a[0], XR_ATTRIBUTE - 1);
		return false;
	}
	memcpy(into, a[3], ATTRIBUTE_LEN(a));
	into[ATTRIBUTE_LEN(a)] = '\0';
	return true;
}

static void
unknown_attribute(XmlReader *reader, const xmlChar *element, const xmlChar **a)
{
	refuse(reader, current_line(reader), "element \"%.50s\" has an attribute \"%.50s\" that the format does not know",
		   (const char *) element, (const char *) a[0]);
}

static bool
is_foreign_attribute(const xmlChar **a)
{
	return a[2] != NULL && same(a[2], XSI_NAMESPACE);
}

static void
start_root(XmlReader *reader, const xmlChar *name, const xmlChar *uri, int n, const xmlChar **a)
{
	static const struct
	{
		const char *name;
		size_t		place;
	}			known[] =
	{
		{"document", offsetof(XrHeader, document)},
		{"item", offsetof(XrHeader, item)},
		{"origin", offsetof(XrHeader, origin)},
		{"sender", offsetof(XrHeader, sender)},
		{"created", offsetof(XrHeader, created)},
		{"since", offsetof(XrHeader, since)},
		{"until", offsetof(XrHeader, until)},
	};

	if (!same(name, ROOT_NAME) || (uri != NULL && !same(uri, XR_NAMESPACE)))
	{
		refuse(reader, current_line(reader), "the root element is \"%.50s\"%s%.60s, expected \"" ROOT_NAME "\" of namespace \"" XR_NAMESPACE "\"",
			   (const char *) name, uri ? " of namespace " : "", uri ? (const char *) uri : "");
		return;
	}
	for (int i = 0; i < n; i++, a += 5)
	{
		size_t		k;

		if (is_foreign_attribute(a))
			continue;
		if (a[1] == NULL && same(a[0], "version"))
		{
			if (ATTRIBUTE_LEN(a) != 1 || *a[3] != '1')
			{
				refuse(reader, current_line(reader), "the version of the format is \"%.*s\", expected \"1\"",
					   (int) (ATTRIBUTE_LEN(a) < 20 ? ATTRIBUTE_LEN(a) : 20), (const char *) a[3]);
				return;
			}
			continue;
		}
		for (k = 0; k < sizeof(known) / sizeof(known[0]); k++)
		{
			if (a[1] == NULL && same(a[0], known[k].name))
				break;
		}
		if (k == sizeof(known) / sizeof(known[0]))
		{
			unknown_attribute(reader, name, a);
			return;
		}
		if (!copy_attribute(reader, a, (char *) &reader->header + known[k].place))
			return;
	}
	reader->has_header = true;
	reader->where = IN_ROOT;
}

static void
start_record(XmlReader *reader, const xmlChar *name, int n, const xmlChar **a)
{
	static const char *const known[XR_ATTRIBUTES] = {"item", "status", "received_at"};
	XrRecord   *record;
	size_t		room = (size_t) reader->records_room;

	if (!grow(reader, (void **) &reader->records, &room, (size_t) reader->nrecords + 1, sizeof(XrRecord)))
		return;
	reader->records_room = (int) room;
	record = &reader->records[reader->nrecords];
	record->line = current_line(reader);
	record->first_field = reader->nfields;
	record->nfields = 0;
	reader->record_text = reader->ntext;
	for (int k = 0; k < XR_ATTRIBUTES; k++)
		record->attribute[k] = XR_NONE;
	for (int i = 0; i < n; i++, a += 5)
	{
		int			k = 0;

		if (is_foreign_attribute(a))
			continue;
		while (k < XR_ATTRIBUTES && !(a[1] == NULL && same(a[0], known[k])))
			k++;
		if (k == XR_ATTRIBUTES)
		{
			unknown_attribute(reader, name, a);
			return;
		}
		if (ATTRIBUTE_LEN(a) >= XR_ATTRIBUTE)
		{
			refuse(reader, current_line(reader), "attribute \"%s\" is longer than %d bytes", known[k], XR_ATTRIBUTE - 1);
			return;
		}
		record->attribute[k] = reader->ntext;
		if (!append_text(reader, (const char *) a[3], ATTRIBUTE_LEN(a)) || !append_text(reader, "", 1))
			return;
	}
	reader->where = IN_RECORD;
}

static void
start_manifest(XmlReader *reader, const xmlChar *name, int n, const xmlChar **a)
{
	char		value[XR_ATTRIBUTE];
	bool		has_records = false,
				has_sha256 = false;

	if (reader->has_manifest)
	{
		refuse(reader, current_line(reader), "there is a second manifest");
		return;
	}
	for (int i = 0; i < n; i++, a += 5)
	{
		if (is_foreign_attribute(a))
			continue;
		if (!copy_attribute(reader, a, value))
			return;
		if (a[1] == NULL && same(a[0], "records") && value[0] != '\0' &&
			strspn(value, "0123456789") == strlen(value) && strlen(value) < 19)
		{
			reader->manifest_records = strtoll(value, NULL, 10);
			has_records = true;
		}
		else if (a[1] == NULL && same(a[0], "sha256") && strlen(value) == 64 &&
				 strspn(value, "0123456789abcdef") == 64)
		{
			memcpy(reader->manifest_sha256, value, 65);
			has_sha256 = true;
		}
		else
		{
			refuse(reader, current_line(reader), "attribute \"%.50s\" of the manifest is unknown or malformed", (const char *) a[0]);
			return;
		}
	}
	if (!has_records || !has_sha256)
	{
		refuse(reader, current_line(reader), "the manifest lacks attribute \"%s\"", has_records ? "sha256" : "records");
		return;
	}
	reader->has_manifest = true;
	reader->where = IN_MANIFEST;
	(void) name;
}

static void
start_field(XmlReader *reader, const xmlChar *name, int n, const xmlChar **a)
{
	XrRecord   *record = &reader->records[reader->nrecords];
	size_t		room = (size_t) reader->fields_room;
	XrField    *field;

	for (int i = 0; i < n; i++, a += 5)
	{
		if (!is_foreign_attribute(a))
		{
			unknown_attribute(reader, name, a);
			return;
		}
	}
	if (record->nfields >= XR_MAX_FIELDS || strlen((const char *) name) > XR_MAX_NAME)
	{
		if (record->nfields >= XR_MAX_FIELDS)
			refuse(reader, current_line(reader), "a record has more than %d fields", XR_MAX_FIELDS);
		else
			refuse(reader, current_line(reader), "the name of a field is longer than %d bytes", XR_MAX_NAME);
		return;
	}
	if (!grow(reader, (void **) &reader->fields, &room, (size_t) reader->nfields + 1, sizeof(XrField)))
		return;
	reader->fields_room = (int) room;
	field = &reader->fields[reader->nfields];
	field->name = (const char *) name;
	field->text = reader->ntext;
	field->len = 0;
	reader->where = IN_FIELD;
}

static void
start_element(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
			  int nb_namespaces, const xmlChar **namespaces, int nb_attributes,
			  int nb_defaulted, const xmlChar **attributes)
{
	XmlReader  *reader = arg;

	reader->pending = 0;
	if (reader->refused)
		return;
	if (reader->where != BEFORE_ROOT && uri != NULL && !same(uri, XR_NAMESPACE))
	{
		refuse(reader, current_line(reader), "element \"%.50s\" is of namespace \"%.60s\", expected \"" XR_NAMESPACE "\"",
			   (const char *) name, (const char *) uri);
		return;
	}
	switch (reader->where)
	{
		case BEFORE_ROOT:
			start_root(reader, name, uri, nb_attributes, attributes);
			break;
		case IN_ROOT:
			if (same(name, "record") && !reader->has_manifest)
				start_record(reader, name, nb_attributes, attributes);
			else if (same(name, "manifest"))
				start_manifest(reader, name, nb_attributes, attributes);
			else
				refuse(reader, current_line(reader), "element \"%.50s\" stands %s", (const char *) name,
					   reader->has_manifest ? "behind the manifest" : "where a record is expected");
			break;
		case IN_RECORD:
			start_field(reader, name, nb_attributes, attributes);
			break;
		case IN_FIELD:
			refuse(reader, current_line(reader), "element \"%.50s\" stands within field \"%.50s\"",
				   (const char *) name, reader->fields[reader->nfields].name);
			break;
		case IN_MANIFEST:
			if (same(name, "count"))
				reader->where = IN_COUNT;
			else
				refuse(reader, current_line(reader), "element \"%.50s\" stands within the manifest", (const char *) name);
			break;
		case IN_COUNT:
		case BEHIND_ROOT:
			refuse(reader, current_line(reader), "element \"%.50s\" stands where none is expected", (const char *) name);
			break;
	}
	(void) prefix;
	(void) nb_namespaces;
	(void) namespaces;
	(void) nb_defaulted;
}

static void
end_element(void *arg, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	XmlReader  *reader = arg;

	reader->pending = 0;
	if (reader->refused)
		return;
	switch (reader->where)
	{
		case IN_FIELD:
			reader->fields[reader->nfields].len = reader->ntext - reader->fields[reader->nfields].text;
			/* terminated, for whoever likes it so */
			if (!append_text(reader, "", 1))
				return;
			reader->nfields++;
			reader->records[reader->nrecords].nfields++;
			reader->where = IN_RECORD;
			break;
		case IN_RECORD:
			reader->nrecords++;
			reader->record_text = reader->ntext;
			reader->where = IN_ROOT;
			break;
		case IN_COUNT:
			reader->where = IN_MANIFEST;
			break;
		case IN_MANIFEST:
			reader->where = IN_ROOT;
			break;
		default:
			reader->where = BEHIND_ROOT;
			break;
	}
	(void) name;
	(void) prefix;
	(void) uri;
}

static void
characters(void *arg, const xmlChar *text, int len)
{
	XmlReader  *reader = arg;

	reader->pending = 0;
	if (reader->refused)
		return;
	if (reader->where == IN_FIELD)
	{
		if (reader->ntext - reader->fields[reader->nfields].text + (size_t) len > XR_MAX_VALUE)
			refuse(reader, current_line(reader), "field \"%.50s\" is longer than %d bytes",
				   reader->fields[reader->nfields].name, XR_MAX_VALUE);
		else if (reader->ntext - reader->record_text + (size_t) len > XR_MAX_RECORD)
			refuse(reader, current_line(reader), "a record is longer than %d bytes", XR_MAX_RECORD);
		else
			(void) append_text(reader, (const char *) text, (size_t) len);
		return;
	}
	for (int i = 0; i < len; i++)
	{
		if (strchr(" \t\r\n", text[i]) == NULL || text[i] == '\0')
		{
			refuse(reader, current_line(reader), "text stands outside of the fields");
			return;
		}
	}
}

static void
doctype(void *arg, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	refuse(arg, current_line(arg), "the document has a DOCTYPE; it is read without document type and entities");
	(void) name;
	(void) external;
	(void) system;
}

/* libxml2's own faults; their texts carry names of elements, never content */
static void
parser_fault(void *arg, const xmlError *error)
{
	XmlReader  *reader = arg;

	if (reader == NULL || reader->refused || error == NULL || error->level < XML_ERR_ERROR)
		return;
	if (error->code == XML_ERR_NO_MEMORY)
		out_of_memory(reader);
	else if (error->code == XML_ERR_DOCUMENT_END && reader->where != BEHIND_ROOT)
		refuse(reader, current_line(reader), "the document ends before it is complete");
	else
	{
		const char *text = error->message ? error->message : "not well-formed";
		size_t		len = strlen(text);

		while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '.'))
			len--;
		refuse(reader, error->line > 0 ? error->line : current_line(reader), "%.*s", (int) len, text);
	}
}

/* from libxml2 2.12 on the type of the handler takes a const error */
#if LIBXML_VERSION >= 21200
#define FAULT_HANDLER parser_fault
#else
#define FAULT_HANDLER ((xmlStructuredErrorFunc) (void (*) (void)) parser_fault)
#endif

XmlReader *
xr_open(const char *encoding)
{
	XmlReader  *reader = calloc(1, sizeof(XmlReader));
	xmlSAXHandler sax;

	if (reader == NULL)
		return NULL;
	reader->iconv = (iconv_t) -1;
	reader->encoding_known = encoding != NULL;
	memset(&sax, 0, sizeof(sax));
	sax.initialized = XML_SAX2_MAGIC;
	sax.startElementNs = start_element;
	sax.endElementNs = end_element;
	sax.characters = characters;
	sax.ignorableWhitespace = characters;
	sax.cdataBlock = characters;
	sax.internalSubset = doctype;
	sax.serror = FAULT_HANDLER;
	reader->ctxt = xmlCreatePushParserCtxt(&sax, reader, NULL, 0, NULL);
	if (reader->ctxt == NULL)
	{
		free(reader);
		return NULL;
	}
	/* what the document declares was taken care of before libxml2 sees it */
	(void) xmlCtxtUseOptions(reader->ctxt, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOWARNING);
	return reader;
}

void
xr_close(XmlReader *reader)
{
	if (reader == NULL)
		return;
	if (reader->ctxt->myDoc != NULL)
		xmlFreeDoc(reader->ctxt->myDoc);
	xmlFreeParserCtxt(reader->ctxt);
	if (reader->iconv != (iconv_t) -1)
		iconv_close(reader->iconv);
	free(reader->converted);
	free(reader->text);
	free(reader->fields);
	free(reader->records);
	free(reader);
}

/* what is well-formed UTF-8 goes to libxml2, which checks that it is */
static void
parse(XmlReader *reader, const char *bytes, size_t len, bool last)
{
	xmlStructuredErrorFunc before = xmlStructuredError;
	void	   *before_arg = xmlStructuredErrorContext;
	const char *zero = len > 0 ? memchr(bytes, 0, len) : NULL;

	if (reader->refused)
		return;
	if (zero != NULL)
	{
		if (zero > bytes)
			parse(reader, bytes, (size_t) (zero - bytes), false);
		refuse(reader, current_line(reader), "there is a zero byte");
		return;
	}
	/*
	 * libxml2 would look for an encoding of its own in the first four bytes,
	 * and 2.9 reads a null pointer once it thinks that it found one.
	 */
	if (!reader->started && len > 0)
	{
		if (strchr("< \t\r\n", bytes[0]) == NULL)
		{
			refuse(reader, 1, "the document does not begin with an element");
			return;
		}
		reader->started = true;
	}
	reader->pending += len;
	if (reader->pending > XR_MAX_PENDING)
	{
		refuse(reader, current_line(reader), "markup of more than %d bytes does not end", XR_MAX_PENDING);
		return;
	}
	/* some faults, of encodings, have no parser; nothing may print them */
	xmlSetStructuredErrorFunc(reader, FAULT_HANDLER);
	(void) xmlParseChunk(reader->ctxt, bytes, (int) len, last);
	xmlSetStructuredErrorFunc(before_arg, before);
}

static bool
name_is(const char *name, size_t len, const char *expected)
{
	return strlen(expected) == len && strncasecmp(name, expected, len) == 0;
}

static void
set_encoding(XmlReader *reader, const char *name, size_t len, bool has_mark)
{
	static const char *const chinese[] = {"GB18030", "GBK", "GB2312", "CP936", "EUC-CN", "GB_2312-80"};

	reader->encoding_known = true;
	if (len == 0 || name_is(name, len, "UTF-8") || name_is(name, len, "UTF8") || name_is(name, len, "US-ASCII"))
		return;
	for (size_t i = 0; i < sizeof(chinese) / sizeof(chinese[0]); i++)
	{
		if (!name_is(name, len, chinese[i]))
			continue;
		if (has_mark)
		{
			refuse(reader, 1, "the document begins with the mark of UTF-8 but declares %s", chinese[i]);
			return;
		}
		/* GB 18030 holds the others whole */
		reader->iconv = iconv_open("UTF-8", "GB18030");
		if (reader->iconv == (iconv_t) -1)
			refuse(reader, 1, "this system cannot convert from GB18030");
		return;
	}
	refuse(reader, 1, "encoding \"%.*s\" is not taken, only UTF-8, GB18030 and GBK", (int) (len < 40 ? len : 40), name);
}

/*
 * The encoding from the first bytes. False: more are needed to tell.
 * *skip counts the bytes of a mark.
 */
static bool
find_encoding(XmlReader *reader, bool last, size_t *skip)
{
	const char *head = reader->head;
	size_t		n = reader->nhead,
				end = 0;
	bool		marked = false;

	*skip = 0;
	if (n < 6 && !last)
		return false;
	if (n >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0)
	{
		*skip = 3;
		marked = true;
	}
	else if (n >= 2 && (memcmp(head, "\xFE\xFF", 2) == 0 || memcmp(head, "\xFF\xFE", 2) == 0 ||
						head[0] == '\0' || head[1] == '\0'))
	{
		reader->encoding_known = true;
		refuse(reader, 1, "the document is in UTF-16 or UTF-32 or in no encoding at all; UTF-8, GB18030 and GBK are taken");
		return true;
	}
	head += *skip;
	n -= *skip;
	if (n < 5 && !last)
		return false;
	if (n < 5 || memcmp(head, "<?xml", 5) != 0)
	{
		set_encoding(reader, "", 0, marked);
		return true;
	}
	while (end + 1 < n && !(head[end] == '?' && head[end + 1] == '>'))
		end++;
	if (end + 1 >= n && !last && reader->nhead < DECLARATION_MAX)
		return false;
	for (size_t i = 5; i + 8 < end; i++)
	{
		char		quote;
		size_t		from;

		if (strncmp(head + i, "encoding", 8) != 0)
			continue;
		i += 8;
		while (i < end && (isspace((unsigned char) head[i]) || head[i] == '='))
			i++;
		quote = head[i];
		if (quote != '"' && quote != '\'')
			break;
		from = ++i;
		while (i < end && head[i] != quote)
			i++;
		set_encoding(reader, head + from, i - from, marked);
		return true;
	}
	set_encoding(reader, "", 0, marked);
	return true;
}

/* converts and parses; what ends within a character waits in head */
static void
parse_converted(XmlReader *reader, const char *bytes, size_t len, bool last)
{
	while (!reader->refused && (len > 0 || last))
	{
		size_t		take = len < XR_PIECE ? len : XR_PIECE;
		size_t		room = (take + reader->nhead) * 2 + 16;
		char	   *in,
				   *joined = NULL,
				   *out;
		size_t		left,
					out_left = room,
					result;
		bool		wrong;

		free(reader->converted);
		reader->converted = out = malloc(room);
		if (reader->nhead > 0)
			joined = malloc(reader->nhead + take);
		if (out == NULL || (reader->nhead > 0 && joined == NULL))
		{
			free(joined);
			out_of_memory(reader);
			return;
		}
		in = (char *) bytes;
		left = take;
		if (joined != NULL)
		{
			memcpy(joined, reader->head, reader->nhead);
			memcpy(joined + reader->nhead, bytes, take);
			in = joined;
			left += reader->nhead;
		}
		bytes += take;
		len -= take;
		reader->nhead = 0;
		result = iconv(reader->iconv, &in, &left, &out, &out_left);
		wrong = result == (size_t) -1 && errno != EINVAL;
		/* a character is at most four bytes: more than three cannot wait */
		if (left > 3 || (last && len == 0 && left > 0))
			wrong = true;
		if (!wrong)
		{
			memcpy(reader->head, in, left);
			reader->nhead = left;
		}
		free(joined);
		parse(reader, reader->converted, (size_t) (out - reader->converted), last && len == 0 && !wrong);
		if (wrong)
			refuse(reader, current_line(reader), "there are bytes that are no characters of GB18030");
		if (len == 0)
			break;
	}
}

/* the records handed out go; the unfinished one moves to the front */
static void
compact(XmlReader *reader)
{
	bool		open = reader->where == IN_RECORD || reader->where == IN_FIELD;
	size_t		from = open ? reader->record_text : reader->ntext;
	int			first = open ? reader->records[reader->nrecords].first_field : reader->nfields;
	int			nfields = reader->nfields - first + (reader->where == IN_FIELD);

	if (reader->nrecords == 0)
		return;
	if (open)
	{
		XrRecord   *record = &reader->records[0];

		*record = reader->records[reader->nrecords];
		record->first_field = 0;
		for (int k = 0; k < XR_ATTRIBUTES; k++)
		{
			if (record->attribute[k] != XR_NONE)
				record->attribute[k] -= from;
		}
		memmove(reader->fields, reader->fields + first, sizeof(XrField) * (size_t) nfields);
		for (int f = 0; f < nfields; f++)
			reader->fields[f].text -= from;
		memmove(reader->text, reader->text + from, reader->ntext - from);
	}
	reader->ntext -= from;
	reader->nfields -= first;
	reader->record_text = 0;
	reader->nrecords = 0;
	reader->next = 0;
}

bool
xr_feed(XmlReader *reader, const char *bytes, size_t len, bool last)
{
	if (reader->refused)
		return false;
	compact(reader);
	while (!reader->encoding_known)
	{
		size_t		take = DECLARATION_MAX - reader->nhead,
					skip;
		char		head[DECLARATION_MAX];
		size_t		nhead;

		take = take < len ? take : len;
		memcpy(reader->head + reader->nhead, bytes, take);
		reader->nhead += take;
		bytes += take;
		len -= take;
		if (!find_encoding(reader, last && len == 0, &skip))
			return true;		/* all bytes are in head */
		if (reader->refused)
			return false;
		nhead = reader->nhead - skip;
		memcpy(head, reader->head + skip, nhead);
		reader->nhead = 0;
		if (reader->iconv != (iconv_t) -1)
			parse_converted(reader, head, nhead, last && len == 0);
		else
			parse(reader, head, nhead, last && len == 0);
		if (last && len == 0)
			goto done;
	}
	if (reader->iconv != (iconv_t) -1)
		parse_converted(reader, bytes, len, last);
	else
	{
		/* in pieces, so that what does not end is noticed */
		while (len > XR_PIECE && !reader->refused)
		{
			parse(reader, bytes, XR_PIECE, false);
			bytes += XR_PIECE;
			len -= XR_PIECE;
		}
		parse(reader, bytes, len, last);
	}
done:
	if (last && !reader->refused && (!reader->ctxt->wellFormed || !reader->has_header))
		refuse(reader, current_line(reader), "the document ends before it is complete");
	return !reader->refused;
}

const XrRecord *
xr_next(XmlReader *reader)
{
	return reader->next < reader->nrecords ? &reader->records[reader->next++] : NULL;
}

const XrField *
xr_field(const XmlReader *reader, const XrRecord *record, int i)
{
	return &reader->fields[record->first_field + i];
}

const char *
xr_text(const XmlReader *reader, size_t place)
{
	return place == XR_NONE ? NULL : reader->text + place;
}

const XrHeader *
xr_header(const XmlReader *reader)
{
	return reader->has_header ? &reader->header : NULL;
}

bool
xr_manifest(const XmlReader *reader, long long *records, const char **sha256)
{
	*records = reader->manifest_records;
	*sha256 = reader->manifest_sha256;
	return reader->has_manifest;
}

const char *
xr_fault(const XmlReader *reader, long *line)
{
	*line = reader->line;
	return reader->refused ? reader->message : NULL;
}

bool
xr_out_of_memory(const XmlReader *reader)
{
	return reader->no_memory;
}
