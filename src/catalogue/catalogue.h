/*
 * catalogue.h
 *	  Items, fields and rules as the entry path uses them: compiled once a
 *	  backend from the catalogue's tables, thrown away when these change.
 *
 * A row to enter is an array of FieldInput in the order of the item's fields;
 * checking it yields an array of FieldValue and a list of reasons. Nothing
 * here raises an error over a row's content: every fault becomes a reason.
 */
#ifndef CREDIT_CATALOGUE_H
#define CREDIT_CATALOGUE_H

#include "credit.h"
#include "nodes/pg_list.h"
#include "utils/numeric.h"
#include "utils/timestamp.h"

typedef enum FieldType
{
	FIELD_TEXT,
	FIELD_NAME,
	FIELD_DATE,
	FIELD_INTEGER,
	FIELD_NUMBER,
	FIELD_AMOUNT,				/* yuan */
	FIELD_AMOUNT_WAN,			/* ten thousand yuan */
	FIELD_CODE,
	FIELD_USCC,
	FIELD_ORG_CODE,
	FIELD_REGISTRATION_NO,
	FIELD_RESIDENT_ID,
	FIELD_REGION,
	FIELD_GRADE,
	FIELD_BOOLEAN
} FieldType;

/* what a field means for the record's own columns (catalogue_field.maps_to) */
typedef enum FieldRole
{
	ROLE_NONE,
	ROLE_SUBJECT_NAME,
	ROLE_SUBJECT_CATEGORY,
	ROLE_SUBJECT_CODE,
	ROLE_SUBJECT_REGISTRATION_NO,
	ROLE_SUBJECT_ORG_CODE,
	ROLE_SUBJECT_TAX_NO,
	ROLE_SUBJECT_INSTITUTION_NO,
	ROLE_SUBJECT_ASSOCIATION_NO,
	ROLE_SUBJECT_DOC_TYPE,
	ROLE_SUBJECT_DOC_NO,
	ROLE_LEGAL_REP_NAME,
	ROLE_LEGAL_REP_DOC_TYPE,
	ROLE_LEGAL_REP_DOC_NO,
	ROLE_DOC_NO,
	ROLE_DECIDED_ON,
	ROLE_VALID_FROM,
	ROLE_VALID_UNTIL,
	ROLE_AMOUNT,
	ROLE_AUTHORITY_NAME,
	ROLE_AUTHORITY_CODE,
	ROLE_SOURCE_NAME,
	ROLE_SOURCE_CODE,
	ROLE_STATUS,
	ROLE_PUBLISH_UNTIL,
	ROLE_COUNT
} FieldRole;

/* as enum credit.severity; 0 stands for none */
typedef enum Severity
{
	SEVERITY_NONE,
	SEVERITY_MINOR,
	SEVERITY_GENERAL,
	SEVERITY_SERIOUS
} Severity;

/* who may see: everybody, government, the deciding department alone */
typedef enum Openness
{
	OPENNESS_PUBLIC,
	OPENNESS_GOVERNMENT,
	OPENNESS_RESTRICTED
} Openness;

typedef enum ConditionOp
{
	COND_EQUALS,
	COND_NOT_EQUALS,
	COND_IN,
	COND_CONTAINS_ANY,
	COND_ONLY,
	COND_PRESENT,
	COND_ABSENT,
	COND_GT,
	COND_GTE,
	COND_LT,
	COND_LTE
} ConditionOp;

typedef struct Condition
{
	int			field;			/* index into the item's fields */
	ConditionOp op;
	int			nvalues;
	char	  **values;			/* canonical texts */
	Numeric		number;			/* for gt … lte, in the field's own unit */
	bool		is_date;		/* for gt … lte on dates */
	DateADT		date;
} Condition;

typedef struct ConditionList
{
	int			count;			/* all must hold; 0 holds always */
	Condition  *conditions;
} ConditionList;

typedef struct CodeValue
{
	char	   *code;
	int			code_len;
	char	   *label;
} CodeValue;

typedef struct CodeList
{
	char	   *name;
	int			count;
	CodeValue  *values;			/* sorted by code */
	CodeValue **by_label;		/* sorted by label */
} CodeList;

typedef struct Field
{
	char	   *name;			/* national name, lower case */
	int			name_len;
	char	   *name_zh;
	FieldType	type;
	FieldRole	role;
	int			max_length;		/* characters; 0 unlimited */
	bool		required;
	bool		multi_valued;
	Openness	openness;		/* who may read it, where the record is read */
	bool		personal;		/* a document number: masked in every reason */
	bool		conditional;
	ConditionList required_when;
	CodeList   *codes;
	Numeric		min_value;
	Numeric		max_value;
	Numeric		plausible_max;
	int			not_before;		/* field index, -1 none */
	int			not_after;		/* field index, -1 none, -2 today */
	char	   *default_value;
	int			grade_scale;	/* for FIELD_GRADE; -1 any */
} Field;

