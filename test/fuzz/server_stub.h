/* server_stub.h: what pmml_fuzz.c asks of server_stub.c */
#ifndef SERVER_STUB_H
#define SERVER_STUB_H

#include <setjmp.h>

typedef struct PmmlText
{
	const char *data;
	size_t		len;
} PmmlText;

/* errors come back to *here; memory lives until stub_end() */
extern PmmlText stub_begin(sigjmp_buf *here, const unsigned char *data, size_t len);
extern void stub_end(void);

#endif
