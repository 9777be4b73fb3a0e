-- The ledger: leaves, seals, proofs, and what verification says of tampering.
-- In a database of its own: verification looks at everything there is.
\set SHOW_CONTEXT never
CREATE DATABASE regress_ledger TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
\c regress_ledger
CREATE EXTENSION credit;
\set VERBOSITY default
SET credit.fixed_today = '2026-06-01';
SET timezone = 'Asia/Shanghai';
SET datestyle = 'ISO, YMD';

-- the canonical text is the same whatever the session's settings
SELECT credit.canonical_row('x', r) FROM (SELECT 1 AS a, NULL::int AS b, '长春'::text AS c, date '2026-01-02' AS d,
	timestamptz '2026-01-02 03:04:05.67+08' AS e, 1.50 AS f, '{"b": 1, "a": [1, 2]}'::jsonb AS g,
	daterange('2026-01-01', '2026-02-01') AS h, ARRAY['x', 'y'] AS i, 0.1::float8 AS j, '\x01ff'::bytea AS k) r;
CREATE TEMP TABLE one AS SELECT date '2026-01-02' AS d, timestamptz '2026-01-02 03:04:05.67+08' AS e,
	daterange('2026-01-01', '2026-02-01') AS h, 1.0 / 3::float8 AS j, '\x01ff'::bytea AS k, interval '1 day 2 hours' AS l;
SELECT credit.row_digest('x', one) AS digest FROM one \gset
SET datestyle = 'German';
SET timezone = 'America/New_York';
SET extra_float_digits = -5;
SET bytea_output = 'escape';
SET intervalstyle = 'iso_8601';
SELECT credit.row_digest('x', one) = decode(substr(:'digest', 3), 'hex') AS same FROM one;
SET datestyle = 'ISO, YMD'; SET timezone = 'Asia/Shanghai'; RESET extra_float_digits; RESET bytea_output; RESET intervalstyle;
-- a leaf is SHA-256 of a zero byte and the text; a column added later and null changes nothing
SELECT credit.row_digest('x', r) = sha256('\x00'::bytea || convert_to(credit.canonical_row('x', r), 'UTF8')) AS leaf,
	credit.row_digest('x', r) = credit.row_digest('x', s) AS same
FROM (SELECT 1 AS a, '省'::text AS c) r, (SELECT 1 AS a, '省'::text AS c, NULL::text AS added) s;
-- kind, name and value cannot be mixed up
SELECT count(DISTINCT credit.row_digest(k, r)) FROM (VALUES ('x'), (E'x\na:1:1')) k (k),
	(SELECT 1 AS a) r;

