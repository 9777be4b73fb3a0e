/*
 * scorecard_test.c
 *	  The scorecard engine without a server: three-valued predicates,
 *	  treatments, tables against the plain walk, reason codes, functions.
 */
#include "evaluation/scorecard_core.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int	passed = 0;
static int	failed = 0;

#define CHECK(condition) \
	do { if (condition) passed++; \
		else { failed++; printf("not ok line %d: %s\n", __LINE__, #condition); } } while (0)

/* everything is freed at the end */
static void *blocks[100000];
static int	nblocks = 0;

static void *
take(void *arg, size_t size)
{
	(void) arg;
	blocks[nblocks] = calloc(1, size);
	return blocks[nblocks++];
}

static ScModel *
new_model(int ninputs, int nderived, int nchars)
{
	ScModel    *m = take(NULL, sizeof(ScModel));

	m->alloc = take;
	m->ninputs = ninputs;
	m->nfields = ninputs + nderived;
	m->fields = take(NULL, (m->nfields + 1) * sizeof(ScField));
	for (int i = 0; i < m->nfields; i++)
	{
		m->fields[i].name = "f";
		m->fields[i].type = SC_T_DOUBLE;
		m->fields[i].low = -HUGE_VAL;
		m->fields[i].high = HUGE_VAL;
	}
	m->ncharacteristics = nchars;
	m->characteristics = take(NULL, (nchars + 1) * sizeof(ScCharacteristic));
	m->reasons = take(NULL, 100 * sizeof(char *));
	return m;
}

static ScPredicate *
simple(ScPredicateOp op, int field, double value)
{
	ScPredicate *p = take(NULL, sizeof(ScPredicate));

	p->op = op;
	p->field = field;
	p->value.num = value;
	return p;
}

static ScPredicate *
pair(ScPredicateOp op, ScPredicate *a, ScPredicate *b)
{
	ScPredicate *p = take(NULL, sizeof(ScPredicate));

	p->op = op;
	p->parts = take(NULL, 2 * sizeof(ScPredicate *));
	p->parts[0] = a;
	p->parts[1] = b;
	p->nparts = 2;
	return p;
}

static void
add_attribute(ScCharacteristic *c, ScPredicate *p, double points, int reason)
{
	if (c->attributes == NULL)
		c->attributes = take(NULL, 20 * sizeof(ScAttribute));
	c->attributes[c->nattributes++] = (ScAttribute) {.predicate = p, .points = points, .reason = reason};
}

static ScValue
num(double x)
{
	return (ScValue) {SC_VALID, x, NULL, 0};
}

static const ScValue gone = {SC_MISSING, 0, NULL, 0};

static ScValue
text(ScModel *m, const char *s)
{
	return (ScValue) {SC_VALID, sc_lookup(m, s, strlen(s)), s, strlen(s)};
}

/* Kleene's tables; 0 false, 1 true, 2 unknown */
static void
test_logic(void)
{
	ScModel    *m = new_model(3, 0, 0);
	ScRow	   *row = sc_row_create(m, take, NULL);
	ScPredicate *value[3] = {simple(SC_NEVER, 0, 0), simple(SC_ALWAYS, 0, 0), simple(SC_EQUAL, 2, 1)};
	static const int and[9] = {0, 0, 0, 0, 1, 2, 0, 2, 2};
	static const int or[9] = {0, 1, 2, 1, 1, 1, 2, 1, 2};
	static const int xor[9] = {0, 1, 2, 1, 0, 2, 2, 2, 2};
	static const int surrogate[9] = {0, 0, 0, 1, 1, 1, 0, 1, 2};

	row->values[2] = gone;
	for (int i = 0; i < 9; i++)
	{
		CHECK((int) sc_test(row, pair(SC_AND, value[i / 3], value[i % 3])) == and[i]);
		CHECK((int) sc_test(row, pair(SC_OR, value[i / 3], value[i % 3])) == or[i]);
		CHECK((int) sc_test(row, pair(SC_XOR, value[i / 3], value[i % 3])) == xor[i]);
		CHECK((int) sc_test(row, pair(SC_SURROGATE, value[i / 3], value[i % 3])) == surrogate[i]);
	}
	CHECK(sc_test(row, simple(SC_IS_MISSING, 2, 0)) == SC_TRUE);
	CHECK(sc_test(row, simple(SC_IS_NOT_MISSING, 2, 0)) == SC_FALSE);
	CHECK(sc_test(row, simple(SC_NOT_EQUAL, 2, 0)) == SC_UNKNOWN);
}

static ScPredicate *
random_predicate(int depth)
{
	if (depth == 0 || rand() % 3 == 0)
	{
		int			op = rand() % 10;

		if (op == 8)
			return simple(SC_ALWAYS, 0, 0);
		if (op == 9)
			return simple(SC_NEVER, 0, 0);
		return simple((ScPredicateOp) op, 0, rand() % 7);
	}
	return pair((ScPredicateOp) (SC_AND + rand() % 4),
				random_predicate(depth - 1), random_predicate(depth - 1));
}

/* the table of a characteristic says what walking its predicates says */
static void
test_tables(void)
{
	int			same = 0;
	int			tried = 0;
	int			quick = 0;
	int			closed = 0;

	srand(7);
	for (int round = 0; round < 600; round++)
	{
		ScModel    *m = new_model(1, 0, 1);
		ScCharacteristic *c = &m->characteristics[0];
		ScRow	   *row;

		/* any predicates; then cards as they are written: less than, or greater or equal */
		for (int i = 0; i < 4; i++)
			add_attribute(c, round < 300 ? random_predicate(2) :
						  simple(round % 2 ? SC_LESS : SC_GREATER_OR_EQUAL, 0, rand() % 7), i + 1, -1);
		sc_prepare(m);
		row = sc_row_create(m, take, NULL);
		for (double x = -1; x < 9; x += 0.5)
		{
			int			found = -1;
			bool		valid;

			row->values[0] = x == 8.5 ? gone : num(x);
			for (int i = 0; i < c->nattributes && found < 0; i++)
				if (sc_test(row, c->attributes[i].predicate) == SC_TRUE)
					found = i;
			valid = sc_score(row);
			tried++;
			same += valid == (found >= 0) && (!valid || (row->matched[0] == found && row->score == found + 1));
			/* and what reads the arguments of a function says the same */
			if (m->quick[0].usable && x != 8.5)
			{
				double		gain = sc_quick_gain(&m->quick[0], x);

				quick++;
				closed += m->quick[0].closed;
				tried++;
				same += found < 0 ? gain != gain : gain == found + 1;
				if (m->quick[0].closed)
				{
					gain = m->quick[0].steps[sc_count_half(m->quick[0].breaks, x)];
					tried++;
					same += found < 0 ? gain != gain : gain == found + 1;
				}
			}
		}
		while (nblocks > 0)
			free(blocks[--nblocks]);
	}
	CHECK(same == tried);
	CHECK(closed > 4000 && quick > closed + 2000);
}

static void
test_treatments(void)
{
	ScModel    *m = new_model(1, 0, 1);
	ScField    *f = &m->fields[0];
	ScRow	   *row;
	ScInterval	interval = {0, 10, SC_CLOSED_OPEN};
	ScFieldValue odd[2] = {{-1, SC_P_MISSING}, {5, SC_P_INVALID}};

	add_attribute(&m->characteristics[0], simple(SC_IS_MISSING, 0, 0), 100, -1);
	add_attribute(&m->characteristics[0], simple(SC_LESS, 0, 3), 1, -1);
	add_attribute(&m->characteristics[0], simple(SC_ALWAYS, 0, 0), 2, -1);
	f->intervals = &interval;
	f->nintervals = 1;
	f->values = odd;
	f->nvalues = 2;
	sc_prepare(m);
	row = sc_row_create(m, take, NULL);
#define SCORE(v) (row->values[0] = (v), sc_score(row) ? row->score : -999)
	CHECK(SCORE(num(0)) == 1);
	CHECK(SCORE(num(3)) == 2);
	CHECK(SCORE(num(10)) == -999);	/* outside: invalid */
	CHECK(SCORE(num(5)) == -999);	/* listed as invalid */
	CHECK(SCORE(num(-1)) == 100);	/* listed as missing */
	CHECK(SCORE(gone) == 100);
	f->invalid = SC_INVALID_AS_IS;
	CHECK(SCORE(num(10)) == 2);
	CHECK(SCORE(((ScValue) {SC_INVALID, NAN, NULL, 0})) == 100);
	f->invalid = SC_INVALID_AS_MISSING;
	CHECK(SCORE(num(10)) == 100);
	f->has_replacement = true;
	f->replacement = num(1);
	CHECK(SCORE(num(10)) == 1);
	CHECK(SCORE(gone) == 1);
	f->invalid = SC_INVALID_AS_VALUE;
	f->invalid_replacement = num(7);
	CHECK(SCORE(num(10)) == 2);
	f->has_replacement = false;
	f->missing_invalid = true;
	CHECK(SCORE(gone) == -999);
	f->missing_invalid = false;
	f->nintervals = f->nvalues = 0;
	f->low = 2;
	f->high = 4;
	f->outliers = SC_OUTLIERS_MISSING;
	CHECK(SCORE(num(4.5)) == 100);
	CHECK(SCORE(num(4)) == 2);
	f->outliers = SC_OUTLIERS_EXTREME;
	CHECK(SCORE(num(100)) == 2);
	CHECK(SCORE(num(-100)) == 1);
}

static void
test_reasons(void)
{
	/* code 0 twice (5 + -2), code 1 equal sum, code 2 zero, code 3 negative */
	static const double points[5] = {5, 7, 10, 12, 12};
	static const int reason[5] = {0, 1, 2, 0, 3};
	ScModel    *m = new_model(1, 0, 5);
	ScRow	   *row;

	m->use_reasons = true;
	m->nreasons = 4;
	m->initial = 0.1;
	for (int i = 0; i < 5; i++)
	{
		m->characteristics[i].baseline = 10;
		add_attribute(&m->characteristics[i], simple(SC_ALWAYS, 0, 0), points[i], reason[i]);
	}
	sc_prepare(m);
	row = sc_row_create(m, take, NULL);
	CHECK(sc_score(row));
	CHECK(row->score == 0.1 + 5 + 7 + 10 + 12 + 12);
	CHECK(row->nranked == 3 && row->ranked[0] == 0 && row->ranked[1] == 1 && row->ranked[2] == 2);
	m->points_above = true;
	CHECK(sc_score(row));
	CHECK(row->nranked == 2 && row->ranked[0] == 3 && row->ranked[1] == 2);
	m->use_reasons = false;
	CHECK(sc_score(row) && row->nranked == 0);
}

static ScExpr *
constant(ScValue value, ScKind kind)
{
	ScExpr	   *e = take(NULL, sizeof(ScExpr));

	e->op = SC_E_CONSTANT;
	e->kind = kind;
	e->value = value;
	return e;
}

static ScModel *call_model;
static ScRow *call_row;

static ScValue
call(const char *name, int nargs, ScValue *args, ScKind kind)
{
	ScExpr		e = {0};
	ScExpr	   *list[10];

	e.op = SC_F_FIRST + (int) (sc_find_function(name) - sc_functions);
	e.nargs = nargs;
	e.args = list;
	for (int i = 0; i < nargs; i++)
		list[i] = constant(args[i], kind);
	return sc_evaluate(call_row, &e);
}

#define F1(name, a) call(name, 1, (ScValue[]) {a}, SC_NUMBER)
#define F2(name, a, b) call(name, 2, (ScValue[]) {a, b}, SC_NUMBER)
#define F3(name, a, b, c) call(name, 3, (ScValue[]) {a, b, c}, SC_NUMBER)
#define S1(name, a) call(name, 1, (ScValue[]) {text(m, a)}, SC_STRING)

static bool
is_text(ScValue v, const char *s)
{
	return v.state == SC_VALID && v.len == (int) strlen(s) && memcmp(v.str, s, v.len) == 0;
}

static void
test_functions(void)
{
	ScModel    *m = call_model = new_model(0, 0, 0);

	sc_intern(m, "ABC", 3);
	call_row = sc_row_create(m, take, NULL);
	CHECK(F2("+", num(0.1), num(0.2)).num == 0.1 + 0.2);
	CHECK(F2("/", num(7), num(2)).num == 3.5);
	CHECK(F2("/", num(7), num(0)).state == SC_INVALID);
	CHECK(F2("-", num(7), gone).state == SC_MISSING);
	CHECK(F3("min", num(7), gone, num(3)).num == 3);
	CHECK(F3("max", num(7), gone, num(3)).num == 7);
	CHECK(F3("avg", num(7), gone, num(3)).num == 5);
	CHECK(F3("sum", num(7), gone, num(3)).num == 10);
	CHECK(F3("product", num(7), gone, num(3)).num == 21);
	CHECK(F3("median", num(9), num(1), num(4)).num == 4);
	CHECK(F2("median", num(9), num(1)).num == 5);
	CHECK(F2("sum", gone, gone).state == SC_MISSING);
	CHECK(F1("ln", num(-1)).state == SC_INVALID);
	CHECK(F1("log10", num(1000)).num == 3);
	CHECK(F1("round", num(2.5)).num == 3 && F1("round", num(-2.5)).num == -2);
	CHECK(F1("round", num(0.49999999999999994)).num == 0);
	CHECK(F1("rint", num(2.5)).num == 2);
	CHECK(F2("modulo", num(-7), num(3)).num == 2 && F2("modulo", num(7), num(-3)).num == -2);
	CHECK(F2("threshold", num(2), num(1)).num == 1 && F2("threshold", num(1), num(1)).num == 0);
	CHECK(F2("pow", num(2), num(10)).num == 1024);
	CHECK(F1("isMissing", gone).num == 1 && F1("isValid", gone).num == 0);
	CHECK(F2("and", num(0), gone).num == 0 && F2("and", num(1), gone).state == SC_MISSING);
	CHECK(F2("or", num(1), gone).num == 1 && F2("or", num(0), gone).state == SC_MISSING);
	CHECK(F3("if", num(1), num(5), num(6)).num == 5 && F3("if", num(0), num(5), num(6)).num == 6);
	CHECK(F3("if", gone, num(5), num(6)).state == SC_MISSING);
	CHECK(F2("if", num(0), num(5)).state == SC_MISSING);
	CHECK(F3("isIn", num(3), num(5), num(3)).num == 1 && F3("isNotIn", num(3), num(5), num(3)).num == 0);
	CHECK(fabs(F1("stdNormalCDF", num(1.959963984540054)).num - 0.975) < 1e-12);
	CHECK(F2("dateDaysSinceYear", num(0), num(1970)).num == 0);
	CHECK(F2("dateDaysSinceYear", num(0), num(1960)).num == 3653);
	CHECK(F2("dateDaysSinceYear", num(11016), num(2000)).num == 59);	/* 2000-02-29 */
	CHECK(is_text(S1("uppercase", "abé中ｚ"), "ABÉ中Ｚ"));
	CHECK(is_text(S1("lowercase", "ABÉΩЖЀ"), "abéωжѐ"));
	CHECK(S1("uppercase", "abc").num == 0);
	CHECK(is_text(S1("trimBlanks", " \t x y \n"), "x y"));
	CHECK(is_text(call("substring", 3, (ScValue[]) {text(m, "信用评价"), num(2), num(2)}, SC_STRING), "用评"));
	CHECK(is_text(call("substring", 3, (ScValue[]) {text(m, "ab"), num(2), num(9)}, SC_STRING), "b"));
	CHECK(is_text(call("substring", 3, (ScValue[]) {text(m, "ab"), num(9), num(1)}, SC_STRING), ""));
	CHECK(is_text(call("concat", 2, (ScValue[]) {text(m, "a"), text(m, "bc")}, SC_STRING), "abc"));
	CHECK(call("equal", 2, (ScValue[]) {text(m, "q"), text(m, "q")}, SC_STRING).num == 1);
	CHECK(call("equal", 2, (ScValue[]) {text(m, "q"), text(m, "r")}, SC_STRING).num == 0);
}

static void
test_dictionary(void)
{
	ScModel    *m = new_model(0, 0, 0);
	static char names[500][16];
	bool		all = true;

	for (int i = 0; i < 500; i++)
	{
		snprintf(names[i], sizeof(names[i]), "n%d", i);
		all &= sc_intern(m, names[i], strlen(names[i])) == i;
	}
	for (int i = 0; i < 500; i++)
		all &= sc_lookup(m, names[i], strlen(names[i])) == i;
	CHECK(all);
	CHECK(sc_intern(m, "n7", 2) == 7);
	CHECK(sc_lookup(m, "n", 1) == -1);
}

int
main(void)
{
	test_tables();
	test_logic();
	test_treatments();
	test_reasons();
	test_functions();
	test_dictionary();
	while (nblocks > 0)
		free(blocks[--nblocks]);
	printf("%d passed, %d failed\n", passed, failed);
	return failed != 0;
}
