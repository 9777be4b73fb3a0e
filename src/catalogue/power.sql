-- power.sql: what a department collects, from its list of powers (权责清单), by
-- year. Requires catalogue/item_seed.sql and registry/department.sql.

-- Kinds of power as lists of powers name them (中办发〔2015〕21号); the label is the
-- name of the item under which such acts are recorded.
INSERT INTO credit.code_list (list, code, label, label_en, ordinal, standard_entry)
SELECT 'power_kind', c.code, c.label, c.label_en, c.ordinal, true
FROM (VALUES
	('行政许可', '行政许可', 'licence', 1::pg_catalog.int2),
	('行政处罚', '行政处罚', 'penalty', 2),
	('行政强制', '行政强制', 'compulsion', 3),
	('行政征收', '行政征收', 'levy', 4),
	('行政给付', '行政给付', 'payment', 5),
	('行政检查', '行政监督检查', 'inspection', 6),
	('行政确认', '行政确认', 'confirmation', 7),
	('行政奖励', '行政奖励', 'reward', 8),
	('行政裁决', '行政裁决', 'adjudication', 9),
	('行政补偿', '行政补偿', 'compensation', 10),
	('其他', '其他', 'other', 11)
) AS c (code, label, label_en, ordinal);

CREATE TABLE credit.department_power (
	dept_id pg_catalog.int4 NOT NULL REFERENCES credit.department,
	power_no pg_catalog.text COLLATE "C" NOT NULL CHECK (pg_catalog.btrim(power_no) OPERATOR(pg_catalog.<>) ''),
	since pg_catalog.date NOT NULL,
	ended_on pg_catalog.date CHECK (ended_on OPERATOR(pg_catalog.>) since),
	name pg_catalog.text NOT NULL CHECK (pg_catalog.btrim(name) OPERATOR(pg_catalog.<>) ''),
	kind pg_catalog.text COLLATE "C" NOT NULL,
	basis pg_catalog.text,
	item pg_catalog.text COLLATE "C",
	PRIMARY KEY (dept_id, power_no, since)
);
COMMENT ON TABLE credit.department_power IS 'Powers of departments by their published lists, and the item under which each is recorded. 各部门权责清单及其对应的目录事项。';
COMMENT ON COLUMN credit.department_power.dept_id IS 'Department. 部门编号。';
COMMENT ON COLUMN credit.department_power.power_no IS 'Number on the list of powers. 职权编码。';
COMMENT ON COLUMN credit.department_power.since IS 'First day with this content. 起始日期。';
COMMENT ON COLUMN credit.department_power.ended_on IS 'First day without it; null while it stands. 终止日期（当日起不再有效），现行为空。';
COMMENT ON COLUMN credit.department_power.name IS 'Name of the power. 职权名称。';
COMMENT ON COLUMN credit.department_power.kind IS 'Kind of power (code list power_kind). 职权类型。';
COMMENT ON COLUMN credit.department_power.basis IS 'Legal basis, as the list names it. 清单所载设定依据。';
COMMENT ON COLUMN credit.department_power.item IS 'Item under which it is recorded; null when the catalogue has none. 对应的目录事项，目录中没有的为空。';
CREATE UNIQUE INDEX department_power_stands ON credit.department_power (dept_id, power_no) WHERE ended_on IS NULL;
GRANT SELECT ON credit.department_power TO PUBLIC;
GRANT INSERT, UPDATE, DELETE ON credit.department_power TO credit_admin, credit_department;
ALTER TABLE credit.department_power ENABLE ROW LEVEL SECURITY;
CREATE POLICY read ON credit.department_power FOR SELECT USING (true);
CREATE POLICY write ON credit.department_power FOR ALL TO credit_admin, credit_department
	USING (credit.may_act_for(dept_id)) WITH CHECK (credit.may_act_for(dept_id));
SELECT pg_catalog.pg_extension_config_dump('credit.department_power', '');

