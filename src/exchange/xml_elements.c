/*
 * xml_elements.c
 *	  What libxml2 calls while it reads an exchange document: root, records,
 *	  fields and their text, the manifest. Whatever else is met ends the reading.
 *
 * These run under libxml2: they note and stop, they never leave it.
 */
#include "exchange/xml_reader_state.h"

#include <stdlib.h>
#include <string.h>

#define XSI_NAMESPACE "http://www.w3.org/2001/XMLSchema-instance"
#define ROOT_NAME "credit_exchange"

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
		xr_refuse(reader, xr_line(reader), "attribute \"%.50s\" is longer than %d bytes",
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
	xr_refuse(reader, xr_line(reader), "element \"%.50s\" has an attribute \"%.50s\" that the format does not know",
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
		xr_refuse(reader, xr_line(reader), "the root element is \"%.50s\"%s%.60s, expected \"%s\" of namespace \"%s\"",
			   (const char *) name, uri ? xr_say(" of namespace ") : "", uri ? (const char *) uri : "", ROOT_NAME, XR_NAMESPACE);
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
				xr_refuse(reader, xr_line(reader), "the version of the format is \"%.*s\", expected \"1\"",
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

	if (!xr_grow(reader, (void **) &reader->records, &room, (size_t) reader->nrecords + 1, sizeof(XrRecord)))
		return;
	reader->records_room = (int) room;
	record = &reader->records[reader->nrecords];
	record->line = xr_line(reader);
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
			xr_refuse(reader, xr_line(reader), "attribute \"%s\" is longer than %d bytes", known[k], XR_ATTRIBUTE - 1);
			return;
		}
		record->attribute[k] = reader->ntext;
		if (!xr_append(reader, (const char *) a[3], ATTRIBUTE_LEN(a)) || !xr_append(reader, "", 1))
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
		xr_refuse(reader, xr_line(reader), "there is a second manifest");
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
			xr_refuse(reader, xr_line(reader), "attribute \"%.50s\" of the manifest is unknown or malformed", (const char *) a[0]);
			return;
		}
	}
	if (!has_records || !has_sha256)
	{
		xr_refuse(reader, xr_line(reader), "the manifest lacks attribute \"%s\"", has_records ? "sha256" : "records");
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
			xr_refuse(reader, xr_line(reader), "a record has more than %d fields", XR_MAX_FIELDS);
		else
			xr_refuse(reader, xr_line(reader), "the name of a field is longer than %d bytes", XR_MAX_NAME);
		return;
	}
	if (!xr_grow(reader, (void **) &reader->fields, &room, (size_t) reader->nfields + 1, sizeof(XrField)))
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
		xr_refuse(reader, xr_line(reader), "element \"%.50s\" is of namespace \"%.60s\", expected \"%s\"",
			   (const char *) name, (const char *) uri, XR_NAMESPACE);
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
				xr_refuse(reader, xr_line(reader), "element \"%.50s\" stands %s", (const char *) name,
					   reader->has_manifest ? xr_say("behind the manifest") : xr_say("where a record is expected"));
			break;
		case IN_RECORD:
			start_field(reader, name, nb_attributes, attributes);
			break;
		case IN_FIELD:
			xr_refuse(reader, xr_line(reader), "element \"%.50s\" stands within field \"%.50s\"",
				   (const char *) name, reader->fields[reader->nfields].name);
			break;
		case IN_MANIFEST:
			if (same(name, "count"))
				reader->where = IN_COUNT;
			else
				xr_refuse(reader, xr_line(reader), "element \"%.50s\" stands within the manifest", (const char *) name);
			break;
		case IN_COUNT:
		case BEHIND_ROOT:
			xr_refuse(reader, xr_line(reader), "element \"%.50s\" stands where none is expected", (const char *) name);
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
			if (!xr_append(reader, "", 1))
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
			xr_refuse(reader, xr_line(reader), "field \"%.50s\" is longer than %d bytes",
				   reader->fields[reader->nfields].name, XR_MAX_VALUE);
		else if (reader->ntext - reader->record_text + (size_t) len > XR_MAX_RECORD)
			xr_refuse(reader, xr_line(reader), "a record is longer than %d bytes", XR_MAX_RECORD);
		else
			(void) xr_append(reader, (const char *) text, (size_t) len);
		return;
	}
	for (int i = 0; i < len; i++)
	{
		if (strchr(" \t\r\n", text[i]) == NULL || text[i] == '\0')
		{
			xr_refuse(reader, xr_line(reader), "text stands outside of the fields");
			return;
		}
	}
}

static void
doctype(void *arg, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	xr_refuse(arg, xr_line(arg), "the document has a DOCTYPE; it is read without document type and entities");
	(void) name;
	(void) external;
	(void) system;
}

/* libxml2's own faults; their texts carry names of elements, never content */
void
xr_parser_fault(void *arg, const xmlError *error)
{
	XmlReader  *reader = arg;

	if (reader == NULL || reader->refused || error == NULL || error->level < XML_ERR_ERROR)
		return;
	if (error->code == XML_ERR_NO_MEMORY)
		xr_no_memory(reader);
	else if (error->code == XML_ERR_DOCUMENT_END && reader->where != BEHIND_ROOT)
		xr_refuse(reader, xr_line(reader), "the document ends before it is complete");
	else
	{
		const char *text = error->message ? error->message : "not well-formed";
		size_t		len = strlen(text);

		while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '.'))
			len--;
		xr_refuse(reader, error->line > 0 ? error->line : xr_line(reader), "%.*s", (int) len, text);
	}
}

void
xr_set_callbacks(xmlSAXHandler *sax)
{
	memset(sax, 0, sizeof(*sax));
	sax->initialized = XML_SAX2_MAGIC;
	sax->startElementNs = start_element;
	sax->endElementNs = end_element;
	sax->characters = characters;
	sax->ignorableWhitespace = characters;
	sax->cdataBlock = characters;
	sax->internalSubset = doctype;
	sax->serror = XR_FAULT_HANDLER;
}
