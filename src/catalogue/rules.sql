-- rules.sql: severity rules, publication regimes and the small condition
-- language they and required_when share. Requires catalogue/catalogue.sql.

-- A condition is an array of tests that must all hold:
--   [{"field":"cf_cflb","op":"contains_any","value":["罚款"]},
--    {"field":"cf_nr_fk","op":"gt","value":0}]
-- equals, not_equals   value: a string, number or boolean
-- in                   value: array; the field is one of them
-- contains_any         value: array; a part of a multi-valued field is one
-- only                 value: array; every part of the field is among them
-- present, absent      no value
-- gt, gte, lt, lte     value: a number, or a string for dates (yyyy-mm-dd)
-- A test on a blank field is false, except absent, not_equals.
CREATE FUNCTION credit.condition_fault(condition pg_catalog.jsonb) RETURNS pg_catalog.text
	LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	test jsonb;
	nr int8;
	op text;
	kind text;
	extra text;
BEGIN
	IF jsonb_typeof(condition) <> 'array' THEN
		RETURN format('A condition is an array of tests, found %s.', jsonb_typeof(condition));
	END IF;
	FOR test, nr IN SELECT t.value, t.ordinality FROM jsonb_array_elements(condition) WITH ORDINALITY t LOOP
		IF jsonb_typeof(test) <> 'object' THEN
			RETURN format('Test %s is not an object but %s.', nr, jsonb_typeof(test));
		END IF;
		SELECT k INTO extra FROM jsonb_object_keys(test) k
		WHERE k NOT IN ('field', 'op', 'value') ORDER BY k COLLATE "C" LIMIT 1;
		IF FOUND THEN
			RETURN format('Test %s has an unknown key "%s"; known are field, op, value.', nr, extra);
		END IF;
		IF jsonb_typeof(test -> 'field') IS DISTINCT FROM 'string' OR test ->> 'field' !~ '^[a-z][a-z0-9_]*$' THEN
			RETURN format('Test %s names no field in lower case.', nr);
		END IF;
		op := test ->> 'op';
		kind := jsonb_typeof(test -> 'value');
		CASE
			WHEN op IN ('present', 'absent') THEN
				IF kind IS NOT NULL THEN
					RETURN format('Test %s: "%s" takes no value.', nr, op);
				END IF;
			WHEN op IN ('equals', 'not_equals') THEN
				IF kind IS NULL OR kind NOT IN ('string', 'number', 'boolean') THEN
					RETURN format('Test %s: "%s" takes a string, number or boolean.', nr, op);
				END IF;
			WHEN op IN ('in', 'contains_any', 'only') THEN
				IF kind IS DISTINCT FROM 'array' OR jsonb_array_length(test -> 'value') = 0
					OR EXISTS (SELECT FROM jsonb_array_elements(test -> 'value') e
							   WHERE jsonb_typeof(e) NOT IN ('string', 'number')) THEN
					RETURN format('Test %s: "%s" takes an array of at least one string or number.', nr, op);
				END IF;
			WHEN op IN ('gt', 'gte', 'lt', 'lte') THEN
				IF kind IS NULL OR kind NOT IN ('number', 'string')
					OR (kind = 'string' AND test ->> 'value' !~ '^\d{4}-\d\d-\d\d$') THEN
					RETURN format('Test %s: "%s" takes a number, or a date as "yyyy-mm-dd".', nr, op);
				END IF;
			ELSE
				RETURN format('Test %s has no known op: found %s; known are equals, not_equals, in, contains_any, only, present, absent, gt, gte, lt, lte.',
							  nr, coalesce('"' || op || '"', 'none'));
		END CASE;
	END LOOP;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.condition_fault(pg_catalog.jsonb) IS 'What is wrong with a condition of the rule language; null when it is well formed. 条件语言的书写错误，正确则为空。';

CREATE TABLE credit.severity_rule (
	rule_id pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (rule_id OPERATOR(pg_catalog.~) '^[a-z0-9][a-z0-9_-]*$'),
	item pg_catalog.text COLLATE "C" NOT NULL,
	sector pg_catalog.text COLLATE "C",
	ordinal pg_catalog.int2 NOT NULL DEFAULT 100,
	severity credit.severity NOT NULL,
	condition pg_catalog.jsonb NOT NULL,
	note pg_catalog.text,
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	verified pg_catalog.bool NOT NULL DEFAULT false,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false
);
COMMENT ON TABLE credit.severity_rule IS 'What makes a negative record minor, general or serious. The heaviest rule that holds on the decision date counts; none: the item''s default. If rules of the department''s sector exist for the item and date, only those count. 失信程度判定规则：按决定日期取成立规则中最重者；无则用事项缺省；所属领域另有规则的仅适用领域规则。';
COMMENT ON COLUMN credit.severity_rule.rule_id IS 'Name of the rule, given as reason. 规则名，用于说明理由。';
COMMENT ON COLUMN credit.severity_rule.item IS 'Item it applies to. 适用事项。';
COMMENT ON COLUMN credit.severity_rule.sector IS 'Only decisions of departments of this sector; null for all. 仅适用于该领域部门，空为全部。';
COMMENT ON COLUMN credit.severity_rule.ordinal IS 'Order of display. 次序。';
COMMENT ON COLUMN credit.severity_rule.severity IS 'Severity when the condition holds. 条件成立时的失信程度。';
COMMENT ON COLUMN credit.severity_rule.condition IS 'Tests that must all hold (see credit.condition_fault); [] holds always. 须全部成立的条件。';
COMMENT ON COLUMN credit.severity_rule.note IS 'Explanation for clerks. 说明。';
COMMENT ON COLUMN credit.severity_rule.basis_id IS 'Document behind the rule. 依据。';
COMMENT ON COLUMN credit.severity_rule.valid IS 'Decision dates to which it applies. 适用的决定日期范围。';
COMMENT ON COLUMN credit.severity_rule.verified IS 'False while the figures are not from the original document. 数值是否已与原文核对。';
COMMENT ON COLUMN credit.severity_rule.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
CREATE INDEX severity_rule_item ON credit.severity_rule (item);