-- What a list of powers says, row by row; the item is the one named, or else
-- the one of the kind's name in force that day.
CREATE FUNCTION credit.read_powers(powers pg_catalog.jsonb, since pg_catalog.date)
	RETURNS TABLE (place pg_catalog.int8, power_no pg_catalog.text, name pg_catalog.text, kind pg_catalog.text, basis pg_catalog.text,
		item pg_catalog.text, fault pg_catalog.text)
	LANGUAGE sql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT e.place, r.power_no, r.name, r.kind, r.basis, i.item,
		CASE WHEN coalesce(r.power_no, '') = '' OR coalesce(r.name, '') = '' THEN 'incomplete'
			WHEN k.code IS NULL THEN 'kind'
			WHEN r.given IS NOT NULL AND i.item IS NULL THEN 'item'
			WHEN count(*) OVER (PARTITION BY r.power_no) > 1 THEN 'twice' END
	FROM jsonb_array_elements(powers) WITH ORDINALITY e (v, place)
	CROSS JOIN LATERAL (SELECT btrim(e.v ->> 'no') COLLATE "C" AS power_no, btrim(e.v ->> 'name') AS name, btrim(e.v ->> 'kind') AS kind,
		nullif(btrim(e.v ->> 'basis'), '') AS basis, nullif(btrim(e.v ->> 'item'), '') AS given) r
	LEFT JOIN credit.code_list k ON k.list = 'power_kind' AND k.code = r.kind
	LEFT JOIN LATERAL (SELECT min(c.item) AS item FROM credit.catalogue_item c WHERE c.valid @> read_powers.since
		AND CASE WHEN r.given IS NULL THEN c.name_zh = k.label ELSE c.item = r.given END) i ON true
