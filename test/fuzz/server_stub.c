/*
 * server_stub.c
 *	  The little of PostgreSQL that the PMML loader calls, for a fuzz target
 *	  that runs without a server: memory that one call frees, errors that jump.
 */
#include "postgres.h"

#include <libxml/parser.h>
#include <libxml/xmlerror.h>
#include <stdio.h>

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/datetime.h"
#include "utils/memutils.h"
#include "utils/xml.h"

#include "server_stub.h"

/* the C library's own */
#undef vsnprintf

/* ---- memory: each block apart, so that the sanitizer sees its bounds ---- */

static void **blocks;
static size_t nblocks,
			room;

MemoryContext CurrentMemoryContext = (MemoryContext) &blocks;
volatile sig_atomic_t InterruptPending = false;
sigjmp_buf *PG_exception_stack = NULL;
ErrorContextCallback *error_context_stack = NULL;

static void *
take(Size size)
{
	if (nblocks == room)
	{
		room = room ? 2 * room : 1024;
		blocks = realloc(blocks, room * sizeof(void *));
	}
	return blocks[nblocks++] = calloc(1, size ? size : 1);
}

void *palloc(Size size) { return take(size); }
void *palloc0(Size size) { return take(size); }
void *MemoryContextAlloc(MemoryContext context, Size size) { return take(size); }
void *MemoryContextAllocZero(MemoryContext context, Size size) { return take(size); }
void *MemoryContextAllocHuge(MemoryContext context, Size size) { return take(size); }
void MemoryContextDelete(MemoryContext context) { }
void pfree(void *pointer) { }
MemoryContext
AllocSetContextCreateInternal(MemoryContext parent, const char *name, Size min, Size init, Size max)
{
	return (MemoryContext) &blocks;
}

void *
repalloc(void *pointer, Size size)
{
	for (size_t i = nblocks; i-- > 0;)
	{
		if (blocks[i] == pointer)
			return blocks[i] = realloc(pointer, size);
	}
	abort();
}

char *
pstrdup(const char *s)
{
	return strcpy(take(strlen(s) + 1), s);
}

char *
MemoryContextStrdup(MemoryContext context, const char *s)
{
	return pstrdup(s);
}

PmmlText
stub_begin(sigjmp_buf *here, const unsigned char *data, size_t len)
{
	char	   *text = take(len + 1);

	memcpy(text, data, len);
	PG_exception_stack = here;
	return (PmmlText) {text, len};
}

void
stub_end(void)
{
	for (size_t i = 0; i < nblocks; i++)
		free(blocks[i]);
	nblocks = 0;
	PG_exception_stack = NULL;
}

/* ---- errors ---- */

bool errstart_cold(int level, const char *domain) { return true; }
bool errstart(int level, const char *domain) { return true; }
int errcode(int code) { return 0; }
const char *credit_text(const char *english) { return english; }
int errmsg(const char *fmt,...) { return 0; }
int errmsg_internal(const char *fmt,...) { return 0; }
int errdetail(const char *fmt,...) { return 0; }
int errhint(const char *fmt,...) { return 0; }
void errfinish(const char *file, int line, const char *function) { siglongjmp(*PG_exception_stack, 1); }
void pg_re_throw(void) { siglongjmp(*PG_exception_stack, 1); }
void ProcessInterrupts(void) { }
void check_stack_depth(void) { }

/* ---- texts ---- */

int
pg_vsnprintf(char *s, size_t n, const char *fmt, va_list args)
{
	return vsnprintf(s, n, fmt, args);
}

char *
psprintf(const char *fmt,...)
{
	va_list		args;
	char	   *s = take(4096);

	va_start(args, fmt);
	vsnprintf(s, 4096, fmt, args);
	va_end(args);
	return s;
}

void
initStringInfo(StringInfo s)
{
	s->data = take(64);
	s->maxlen = 64;
	s->len = s->cursor = 0;
}

static void
append(StringInfo s, const char *bytes, int len)
{
	if (s->len + len + 1 > s->maxlen)
	{
		char	   *larger;

		s->maxlen = 2 * (s->len + len + 1);
		larger = take(s->maxlen);
		memcpy(larger, s->data, s->len);
		s->data = larger;
	}
	memcpy(s->data + s->len, bytes, len);
	s->len += len;
	s->data[s->len] = '\0';
}

void
appendStringInfo(StringInfo s, const char *fmt,...)
{
	char		buffer[4096];
	va_list		args;

	va_start(args, fmt);
	vsnprintf(buffer, sizeof(buffer), fmt, args);
	va_end(args);
	append(s, buffer, strlen(buffer));
}

void appendStringInfoString(StringInfo s, const char *more) { append(s, more, strlen(more)); }
void appendStringInfoChar(StringInfo s, char c) { append(s, &c, 1); }

int GetDatabaseEncoding(void) { return PG_UTF8; }
char *pg_server_to_any(const char *s, int len, int encoding) { return unconstify(char *, s); }
char *pg_any_to_server(const char *s, int len, int encoding) { return unconstify(char *, s); }

int
pg_mbcliplen(const char *s, int len, int limit)
{
	if (len <= limit)
		return len;
	while (limit > 0 && ((unsigned char) s[limit] & 0xC0) == 0x80)
		limit--;
	return limit;
}

/* ---- dates ---- */

const int	day_tab[2][13] =
{
	{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0},
	{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0}
};

int
date2j(int y, int m, int d)
{
	int			century;

	if (m > 2)
	{
		m += 1;
		y += 4800;
	}
	else
	{
		m += 13;
		y += 4799;
	}
	century = y / 100;
	return y * 365 - 32167 + y / 4 - century + century / 4 + 7834 * m / 256 + d;
}

/* ---- XML: as the server's, the errors noted and never printed ---- */

struct PgXmlErrorContext
{
	bool		met;
	xmlStructuredErrorFunc before;
	void	   *before_arg;
};

static void
note(void *arg, xmlErrorPtr error)
{
	if (error->level >= XML_ERR_ERROR)
		((PgXmlErrorContext *) arg)->met = true;
}

PgXmlErrorContext *
pg_xml_init(PgXmlStrictness strictness)
{
	PgXmlErrorContext *errors = take(sizeof(*errors));

	errors->before = xmlStructuredError;
	errors->before_arg = xmlStructuredErrorContext;
	xmlSetStructuredErrorFunc(errors, note);
	return errors;
}

void
pg_xml_done(PgXmlErrorContext *errors, bool failed)
{
	xmlSetStructuredErrorFunc(errors->before_arg, errors->before);
}

bool
pg_xml_error_occurred(PgXmlErrorContext *errors)
{
	return errors->met;
}

void
xml_ereport(PgXmlErrorContext *errors, int level, int code, const char *message)
{
	siglongjmp(*PG_exception_stack, 1);
}
