/*
 * pmml_xml.c
 *	  Reading a PMML document with libxml2 into plain nodes, and the helpers
 *	  with which the other pmml_*.c look at them and refuse.
 *
 * A document comes from outside: no DOCTYPE (and so no entities), no network,
 * limits on bytes, elements and depth. libxml2's tree is copied at once and
 * freed, so nothing is lost when a later check raises. Nothing raises while a
 * libxml2 function is on the stack.
 */
#include "evaluation/pmml.h"

#include <libxml/parser.h>
#include <libxml/tree.h>

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/xml.h"

/* followed by the version, as in 4_4 */
#define PMML_NAMESPACE "http://www.dmg.org/PMML-4_"

static const char doctype_met[] = "doctype";

/* SAX callback: notes a DOCTYPE and stops; runs under libxml2, must not raise */
static void
stop_at_doctype(void *arg, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	xmlParserCtxtPtr ctxt = arg;

	ctxt->_private = (void *) doctype_met;
	xmlStopParser(ctxt);
}

static const char *
from_utf8(const xmlChar *text)
{
	char	   *in = (char *) text;
	char	   *out;

	if (in == NULL)
		return "";
	out = pg_any_to_server(in, strlen(in), PG_UTF8);
	return out == in ? pstrdup(in) : out;
}

static bool
is_pmml(const xmlNs *ns)
{
	const char *href = (const char *) ns->href;

	return href == NULL || (strncmp(href, PMML_NAMESPACE, strlen(PMML_NAMESPACE)) == 0 &&
							href[strlen(PMML_NAMESPACE) + strspn(href + strlen(PMML_NAMESPACE), "01234_")] == '\0');
}

static PmNode *
copy_node(xmlNodePtr node, PmNode *parent, int *count)
{
	PmNode	   *copy = palloc0(sizeof(PmNode));
	PmAttribute **attribute = &copy->attributes;
	PmNode	  **child = &copy->children;
	StringInfoData text;

	check_stack_depth();
	CHECK_FOR_INTERRUPTS();
	if (++*count > PMML_MAX_NODES)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_MODEL_REFUSED),
				 errmsg("PMML document has more than %d elements", PMML_MAX_NODES)));
	copy->name = from_utf8(node->name);
	copy->parent = parent;
	copy->line = (int) xmlGetLineNo(node);
	copy->foreign = node->ns != NULL && !is_pmml(node->ns);

	for (xmlAttrPtr a = node->properties; a != NULL; a = a->next)
	{
		/* attributes of other namespaces say nothing about the model */
		if (a->ns != NULL && !is_pmml(a->ns))
			continue;
		*attribute = palloc0(sizeof(PmAttribute));
		/* PMML's own stand without prefix; written with one they are refused, not passed over */
		(*attribute)->name = a->ns == NULL ? from_utf8(a->name) :
			psprintf("%s:%s", from_utf8(a->ns->prefix), from_utf8(a->name));
		(*attribute)->value = from_utf8(a->children != NULL ? a->children->content : NULL);
		attribute = &(*attribute)->next;
	}

	initStringInfo(&text);
	for (xmlNodePtr c = node->children; c != NULL; c = c->next)
	{
		if (c->type == XML_ELEMENT_NODE)
		{
			*child = copy_node(c, copy, count);
			child = &(*child)->next;
		}
		else if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE)
			appendStringInfoString(&text, from_utf8(c->content));
	}
	copy->text = text.data;
	return copy;
}

/*
 * The document's root element as plain nodes in the current memory context.
 * data is in the server's encoding; an encoding the document declares is
 * overridden.
 */
PmNode *
pmml_read(const char *data, size_t len)
{
	PgXmlErrorContext *errors;
	char	   *utf8;
	volatile xmlParserCtxtPtr ctxt = NULL;
	volatile xmlDocPtr doc = NULL;
	PmNode	   *volatile root = NULL;

	if (len > PMML_MAX_BYTES)
		ereport(ERROR,
				(errcode(ERRCODE_CREDIT_MODEL_REFUSED),
				 errmsg("PMML document is larger than %d bytes", PMML_MAX_BYTES)));
	utf8 = pg_server_to_any(data, len, PG_UTF8);
	if (utf8 != data)
		len = strlen(utf8);

	errors = pg_xml_init(PG_XML_STRICTNESS_ALL);
	PG_TRY();
	{
		int			count = 0;

		ctxt = xmlNewParserCtxt();
		if (ctxt == NULL)
			xml_ereport(errors, ERROR, ERRCODE_OUT_OF_MEMORY,
						_("could not allocate parser context"));
		ctxt->sax->internalSubset = stop_at_doctype;
		doc = xmlCtxtReadMemory(ctxt, utf8, (int) len, NULL, "UTF-8",
								XML_PARSE_NONET | XML_PARSE_NOCDATA | XML_PARSE_NOWARNING);
		if (ctxt->_private == doctype_met)
			ereport(ERROR,
					(errcode(ERRCODE_CREDIT_MODEL_REFUSED),
					 errmsg("PMML document has a DOCTYPE"),
					 errdetail("A model is read without document type and entities."),
					 errhint("Remove the DOCTYPE declaration.")));
		if (doc == NULL || pg_xml_error_occurred(errors))
			xml_ereport(errors, ERROR, ERRCODE_CREDIT_MODEL_REFUSED,
						_("PMML document is not well-formed XML"));
		root = copy_node(xmlDocGetRootElement(doc), NULL, &count);
	}
	PG_CATCH();
	{
		if (doc != NULL)
			xmlFreeDoc(doc);
		if (ctxt != NULL)
			xmlFreeParserCtxt(ctxt);
		pg_xml_done(errors, true);
		PG_RE_THROW();
	}
	PG_END_TRY();
	xmlFreeDoc(doc);
	xmlFreeParserCtxt(ctxt);
	pg_xml_done(errors, false);
	return root;
}