CREATE TABLE credit.publication_regime (
	regime_id pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (regime_id OPERATOR(pg_catalog.~) '^[a-z0-9][a-z0-9_-]*$'),
	item pg_catalog.text COLLATE "C",
	sector pg_catalog.text COLLATE "C",
	severity credit.severity,
	decided pg_catalog.daterange NOT NULL CHECK (NOT pg_catalog.isempty(decided)),
	published pg_catalog.bool NOT NULL,
	published_persons pg_catalog.bool NOT NULL DEFAULT false,
	min_term pg_catalog.interval,
	max_term pg_catalog.interval,
	early_end pg_catalog.bool NOT NULL DEFAULT true,
	clean_at_max pg_catalog.bool NOT NULL DEFAULT true,
	note pg_catalog.text,
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis,
	verified pg_catalog.bool NOT NULL DEFAULT false,
	standard_entry pg_catalog.bool NOT NULL DEFAULT false,
	CONSTRAINT min_term_up_to_max_term CHECK (min_term OPERATOR(pg_catalog.<=) max_term),
	CONSTRAINT persons_only_if_published CHECK (published OR NOT published_persons)
);
COMMENT ON TABLE credit.publication_regime IS 'Whether and how long a record is published, by item, sector, severity and decision date. Of the rows that fit, the most specific counts: item before sector before severity. No row: not published. 公示规则：按事项、领域、失信程度和决定日期确定；多行符合时按事项、领域、程度依次取最具体者；无符合者不公示。';
COMMENT ON COLUMN credit.publication_regime.regime_id IS 'Name of the regime row. 规则名。';
COMMENT ON COLUMN credit.publication_regime.item IS 'Item; null for every item of negative polarity. 事项，空为全部失信类事项。';
COMMENT ON COLUMN credit.publication_regime.sector IS 'Sector of the deciding department; null for all. 作出决定部门的领域，空为全部。';
COMMENT ON COLUMN credit.publication_regime.severity IS 'Severity; null for all. 失信程度，空为全部。';
COMMENT ON COLUMN credit.publication_regime.decided IS 'Decision dates to which the regime applies. 适用的决定日期范围。';
COMMENT ON COLUMN credit.publication_regime.published IS 'Whether organisations'' records are published. 组织类主体的记录是否公示。';
COMMENT ON COLUMN credit.publication_regime.published_persons IS 'Whether persons'' records are published, masked. 自然人记录是否（脱敏）公示。';
COMMENT ON COLUMN credit.publication_regime.min_term IS 'Shortest publication before repair can end it, from the decision. 最短公示期，自决定之日起。';
COMMENT ON COLUMN credit.publication_regime.max_term IS 'Longest publication, from the decision; null: while the record is valid. 最长公示期，自决定之日起；空为有效期内。';
COMMENT ON COLUMN credit.publication_regime.early_end IS 'Whether repair may end it before the longest term. 可否通过信用修复提前终止。';
COMMENT ON COLUMN credit.publication_regime.clean_at_max IS 'Whether the record is also no longer used once the longest term is over; false: the sector''s rule decides while the fault is not corrected. 最长公示期满后是否同时停止使用；否则未纠正的按行业规定。';
COMMENT ON COLUMN credit.publication_regime.note IS 'Explanation for clerks. 说明。';
COMMENT ON COLUMN credit.publication_regime.basis_id IS 'Document behind the regime. 依据。';
COMMENT ON COLUMN credit.publication_regime.verified IS 'False while the figures are not from the original document. 数值是否已与原文核对。';
COMMENT ON COLUMN credit.publication_regime.standard_entry IS 'True for a row shipped with the extension and not edited. 是否为随扩展提供且未改动的行。';
CREATE INDEX publication_regime_item ON credit.publication_regime (item);

GRANT SELECT ON credit.severity_rule, credit.publication_regime TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.severity_rule, credit.publication_regime TO credit_admin;

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.severity_rule FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.severity_rule FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.severity_rule
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.severity_rule', 'WHERE NOT standard_entry');

CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.publication_regime FOR EACH ROW
	WHEN (OLD.standard_entry AND NEW.standard_entry) EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.publication_regime FOR EACH ROW
	WHEN (NOT NEW.standard_entry) EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.publication_regime
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
SELECT pg_catalog.pg_extension_config_dump('credit.publication_regime', 'WHERE NOT standard_entry');
