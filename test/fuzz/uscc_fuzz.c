/*
 * uscc_fuzz.c: unified codes as text and as 12 bytes: what is read is written
 * and read the same again.
 */
#include "code/identifier_core.h"
#include "code/uscc_core.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Uscc		code,
				again;
	UsccVerdict verdict;
	char		text[USCC_LENGTH];
	bool		parsed = uscc_parse((const char *) data, size, &code);

	(void) uscc_judge((const char *) data, size, &again, &verdict);
	if (parsed)
	{
		uscc_format(&code, text);
		if (!uscc_bytes_valid(&code) || !uscc_parse(text, USCC_LENGTH, &again) || memcmp(&code, &again, USCC_BYTES) != 0)
			abort();
		(void) uscc_subject_kind(&code);
	}
	if (size >= USCC_BYTES)
	{
		memcpy(code.b, data, USCC_BYTES);
		if (uscc_bytes_valid(&code))
		{
			uscc_format(&code, text);
			if (!uscc_parse(text, USCC_LENGTH, &again) || memcmp(&code, &again, USCC_BYTES) != 0)
				abort();
		}
	}
	return 0;
}
