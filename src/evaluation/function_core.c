/*
 * function_core.c
 *	  The built-in functions of PMML 4.4, free of postgres.h.
 *
 * "Except as noted, any missing inputs result in a missing value": aggregates
 * leave missing arguments out, and/or follow three-valued logic. A result
 * that is no finite number is invalid. Division is always that of real
 * numbers. A function that is not in the table is refused at load.
 */
#include "evaluation/scorecard_core.h"

#include <math.h>
#include <string.h>

enum
{
	F_PLUS, F_MINUS, F_TIMES, F_DIVIDE,
	F_MIN, F_MAX, F_SUM, F_AVG, F_MEDIAN, F_PRODUCT,
	F_LOG10, F_LN, F_LN1P, F_SQRT, F_ABS, F_EXP, F_EXPM1, F_POW, F_HYPOT,
	F_THRESHOLD, F_FLOOR, F_CEIL, F_ROUND, F_RINT, F_MODULO,
	F_SIN, F_COS, F_TAN, F_ASIN, F_ACOS, F_ATAN, F_SINH, F_COSH, F_TANH,
	F_ERF, F_NORMAL_CDF, F_NORMAL_PDF, F_STD_CDF, F_STD_PDF,
	F_IS_MISSING, F_IS_NOT_MISSING, F_IS_VALID, F_IS_NOT_VALID,
	F_EQUAL, F_NOT_EQUAL, F_LESS, F_LESS_EQUAL, F_GREATER, F_GREATER_EQUAL,
	F_IS_IN, F_IS_NOT_IN, F_AND, F_OR, F_NOT, F_IF,
	F_UPPERCASE, F_LOWERCASE, F_SUBSTRING, F_TRIM, F_CONCAT,
	F_DAYS_SINCE_YEAR
};

