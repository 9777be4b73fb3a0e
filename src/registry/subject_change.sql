-- subject_change.sql: finding, registering and changing subjects: confirmation
-- by the register, new code, new name, merger. Requires registry/subject.sql.

CREATE FUNCTION credit.find_subject(code pg_catalog.text) RETURNS pg_catalog.int8
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_find_subject_sql';
COMMENT ON FUNCTION credit.find_subject(pg_catalog.text) IS 'Number of the subject with this unified code, present or former, or other identifier; mergers are followed; null when unknown. 按统一代码（现用或曾用）或其他号码查找主体编号，自动跟随合并；查无则为空。';
CREATE FUNCTION credit.find_subjects(codes pg_catalog.text[]) RETURNS pg_catalog.int8[]
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_find_subjects';
COMMENT ON FUNCTION credit.find_subjects(pg_catalog.text[]) IS 'credit.find_subject() of many codes, in their order. 批量查找主体编号，按代码顺序返回。';

-- What a writer is told when a number does not lead to a subject. Locks the
-- subject first: a merger that commits meanwhile is seen.
CREATE FUNCTION credit.need_subject(subject_id pg_catalog.int8) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	found_id int8;
	merged int8;
BEGIN
	SELECT s.subject_id, s.merged_into INTO found_id, merged
	FROM credit.subject s WHERE s.subject_id = need_subject.subject_id
	FOR NO KEY UPDATE;
	IF found_id IS NULL THEN
		RAISE EXCEPTION '%', credit.message('subject %s does not exist', coalesce(need_subject.subject_id::text, 'null'))
			USING ERRCODE = 'CR005',
				HINT = credit.message('Look it up with credit.find_subject(code).');
	ELSIF merged IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('subject %s was merged into subject %s', found_id, merged)
			USING ERRCODE = 'CR009',
				DETAIL = credit.message('Its files belong to the other entry now.'),
				HINT = credit.message('Use subject %s.', merged);
	END IF;
	RETURN found_id;
