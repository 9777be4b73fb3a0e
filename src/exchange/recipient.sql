-- recipient.sql: evaluation results for departments, banks and associations, by
-- scope and consent. Requires exchange/package.sql, evaluation/.

CREATE TABLE credit.recipient (
	recipient pg_catalog.text COLLATE "C" PRIMARY KEY CHECK (recipient OPERATOR(pg_catalog.~) '^[a-z0-9][a-z0-9_-]{0,60}$'),
	name pg_catalog.text NOT NULL CHECK (name OPERATOR(pg_catalog.<>) ''),
	kind pg_catalog.text NOT NULL
		CHECK (kind OPERATOR(pg_catalog.=) ANY (ARRAY['department', 'bank', 'association', 'region'])),
	uscc credit.uscc,
	models pg_catalog.text[] NOT NULL CHECK (pg_catalog.cardinality(models) OPERATOR(pg_catalog.>) 0),
	regions pg_catalog.text[],
	with_dimensions pg_catalog.bool NOT NULL DEFAULT false,
	valid pg_catalog.daterange NOT NULL DEFAULT '(,)' CHECK (NOT pg_catalog.isempty(valid)),
	basis_id pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.legal_basis
);
COMMENT ON TABLE credit.recipient IS 'Who gets evaluation results, and of which scope. 评价结果接收方及共享范围。';
COMMENT ON COLUMN credit.recipient.recipient IS 'Short name. 短名。';
COMMENT ON COLUMN credit.recipient.name IS 'Name. 名称。';
COMMENT ON COLUMN credit.recipient.kind IS 'department, bank, association or region; banks and associations need the subject''s consent. 类别：部门、银行、协会、地区；银行与协会须经主体同意。';
COMMENT ON COLUMN credit.recipient.uscc IS 'Unified code. 统一社会信用代码。';
COMMENT ON COLUMN credit.recipient.models IS 'Models whose results it gets. 可接收的评价模型。';
COMMENT ON COLUMN credit.recipient.regions IS 'Division codes its scope is limited to, those below included; null for all. 限定的行政区划（含下级），空为全部。';
COMMENT ON COLUMN credit.recipient.with_dimensions IS 'Whether it gets the points of the five dimensions. 是否提供五维得分。';
COMMENT ON COLUMN credit.recipient.valid IS 'Days on which it may get any. 有效期。';
COMMENT ON COLUMN credit.recipient.basis_id IS 'Document that allows it. 依据。';
ALTER TABLE credit.recipient ENABLE ROW LEVEL SECURITY;
CREATE POLICY office ON credit.recipient USING (credit.is_office()) WITH CHECK (credit.is_office());
GRANT SELECT, INSERT, UPDATE, DELETE ON credit.recipient TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.recipient', '');

CREATE TABLE credit.sharing_consent (
	subject_id pg_catalog.int8 NOT NULL REFERENCES credit.subject,
	recipient pg_catalog.text COLLATE "C" NOT NULL REFERENCES credit.recipient,
	given_on pg_catalog.date NOT NULL DEFAULT credit.today(),
	withdrawn_on pg_catalog.date CHECK (withdrawn_on OPERATOR(pg_catalog.>=) given_on),
	doc_no pg_catalog.text NOT NULL CHECK (doc_no OPERATOR(pg_catalog.<>) ''),
	PRIMARY KEY (subject_id, recipient, given_on)
);
COMMENT ON TABLE credit.sharing_consent IS 'Subjects that let a recipient have their results. 主体对共享评价结果的同意。';
COMMENT ON COLUMN credit.sharing_consent.subject_id IS 'Who consented. 同意的主体。';
COMMENT ON COLUMN credit.sharing_consent.recipient IS 'To whom. 接收方。';
COMMENT ON COLUMN credit.sharing_consent.given_on IS 'Since when. 同意日期。';
COMMENT ON COLUMN credit.sharing_consent.withdrawn_on IS 'First day on which it no longer holds. 撤回日期，自当日起失效。';
COMMENT ON COLUMN credit.sharing_consent.doc_no IS 'Document of the consent. 同意书编号。';
ALTER TABLE credit.sharing_consent ENABLE ROW LEVEL SECURITY;
CREATE POLICY office ON credit.sharing_consent USING (credit.is_office()) WITH CHECK (credit.is_office());
GRANT SELECT, INSERT, UPDATE, DELETE ON credit.sharing_consent TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.sharing_consent', '');

CREATE FUNCTION credit.move_sharing_consents(keep pg_catalog.int8, gone pg_catalog.int8) RETURNS pg_catalog.int8
	LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	moved bigint;