const ScFunction sc_functions[] = {
	{"+", 2, 2, 'n', 'n', SC_M_STRICT, F_PLUS},
	{"-", 2, 2, 'n', 'n', SC_M_STRICT, F_MINUS},
	{"*", 2, 2, 'n', 'n', SC_M_STRICT, F_TIMES},
	{"/", 2, 2, 'n', 'n', SC_M_STRICT, F_DIVIDE},
	{"min", 1, -1, 'n', 'n', SC_M_IGNORE, F_MIN},
	{"max", 1, -1, 'n', 'n', SC_M_IGNORE, F_MAX},
	{"sum", 1, -1, 'n', 'n', SC_M_IGNORE, F_SUM},
	{"avg", 1, -1, 'n', 'n', SC_M_IGNORE, F_AVG},
	{"median", 1, -1, 'n', 'n', SC_M_IGNORE, F_MEDIAN},
	{"product", 1, -1, 'n', 'n', SC_M_IGNORE, F_PRODUCT},
	{"log10", 1, 1, 'n', 'n', SC_M_STRICT, F_LOG10},
	{"ln", 1, 1, 'n', 'n', SC_M_STRICT, F_LN},
	{"ln1p", 1, 1, 'n', 'n', SC_M_STRICT, F_LN1P},
	{"sqrt", 1, 1, 'n', 'n', SC_M_STRICT, F_SQRT},
	{"abs", 1, 1, 'n', 'n', SC_M_STRICT, F_ABS},
	{"exp", 1, 1, 'n', 'n', SC_M_STRICT, F_EXP},
	{"expm1", 1, 1, 'n', 'n', SC_M_STRICT, F_EXPM1},
	{"pow", 2, 2, 'n', 'n', SC_M_STRICT, F_POW},
	{"hypot", 2, 2, 'n', 'n', SC_M_STRICT, F_HYPOT},
	{"threshold", 2, 2, 'n', 'n', SC_M_STRICT, F_THRESHOLD},
	{"floor", 1, 1, 'n', 'n', SC_M_STRICT, F_FLOOR},
	{"ceil", 1, 1, 'n', 'n', SC_M_STRICT, F_CEIL},
	{"round", 1, 1, 'n', 'n', SC_M_STRICT, F_ROUND},
	{"rint", 1, 1, 'n', 'n', SC_M_STRICT, F_RINT},
	{"modulo", 2, 2, 'n', 'n', SC_M_STRICT, F_MODULO},
	{"sin", 1, 1, 'n', 'n', SC_M_STRICT, F_SIN},
	{"cos", 1, 1, 'n', 'n', SC_M_STRICT, F_COS},
	{"tan", 1, 1, 'n', 'n', SC_M_STRICT, F_TAN},
	{"asin", 1, 1, 'n', 'n', SC_M_STRICT, F_ASIN},
	{"acos", 1, 1, 'n', 'n', SC_M_STRICT, F_ACOS},
	{"atan", 1, 1, 'n', 'n', SC_M_STRICT, F_ATAN},
	{"sinh", 1, 1, 'n', 'n', SC_M_STRICT, F_SINH},
	{"cosh", 1, 1, 'n', 'n', SC_M_STRICT, F_COSH},
	{"tanh", 1, 1, 'n', 'n', SC_M_STRICT, F_TANH},
	{"erf", 1, 1, 'n', 'n', SC_M_STRICT, F_ERF},
	{"normalCDF", 3, 3, 'n', 'n', SC_M_STRICT, F_NORMAL_CDF},
	{"normalPDF", 3, 3, 'n', 'n', SC_M_STRICT, F_NORMAL_PDF},
	{"stdNormalCDF", 1, 1, 'n', 'n', SC_M_STRICT, F_STD_CDF},
	{"stdNormalPDF", 1, 1, 'n', 'n', SC_M_STRICT, F_STD_PDF},
	{"isMissing", 1, 1, 'a', 'b', SC_M_OWN, F_IS_MISSING},
	{"isNotMissing", 1, 1, 'a', 'b', SC_M_OWN, F_IS_NOT_MISSING},
	{"isValid", 1, 1, 'a', 'b', SC_M_OWN, F_IS_VALID},
	{"isNotValid", 1, 1, 'a', 'b', SC_M_OWN, F_IS_NOT_VALID},
	{"equal", 2, 2, 'a', 'b', SC_M_STRICT, F_EQUAL},
	{"notEqual", 2, 2, 'a', 'b', SC_M_STRICT, F_NOT_EQUAL},
	{"lessThan", 2, 2, 'n', 'b', SC_M_STRICT, F_LESS},
	{"lessOrEqual", 2, 2, 'n', 'b', SC_M_STRICT, F_LESS_EQUAL},
	{"greaterThan", 2, 2, 'n', 'b', SC_M_STRICT, F_GREATER},
	{"greaterOrEqual", 2, 2, 'n', 'b', SC_M_STRICT, F_GREATER_EQUAL},
	{"isIn", 2, -1, 'a', 'b', SC_M_STRICT, F_IS_IN},
	{"isNotIn", 2, -1, 'a', 'b', SC_M_STRICT, F_IS_NOT_IN},
	{"and", 2, -1, 'b', 'b', SC_M_OWN, F_AND},
	{"or", 2, -1, 'b', 'b', SC_M_OWN, F_OR},
	{"not", 1, 1, 'b', 'b', SC_M_STRICT, F_NOT},
	{"if", 2, 3, 'i', 'a', SC_M_OWN, F_IF},
	{"uppercase", 1, 1, 's', 's', SC_M_STRICT, F_UPPERCASE},
	{"lowercase", 1, 1, 's', 's', SC_M_STRICT, F_LOWERCASE},
	{"substring", 3, 3, 'p', 's', SC_M_STRICT, F_SUBSTRING},
	{"trimBlanks", 1, 1, 's', 's', SC_M_STRICT, F_TRIM},
	{"concat", 1, -1, 's', 's', SC_M_STRICT, F_CONCAT},
	{"dateDaysSinceYear", 2, 2, 'n', 'n', SC_M_STRICT, F_DAYS_SINCE_YEAR},
	{NULL}
};

const ScFunction *
sc_find_function(const char *name)
{
	for (const ScFunction *f = sc_functions; f->name != NULL; f++)
		if (strcmp(f->name, name) == 0)
			return f;
	return NULL;
}

static ScValue
number(double num)
{
	if (isnan(num) || isinf(num))
		return (ScValue) {SC_INVALID, 0, NULL, 0};
	return (ScValue) {SC_VALID, num, NULL, 0};
}

static ScValue
string(ScRow *row, const char *str, int len)
{
	return (ScValue) {SC_VALID, sc_lookup(row->model, str, len), str, len};
}

/* min, max, sum, avg, median, product over the arguments that are there */
static ScValue
aggregate(int op, ScValue *args, int nargs)
{
	double		result;
	int			n = 0;

	/* close the gaps; the median wants them in order */
	for (int i = 0; i < nargs; i++)
	{
		ScValue		arg = args[i];
		int			j = n;

		if (arg.state != SC_VALID)
			continue;
		if (op == F_MEDIAN)
			for (; j > 0 && args[j - 1].num > arg.num; j--)
				args[j] = args[j - 1];
		args[j] = arg;
		n++;
	}
	if (n == 0)
		return (ScValue) {SC_MISSING, 0, NULL, 0};
	if (op == F_MEDIAN)
		return number(n % 2 == 1 ? args[n / 2].num : (args[n / 2 - 1].num + args[n / 2].num) / 2);
	result = args[0].num;
	for (int i = 1; i < n; i++)
		switch (op)
		{
			case F_MIN:
				result = args[i].num < result ? args[i].num : result;
				break;
			case F_MAX:
				result = args[i].num > result ? args[i].num : result;
				break;
			case F_PRODUCT:
				result *= args[i].num;
				break;
			default:
				result += args[i].num;
				break;
		}
	return number(op == F_AVG ? result / n : result);
}