-- json as jsonb writes it, numbers as they read back, whatever is in them
SELECT count(*) AS rows, count(*) FILTER (WHERE c <> 'x' || E'\n' || 'j:' || octet_length(j::text) || ':' || j || E'\n') AS differing
FROM (SELECT j, credit.canonical_row('x', r) AS c FROM (SELECT jsonb_build_object('k' || n, CASE n % 9 WHEN 0 THEN to_jsonb(repeat('省', n) || chr(1 + n % 40) || '"\' || chr(127) || repeat('a', n % 13))
		WHEN 1 THEN to_jsonb(n * 1.50) WHEN 2 THEN 'null' WHEN 3 THEN jsonb_build_array(n, NULL, true, jsonb_build_array(), 'x', jsonb_build_object())
		WHEN 4 THEN jsonb_build_object('b', n, 'a', jsonb_build_array('x', jsonb_build_object('c', -n))) WHEN 5 THEN to_jsonb(n % 2 = 0)
		WHEN 6 THEN to_jsonb(repeat('x', n * 20)) WHEN 7 THEN to_jsonb(1e300::numeric) ELSE to_jsonb(chr(8) || chr(12) || chr(10) || chr(13) || chr(9)) END) AS j
	FROM generate_series(1, 400) n) r) x;
SELECT credit.canonical_row('x', r) FROM (VALUES ('"a\"b"'::jsonb), ('3'), ('[]'), ('[[1], {}]'), ('{}')) r (j);
SELECT credit.canonical_row('x', r) FROM (SELECT '{1.5,-0,NaN,-Infinity,1e22,0.1}'::float8[] AS a, '{}'::float8[] AS b, '{{1,2},{3,4}}'::float8[] AS c, '{1,NULL}'::float8[] AS d, '-0'::float8 AS e, 1e-300::float8 AS f,
	'[0:1]={7,8}'::float8[] AS g) r;
-- many at once: the same leaves
SELECT count(*) AS rows, count(*) FILTER (WHERE digest <> sha256('\x00'::bytea || convert_to(E'x\nt:' || octet_length(repeat('市', object_id::int % 300)) || ':' || repeat('市', object_id::int % 300) || E'\n', 'UTF8'))) AS differing
FROM credit.row_digests('x', $$SELECT 0::int8, n::int8, 1, now(), repeat('市', n % 300) AS t FROM generate_series(1, 1000) n$$);

-- the tree by hand: 17 leaves are one node of 16 and one that goes up alone
CREATE TEMP TABLE leaf AS SELECT sha256(i::text::bytea) AS l FROM generate_series(1, 17) i;
SELECT credit.merkle_root(l) = (SELECT sha256('\x01'::bytea || sha256('\x01'::bytea || string_agg(l, '' ORDER BY l) FILTER (WHERE n <= 16)) || string_agg(l, '') FILTER (WHERE n = 17))
	FROM (SELECT l, row_number() OVER (ORDER BY l) AS n FROM leaf) o) AS root_of_17
FROM leaf;
SELECT credit.merkle_root(l) = credit.merkle_root(l ORDER BY random()) AS any_order, (SELECT credit.merkle_root(l) FROM leaf WHERE false) IS NULL AS none,
	(SELECT credit.merkle_root(l) = min(l::text)::bytea FROM (SELECT l FROM leaf LIMIT 1) x) AS one
FROM leaf;
SELECT credit.merkle_path(l, sha256('18')) IS NULL AS stranger, cardinality(credit.merkle_path(l, sha256('3'))) AS steps FROM leaf;
SELECT credit.merkle_root('\x00'::bytea);
SELECT credit.merkle_root(NULL);

-- a department enters, corrects and revokes
CREATE ROLE regress_ledger_office IN ROLE credit_admin;
CREATE ROLE regress_ledger_clerk IN ROLE credit_department;
INSERT INTO credit.department (dept_id, name, uscc, role_name) VALUES (7301, '甲局', '1122010001350000BA', 'regress_ledger_clerk');
CREATE FUNCTION pg_temp.honour(doc text, title text) RETURNS void LANGUAGE sql AS $$
	INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	VALUES ('honour', '91220101MA00000000', '甲公司', doc, '2026-05-20', jsonb_build_object('subject_category', '法人及非法人组织',
		'authority_name', '甲局', 'authority_code', '1122010001350000BA', 'title', title, 'level', '市级')) $$;
SET ROLE regress_ledger_clerk;
SELECT pg_temp.honour('誉' || g || '号', '示范') FROM generate_series(1, 20) g \g /dev/null
SELECT clock_timestamp() AS before \gset
SELECT pg_temp.honour('誉2号', '标兵') \g /dev/null
SELECT pg_temp.honour('誉3号', '示范') \g /dev/null
SELECT credit.revoke_record(record_id, '撤1号', '事实不清') FROM credit.record WHERE doc_no = '誉4号';
-- what was known when
SELECT r.doc_no, o.version, o.detail ->> 'title' AS title, o.status, n.version, n.detail ->> 'title' AS title, n.status, t.version IS NULL AS unknown_then
FROM credit.record r
LEFT JOIN LATERAL credit.record_as_of(r.record_id, :'before') o ON true
LEFT JOIN LATERAL credit.record_as_of(r.record_id, now()) n ON true
LEFT JOIN LATERAL credit.record_as_of(r.record_id, '2026-01-01') t ON true
WHERE r.doc_no IN ('誉1号', '誉2号', '誉4号') ORDER BY r.doc_no;
RESET ROLE;
-- one corrected, one revoked: both versions of both; the repeated row is no version
SELECT kind, version, count(*) FROM credit.history WHERE kind = 'record' GROUP BY 1, 2 ORDER BY 1, 2;

-- rules: each change is a version with who made it
SET ROLE regress_ledger_office;
INSERT INTO credit.legal_basis (basis_id, title, rank, in_force, verified, source) VALUES ('regress', '试行办法', 'local_document', '[2026-01-01,)', false, 'regress');
UPDATE credit.legal_basis SET title = '办法' WHERE basis_id = 'regress';
DELETE FROM credit.legal_basis WHERE basis_id = 'regress';
RESET ROLE;
SELECT kind, version, object_key, content ->> 'title' AS title, removed FROM credit.history WHERE kind LIKE 'rule%' AND object_key = 'regress' ORDER BY version;

-- a rule that gets another key is gone under the one it had; by whom, after SET ROLE too
SET ROLE regress_ledger_office;
INSERT INTO credit.code_list (list, code, label) VALUES ('regress', 'a', '甲'), ('regress', 'b', '乙');
UPDATE credit.code_list SET code = CASE code WHEN 'b' THEN 'c' ELSE code END WHERE list = 'regress';
UPDATE credit.code_list SET code = 'b' WHERE list = 'regress' AND code = 'a';
SELECT replace(object_key, E'\x1f', '/') AS key, version, content ->> 'label' AS label, removed, recorded_by FROM credit.history
WHERE kind = 'rule code_list' AND object_key LIKE 'regress%' ORDER BY object_key COLLATE "C", version;
SELECT * FROM credit.verify_ledger();
RESET ROLE;

-- a change that makes no new version is refused
UPDATE credit.record_store SET detail = detail || '{"title": "假"}' WHERE doc_no IN ('誉8号', '誉9号');
-- new records have no leaf until they are sealed, and are no fault
SELECT consumer, count(*) > 0 AS noted FROM credit.batch_due WHERE consumer = 'ledger' GROUP BY 1;

-- nothing is sealed yet: no proof, no fault
SET ROLE regress_ledger_office;
SELECT * FROM credit.verify_ledger();
SELECT credit.ledger_proof('record', r.record_id) FROM credit.record r WHERE r.doc_no = '誉1号';
SELECT credit.seal_ledger();
-- only its own seal is in the open block: nothing to seal
SELECT credit.seal_ledger();
SELECT block, rows FROM credit.ledger_digest;
RESET ROLE;
-- 20 first versions, two second ones
SELECT kind, version, count(*) FROM credit.history WHERE kind = 'record' GROUP BY 1, 2 ORDER BY 1, 2;
SELECT count(*) AS noted FROM credit.batch_due WHERE consumer = 'ledger';
SET ROLE regress_ledger_office;
SELECT * FROM credit.verify_ledger();
RESET ROLE;

-- a proof, checked here by the rule alone: leaf, path, root, seal
SELECT credit.ledger_proof('record', r.record_id) AS proof FROM credit.record r WHERE r.doc_no = '誉2号' \gset
SELECT p ->> 'kind' AS kind, p ->> 'version' AS version, p ->> 'block' AS block, p ->> 'rows' AS rows,
	encode(sha256('\x00'::bytea || convert_to(p ->> 'text', 'UTF8')), 'hex') = p ->> 'leaf' AS leaf_fits,
	jsonb_array_length(p -> 'path') AS steps
FROM (SELECT :'proof'::jsonb) x (p);
WITH RECURSIVE up (step, node) AS (
	SELECT 0, p ->> 'leaf' FROM (SELECT :'proof'::jsonb) x (p)
	UNION ALL
	SELECT step + 1, encode(sha256(decode('01' || replace(p -> 'path' ->> step, ' ', node), 'hex')), 'hex')
	FROM up, (SELECT :'proof'::jsonb) x (p) WHERE step < jsonb_array_length(p -> 'path'))
SELECT node = p ->> 'root' AS root_fits,
	encode(sha256(convert_to(concat_ws(' ', p ->> 'block', p ->> 'previous', p ->> 'root', p ->> 'rows', p ->> 'sealed_at'), 'UTF8')), 'hex') = p ->> 'digest' AS seal_fits
FROM up, (SELECT :'proof'::jsonb) x (p) ORDER BY step DESC LIMIT 1;
-- the version before the correction has its own
SELECT p ->> 'version' AS version, p ->> 'text' LIKE '%示范%' AS old_title FROM credit.record r, credit.ledger_proof('record', r.record_id, 1) p WHERE r.doc_no = '誉2号';

-- more in a second block
SET ROLE regress_ledger_clerk;
SELECT pg_temp.honour('誉' || g || '号', '示范') FROM generate_series(21, 25) g \g /dev/null
RESET ROLE;
SELECT credit.seal_ledger() > 1 AS sealed;
SELECT count(*) AS seals, count(DISTINCT previous) AS chained FROM credit.seal;
SELECT count(*) AS faults FROM credit.verify_ledger();

-- nobody changes it, the owner of the data neither
UPDATE credit.history SET version = 9;
DELETE FROM credit.seal;
TRUNCATE credit.history;
SET session_replication_role = replica;
DELETE FROM credit.history;
RESET session_replication_role;
SET credit.restoring = on;
DELETE FROM credit.history;
RESET credit.restoring;

-- tampering by a superuser who turns the triggers off; each is named
CREATE FUNCTION pg_temp.faults(OUT block text, OUT kind text, OUT what text, OUT version int, OUT fault text, OUT detail text) RETURNS SETOF record LANGUAGE sql AS $$
	SELECT CASE WHEN v.block IS NOT NULL THEN 'block ' || rank() OVER (ORDER BY v.block) END, v.kind,
		CASE WHEN v.kind = 'record' THEN (SELECT r.doc_no FROM credit.record_store r WHERE r.record_id = v.id) END, v.version, v.fault,
		regexp_replace(v.detail, '[0-9]+', 'N', 'g')
	FROM credit.verify_ledger() v ORDER BY v.kind, v.block, v.version, (SELECT r.doc_no FROM credit.record_store r WHERE r.record_id = v.id) $$;
-- a title, the day of publication, the number of a document
BEGIN;
ALTER TABLE credit.record_store DISABLE TRIGGER USER;
UPDATE credit.record_store SET detail = detail || '{"title": "假"}' WHERE doc_no = '誉5号';
UPDATE credit.record_store SET publish_until = '2027-01-01' WHERE doc_no = '誉6号';
SELECT * FROM pg_temp.faults();
-- ranges of blocks, as several sessions would ask: what lies in one is named there alone
SELECT v.kind, v.fault, count(*) FROM credit.verify_ledger(1, 1) v GROUP BY 1, 2;
SELECT count(*) AS elsewhere FROM credit.verify_ledger(2, NULL);
ROLLBACK;
-- a record removed, one put in
BEGIN;
ALTER TABLE credit.record_store DISABLE TRIGGER USER;
DELETE FROM credit.record_store WHERE doc_no = '誉7号';
INSERT INTO credit.record_store SELECT r.subject_id, 999999, r.item, r.dept_id, '假1号', r.decided_on, r.valid_from, r.valid_until, r.severity, r.amount, r.detail,
	r.status, r.received_at, r.due_on, r.late_days, r.publish_from, r.publish_until, r.batch_id, r.version, r.warnings FROM credit.record_store r WHERE r.doc_no = '誉8号';
SELECT * FROM pg_temp.faults();
ROLLBACK;
-- an earlier version
BEGIN;
UPDATE credit.record_version SET content = jsonb_set(content, '{detail,title}', '"假"') WHERE content ->> 'doc_no' = '誉2号';
SELECT * FROM pg_temp.faults();
ROLLBACK;
-- a correction whose leaf was rewritten to fit: its block's root does not
BEGIN;
ALTER TABLE credit.record_store DISABLE TRIGGER USER;
ALTER TABLE credit.history DISABLE TRIGGER USER;
UPDATE credit.record_store SET detail = detail || '{"title": "假"}' WHERE doc_no = '誉5号';
UPDATE credit.history h SET digest = credit.row_digest('record', r) FROM credit.record_store r WHERE r.doc_no = '誉5号' AND h.kind = 'record' AND h.object_id = r.record_id;
SELECT * FROM pg_temp.faults();
-- and the root: the seal's digest does not
ALTER TABLE credit.seal DISABLE TRIGGER USER;
UPDATE credit.seal s SET root = (SELECT credit.merkle_root(h.digest) FROM credit.history h WHERE h.block = s.block) WHERE block = 1;
SELECT * FROM pg_temp.faults();
-- and the seal: the next one does not hold it, nor does its leaf
UPDATE credit.seal s SET digest = credit.seal_digest(s.block, s.previous, s.root, s.rows, s.sealed_at) WHERE block = 1;
SELECT * FROM pg_temp.faults();
ROLLBACK;
-- a rule changed without a version; a version's content
BEGIN;
ALTER TABLE credit.legal_basis DISABLE TRIGGER USER;
INSERT INTO credit.legal_basis (basis_id, title, rank, in_force, verified, source) VALUES ('smuggled', '假', 'law', '[2026-01-01,)', true, 'x');
ALTER TABLE credit.history DISABLE TRIGGER USER;
UPDATE credit.history SET content = content || '{"title": "假"}' WHERE object_key = 'regress' AND version = 2;
SELECT * FROM pg_temp.faults();
ROLLBACK;
-- the newest block: its seal, then its leaves too
BEGIN;
ALTER TABLE credit.history DISABLE TRIGGER USER;
ALTER TABLE credit.seal DISABLE TRIGGER USER;
DELETE FROM credit.seal s WHERE s.block = (SELECT max(block) FROM credit.seal);
SELECT * FROM pg_temp.faults();
DELETE FROM credit.history h WHERE h.block > (SELECT max(block) FROM credit.seal);
SELECT * FROM pg_temp.faults();
ROLLBACK;
SELECT count(*) AS faults FROM credit.verify_ledger();

-- who may
SET ROLE regress_ledger_clerk;
SELECT * FROM credit.history;
SELECT credit.seal_ledger();
SELECT * FROM credit.verify_ledger();
SELECT credit.ledger_proof('record', 1);
SELECT credit.ledger_block();
SELECT count(*) > 0 AS digests FROM credit.ledger_digest;
SET ROLE regress_ledger_office;
SELECT credit.ledger_proof('record', -1);
SELECT credit.ledger_proof('nothing', 1);
INSERT INTO credit.history (block, kind, subject_id, object_id, version, recorded_at, digest) VALUES (1, 'record', 0, 0, 1, now(), sha256('x'));
RESET ROLE;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT credit.seal_ledger();
ROLLBACK;

\c postgres
DROP DATABASE regress_ledger;
DROP ROLE regress_ledger_office, regress_ledger_clerk;