BEGIN
	DELETE FROM credit.sharing_consent g USING credit.sharing_consent k
	WHERE g.subject_id = gone AND k.subject_id = keep AND (k.recipient, k.given_on) = (g.recipient, g.given_on);
	UPDATE credit.sharing_consent c SET subject_id = keep WHERE c.subject_id = gone;
	GET DIAGNOSTICS moved = ROW_COUNT;
	RETURN moved;
END
$$;
COMMENT ON FUNCTION credit.move_sharing_consents(pg_catalog.int8, pg_catalog.int8) IS 'Consents follow a merged subject. 主体合并时转移共享同意。';
REVOKE ALL ON FUNCTION credit.move_sharing_consents(pg_catalog.int8, pg_catalog.int8) FROM PUBLIC;
INSERT INTO credit.subject_table (table_name, mover) VALUES ('credit.sharing_consent', 'credit.move_sharing_consents');

-- The newest result up to the day, of every subject in scope. Banks and
-- associations, and results of natural persons: only with consent, which must
-- hold on that day and still today, for what is handed over is so today.
CREATE FUNCTION credit.shared_evaluations(recipient pg_catalog.text, as_of pg_catalog.date)
	RETURNS TABLE (subject_id pg_catalog.int8, code pg_catalog.text, name pg_catalog.text, model pg_catalog.text,
		version pg_catalog.text, evaluated_for pg_catalog.date, score pg_catalog.float8, grade pg_catalog.text,
		dimensions pg_catalog.float8[])
	LANGUAGE plpgsql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	to_whom credit.recipient;
	on_day date := coalesce(as_of, credit.today());
BEGIN
	SELECT r.* INTO to_whom FROM credit.recipient r
	WHERE r.recipient = shared_evaluations.recipient AND r.valid @> on_day AND r.valid @> credit.today();
	IF NOT FOUND THEN
		RAISE EXCEPTION '%', credit.message('there is no recipient "%s" on that day', recipient)
			USING ERRCODE = 'CR017', HINT = credit.message('Name it in credit.recipient, with its scope and what allows it.');
	END IF;
	RETURN QUERY
	WITH RECURSIVE scope AS (
		SELECT w.code COLLATE "C" FROM unnest(to_whom.regions) w (code)
		UNION SELECT g.code FROM credit.region g JOIN scope ON g.parent = scope.code)
	SELECT s.subject_id, s.uscc::text, CASE WHEN s.kind = 'person' THEN credit.mask_name(s.name) ELSE s.name END,
		e.model::text, e.version::text, e.as_of, e.score, e.grade::text,
		CASE WHEN to_whom.with_dimensions THEN e.dimensions END
	FROM (SELECT DISTINCT ON (v.subject_id, v.model) v.* FROM credit.evaluation v
		WHERE v.model = ANY (to_whom.models) AND v.as_of <= on_day
		ORDER BY v.subject_id, v.model, v.as_of DESC) e
	JOIN credit.subject s ON s.subject_id = e.subject_id
	WHERE s.merged_into IS NULL
		AND (to_whom.regions IS NULL OR s.region_code IN (SELECT scope.code FROM scope))
		AND (to_whom.kind IN ('department', 'region') AND NOT e.person OR EXISTS (
			SELECT FROM credit.sharing_consent c
			WHERE c.subject_id = e.subject_id AND c.recipient = to_whom.recipient
				AND c.given_on <= on_day AND (c.withdrawn_on IS NULL OR c.withdrawn_on > greatest(on_day, credit.today()))))
	ORDER BY s.uscc::text COLLATE "C", s.subject_id, e.model;
