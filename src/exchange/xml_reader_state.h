/*
 * xml_reader_state.h
 *	  What the two halves of the reader share: xml_reader.c feeds libxml2,
 *	  xml_elements.c is what libxml2 calls.
 */
#ifndef CREDIT_XML_READER_STATE_H
#define CREDIT_XML_READER_STATE_H

#include "exchange/xml_reader.h"

#include <iconv.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

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

/* xml_reader.c */
extern long xr_line(const XmlReader *reader);
extern const char *xr_say(const char *english) __attribute__((format_arg(1)));
extern void xr_refuse(XmlReader *reader, long line, const char *fmt,...) __attribute__((format(printf, 3, 4)));
extern void xr_no_memory(XmlReader *reader);
extern bool xr_grow(XmlReader *reader, void **array, size_t *room, size_t needed, size_t size);
extern bool xr_append(XmlReader *reader, const char *bytes, size_t len);

/* xml_elements.c */
extern void xr_set_callbacks(xmlSAXHandler *sax);
extern void xr_parser_fault(void *arg, const xmlError *error);

/* from libxml2 2.12 on the type of the handler takes a const error */
#if LIBXML_VERSION >= 21200
#define XR_FAULT_HANDLER xr_parser_fault
#else
#define XR_FAULT_HANDLER ((xmlStructuredErrorFunc) (void (*) (void)) xr_parser_fault)
#endif

#endif