typedef struct SeverityRule
{
	char	   *sector;			/* of the deciding department; NULL: all */
	DateADT		decided_from;	/* inclusive */
	DateADT		decided_until;	/* exclusive */
	ConditionList when;
	Severity	severity;
} SeverityRule;

typedef struct PublicationRegime
{
	bool		for_item;		/* of this item, not of all negative ones */
	char	   *sector;			/* NULL: all */
	Severity	severity;		/* SEVERITY_NONE: any */
	DateADT		decided_from;
	DateADT		decided_until;
	bool		published;
	bool		published_persons;
	bool		has_max_term;
	Interval	max_term;
	bool		clean_at_max;	/* counts no more after the longest term */
} PublicationRegime;

typedef struct CatalogueItem
{
	char	   *item;
	char	   *edition;
	char	   *name_zh;
	DateADT		from;			/* decision dates, inclusive */
	DateADT		until;			/* exclusive */
	bool		negative;
	bool		voluntary;		/* counts for nothing until it is verified */
	Openness	openness;
	Severity	default_severity;
	uint32		applies_to;		/* bit per subject kind; 0 all */
	int			submit_within;	/* 0: no clock */
	char	   *submit_unit;
	int32		owner_dept;		/* 0: any department */
	bool		has_retention;	/* no record is published or counts longer */
	Interval	retention;		/* from the decision */
	int			nfields;
	bool		has_restricted;	/* some field is for its department alone */
	Field	   *fields;
	int		   *key_order;		/* field indexes as jsonb orders their names */
	int			by_role[ROLE_COUNT];	/* field index, -1 none */
	int			nseverity;
	SeverityRule *severity_rules;	/* heaviest first */
	int			nregimes;
	PublicationRegime *regimes;
	struct CatalogueItem *older;			/* next edition of the same item */
} CatalogueItem;

typedef struct FieldInput
{
	const char *text;			/* not terminated; NULL when absent */
	int			len;
} FieldInput;

typedef struct FieldValue
{
	bool		present;
	bool		ok;				/* present and without fault of form */
	const char *text;			/* canonical form, terminated; parts joined by ';' */
	int			len;
	DateADT		date;			/* FIELD_DATE */
	Numeric		number;			/* numbers, in the field's own unit */
	bool		boolean;
} FieldValue;

typedef struct Reason
{
	const char *field;
	const char *rule;
	const char *found;			/* masked where personal; NULL when absent */
	const char *expected;
} Reason;

/* no clerk reads more of one row, and no row may fill the memory with them */
#define REASONS_MAX 100

/* what one row's checks have found so far, allocated in the row's context */
typedef struct Findings
{
	List	   *reasons;		/* of Reason */
	List	   *warnings;		/* of const char * */
} Findings;

/* item.c */
extern const CatalogueItem *credit_item_editions(const char *item, int len);
extern const CatalogueItem *credit_item_on(const CatalogueItem *newest, DateADT decided_on);
extern uint64 credit_item_generation(void);
extern int	credit_field_index(const CatalogueItem *item, const char *name, int len);
extern bool credit_is_placeholder(const char *text, int len);
/* personal data no field may carry (forbidden_content); NULL when allowed */
extern const char *credit_forbidden_field(const char *name, int len);

/* field.c */
extern void credit_check_fields(const CatalogueItem *item, const FieldInput *input,
								FieldValue *values, Findings *findings);
extern bool credit_holds_document(const Field *field, const char *text, int len);
extern bool credit_names_document(const char *text, int len);
extern void credit_add_reason(Findings *findings, const char *field, const char *rule,
							  const char *found, int found_len, const char *expected);

extern void credit_field_fault(Findings *findings, const Field *field, const char *rule,
							   const char *found, int found_len, const char *expected);

/* field_code.c */
extern void credit_check_code(const Field *field, const char *text, int len, FieldValue *value,
							  Findings *findings);

/* rule.c */
extern Severity credit_severity_of(const CatalogueItem *item, const FieldValue *values,
								   const char *sector, DateADT decided_on);
extern DateADT credit_term_end(DateADT decided_on, const Interval *term);
extern DateADT credit_retained_until(const CatalogueItem *item, DateADT decided_on);
extern const PublicationRegime *credit_regime_of(const CatalogueItem *item, Severity severity,
												 const char *sector, DateADT decided_on);

/* value_text.c */
extern const char *credit_own_text(const char *utf8);
extern void credit_trim(const char **text, int *len);
extern int	credit_fold_width(const char *text, int len, char *buf, int size);
extern bool credit_parse_date(const char *text, int len, DateADT *date);
extern char *credit_date_text(DateADT date);
extern Numeric credit_parse_number(const char *text, int len, bool whole);

/* condition.c */
extern bool credit_conditions_hold(const ConditionList *list, const CatalogueItem *item,
								   const FieldValue *values);
extern void credit_compile_conditions(const char *json, const CatalogueItem *item, ConditionList *list);

#endif
