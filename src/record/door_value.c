/*
 * door_value.c
 *	  One value of a door's row as the text a field is checked from.
 */
#include "record/record.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"

/* a text datum */
FieldInput
credit_text_input(Datum value)
{
	text	   *t = DatumGetTextPP(value);

	return (FieldInput)
	{
		.text = VARDATA_ANY(t), .len = VARSIZE_ANY_EXHDR(t)
	};
}

/* a column of the view, whatever its type */
FieldInput
credit_output_input(Door *door, int column, Datum value)
{
	Oid			out;
	bool		varlena;
	char	   *text;

	if (TupleDescAttr(door->view_desc, column)->atttypid == TEXTOID)
		return credit_text_input(value);
	if (TupleDescAttr(door->view_desc, column)->atttypid == DATEOID)
		text = credit_date_text(DatumGetDateADT(value));
	else
	{
		getTypeOutputInfo(TupleDescAttr(door->view_desc, column)->atttypid, &out, &varlena);
		text = OidOutputFunctionCall(out, value);
	}
	return (FieldInput)
	{
		.text = text, .len = strlen(text)
	};
}

/* a member of detail; null leaves *input as it is, false for what is no scalar */
bool
credit_scalar_input(const JsonbValue *value, FieldInput *input)
{
	switch (value->type)
	{
		case jbvNull:
			return true;
		case jbvString:
			input->text = value->val.string.val;
			input->len = value->val.string.len;
			return true;
		case jbvNumeric:
			input->text = DatumGetCString(DirectFunctionCall1(numeric_out,
															  NumericGetDatum(value->val.numeric)));
			input->len = strlen(input->text);
			return true;
		case jbvBool:
			input->text = value->val.boolean ? "1" : "0";
			input->len = 1;
			return true;
		default:
			return false;
	}
}

/* an array of scalars stands for the parts of a multi-valued field */
bool
credit_array_input(JsonbContainer *array, FieldInput *input)
{
	StringInfoData buf;

	if (!JsonContainerIsArray(array))
		return false;
	initStringInfo(&buf);
	for (int i = 0; i < JsonContainerSize(array); i++)
	{
		FieldInput	part = {0};

		if (!credit_scalar_input(getIthJsonbValueFromContainer(array, i), &part) || part.text == NULL)
			return false;
		if (i > 0)
			appendStringInfoChar(&buf, ';');
		appendBinaryStringInfo(&buf, part.text, part.len);
	}
	input->text = buf.data;
	input->len = buf.len;
	return true;
}

/*
 * Amounts are in yuan in the column, in the field's own unit in the detail:
 * for 万元 the point moves four places to the left.
 */
FieldInput
credit_amount_input(const Field *field, Datum amount)
{
	char	   *text = DatumGetCString(DirectFunctionCall1(numeric_out, amount));
	int			whole,
				zeros;
	char	   *moved,
			   *out;

	if (field->type == FIELD_AMOUNT_WAN)
	{
		const char *digits = text + (*text == '-');

		whole = strspn(digits, "0123456789");
		if (whole > 0)			/* else it is no number, which the check finds */
		{
			zeros = whole < 5 ? 5 - whole : 0;
			moved = out = palloc(strlen(text) + zeros + 2);
			if (digits != text)
				*out++ = '-';
			memset(out, '0', zeros);
			memcpy(out + zeros, digits, whole);
			out += zeros + whole;
			memmove(out - 3, out - 4, 4);
			out[-4] = '.';
			out++;
			strcpy(out, digits + whole + (digits[whole] == '.'));
			out += strlen(out);
			while (out[-1] == '0')
				*--out = '\0';
			if (out[-1] == '.')
				*--out = '\0';
			text = moved;
		}
	}
	return (FieldInput)
	{
		.text = text, .len = strlen(text)
	};
}
