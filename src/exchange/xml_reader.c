/*
 * xml_reader.c
 *	  Reads exchange documents with libxml2's push parser: see xml_reader.h.
 *
 * Documents come from outside. There is no DOCTYPE and so no entities, nothing
 * is ever loaded, and depth, lengths and counts are bounded. Encodings are
 * converted here, strictly, so that libxml2 sees UTF-8 alone.
 */
#include "exchange/xml_reader_state.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *(*xr_words) (const char *english) = NULL;

long
xr_line(const XmlReader *reader)
{
	return reader->ctxt != NULL && reader->ctxt->input != NULL ? reader->ctxt->input->line : 1;
}

/* as xr_words says it */
const char *
xr_say(const char *english)
{
	return xr_words != NULL ? xr_words(english) : english;
}

/* the first fault counts; a cut message ends with a whole character */
void
xr_refuse(XmlReader *reader, long line, const char *fmt,...)
{
	va_list		args;
	size_t		len;

	if (reader->refused)
		return;
	reader->refused = true;
	reader->line = line;
	va_start(args, fmt);
	vsnprintf(reader->message, sizeof(reader->message), xr_say(fmt), args);
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

void
xr_no_memory(XmlReader *reader)
{
	reader->no_memory = true;
	xr_refuse(reader, xr_line(reader), "out of memory");
}

/* room for one more element behind n; false without memory */
bool
xr_grow(XmlReader *reader, void **array, size_t *room, size_t needed, size_t size)
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
		xr_no_memory(reader);
		return false;
	}
	*array = larger;
	*room = wanted;
	return true;
}

bool
xr_append(XmlReader *reader, const char *bytes, size_t len)
{
	if (!xr_grow(reader, (void **) &reader->text, &reader->text_room, reader->ntext + len + 1, 1))
		return false;
	memcpy(reader->text + reader->ntext, bytes, len);
	reader->ntext += len;
	return true;
}

XmlReader *
xr_open(const char *encoding)
{
	XmlReader  *reader = calloc(1, sizeof(XmlReader));
	xmlSAXHandler sax;

	if (reader == NULL)
		return NULL;
	reader->iconv = (iconv_t) -1;
	reader->encoding_known = encoding != NULL;
	xr_set_callbacks(&sax);
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
		xr_refuse(reader, xr_line(reader), "there is a zero byte");
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
			xr_refuse(reader, 1, "the document does not begin with an element");
			return;
		}
		reader->started = true;
	}
	reader->pending += len;
	if (reader->pending > XR_MAX_PENDING)
	{
		xr_refuse(reader, xr_line(reader), "markup of more than %d bytes does not end", XR_MAX_PENDING);
		return;
	}
	/* some faults, of encodings, have no parser; nothing may print them */
	xmlSetStructuredErrorFunc(reader, XR_FAULT_HANDLER);
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
			xr_refuse(reader, 1, "the document begins with the mark of UTF-8 but declares %s", chinese[i]);
			return;
		}
		/* GB 18030 holds the others whole */
		reader->iconv = iconv_open("UTF-8", "GB18030");
		if (reader->iconv == (iconv_t) -1)
			xr_refuse(reader, 1, "this system cannot convert from GB18030");
		return;
	}
	xr_refuse(reader, 1, "encoding \"%.*s\" is not taken, only UTF-8, GB18030 and GBK", (int) (len < 40 ? len : 40), name);
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
		xr_refuse(reader, 1, "the document is in UTF-16 or UTF-32 or in no encoding at all; UTF-8, GB18030 and GBK are taken");
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
			xr_no_memory(reader);
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
			xr_refuse(reader, xr_line(reader), "there are bytes that are no characters of GB18030");
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
		xr_refuse(reader, xr_line(reader), "the document ends before it is complete");
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
