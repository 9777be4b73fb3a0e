/*
 * detail.c
 *	  A checked row's fields as jsonb, written in one go: fields come in the
 *	  order jsonb keeps its keys in (CatalogueItem.key_order), and values are
 *	  texts, numbers, booleans and flat arrays of texts. Building the same from
 *	  JsonbValues costs three times as much, and every entered row needs it.
 *
 * The layout is that of utils/jsonb.h; test/sql/entry_copy.sql compares the
 * bytes with PostgreSQL's own.
 */
#include "record/record.h"

#include "code/uscc.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"

/* fields that stand in columns of their own, or in person_identity only */
static bool
in_detail(const Field *field)
{
	switch (field->role)
	{
		case ROLE_DOC_NO:
		case ROLE_DECIDED_ON:
		case ROLE_VALID_FROM:
		case ROLE_VALID_UNTIL:
		case ROLE_AMOUNT:
			return false;
		default:
			return !field->personal;
	}
}

typedef struct Writer
{
	char	   *start;			/* of the varlena: everything is aligned to it */
	char	   *end;
} Writer;

/* the entries of a container being written */
typedef struct Entries
{
	JEntry	   *next;
	int			written;
	uint32		total;			/* bytes of the children so far */
} Entries;

static void
align(Writer *writer)
{
	while ((writer->end - writer->start) % sizeof(int32) != 0)
		*writer->end++ = '\0';
}

static Entries
begin_container(Writer *writer, uint32 count, uint32 kind, int entries)
{
	Entries		result = {0};

	align(writer);
	*(uint32 *) writer->end = count | kind;
	writer->end += sizeof(uint32);
	result.next = (JEntry *) writer->end;
	writer->end += sizeof(JEntry) * entries;
	return result;
}

/* a child of that kind whose len bytes have just been written */
static void
add_entry(Entries *entries, uint32 kind, uint32 len)
{
	entries->total += len;
	if (entries->total > JENTRY_OFFLENMASK)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("total size of jsonb object elements exceeds the maximum of %u bytes",
						JENTRY_OFFLENMASK)));
	/* every so many a place instead of a length, so that none is far from one */
	if (entries->written++ % JB_OFFSET_STRIDE == 0)
		*entries->next++ = kind | entries->total | JENTRY_HAS_OFF;
	else
		*entries->next++ = kind | len;
}

static void
add_string(Writer *writer, Entries *entries, const char *text, int len)
{
	memcpy(writer->end, text, len);
	writer->end += len;
	add_entry(entries, JENTRY_ISSTRING, len);
}

static int
count_parts(const FieldValue *value)
{
	int			n = 1;

	for (int i = 0; i < value->len; i++)
		n += (value->text[i] == ';');
	return n;
}

static void
add_parts(Writer *writer, Entries *entries, const FieldValue *value)
{
	char	   *before = writer->end;
	int			n = count_parts(value);
	Entries		parts = begin_container(writer, n, JB_FARRAY, n);
	const char *part = value->text;

	for (int i = 0; i < n; i++)
	{
		const char *end = strchr(part, ';');
		int			len = end ? end - part : strlen(part);

		add_string(writer, &parts, part, len);
		part += len + 1;
	}
	add_entry(entries, JENTRY_ISCONTAINER, writer->end - before);
}

static void
add_value(Writer *writer, Entries *entries, const Field *field, const FieldValue *value)
{
	if (field->multi_valued)
		add_parts(writer, entries, value);
	else if (value->number != NULL)
	{
		char	   *before = writer->end;

		align(writer);
		memcpy(writer->end, value->number, VARSIZE_ANY(value->number));
		writer->end += VARSIZE_ANY(value->number);
		add_entry(entries, JENTRY_ISNUMERIC, writer->end - before);
	}
	else if (field->type == FIELD_BOOLEAN)
		add_entry(entries, value->boolean ? JENTRY_ISBOOL_TRUE : JENTRY_ISBOOL_FALSE, 0);
	else
		add_string(writer, entries, value->text, value->len);
}

/* the name of a person stands in credit.subject alone */
static FieldValue
masked_name(const FieldValue *name)
{
	FieldValue	result = *name;
	text	   *masked = DatumGetTextPP(DirectFunctionCall1(credit_mask_name,
														   CStringGetTextDatum(name->text)));

	result.text = VARDATA_ANY(masked);
	result.len = VARSIZE_ANY_EXHDR(masked);
	return result;
}

/* the jsonb, in the current memory context */
Datum
credit_detail_of(const Entry *entry, bool person)
{
	const CatalogueItem *item = entry->item;
	int			name_field = person ? item->by_role[ROLE_SUBJECT_NAME] : -1;
	FieldValue	name = {0};
	int		   *shown = palloc(sizeof(int) * Max(item->nfields, 1));
	int			n = 0;
	Size		size = VARHDRSZ + sizeof(uint32) * 2;
	Writer		writer;
	Entries		entries;

	if (name_field >= 0 && entry->values[name_field].present)
		name = masked_name(&entry->values[name_field]);
	for (int i = 0; i < item->nfields; i++)
	{
		int			f = item->key_order[i];
		const FieldValue *value = f == name_field ? &name : &entry->values[f];

		if (!value->present || !in_detail(&item->fields[f]))
			continue;
		shown[n++] = f;
		/* a key, two entries, and what the value may take with its padding */
		size += item->fields[f].name_len + sizeof(JEntry) * 2 + sizeof(uint32) * 2 + value->len;
		if (item->fields[f].multi_valued)
			size += sizeof(JEntry) * count_parts(value);
		if (value->number != NULL)
			size += VARSIZE_ANY(value->number);
	}
	writer.start = palloc(size);
	writer.end = writer.start + VARHDRSZ;
	entries = begin_container(&writer, n, JB_FOBJECT, 2 * n);
	for (int i = 0; i < n; i++)
		add_string(&writer, &entries, item->fields[shown[i]].name, item->fields[shown[i]].name_len);
	for (int i = 0; i < n; i++)
		add_value(&writer, &entries, &item->fields[shown[i]],
				  shown[i] == name_field ? &name : &entry->values[shown[i]]);
	SET_VARSIZE(writer.start, writer.end - writer.start);
	return PointerGetDatum(writer.start);
}
