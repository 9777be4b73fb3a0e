/*
 * message.c
 *	  Words in the language of lc_messages, from the catalogues of src/po. Owns
 *	  nothing of the field; every room may call it.
 */
#include "credit.h"

#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

PG_FUNCTION_INFO_V1(credit_message);

/*
 * A text of this source in the language of lc_messages and the encoding of the
 * database.
 */
const char *
credit_text(const char *english)
{
	const char *text = dgettext(TEXTDOMAIN, english);

	return text == english ? pg_any_to_server(english, strlen(english), PG_UTF8) : text;
}

/*
 * credit.message(english [, VARIADIC "any"]) → text: as format(), after the
 * format was looked up. The arguments are format()'s own, variadic or not.
 */
Datum
credit_message(PG_FUNCTION_ARGS)
{
	char	   *english;
	const char *words;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	english = text_to_cstring(PG_GETARG_TEXT_PP(0));
	/* the sources, and so the catalogue's keys, are in UTF-8 */
	english = pg_server_to_any(english, strlen(english), PG_UTF8);
	/* the catalogue's head stands under the empty text */
	words = *english ? dgettext(TEXTDOMAIN, english) : english;
	if (words != english)
		fcinfo->args[0].value = PointerGetDatum(cstring_to_text(words));
	return text_format(fcinfo);
}
