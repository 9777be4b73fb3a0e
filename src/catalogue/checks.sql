-- checks.sql: what a catalogue definition must keep, whoever writes it.
-- Requires catalogue/rules.sql.

CREATE FUNCTION credit.forbidden_match(VARIADIC texts pg_catalog.text[]) RETURNS credit.forbidden_content
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT f FROM credit.forbidden_content f
	WHERE EXISTS (SELECT FROM unnest(texts) t WHERE t ~* f.pattern)
	ORDER BY f.kind, f.pattern
	LIMIT 1
$$;
COMMENT ON FUNCTION credit.forbidden_match(pg_catalog.text[]) IS 'First forbidden content that one of the texts names, or null. 文本所涉的禁止归集内容，无则为空。';

CREATE FUNCTION credit.check_catalogue_item() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	forbidden credit.forbidden_content := credit.forbidden_match(NEW.item, NEW.name_zh, NEW.name_en);
	basis credit.legal_basis;
BEGIN
	IF forbidden.pattern IS NOT NULL
		AND NOT (forbidden.kind = 'behaviour' AND EXISTS (
			SELECT FROM credit.legal_basis b
			WHERE b.basis_id = NEW.allowed_by AND b.in_force && NEW.valid
			  AND b.rank IN ('law', 'administrative_regulation', 'local_regulation'))) THEN
		RAISE EXCEPTION '%', credit.message('item "%s" (%s) may not enter the catalogue', NEW.item, NEW.name_zh)
			USING ERRCODE = 'CR003', DETAIL = forbidden.reason,
				HINT = CASE forbidden.kind WHEN 'behaviour'
					THEN credit.message('Legislation that expressly allows it would have to be named in allowed_by.')
					ELSE credit.message('Basis: %s.', forbidden.basis_id) END;
	END IF;
	IF NEW.polarity = 'negative' AND NOT credit.basis_supports(NEW.basis_id, NEW.valid) THEN
		SELECT b.* INTO basis FROM credit.legal_basis b WHERE b.basis_id = NEW.basis_id;
		RAISE EXCEPTION '%', credit.message('negative item "%s" has no sufficient legal basis', NEW.item)
			USING ERRCODE = 'CR004',
				DETAIL = CASE WHEN basis.basis_id IS NULL THEN credit.message('Basis "%s" is not known.', NEW.basis_id)
					WHEN basis.rank IN ('ministry_rule', 'local_document')
						THEN credit.message('"%s" is of rank %s.', basis.title, basis.rank)
					ELSE credit.message('"%s" is in force %s, the item applies %s.', basis.title, basis.in_force, NEW.valid) END,
				HINT = credit.message('A negative item needs a law, administrative or local regulation, or central policy in force while it applies.');
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_catalogue_item() IS 'Row trigger: a negative item has a basis, names nothing forbidden. 行触发器：失信类事项须有依据、不涉禁止内容。';
REVOKE ALL ON FUNCTION credit.check_catalogue_item() FROM PUBLIC;
CREATE TRIGGER check_catalogue_item BEFORE INSERT OR UPDATE ON credit.catalogue_item
	FOR EACH ROW EXECUTE FUNCTION credit.check_catalogue_item();

CREATE FUNCTION credit.check_catalogue_field() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	forbidden credit.forbidden_content := credit.forbidden_match(NEW.field, NEW.name_zh, NEW.name_en);
	fault text := credit.condition_fault(NEW.required_when);
	wanted text;
BEGIN
	IF forbidden.pattern IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('field "%s" (%s) of item "%s" may not be recorded', NEW.field, NEW.name_zh, NEW.item)
			USING ERRCODE = 'CR003', DETAIL = forbidden.reason,
				HINT = credit.message('Basis: %s.', forbidden.basis_id);
	END IF;
	IF fault IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('required_when of field "%s" of item "%s" is not a condition', NEW.field, NEW.item)
			USING ERRCODE = 'CR020', DETAIL = fault;
	END IF;
	wanted := CASE
		WHEN NEW.maps_to IN ('decided_on', 'valid_from', 'valid_until', 'publish_until') THEN 'date'
		WHEN NEW.maps_to IN ('subject_code', 'authority_code', 'source_code') THEN 'uscc'
		WHEN NEW.maps_to = 'amount' AND NEW.type NOT IN ('amount', 'amount_wan') THEN 'amount'
		END;
	IF NEW.type <> wanted THEN
		RAISE EXCEPTION '%', credit.message('field "%s" of item "%s" is of type "%s" and cannot be the %s', NEW.field, NEW.item, NEW.type, NEW.maps_to)
			USING ERRCODE = 'CR020', HINT = credit.message('Give it type "%s", or another meaning in maps_to.', wanted);
	END IF;
	IF NEW.openness <> 'public' AND NEW.maps_to IN ('doc_no', 'decided_on', 'valid_from', 'valid_until') THEN
		RAISE EXCEPTION '%', credit.message('field "%s" of item "%s" is the %s of the record and cannot be closed', NEW.field, NEW.item, NEW.maps_to)
			USING ERRCODE = 'CR020',
				DETAIL = credit.message('Document number and dates identify a record; who sees the record sees them.'),
				HINT = credit.message('Close the item, or leave the field public.');
	END IF;
	IF NEW.not_before = NEW.field OR NEW.not_after = NEW.field THEN
		RAISE EXCEPTION '%', credit.message('field "%s" of item "%s" is compared with itself', NEW.field, NEW.item)
			USING ERRCODE = 'CR020';
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_catalogue_field() IS 'Row trigger: a field names nothing forbidden, its condition is well formed, its type fits its meaning. 行触发器：字段不涉禁止内容，条件书写正确，类型与通用含义相符。';
REVOKE ALL ON FUNCTION credit.check_catalogue_field() FROM PUBLIC;
CREATE TRIGGER check_catalogue_field BEFORE INSERT OR UPDATE ON credit.catalogue_field
	FOR EACH ROW EXECUTE FUNCTION credit.check_catalogue_field();