static ScValue
logical(int op, const ScValue *args, int nargs)
{
	bool		decisive = (op == F_OR);
	bool		unknown = false;

	for (int i = 0; i < nargs; i++)
	{
		if (args[i].state == SC_MISSING)
			unknown = true;
		else if ((args[i].num != 0) == decisive)
			return number(decisive);
	}
	if (unknown)
		return (ScValue) {SC_MISSING, 0, NULL, 0};
	return number(!decisive);
}

/* simple case mapping: ASCII, Latin-1, Greek, Cyrillic and full-width letters */
static uint32_t
change_case(uint32_t c, bool up)
{
	if (up)
	{
		if ((c >= 'a' && c <= 'z') || (c >= 0xE0 && c <= 0xFE && c != 0xF7) ||
			(c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) || (c >= 0x430 && c <= 0x44F) ||
			(c >= 0xFF41 && c <= 0xFF5A))
			return c - 32;
		if (c >= 0x450 && c <= 0x45F)
			return c - 80;
	}
	else
	{
		if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) ||
			(c >= 0x391 && c <= 0x3A9 && c != 0x3A2) || (c >= 0x410 && c <= 0x42F) ||
			(c >= 0xFF21 && c <= 0xFF3A))
			return c + 32;
		if (c >= 0x400 && c <= 0x40F)
			return c + 80;
	}
	return c;
}

static int
char_bytes(unsigned char first)
{
	return first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}

/* the letters mapped above keep their number of bytes in UTF-8 */
static ScValue
case_mapped(ScRow *row, const ScValue *value, bool up)
{
	char	   *out = row->alloc(row->alloc_arg, value->len + 1);

	memcpy(out, value->str, value->len);
	for (int i = 0; i < value->len;)
	{
		unsigned char *s = (unsigned char *) out + i;
		int			bytes = char_bytes(*s);

		if (i + bytes > value->len)
			break;
		if (bytes == 1)
			s[0] = (unsigned char) change_case(s[0], up);
		else if (bytes == 2)
		{
			uint32_t	c = change_case((s[0] & 0x1Fu) << 6 | (s[1] & 0x3Fu), up);

			s[0] = 0xC0 | c >> 6;
			s[1] = 0x80 | (c & 0x3F);
		}
		else if (bytes == 3)
		{
			uint32_t	c = change_case((s[0] & 0x0Fu) << 12 | (s[1] & 0x3Fu) << 6 |
										(s[2] & 0x3Fu), up);

			s[1] = 0x80 | (c >> 6 & 0x3F);
			s[2] = 0x80 | (c & 0x3F);
		}
		i += bytes;
	}
	return string(row, out, value->len);
}

/* characters from the first-th, counting from 1 */
static ScValue
substring(ScRow *row, const ScValue *value, double first, double count)
{
	int			i = 0;
	int			from;
	double		at = 1;

	if (first < 1 || count < 0 || first != floor(first) || count != floor(count))
		return (ScValue) {SC_INVALID, 0, NULL, 0};
	for (; i < value->len && at < first; at++)
		i += char_bytes((unsigned char) value->str[i]);
	from = i;
	for (; i < value->len && at < first + count; at++)
		i += char_bytes((unsigned char) value->str[i]);
	if (from > value->len)
		from = value->len;
	if (i > value->len)
		i = value->len;
	return string(row, value->str + from, i - from);
}

static ScValue
trimmed(ScRow *row, const ScValue *value)
{
	const char *str = value->str;
	int			len = value->len;

	while (len > 0 && strchr(" \t\r\n", str[0]) && str[0] != '\0')
		str++, len--;
	while (len > 0 && strchr(" \t\r\n", str[len - 1]) && str[len - 1] != '\0')
		len--;
	return string(row, str, len);
}

static ScValue
concatenated(ScRow *row, const ScValue *args, int nargs)
{
	int			len = 0;
	char	   *out;

	for (int i = 0; i < nargs; i++)
		len += args[i].len;
	out = row->alloc(row->alloc_arg, len + 1);
	len = 0;
	for (int i = 0; i < nargs; i++)
	{
		memcpy(out + len, args[i].str, args[i].len);
		len += args[i].len;
	}
	return string(row, out, len);
}