END
$$;
COMMENT ON FUNCTION credit.need_subject(pg_catalog.int8) IS 'The number itself, its subject locked, when it is a subject in use; otherwise an error that says why not (CR005, CR009). 校验主体编号可用并锁定，否则说明原因。';
REVOKE ALL ON FUNCTION credit.need_subject(pg_catalog.int8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.need_subject(pg_catalog.int8) TO credit_admin;

CREATE FUNCTION credit.register_subject(kind credit.subject_kind, name pg_catalog.text,
		uscc credit.uscc DEFAULT NULL, region_code pg_catalog.text DEFAULT NULL,
		industry_code pg_catalog.text DEFAULT NULL, registered_on pg_catalog.date DEFAULT NULL,
		status pg_catalog.text DEFAULT 'active', attributes pg_catalog.jsonb DEFAULT '{}')
	RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	known credit.subject;
	id int8;
BEGIN
	IF register_subject.kind = 'person' THEN
		RAISE EXCEPTION '%', credit.message('persons are not registered by code')
			USING ERRCODE = 'CR005',
				DETAIL = credit.message('A person has no unified code and is found by document.'),
				HINT = credit.message('Use credit.person_subject(doc_type, doc_no, name).');
	END IF;
	IF register_subject.uscc IS NOT NULL THEN
		id := credit.find_subject(register_subject.uscc::text);
	END IF;
	IF id IS NULL THEN
		INSERT INTO credit.subject AS s (kind, uscc, name, name_key, region_code, industry_code,
				registered_on, status, attributes)
		VALUES (register_subject.kind, register_subject.uscc, register_subject.name,
				credit.normalize_name(register_subject.name), register_subject.region_code,
				register_subject.industry_code, register_subject.registered_on,
				coalesce(register_subject.status, 'active'), coalesce(register_subject.attributes, '{}'))
		RETURNING s.subject_id INTO id;
		RETURN id;
	END IF;
	SELECT s.* INTO known FROM credit.subject s WHERE s.subject_id = id FOR UPDATE;
	IF known.name <> register_subject.name THEN
		PERFORM credit.rename_subject(id, register_subject.name);
	END IF;
	UPDATE credit.subject s SET
		kind = register_subject.kind,
		region_code = coalesce(register_subject.region_code, s.region_code),
		industry_code = coalesce(register_subject.industry_code, s.industry_code),
		registered_on = coalesce(register_subject.registered_on, s.registered_on),
		status = coalesce(register_subject.status, s.status),
		attributes = s.attributes || coalesce(register_subject.attributes, '{}'),
		provisional = false
	WHERE s.subject_id = id;
	RETURN id;
END
$$;
COMMENT ON FUNCTION credit.register_subject(credit.subject_kind, pg_catalog.text, credit.uscc, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.jsonb) IS 'Enters or confirms an organisation of the register and returns its number; what is null stays as it was. 登记或确认一个组织类主体，返回编号；空值不改动原值。';

CREATE FUNCTION credit.confirm_subjects(rows pg_catalog.jsonb,
		OUT inserted pg_catalog.int8, OUT confirmed pg_catalog.int8, OUT renamed pg_catalog.int8)
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
	IF EXISTS (SELECT FROM jsonb_to_recordset(rows) AS r (kind text, uscc text, name text)
			   WHERE r.kind IS NULL OR r.uscc IS NULL OR coalesce(r.name, '') = '') THEN
		RAISE EXCEPTION '%', credit.message('rows of the register need kind, uscc and name')
			USING ERRCODE = 'not_null_violation',
				HINT = credit.message('Each element of the array is an object with at least these three keys.');
	END IF;
	WITH input AS MATERIALIZED (
		SELECT DISTINCT ON (r.uscc) r.*, credit.normalize_name(r.name) AS name_key,
			credit.find_subject(r.uscc::text) AS subject_id
		FROM ROWS FROM (jsonb_to_recordset(rows)
			AS (kind credit.subject_kind, uscc credit.uscc, name text, region_code text,
				industry_code text, registered_on date, status text, attributes jsonb))
			WITH ORDINALITY AS r (kind, uscc, name, region_code, industry_code, registered_on,
								  status, attributes, nr)
		ORDER BY r.uscc, r.nr DESC
	), former AS (
		INSERT INTO credit.subject_name (subject_id, name, name_key, name_rule, valid)
		SELECT s.subject_id, s.name, s.name_key, s.name_rule,
			credit.name_period(s.subject_id, s.registered_on, credit.today())
		FROM credit.subject s JOIN input i ON i.subject_id = s.subject_id
		WHERE s.name <> i.name
		ON CONFLICT DO NOTHING
		RETURNING 1
	), changed AS (
		UPDATE credit.subject s SET
			kind = i.kind, name = i.name, name_key = i.name_key, name_rule = credit.name_rule_version(),
			region_code = coalesce(i.region_code, s.region_code),
			industry_code = coalesce(i.industry_code, s.industry_code),
			registered_on = coalesce(i.registered_on, s.registered_on),
			status = coalesce(i.status, s.status),
			attributes = s.attributes || coalesce(i.attributes, '{}'),
			provisional = false
		FROM input i WHERE s.subject_id = i.subject_id
		RETURNING 1
	), entered AS (
		INSERT INTO credit.subject (kind, uscc, name, name_key, region_code, industry_code,
				registered_on, status, attributes)
		SELECT i.kind, i.uscc, i.name, i.name_key, i.region_code, i.industry_code, i.registered_on,
			coalesce(i.status, 'active'), coalesce(i.attributes, '{}')
		FROM input i WHERE i.subject_id IS NULL
		-- an entry may have made it, provisional, since we looked
		ON CONFLICT (uscc) DO UPDATE SET kind = excluded.kind, name = excluded.name,
			name_key = excluded.name_key, region_code = excluded.region_code,
			industry_code = excluded.industry_code, registered_on = excluded.registered_on,
			status = excluded.status, attributes = excluded.attributes, provisional = false
		RETURNING 1
	)
	SELECT (SELECT count(*) FROM entered), (SELECT count(*) FROM changed), (SELECT count(*) FROM former)
	INTO inserted, confirmed, renamed;
END
$$;
COMMENT ON FUNCTION credit.confirm_subjects(pg_catalog.jsonb) IS 'Confirms many organisations at once from an array of objects (kind, uscc, name, region_code, industry_code, registered_on, status, attributes); the last of several rows with one code counts. 批量登记确认：对象数组，同一代码以最后一行为准。';

-- From the end of the last former name (or registration) up to the change.
CREATE FUNCTION credit.name_period(subject_id pg_catalog.int8, registered_on pg_catalog.date, until pg_catalog.date)
	RETURNS pg_catalog.daterange
	LANGUAGE sql STABLE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT CASE WHEN since < name_period.until THEN daterange(since, name_period.until)
				WHEN since IS NULL THEN daterange(NULL, name_period.until)
				ELSE daterange(name_period.until, name_period.until, '[]') END
	FROM (SELECT coalesce((SELECT max(upper(n.valid)) FROM credit.subject_name n
						   WHERE n.subject_id = name_period.subject_id),
						  name_period.registered_on) AS since) s
$$;
COMMENT ON FUNCTION credit.name_period(pg_catalog.int8, pg_catalog.date, pg_catalog.date) IS 'Period of a name that ends on a day. 截止某日的曾用名期间。';

CREATE FUNCTION credit.rename_subject(subject_id pg_catalog.int8, name pg_catalog.text,
		changed_on pg_catalog.date DEFAULT NULL) RETURNS pg_catalog.void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	id int8 := credit.need_subject(rename_subject.subject_id);
	known credit.subject;
	day date := coalesce(changed_on, credit.today());
BEGIN
	SELECT s.* INTO known FROM credit.subject s WHERE s.subject_id = id FOR UPDATE;
	IF known.name = rename_subject.name THEN
		RETURN;
	END IF;
	INSERT INTO credit.subject_name (subject_id, name, name_key, name_rule, valid)
	VALUES (id, known.name, known.name_key, known.name_rule, credit.name_period(id, known.registered_on, day))
	ON CONFLICT DO NOTHING;
	UPDATE credit.subject s SET name = rename_subject.name,
		name_key = credit.normalize_name(rename_subject.name), name_rule = credit.name_rule_version()
	WHERE s.subject_id = id;
END
$$;
COMMENT ON FUNCTION credit.rename_subject(pg_catalog.int8, pg_catalog.text, pg_catalog.date) IS 'Gives a subject a new name; the old one joins its former names. 变更名称，原名称转入曾用名。';

CREATE FUNCTION credit.add_identifier(subject_id pg_catalog.int8, scheme pg_catalog.text,
		value pg_catalog.text, valid pg_catalog.daterange DEFAULT '(,)') RETURNS pg_catalog.void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	id int8 := credit.need_subject(add_identifier.subject_id);
	clean text := credit.clean_identifier(value);
	fault text;
	owner int8;
BEGIN
	fault := CASE
		WHEN clean = '' THEN 'it is blank'
		WHEN scheme = 'registration_no' AND length(clean) = 15 AND NOT credit.is_registration_no(clean)
			THEN 'its check digit is wrong (GS 15-2006)'
		WHEN scheme = 'org_code' AND NOT credit.is_org_code(clean) THEN 'its check character is wrong (GB 11714)'
		WHEN scheme = 'former_uscc' AND NOT credit.is_uscc(clean) THEN 'it is not a unified code (GB 32100)'
		END;
	IF fault IS NOT NULL THEN
		RAISE EXCEPTION '%', credit.message('identifier "%s" is not a number of scheme "%s"', value, scheme)
			USING ERRCODE = 'invalid_parameter_value', DETAIL = credit.message('Found "%s": %s.', clean, fault);
	END IF;
	INSERT INTO credit.subject_identifier AS i (subject_id, scheme, value, valid)
	VALUES (id, add_identifier.scheme, clean, coalesce(add_identifier.valid, '(,)'))
	ON CONFLICT ON CONSTRAINT subject_identifier_scheme_value_key
		DO UPDATE SET valid = excluded.valid WHERE i.subject_id = id
	RETURNING i.subject_id INTO owner;
	IF owner IS NULL THEN
		RAISE EXCEPTION '%', credit.message('%s "%s" belongs to another subject', scheme, clean)
			USING ERRCODE = 'unique_violation',
				DETAIL = credit.message('It is a number of subject %s.',
					(SELECT i.subject_id FROM credit.subject_identifier i
					 WHERE i.scheme = add_identifier.scheme AND i.value = clean)),
				HINT = credit.message('If both are one subject, use credit.merge_subject(keep, gone, reason).');
	END IF;
END
$$;
COMMENT ON FUNCTION credit.add_identifier(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.daterange) IS 'Adds another number of a subject in its standard form, or changes its period. 登记主体的其他号码（规范化后），或更新其使用期间。';

CREATE FUNCTION credit.clean_identifier(value pg_catalog.text) RETURNS pg_catalog.text
	LANGUAGE c IMMUTABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_clean_identifier_sql';
COMMENT ON FUNCTION credit.clean_identifier(pg_catalog.text) IS 'An identifier without blanks and hyphens, in half width and upper case. 号码规范化：去空格与连字符，转半角大写。';

CREATE FUNCTION credit.change_code(subject_id pg_catalog.int8, new_code credit.uscc,
		changed_on pg_catalog.date DEFAULT NULL) RETURNS pg_catalog.void
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	id int8 := credit.need_subject(change_code.subject_id);
	owner int8 := credit.find_subject(new_code::text);
	day date := coalesce(changed_on, credit.today());
	old_code credit.uscc;
BEGIN
	IF new_code IS NULL THEN
		RAISE EXCEPTION '%', credit.message('the new code is null') USING ERRCODE = 'null_value_not_allowed';
	END IF;
	IF owner <> id THEN
		RAISE EXCEPTION '%', credit.message('code "%s" belongs to another subject', new_code)
			USING ERRCODE = 'unique_violation',
				DETAIL = credit.message('It leads to subject %s.', owner),
				HINT = credit.message('If both are one subject, use credit.merge_subject(keep, gone, reason).');
	END IF;
	SELECT s.uscc INTO old_code FROM credit.subject s WHERE s.subject_id = id FOR UPDATE;
	IF old_code = new_code THEN
		RETURN;
	END IF;
	DELETE FROM credit.subject_identifier i
	WHERE i.subject_id = id AND i.scheme = 'former_uscc' AND i.value = new_code::text;
	IF old_code IS NOT NULL THEN
		INSERT INTO credit.subject_identifier (subject_id, scheme, value, valid)
		VALUES (id, 'former_uscc', old_code::text, daterange(NULL, day));
	END IF;
	UPDATE credit.subject s SET uscc = new_code WHERE s.subject_id = id;
END
$$;
COMMENT ON FUNCTION credit.change_code(pg_catalog.int8, credit.uscc, pg_catalog.date) IS 'Gives a subject a new unified code; the old one still finds it. 变更统一代码，原代码仍可查到该主体。';
REVOKE ALL ON FUNCTION credit.register_subject(credit.subject_kind, pg_catalog.text, credit.uscc, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.jsonb),
	credit.confirm_subjects(pg_catalog.jsonb), credit.rename_subject(pg_catalog.int8, pg_catalog.text, pg_catalog.date),
	credit.add_identifier(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.daterange),
	credit.change_code(pg_catalog.int8, credit.uscc, pg_catalog.date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.register_subject(credit.subject_kind, pg_catalog.text, credit.uscc, pg_catalog.text, pg_catalog.text, pg_catalog.date, pg_catalog.text, pg_catalog.jsonb),
	credit.confirm_subjects(pg_catalog.jsonb), credit.rename_subject(pg_catalog.int8, pg_catalog.text, pg_catalog.date),
	credit.add_identifier(pg_catalog.int8, pg_catalog.text, pg_catalog.text, pg_catalog.daterange),
	credit.change_code(pg_catalog.int8, credit.uscc, pg_catalog.date) TO credit_admin;
