/*
 * canonical_json.c
 *	  The text of jsonb, as jsonb_out writes it.
 *
 * Calls no room but the root.
 */
#include "credit.h"

#include "ledger/ledger.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"

/* bytes at the beginning of a text that json takes as they are */
static int
plain_bytes(const char *text, int length)
{
	const uint64 ones = UINT64CONST(0x0101010101010101);
	const uint64 highs = UINT64CONST(0x8080808080808080);
	int			n = 0;

	/* eight at a time: below a blank, a quotation mark, a backslash */
	for (; n + 8 <= length; n += 8)
	{
		uint64		bytes;
		uint64		quotes;
		uint64		slashes;

		memcpy(&bytes, text + n, 8);
		quotes = bytes ^ (ones * '"');
		slashes = bytes ^ (ones * '\\');
		if (((((bytes - ones * ' ') & ~bytes) | ((quotes - ones) & ~quotes) | ((slashes - ones) & ~slashes)) & highs) != 0)
			break;
	}
	while (n < length && (unsigned char) text[n] >= ' ' && text[n] != '"' && text[n] != '\\')
		n++;
	return n;
}

static void
append_json_string(StringInfo out, const char *text, int length)
{
	ledger_put(out, "\"", 1);
	for (int at = 0;;)
	{
		int			plain = plain_bytes(text + at, length - at);

		ledger_put(out, text + at, plain);
		at += plain;
		if (at == length)
			break;
		switch (text[at])
		{
			case '\b': appendStringInfoString(out, "\\b"); break;
			case '\f': appendStringInfoString(out, "\\f"); break;
			case '\n': appendStringInfoString(out, "\\n"); break;
			case '\r': appendStringInfoString(out, "\\r"); break;
			case '\t': appendStringInfoString(out, "\\t"); break;
			case '"': appendStringInfoString(out, "\\\""); break;
			case '\\': appendStringInfoString(out, "\\\\"); break;
			default: appendStringInfo(out, "\\u%04x", (unsigned char) text[at]);
		}
		at++;
	}
	ledger_put(out, "\"", 1);
}

/*
 * What jsonb_out writes, straight from the entries of the container: its own
 * way over an iterator and string buffers takes several times as long.
 */
void
ledger_append_json(StringInfo out, JsonbContainer *container)
{
	int			count = JsonContainerSize(container);
	bool		is_object = JsonContainerIsObject(container);
	char	   *data = (char *) &container->children[is_object ? 2 * count : count];
	uint32		key_at = 0;
	uint32		value_at = is_object ? getJsonbOffset(container, count) : 0;

	check_stack_depth();
	if (!JsonContainerIsScalar(container))
		ledger_put(out, is_object ? "{" : "[", 1);
	for (int i = 0; i < count; i++)
	{
		int			at = is_object ? count + i : i;
		JEntry		entry = container->children[at];
		uint32		length = getJsonbLength(container, at);

		if (i > 0)
			ledger_put(out, ", ", 2);
		if (is_object)
		{
			uint32		key_length = getJsonbLength(container, i);

			append_json_string(out, data + key_at, key_length);
			key_at += key_length;
			ledger_put(out, ": ", 2);
		}
		if (JBE_ISSTRING(entry))
			append_json_string(out, data + value_at, length);
		else if (JBE_ISNULL(entry))
			ledger_put(out, "null", 4);
		else if (JBE_ISBOOL(entry))
			appendStringInfoString(out, JBE_ISBOOL_TRUE(entry) ? "true" : "false");
		else if (JBE_ISNUMERIC(entry))
			appendStringInfoString(out, DatumGetCString(DirectFunctionCall1(numeric_out,
						PointerGetDatum(data + INTALIGN(value_at)))));
		else
			ledger_append_json(out, (JsonbContainer *) (data + INTALIGN(value_at)));
		value_at += length;
	}
	if (!JsonContainerIsScalar(container))
		ledger_put(out, is_object ? "}" : "]", 1);
}