CREATE FUNCTION credit.check_code_list() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	forbidden credit.forbidden_content := credit.forbidden_match(NEW.list, NEW.code, NEW.label, NEW.label_en);
BEGIN
	IF forbidden.pattern IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('code "%s" (%s) of list "%s" may not be recorded', NEW.code, NEW.label, NEW.list)
			USING ERRCODE = 'CR003', DETAIL = forbidden.reason,
				HINT = credit.message('Basis: %s.', forbidden.basis_id);
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_code_list() IS 'Row trigger: a code names nothing forbidden. 行触发器：代码不涉禁止内容。';
REVOKE ALL ON FUNCTION credit.check_code_list() FROM PUBLIC;
CREATE TRIGGER check_code_list BEFORE INSERT OR UPDATE ON credit.code_list
	FOR EACH ROW EXECUTE FUNCTION credit.check_code_list();

CREATE FUNCTION credit.check_severity_rule() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	fault text := credit.condition_fault(NEW.condition);
BEGIN
	IF fault IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('condition of severity rule "%s" is not a condition', NEW.rule_id)
			USING ERRCODE = 'CR020', DETAIL = fault;
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_severity_rule() IS 'Row trigger: the condition is well formed. 行触发器：条件书写正确。';
REVOKE ALL ON FUNCTION credit.check_severity_rule() FROM PUBLIC;
CREATE TRIGGER check_severity_rule BEFORE INSERT OR UPDATE ON credit.severity_rule
	FOR EACH ROW EXECUTE FUNCTION credit.check_severity_rule();

-- Overlaps are looked for once a statement, over the whole table: a restored
-- table holds an old and a new range only together without overlap.
CREATE FUNCTION credit.check_editions() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	clash record;
BEGIN
	SELECT x.item, x.edition AS older, y.edition AS newer, x.valid AS older_valid, y.valid AS newer_valid INTO clash
	FROM credit.catalogue_item x JOIN credit.catalogue_item y
		ON y.item = x.item AND y.edition > x.edition AND y.valid && x.valid
	ORDER BY x.item, x.edition, y.edition LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '%', credit.message('editions "%s" and "%s" of item "%s" overlap', clash.older, clash.newer, clash.item)
			USING ERRCODE = 'exclusion_violation',
				DETAIL = credit.message('They apply to decisions of %s and %s.', clash.older_valid, clash.newer_valid),
				HINT = credit.message('Close the valid range of the older edition first.');
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.check_editions() IS 'Statement trigger: at most one edition of an item applies on a day. 语句级触发器：同一事项各版本适用日期不得重叠。';
REVOKE ALL ON FUNCTION credit.check_editions() FROM PUBLIC;
CREATE TRIGGER check_editions AFTER INSERT OR UPDATE ON credit.catalogue_item
	FOR EACH STATEMENT EXECUTE FUNCTION credit.check_editions();

CREATE FUNCTION credit.check_publication_regimes() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	clash record;
BEGIN
	SELECT x.regime_id AS one, y.regime_id AS other, x.decided AS one_decided, y.decided AS other_decided INTO clash
	FROM credit.publication_regime x JOIN credit.publication_regime y
		ON y.regime_id > x.regime_id AND y.item IS NOT DISTINCT FROM x.item
		AND y.sector IS NOT DISTINCT FROM x.sector AND y.severity IS NOT DISTINCT FROM x.severity
		AND y.decided && x.decided
	ORDER BY x.regime_id, y.regime_id LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '%', credit.message('publication regimes "%s" and "%s" overlap', clash.one, clash.other)
			USING ERRCODE = 'exclusion_violation',
				DETAIL = credit.message('Both answer for the same item, sector and severity, for decisions of %s and %s.', clash.one_decided, clash.other_decided),
				HINT = credit.message('Close the decided range of the older regime first.');
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.check_publication_regimes() IS 'Statement trigger: two regimes never answer for the same record equally specifically. 语句级触发器：同等具体的公示规则不得重叠。';
REVOKE ALL ON FUNCTION credit.check_publication_regimes() FROM PUBLIC;
CREATE TRIGGER check_publication_regimes AFTER INSERT OR UPDATE ON credit.publication_regime
	FOR EACH STATEMENT EXECUTE FUNCTION credit.check_publication_regimes();