$$;
COMMENT ON FUNCTION credit.read_powers(pg_catalog.jsonb, pg_catalog.date) IS 'What a list of powers says, with what is wrong in each row; for credit.import_powers(). 逐行读取权责清单并指出问题，供导入使用。';
REVOKE ALL ON FUNCTION credit.read_powers(pg_catalog.jsonb, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.read_powers(pg_catalog.jsonb, pg_catalog.date) TO credit_admin, credit_department;

-- A list of powers is published whole: what it no longer has ends with the day
-- it holds from. Writes with its caller's rights.
CREATE FUNCTION credit.import_powers(powers pg_catalog.jsonb, dept_id pg_catalog.int4 DEFAULT NULL,
		since pg_catalog.date DEFAULT NULL, OUT added pg_catalog.int8, OUT changed pg_catalog.int8,
		OUT unchanged pg_catalog.int8, OUT ended pg_catalog.int8, OUT without_item pg_catalog.int8)
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
#variable_conflict use_column
DECLARE
	dept int4 := coalesce(import_powers.dept_id, credit.acting_department());
	day date := coalesce(import_powers.since, credit.today());
	wrong record;
BEGIN
	IF dept IS NULL OR NOT credit.may_act_for(dept) OR NOT EXISTS (SELECT FROM credit.department d WHERE d.dept_id = dept) THEN
		RAISE EXCEPTION '%', credit.message('you may not enter powers of department %s', coalesce(dept::text, 'null'))
			USING ERRCODE = 'CR006', HINT = credit.message('A department enters its own list; the office names the department with dept_id.');
	END IF;
	IF jsonb_typeof(powers) IS DISTINCT FROM 'array' OR EXISTS (SELECT FROM jsonb_array_elements(powers) e (v) WHERE jsonb_typeof(e.v) <> 'object') THEN
		RAISE EXCEPTION '%', credit.message('a list of powers is an array of objects')
			USING ERRCODE = 'invalid_parameter_value', HINT = credit.message('Each has no, name and kind, and may have basis and item.');
	END IF;
	SELECT * INTO wrong FROM credit.read_powers(powers, day) r WHERE r.fault IS NOT NULL ORDER BY r.place LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION '%', credit.message('power "%s" (%s) cannot be entered', wrong.power_no, wrong.name)
			USING ERRCODE = CASE wrong.fault WHEN 'incomplete' THEN 'CR011' WHEN 'item' THEN 'CR001' ELSE 'CR002' END,
				DETAIL = CASE wrong.fault WHEN 'incomplete' THEN credit.message('It lacks its number or its name.')
					WHEN 'kind' THEN credit.message('There is no kind "%s".', wrong.kind)
					WHEN 'item' THEN credit.message('The item it names is not in the catalogue on %s.', to_char(day, 'YYYY-MM-DD'))
					ELSE credit.message('Its number is given twice.') END,
				HINT = CASE wrong.fault WHEN 'kind' THEN credit.message('Kinds are %s.', (SELECT string_agg(c.code, ', ' ORDER BY c.ordinal)
						FROM credit.code_list c WHERE c.list = 'power_kind'))
					ELSE credit.message('Correct the list and enter it again; nothing was changed.') END;
	END IF;
	-- one list of a department at a time
	PERFORM pg_advisory_xact_lock(7315, dept);
	IF EXISTS (SELECT FROM credit.department_power p WHERE p.dept_id = dept AND (p.since > day OR p.ended_on > day)) THEN
		RAISE EXCEPTION '%', credit.message('department %s has a later list of powers than of %s', dept, to_char(day, 'YYYY-MM-DD'))
			USING ERRCODE = 'CR009', HINT = credit.message('Enter lists in the order of the days they hold from.');
	END IF;
	unchanged := (SELECT count(*) FROM credit.department_power p JOIN credit.read_powers(powers, day) r ON r.power_no = p.power_no
		WHERE p.dept_id = dept AND p.ended_on IS NULL
			AND (p.name, p.kind, p.basis, p.item) IS NOT DISTINCT FROM (r.name, r.kind, r.basis, r.item));
	-- a row of that very day is corrected; one that has stood before ends
	WITH gone AS (
		DELETE FROM credit.department_power p WHERE p.dept_id = dept AND p.ended_on IS NULL AND p.since = day
			AND NOT EXISTS (SELECT FROM credit.read_powers(powers, day) r WHERE r.power_no = p.power_no
				AND (p.name, p.kind, p.basis, p.item) IS NOT DISTINCT FROM (r.name, r.kind, r.basis, r.item))
		RETURNING p.power_no
	), closed AS (
		UPDATE credit.department_power p SET ended_on = day WHERE p.dept_id = dept AND p.ended_on IS NULL AND p.since < day
			AND NOT EXISTS (SELECT FROM credit.read_powers(powers, day) r WHERE r.power_no = p.power_no
				AND (p.name, p.kind, p.basis, p.item) IS NOT DISTINCT FROM (r.name, r.kind, r.basis, r.item))
		RETURNING p.power_no
	), stood AS (
		SELECT power_no FROM gone UNION ALL SELECT power_no FROM closed
	)
	SELECT count(r.power_no), count(*) - count(r.power_no) INTO changed, ended
	FROM stood s LEFT JOIN credit.read_powers(powers, day) r ON r.power_no = s.power_no;
	INSERT INTO credit.department_power (dept_id, power_no, since, name, kind, basis, item)
	SELECT dept, r.power_no, day, r.name, r.kind, r.basis, r.item FROM credit.read_powers(powers, day) r
	WHERE NOT EXISTS (SELECT FROM credit.department_power p WHERE p.dept_id = dept AND p.power_no = r.power_no AND p.ended_on IS NULL);
	GET DIAGNOSTICS added = ROW_COUNT;
	added := added - changed;
	without_item := (SELECT count(*) FROM credit.department_power p WHERE p.dept_id = dept AND p.ended_on IS NULL AND p.item IS NULL);
END
$$;
COMMENT ON FUNCTION credit.import_powers(pg_catalog.jsonb, pg_catalog.int4, pg_catalog.date) IS 'Enters the whole list of powers of a department as of a day: what is new is added, what is gone ends; says how many have no item in the catalogue. The same list again changes nothing. 导入部门权责清单（整份）：新增、变更、终止，并给出目录中没有对应事项的数量，重复导入无变化。';
REVOKE ALL ON FUNCTION credit.import_powers(pg_catalog.jsonb, pg_catalog.int4, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.import_powers(pg_catalog.jsonb, pg_catalog.int4, pg_catalog.date) TO credit_admin, credit_department;

CREATE FUNCTION credit.collection_catalogue(on_date pg_catalog.date DEFAULT credit.today(), dept_id pg_catalog.int4 DEFAULT NULL)
	RETURNS TABLE (dept_id pg_catalog.int4, department pg_catalog.text, power_no pg_catalog.text, power pg_catalog.text,
		kind pg_catalog.text, basis pg_catalog.text, item pg_catalog.text, edition pg_catalog.text, item_zh pg_catalog.text,
		item_en pg_catalog.text, openness pg_catalog.text, submit_within pg_catalog.int4, submit_unit pg_catalog.text)
	LANGUAGE sql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT p.dept_id, d.name, p.power_no, p.name, p.kind, p.basis, p.item, i.edition, i.name_zh, i.name_en, i.openness,
		i.submit_within, i.submit_unit
	FROM credit.department_power p
	JOIN credit.department d ON d.dept_id = p.dept_id
	LEFT JOIN credit.catalogue_item i ON i.item = p.item AND i.valid @> collection_catalogue.on_date
	WHERE p.since <= collection_catalogue.on_date AND (p.ended_on IS NULL OR collection_catalogue.on_date < p.ended_on)
		AND (collection_catalogue.dept_id IS NULL OR p.dept_id = collection_catalogue.dept_id)
	ORDER BY p.dept_id, p.power_no
$$;
COMMENT ON FUNCTION credit.collection_catalogue(pg_catalog.date, pg_catalog.int4) IS 'What departments collect by their lists of powers as of a day: power, item and edition, openness, term; no item where the catalogue has none. 某日各部门信用信息采集目录：职权、事项及版本、开放属性与报送时限，目录中没有对应事项的为空。';
