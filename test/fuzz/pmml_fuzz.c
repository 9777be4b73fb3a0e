/*
 * pmml_fuzz.c: PMML documents of any bytes through the loader, and a score of
 * nothing and of ones by what it loaded. server_stub.c stands for the server.
 */
#include "evaluation/pmml.h"

#include "server_stub.h"

int			LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void *
take(void *arg, size_t size)
{
	return palloc0(size);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	sigjmp_buf	here;

	/* zero bytes never arrive: the document is a text */
	if (memchr(data, 0, size) != NULL)
		return 0;
	if (sigsetjmp(here, 0) == 0)
	{
		PmmlText	text = stub_begin(&here, data, size);
		PmModel    *model = pmml_load(text.data, text.len);
		ScRow	   *row = sc_row_create(&model->sc, take, NULL);

		for (int round = 0; round < 2; round++)
		{
			for (int f = 0; f < model->sc.ninputs; f++)
			{
				memset(&row->values[f], 0, sizeof(ScValue));
				row->values[f].state = round == 0 ? SC_MISSING : SC_VALID;
				row->values[f].num = 1;
				row->values[f].str = "1";
				row->values[f].len = 1;
			}
			(void) sc_score(row);
		}
	}
	stub_end();
	return 0;
}