/* days from 1970-01-01 to the first of January of a year */
static double
new_year(double year)
{
	double		y = year - 1;

	return 365 * (year - 1970) + floor(y / 4) - floor(y / 100) + floor(y / 400) - 477;
}

ScValue
sc_call_function(ScRow *row, const ScExpr *expr, ScValue *args)
{
	int			op = sc_functions[expr->op - SC_F_FIRST].op;
	double		a = args[0].num;
	double		b = expr->nargs > 1 ? args[1].num : 0;
	bool		in = false;

	switch (op)
	{
		case F_PLUS:
			return number(a + b);
		case F_MINUS:
			return number(a - b);
		case F_TIMES:
			return number(a * b);
		case F_DIVIDE:
			return b == 0 ? number(NAN) : number(a / b);
		case F_LOG10:
			return number(log10(a));
		case F_LN:
			return number(log(a));
		case F_LN1P:
			return number(log1p(a));
		case F_SQRT:
			return number(sqrt(a));
		case F_ABS:
			return number(fabs(a));
		case F_EXP:
			return number(exp(a));
		case F_EXPM1:
			return number(expm1(a));
		case F_POW:
			return number(pow(a, b));
		case F_HYPOT:
			return number(hypot(a, b));
		case F_THRESHOLD:
			return number(a > b);
		case F_FLOOR:
			return number(floor(a));
		case F_CEIL:
			return number(ceil(a));
		case F_ROUND:
			return number(a - floor(a) < 0.5 ? floor(a) : floor(a) + 1);
		case F_RINT:
			return number(rint(a));
		case F_MODULO:
			return b == 0 ? number(NAN) : number(a - b * floor(a / b));
		case F_SIN:
			return number(sin(a));
		case F_COS:
			return number(cos(a));
		case F_TAN:
			return number(tan(a));
		case F_ASIN:
			return number(asin(a));
		case F_ACOS:
			return number(acos(a));
		case F_ATAN:
			return number(atan(a));
		case F_SINH:
			return number(sinh(a));
		case F_COSH:
			return number(cosh(a));
		case F_TANH:
			return number(tanh(a));
		case F_ERF:
			return number(erf(a));
		case F_STD_CDF:
			return number(erfc(-a / sqrt(2)) / 2);
		case F_STD_PDF:
			return number(exp(-a * a / 2) / sqrt(2 * M_PI));
		case F_NORMAL_CDF:
			return args[2].num <= 0 ? number(NAN) :
				number(erfc(-(a - b) / args[2].num / sqrt(2)) / 2);
		case F_NORMAL_PDF:
			a = (a - b) / args[2].num;
			return args[2].num <= 0 ? number(NAN) :
				number(exp(-a * a / 2) / sqrt(2 * M_PI) / args[2].num);
		case F_IS_MISSING:
			return number(args[0].state == SC_MISSING);
		case F_IS_NOT_MISSING:
			return number(args[0].state != SC_MISSING);
		case F_IS_VALID:
			return number(args[0].state == SC_VALID);
		case F_IS_NOT_VALID:
			return number(args[0].state != SC_VALID);
		case F_EQUAL:
			return number(sc_same(&args[0], &args[1], expr->args[0]->kind));
		case F_NOT_EQUAL:
			return number(!sc_same(&args[0], &args[1], expr->args[0]->kind));
		case F_LESS:
			return number(a < b);
		case F_LESS_EQUAL:
			return number(a <= b);
		case F_GREATER:
			return number(a > b);
		case F_GREATER_EQUAL:
			return number(a >= b);
		case F_IS_IN:
		case F_IS_NOT_IN:
			for (int i = 1; i < expr->nargs && !in; i++)
				in = sc_same(&args[0], &args[i], expr->args[0]->kind);
			return number(in == (op == F_IS_IN));
		case F_AND:
		case F_OR:
			return logical(op, args, expr->nargs);
		case F_NOT:
			return number(a == 0);
		case F_UPPERCASE:
			return case_mapped(row, &args[0], true);
		case F_LOWERCASE:
			return case_mapped(row, &args[0], false);
		case F_SUBSTRING:
			return substring(row, &args[0], b, args[2].num);
		case F_TRIM:
			return trimmed(row, &args[0]);
		case F_CONCAT:
			return concatenated(row, args, expr->nargs);
		case F_DAYS_SINCE_YEAR:
			return number(a - new_year(b));
		default:
			return aggregate(op, args, expr->nargs);
	}
}