-- What an entered value is checked for, entry aside: see define.sql.
CREATE FUNCTION credit.value_refusal(item pg_catalog.text, edition pg_catalog.text, field pg_catalog.text,
		value pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_value_refusal';
COMMENT ON FUNCTION credit.value_refusal(pg_catalog.text, pg_catalog.text, pg_catalog.text, pg_catalog.text) IS 'What the value of a field would have to be, when a row with this one would be refused for it; null when it would not. 字段取此值会被拒绝时，返回应填的内容；可接受时为空。';

-- References between rows that may arrive in any order (a dump restores field
-- by field): reported instead of enforced.
CREATE FUNCTION credit.check_catalogue()
	RETURNS TABLE (item pg_catalog.text, edition pg_catalog.text, field pg_catalog.text, problem pg_catalog.text)
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT f.item, f.edition, f.field, format('code list "%s" has no codes', f.code_list)
	FROM credit.catalogue_field f
	WHERE f.code_list IS NOT NULL AND NOT EXISTS (SELECT FROM credit.code_list c WHERE c.list = f.code_list)
	UNION ALL
	SELECT f.item, f.edition, f.field, format('refers to field "%s", which the edition does not have', r.name)
	FROM credit.catalogue_field f
	CROSS JOIN LATERAL (
		SELECT f.not_before AS name UNION SELECT nullif(f.not_after, 'today')
		UNION SELECT t ->> 'field' FROM jsonb_array_elements(f.required_when) t) r
	WHERE r.name IS NOT NULL AND NOT EXISTS (
		SELECT FROM credit.catalogue_field o
		WHERE o.item = f.item AND o.edition = f.edition AND o.field = r.name)
	UNION ALL
	SELECT f.item, f.edition, f.field, format('default value "%s" is refused: expected %s', f.default_value, r.refusal)
	FROM credit.catalogue_field f
	CROSS JOIN LATERAL credit.value_refusal(f.item, f.edition, f.field, f.default_value) AS r (refusal)
	WHERE r.refusal IS NOT NULL
	UNION ALL
	SELECT i.item, i.edition, NULL, format('no field is the %s', m.meaning)
	FROM credit.catalogue_item i
	CROSS JOIN unnest(ARRAY['decided_on', 'subject_name']) AS m (meaning)
	WHERE NOT EXISTS (SELECT FROM credit.catalogue_field f
					  WHERE f.item = i.item AND f.edition = i.edition AND f.maps_to = m.meaning)
	UNION ALL
	SELECT s.item, NULL, NULL, format('severity rule "%s" is for an item that does not exist', s.rule_id)
	FROM credit.severity_rule s
	WHERE NOT EXISTS (SELECT FROM credit.catalogue_item i WHERE i.item = s.item)
	UNION ALL
	SELECT s.item, i.edition, t ->> 'field', format('severity rule "%s" tests a field that the edition does not have', s.rule_id)
	FROM credit.severity_rule s
	JOIN credit.catalogue_item i ON i.item = s.item AND i.valid && s.valid
	CROSS JOIN LATERAL jsonb_array_elements(s.condition) t
	WHERE NOT EXISTS (SELECT FROM credit.catalogue_field f
					  WHERE f.item = i.item AND f.edition = i.edition AND f.field = t ->> 'field')
	UNION ALL
	SELECT r.item, NULL, NULL, format('publication regime "%s" is for an item that does not exist', r.regime_id)
	FROM credit.publication_regime r
	WHERE r.item IS NOT NULL AND NOT EXISTS (SELECT FROM credit.catalogue_item i WHERE i.item = r.item)
	UNION ALL
	SELECT i.item, i.edition, NULL, format('basis "%s" no longer supports a negative item', i.basis_id)
	FROM credit.catalogue_item i
	WHERE i.polarity = 'negative' AND NOT credit.basis_supports(i.basis_id, i.valid)
	ORDER BY 1, 2, 3, 4
$$;
COMMENT ON FUNCTION credit.check_catalogue() IS 'Every reference of the catalogue that leads nowhere; no row when it is sound. 目录中的悬空引用，无则表示完好。';