END
$$;
COMMENT ON FUNCTION credit.shared_evaluations(pg_catalog.text, pg_catalog.date) IS 'Evaluation results that a recipient may have on a day: its models and regions; banks, associations and natural persons only with consent. 接收方在某日可获得的评价结果；银行、协会及自然人须经同意。';
REVOKE ALL ON FUNCTION credit.shared_evaluations(pg_catalog.text, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.shared_evaluations(pg_catalog.text, pg_catalog.date) TO credit_admin;

-- Kept as a package, so it can be told who got what and when. A department
-- that is the recipient sees its own.
CREATE FUNCTION credit.export_evaluations(recipient pg_catalog.text, as_of pg_catalog.date DEFAULT NULL,
		rows_per_part pg_catalog.int4 DEFAULT 20000) RETURNS credit.export_package
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	on_day date := coalesce(as_of, credit.today());
	package_name text := format('evaluation-%s-%s', recipient, to_char(on_day, 'YYYY-MM-DD'));
	made credit.export_package;
BEGIN
	IF rows_per_part IS NULL OR rows_per_part < 1 THEN
		RAISE EXCEPTION '%', credit.message('the number of rows a part must be positive') USING ERRCODE = 'invalid_parameter_value';
	END IF;
	-- a package never changes: it would pass for that day's, without its results
	IF on_day > credit.today() THEN
		RAISE EXCEPTION '%', credit.message('results of %s cannot be handed over yet', on_day)
			USING ERRCODE = 'invalid_parameter_value', HINT = credit.message('Give today or a day before.');
	END IF;
	-- two that ask at once get the same package (the lock settle_changes() takes)
	PERFORM pg_advisory_xact_lock(x'43524558'::int, 0);
	SELECT p.* INTO made FROM credit.export_package p WHERE p.name = package_name;
	IF FOUND THEN
		RETURN made;
	END IF;
	INSERT INTO credit.export_package (name, kind, dept_id, until, filter)
	VALUES (package_name, 'evaluation',
		(SELECT d.dept_id FROM credit.recipient r JOIN credit.department d ON d.uscc = r.uscc
		WHERE r.recipient = export_evaluations.recipient AND r.kind = 'department' AND d.valid @> on_day),
		now(), jsonb_build_object('recipient', recipient, 'as_of', on_day))
	RETURNING * INTO made;
	INSERT INTO credit.export_part (package_id, part, records, sha256, document)
	SELECT made.package_id, g.part, g.records, encode(sha256(convert_to(g.body, 'UTF8')), 'hex'),
		format(E'<?xml version="1.0" encoding="UTF-8"?>\n<credit_evaluations xmlns="urn:credit:exchange:1" version="1" document="%s-%s" recipient="%s" as_of="%s">\n%s<manifest records="%s" sha256="%s"/>\n</credit_evaluations>\n',
			package_name, g.part, recipient, on_day, g.body, g.records, encode(sha256(convert_to(g.body, 'UTF8')), 'hex'))
	FROM (SELECT ((x.nr - 1) / rows_per_part + 1)::int AS part, count(*) AS records, string_agg('<evaluation'
			|| CASE WHEN x.code IS NULL THEN '' ELSE format(' code="%s"', x.code) END || format(' name="%s"', credit.exchange_escape(x.name))
			|| format(' model="%s" version="%s" as_of="%s"', credit.exchange_escape(x.model), credit.exchange_escape(x.version), x.evaluated_for)
			|| CASE WHEN x.score IS NULL THEN '' ELSE format(' score="%s"', x.score) END
			|| CASE WHEN x.grade IS NULL THEN '' ELSE format(' grade="%s"', x.grade) END
			|| '>' || coalesce((SELECT string_agg(format('<dimension name="%s">%s</dimension>',
				(ARRAY['identity', 'behaviour', 'innovation', 'finance', 'compliance'])[d.nr], d.points), '' ORDER BY d.nr)
				FROM unnest(x.dimensions) WITH ORDINALITY d (points, nr) WHERE d.points IS NOT NULL), '')
			|| E'</evaluation>\n', '' ORDER BY x.nr) AS body
		FROM (SELECT v.*, row_number() OVER () AS nr FROM credit.shared_evaluations(export_evaluations.recipient, on_day) v) x
		GROUP BY 1) g;
	UPDATE credit.export_package p
	SET manifest = credit.package_manifest(p.package_id), parts = t.parts, records = t.records
	FROM (SELECT count(*) AS parts, coalesce(sum(e.records), 0) AS records
		FROM credit.export_part e WHERE e.package_id = made.package_id) t
	WHERE p.package_id = made.package_id;
	SELECT p.* INTO made FROM credit.export_package p WHERE p.package_id = made.package_id;
	RETURN made;
END
$$;
COMMENT ON FUNCTION credit.export_evaluations(pg_catalog.text, pg_catalog.date, pg_catalog.int4) IS 'Package of the results a recipient may have on a day; asked again it is the same. A department that is the recipient sees it. 生成某接收方在某日的评价结果数据包，重复调用返回同一数据包；接收部门可查看。';
REVOKE ALL ON FUNCTION credit.export_evaluations(pg_catalog.text, pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.export_evaluations(pg_catalog.text, pg_catalog.date, pg_catalog.int4) TO credit_admin;

CREATE FUNCTION credit.push_evaluations(as_of pg_catalog.date DEFAULT NULL) RETURNS SETOF credit.export_package
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	on_day date := coalesce(as_of, credit.today());
	to_whom text;
BEGIN
	FOR to_whom IN
		SELECT r.recipient FROM credit.recipient r WHERE r.valid @> on_day AND r.valid @> credit.today() ORDER BY r.recipient
	LOOP
		RETURN QUERY SELECT p.* FROM credit.export_evaluations(to_whom, on_day) p;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.push_evaluations(pg_catalog.date) IS 'The results of a day for everybody who may have any: one package a recipient; asked again they are the same. 为全部接收方生成某日评价结果数据包，每个接收方一个，重复调用返回同一数据包。';
REVOKE ALL ON FUNCTION credit.push_evaluations(pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.push_evaluations(pg_catalog.date) TO credit_admin;
