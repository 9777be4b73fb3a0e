/*
 * import_fuzz.c: exchange documents of any bytes, fed in pieces of any size.
 * The first byte tells the size of the pieces.
 */
#include "exchange/xml_reader.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
look(XmlReader *reader, size_t *sum)
{
	const XrRecord *record;

	while ((record = xr_next(reader)) != NULL)
	{
		for (int k = 0; k < XR_ATTRIBUTES; k++)
		{
			if (record->attribute[k] != XR_NONE)
				*sum += strlen(xr_text(reader, record->attribute[k]));
		}
		for (int i = 0; i < record->nfields; i++)
		{
			const XrField *field = xr_field(reader, record, i);

			*sum += strlen(field->name);
			/* every value ends where its length says, with a zero byte of its own */
			if (xr_text(reader, field->text)[field->len] != '\0' ||
				memchr(xr_text(reader, field->text), 0, field->len) != NULL)
				abort();
		}
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	XmlReader  *reader;
	size_t		piece,
				sum = 0;
	bool		sound = true;
	long long	records;
	const char *sha256;
	long		line;

	if (size == 0)
		return 0;
	piece = data[0] == 0 ? size : data[0];
	data++;
	size--;
	reader = xr_open(size % 7 == 0 ? "UTF-8" : NULL);
	do
	{
		size_t		n = size < piece ? size : piece;

		sound = xr_feed(reader, (const char *) data, n, n == size);
		if (sound)
			look(reader, &sum);
		data += n;
		size -= n;
	} while (sound && size > 0);
	/* refused with a reason, or whole */
	if (sound != (xr_fault(reader, &line) == NULL) || (sound && xr_header(reader) == NULL))
		abort();
	if (xr_manifest(reader, &records, &sha256) && (records < 0 || strlen(sha256) != 64))
		abort();
	xr_close(reader);
	return 0;
}
