/*
 * item.c
 *	  Answers from the backend's compiled copy of the catalogue: editions of an
 *	  item, fields by name, placeholders, what may never be recorded.
 */
#include "catalogue/item_cache.h"

#include "catalog/pg_collation.h"
#include "code/fold_core.h"
#include "code/identifier_core.h"
#include "code/uscc.h"
#include "registry/registry.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

static const char *const catalogue_tables[] = {
	"catalogue_item", "catalogue_field", "code_list", "severity_rule",
	"publication_regime", "forbidden_content"
};

static TableCache catalogue_cache = {
	.name = "credit catalogue",
	.tables = catalogue_tables,
	.ntables = lengthof(catalogue_tables),
	.load = credit_load_catalogue,
};

uint64
credit_item_generation(void)
{
	return table_cache_generation(&catalogue_cache);
}

/* the newest edition of an item, older ones behind it; NULL when unknown */
const CatalogueItem *
credit_item_editions(const char *item, int len)
{
	Catalogue  *catalogue = table_cache_get(&catalogue_cache);
	char		key[NAMEDATALEN];
	ItemEntry  *entry;

	if (len >= NAMEDATALEN)
		return NULL;
	memcpy(key, item, len);
	key[len] = '\0';
	entry = hash_search(catalogue->items, key, HASH_FIND, NULL);
	return entry ? entry->newest : NULL;
}

/* the edition in force on a decision date, NULL when none */
const CatalogueItem *
credit_item_on(const CatalogueItem *newest, DateADT decided_on)
{
	for (const CatalogueItem *item = newest; item != NULL; item = item->older)
	{
		if (decided_on >= item->from && decided_on < item->until)
			return item;
	}
	return NULL;
}

int
credit_field_index(const CatalogueItem *item, const char *name, int len)
{
	for (int i = 0; i < item->nfields; i++)
	{
		if (item->fields[i].name_len == len && memcmp(item->fields[i].name, name, len) == 0)
			return i;
	}
	return -1;
}

/*
 * Texts that stand for nothing, as rows of code list 'placeholder'. Called
 * while a row's item is in use, as credit_forbidden_field() is: a reload here
 * would free that item, so both read the copy the item came from.
 */
bool
credit_is_placeholder(const char *text, int len)
{
	Catalogue  *catalogue = catalogue_cache.data;

	const CodeList *list = catalogue->placeholders;

	for (int i = 0; list && i < list->count; i++)
	{
		if (list->values[i].code_len == len && pg_strncasecmp(list->values[i].code, text, len) == 0)
			return true;
	}
	return false;
}

/* patterns are regular expressions, as credit.forbidden_match() reads them */
const char *
credit_forbidden_field(const char *name, int len)
{
	Catalogue  *catalogue = catalogue_cache.data;
	Datum		text = PointerGetDatum(cstring_to_text_with_len(name, len));

	for (int i = 0; i < catalogue->nforbidden; i++)
	{
		if (DatumGetBool(DirectFunctionCall2Coll(texticregexeq, DEFAULT_COLLATION_OID, text,
												 CStringGetTextDatum(catalogue->forbidden[i].pattern))))
			return catalogue->forbidden[i].reason;
	}
	return NULL;
}

static bool
is_resident_number(const char *text, int len)
{
	char		converted[RESIDENT_ID_LENGTH];

	return len == RESIDENT_ID_LENGTH ? resident_id_valid(text, len) :
		len == RESIDENT_ID_OLD_LENGTH && resident_id_from_old(text, len, converted);
}

/*
 * Whether a text has the digits of a resident number at all, half or full
 * width: most texts have not and need no folding. In UTF-8 a full-width digit
 * begins with 0xEF.
 */
static bool
may_hold_number(const char *text, int len)
{
	int			digits = 0;

	if (GetDatabaseEncoding() != PG_UTF8)
		return true;
	for (int i = 0; i < len; i++)
	{
		unsigned char c = text[i];

		digits += (c >= '0' && c <= '9') || c == 0xEF;
	}
	return digits >= RESIDENT_ID_OLD_LENGTH;
}

/*
 * Whether a value is a document number: by its field, or because it is a sound
 * resident number, of 18 or of 15 digits, typed into a field that is meant for
 * another. A 15-digit registration number may look like one; where such a
 * number belongs it is taken for what it is.
 */
bool
credit_holds_document(const Field *field, const char *text, int len)
{
	char	   *clean;

	if (field->personal)
		return true;
	if (len < RESIDENT_ID_OLD_LENGTH || len > 4 * RESIDENT_ID_LENGTH || !may_hold_number(text, len))
		return false;
	clean = credit_clean_identifier(text, len);
	if (field->type == FIELD_REGISTRATION_NO && registration_no_valid(clean, strlen(clean)))
		return false;
	return is_resident_number(clean, strlen(clean));
}

/* whether a text that a reason shows has a resident number in it */
bool
credit_names_document(const char *text, int len)
{
	size_t		bytes = len;
	const char *utf8;
	char	   *symbols;
	size_t		count;

	if (len < RESIDENT_ID_OLD_LENGTH)
		return false;
	utf8 = credit_utf8_view(text, &bytes);
	symbols = palloc0(bytes + 2);
	count = fold_symbols(utf8, bytes, symbols, bytes);
	for (size_t i = 0; i < count; i++)
	{
		int			run = strspn(symbols + i, "0123456789");

		/* the 18th symbol may be an X */
		if (is_resident_number(symbols + i, run) ||
			(run == RESIDENT_ID_LENGTH - 1 && is_resident_number(symbols + i, RESIDENT_ID_LENGTH)))
			return true;
		i += run;
	}
	return false;
}