/* ---- looking at nodes ---- */

/* PMML/Scorecard/…/Characteristic[2] "age"/Attribute[1] */
static void
append_path(StringInfo out, const PmNode *node)
{
	const char *name;
	int			position = 0;
	int			alike = 0;

	if (node->parent == NULL)
	{
		appendStringInfoString(out, node->name);
		return;
	}
	append_path(out, node->parent);
	for (const PmNode *n = node->parent->children; n != NULL; n = n->next)
		if (strcmp(n->name, node->name) == 0)
		{
			alike++;
			if (n == node)
				position = alike;
		}
	appendStringInfo(out, "/%s", node->name);
	if (alike > 1)
		appendStringInfo(out, "[%d]", position);
	name = pm_get(node, "name");
	if (name != NULL)
		appendStringInfo(out, " \"%s\"", name);
}

/* raises CR013, saying what and where */
void
pm_refuse(const PmNode *node, const char *fmt,...)
{
	StringInfoData path;
	char	   *message;
	char		buffer[1024];
	va_list		args;

	va_start(args, fmt);
	vsnprintf(buffer, sizeof(buffer), credit_text(fmt), args);
	va_end(args);
	message = buffer;
	/* a cut message must not end within a character */
	message[pg_mbcliplen(message, strlen(message), sizeof(buffer) - 4)] = '\0';
	initStringInfo(&path);
	append_path(&path, node);
	ereport(ERROR,
			(errcode(ERRCODE_CREDIT_MODEL_REFUSED),
			 errmsg("%s", message),
			 errdetail("At %s, line %d.", path.data, node->line)));
}

const char *
pm_get(const PmNode *node, const char *name)
{
	for (const PmAttribute *a = node->attributes; a != NULL; a = a->next)
		if (strcmp(a->name, name) == 0)
			return a->value;
	return NULL;
}

const char *
pm_need(const PmNode *node, const char *name)
{
	const char *value = pm_get(node, name);

	if (value == NULL)
		pm_refuse(node, "PMML element \"%s\" lacks attribute \"%s\"", node->name, name);
	return value;
}

bool
pm_is(const PmNode *node, const char *name)
{
	return !node->foreign && strcmp(node->name, name) == 0;
}

/* what the standard lets a consumer pass over */
bool
pm_ignored(const PmNode *node)
{
	return pm_is(node, "Extension");
}

/* refuses every attribute not among the names (separated by blanks) */
void
pm_only(const PmNode *node, const char *names)
{
	for (const PmAttribute *a = node->attributes; a != NULL; a = a->next)
	{
		size_t		len = strlen(a->name);
		const char *at = names;
		bool		found = false;

		/* the standard reserves x- for vendors' additions */
		if (strncmp(a->name, "x-", 2) == 0)
			continue;
		while (!found && (at = strstr(at, a->name)) != NULL)
		{
			found = (at == names || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0');
			at += len > 0 ? len : 1;
		}
		if (!found)
			pm_refuse(node, "PMML attribute \"%s\" of element \"%s\" is not supported",
					  a->name, node->name);
	}
}

/* a finite decimal number, blanks around it allowed */
bool
pm_parse_number(const char *text, double *result)
{
	char	   *end;
	size_t		len;

	text += strspn(text, " \t\r\n");
	len = strspn(text, "0123456789+-.eE");
	if (len == 0 || text[len + strspn(text + len, " \t\r\n")] != '\0')
		return false;
	*result = strtod(text, &end);
	return end == text + len && !isnan(*result) && !isinf(*result);
}

double
pm_number(const PmNode *node, const char *name)
{
	double		result = 0;

	if (!pm_parse_number(pm_need(node, name), &result))
		pm_refuse(node, "PMML attribute \"%s\" of element \"%s\" is not a number: \"%s\"",
				  name, node->name, pm_get(node, name));
	return result;
}

/* number of an attribute's value among the choices; dflt when it is absent */
int
pm_choice(const PmNode *node, const char *name, const char *const *choices, int dflt)
{
	const char *value = pm_get(node, name);

	if (value == NULL)
	{
		if (dflt < 0)
			(void) pm_need(node, name);
		return dflt;
	}
	for (int i = 0; choices[i] != NULL; i++)
		if (strcmp(choices[i], value) == 0)
			return i;
	pm_refuse(node, "value \"%s\" of PMML attribute \"%s\" of element \"%s\" is not supported",
			  value, name, node->name);
}
