-- Persons: found by document through a keyed digest, whose number nobody but
-- credit_identity sees.
SET credit.fixed_today = '2026-06-01';
\set SHOW_CONTEXT never
CREATE ROLE regress_bureau NOLOGIN IN ROLE credit_department;
CREATE ROLE regress_office NOLOGIN IN ROLE credit_admin;
CREATE ROLE regress_analyst NOLOGIN IN ROLE credit_analyst;
CREATE ROLE regress_public NOLOGIN IN ROLE credit_public;
CREATE ROLE regress_keeper NOLOGIN IN ROLE credit_identity;
INSERT INTO credit.department (dept_id, name, role_name) VALUES (9101, '市公安局', 'regress_bureau');
SELECT last_value AS last, is_called AS called FROM credit.subject_id_seq \gset
SELECT setval('credit.subject_id_seq', 910000) \g /dev/null

-- HMAC-SHA-256 itself: RFC 4231 test case 2 has the key Jefe and the data
-- "what do ya want for nothing?"; ours puts 1f between type and number, so the
-- same is asked of the server's own functions over a key of 64 bytes
WITH k AS (SELECT decode(repeat('0b', 64), 'hex') AS key),
	pads AS (SELECT key, (SELECT string_agg(set_byte('\x00', 0, get_byte(key, i) # 54), '' ORDER BY i) FROM generate_series(0, 63) i) AS inner_pad,
					(SELECT string_agg(set_byte('\x00', 0, get_byte(key, i) # 92), '' ORDER BY i) FROM generate_series(0, 63) i) AS outer_pad FROM k)
SELECT credit.identity_digest(key, 'passport', 'E12345678')
	= sha256(outer_pad || sha256(inner_pad || 'passport'::bytea || '\x1f' || 'E12345678'::bytea)) AS equal
FROM pads;

SET ROLE regress_bureau;
-- the same person in whatever writing; the number of 15 digits is his too
SELECT credit.person_subject('身份证', '11010519491231002X', '王小明') AS p \gset
SELECT credit.person_subject('居民身份证', ' １１０１０５１９４９１２３１００２ｘ ', '王小明') = :p AS wide_and_lower,
	credit.person_subject('身份证', '110105491231002', '王小明', false) = :p AS old_number,
	credit.person_subject('resident_id', '11010519491231002X', NULL, false) = :p AS no_name_needed,
	credit.person_subject('护照', '11010519491231002X', '王小明', false) AS other_document;
SELECT credit.person_subject('护照', 'E12345678', 'John Smith') AS q \gset
SELECT :p <> :q AS two;
SELECT kind, name, provisional, uscc FROM credit.subject WHERE subject_id IN (:p, :q) ORDER BY subject_id;

-- misuse: no message shows a number
SELECT credit.person_subject('身份证', '110105194912310021', '王小明');
SELECT credit.person_subject('身份证', '110105199902300027', '王小明');
SELECT credit.person_subject('身份证', '12345', '王小明');
SELECT credit.person_subject('身份证', '  ', '王小明');
SELECT credit.person_subject('11010519491231002X', '身份证', '王小明');
SELECT credit.person_subject(NULL, '11010519491231002X', '王小明');
SELECT credit.person_subject('护照', 'E99999999', '  ');
SELECT credit.person_subject('护照', 'E99999999', 'Ann', false);

-- who reads what
SELECT * FROM credit.person_identity;
SELECT * FROM credit.identity_key;
SELECT credit.rotate_identity_key();
SELECT credit.identity_digest('x', 'passport', 'E12345678');
SET ROLE regress_office;
SELECT count(*) FROM credit.subject WHERE subject_id IN (:p, :q);
SELECT * FROM credit.person_identity;
SELECT * FROM credit.identity_key;
INSERT INTO credit.identity_key (key) VALUES ('x');
SET ROLE regress_analyst;
SELECT count(*) FROM credit.subject WHERE subject_id IN (:p, :q);
SELECT * FROM credit.person_identity;
SELECT credit.person_subject('护照', 'E12345678', NULL, false);
SET ROLE regress_public;
SELECT count(*) FROM credit.subject WHERE subject_id IN (:p, :q);
SET ROLE regress_keeper;
SELECT subject_id - 910000 AS nr, doc_type, doc_no, octet_length(doc_digest) AS bytes FROM credit.person_identity WHERE subject_id > 910000 ORDER BY subject_id;
UPDATE credit.person_identity SET doc_no = 'x';

-- a new key: every digest changes, everybody is still found, the old key is gone
SELECT key_id AS old_key FROM credit.identity_key \gset
CREATE TEMP TABLE before AS SELECT subject_id, doc_digest FROM credit.person_identity;
SELECT credit.rotate_identity_key() = (SELECT count(*) FROM credit.person_identity) AS all_of_them;
SELECT count(*) AS keys, min(key_id) > :old_key AS newer FROM credit.identity_key;
SELECT count(*) AS unchanged FROM before b JOIN credit.person_identity i USING (subject_id) WHERE b.doc_digest = i.doc_digest;
SELECT bool_and(i.doc_digest = credit.identity_digest(k.key, i.doc_type, i.doc_no)) AS sound
FROM credit.person_identity i JOIN credit.identity_key k USING (key_id);
SET ROLE regress_bureau;
SELECT credit.person_subject('身份证', '11010519491231002X', '王小明') = :p AS found;
-- a rotation undone leaves the old key working in this session too
RESET ROLE;
BEGIN;
SELECT credit.rotate_identity_key() > 0 AS rotated;
SELECT credit.person_subject('护照', 'E12345678', NULL, false) = :q AS found;
ROLLBACK;
SELECT credit.person_subject('护照', 'E12345678', NULL, false) = :q AS found;

-- two entries of one person; either document leads to the kept one
SET ROLE regress_office;
SELECT credit.merge_subject(:p, :q, '同一人的两种证件');
SELECT credit.person_subject('护照', 'E12345678', NULL, false) = :p AS by_passport;
SELECT credit.register_subject('enterprise', '吉林市己有限公司') AS o \gset
SELECT credit.merge_subject(:o, :p, '误操作');
RESET ROLE;

-- only words of the list name documents; the office adds one
SET ROLE regress_bureau;
SELECT credit.person_subject('军官证', '军字第123号', '赵某');
SET ROLE regress_office;
INSERT INTO credit.identity_document (label, doc_type) VALUES ('军官证', 'officer_card');
SET ROLE regress_bureau;
SELECT credit.person_subject('军官证', '军字第123号', '赵某') > 910000 AS entered;
RESET ROLE;

DELETE FROM credit.identity_document WHERE label = '军官证';
DELETE FROM credit.subject WHERE subject_id > 910000;
DELETE FROM credit.department WHERE dept_id = 9101;
SELECT setval('credit.subject_id_seq', :last, :'called') \g /dev/null
DROP TABLE before;
DROP ROLE regress_bureau, regress_office, regress_analyst, regress_public, regress_keeper;
