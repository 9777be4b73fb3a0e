-- Finding a subject by what somebody types. All names are invented.
\pset format unaligned
\pset null (null)
\set SHOW_CONTEXT never
SET credit.fixed_today = '2026-06-01';
SET client_min_messages = warning;

BEGIN;
INSERT INTO credit.subject (subject_id, kind, uscc, name) VALUES
	(900001, 'enterprise', ('91229901MA0Y00001' || credit.uscc_check_char('91229901MA0Y00001'))::credit.uscc, '长春市鑫某商贸有限公司'),
	(900002, 'enterprise', ('91229901MA0Y00002' || credit.uscc_check_char('91229901MA0Y00002'))::credit.uscc, '长春市鑫某商贸有限公司南关分公司'),
	(900003, 'enterprise', ('91229902MA0Y00003' || credit.uscc_check_char('91229902MA0Y00003'))::credit.uscc, '吉林省鑫某食品有限责任公司'),
	(900004, 'enterprise', NULL, '四平市东某机械制造厂'),
	(900005, 'enterprise', NULL, '四平市西某机械制造厂'),
	(900006, 'enterprise', NULL, '某某（延边）参茸店'),
	(900007, 'enterprise', NULL, '旧档某某公司'),
	(900008, 'person', NULL, '鑫某某');
UPDATE credit.subject SET merged_into = 900001 WHERE subject_id = 900007;
INSERT INTO credit.subject_name (subject_id, name, name_key) VALUES (900004, '四平农具修配社', credit.normalize_name('四平农具修配社'));
INSERT INTO credit.subject_identifier (subject_id, scheme, value) VALUES (900004, 'registration_no', '220300000012345');

SELECT n, q, s.subject_id, s.name, round(s.rank::numeric, 2) AS rank, s.how
FROM (VALUES
	(1, '长春市鑫某商贸有限公司'), (2, '長春市 鑫某 商貿（有限公司）'), (3, '长春市鑫某'), (3, '长春鑫某'), (4, '鑫某'), (5, '鑫'),
	(6, '商贸'), (7, '有限公司'), (8, '长春鑫某商贸有限责任公司'), (9, '长春市鑫木商贸有限公司'), (10, '四平市北某机械制造厂'),
	(11, '四平农具修配社'), (12, '旧档某某公司'), (13, '某某延边参茸店'), (14, '鑫某某'),
	(15, '220300000012345'), (16, '91229901MA0Y'), (17, '９１２２９９０１ｍａ０ｙ００００１' || credit.uscc_check_char('91229901MA0Y00001')),
	(18, '912299'), (19, '没有这样的'), (20, ''), (21, '（）'), (22, '%'), (23, '某_机械')) AS v (n, q)
	LEFT JOIN LATERAL credit.search_subject(q, 100) AS s ON s.subject_id > 900000
ORDER BY n, q COLLATE "C", s.rank DESC, s.subject_id;

-- the best first, and no more than asked for
SELECT subject_id, how FROM credit.search_subject('四平市西某', 1);
SELECT count(*) FROM credit.search_subject('鑫某', 100000);
SELECT count(*) FROM credit.search_subject(NULL);
SELECT credit.search_subject('甲', 0);
ROLLBACK;

-- persons are found by departments and the office, by their whole name; other
-- numbers and former names by those who may read them
BEGIN;
CREATE ROLE regress_search_analyst IN ROLE credit_analyst;
CREATE ROLE regress_search_public IN ROLE credit_public;
CREATE ROLE regress_search_office IN ROLE credit_admin;
CREATE ROLE regress_search_nobody;
INSERT INTO credit.subject (subject_id, kind, name) VALUES
	(900001, 'enterprise', '四平市东某机械制造厂'), (900002, 'person', '四平市东'), (900003, 'person', '某机械制');
INSERT INTO credit.subject_name (subject_id, name, name_key) VALUES (900001, '四平农具修配社', credit.normalize_name('四平农具修配社'));
INSERT INTO credit.subject_identifier (subject_id, scheme, value) VALUES (900001, 'registration_no', '220300000012345');
CREATE TEMP VIEW asked AS
	SELECT q FROM (VALUES ('四平市东'), ('某机械制'), ('四平农具修配社'), ('220300000012345')) AS v (q);
GRANT SELECT ON asked TO PUBLIC;
SET LOCAL ROLE regress_search_office;
SELECT q, subject_id, how FROM asked, credit.search_subject(q) WHERE subject_id > 900000 ORDER BY q COLLATE "C", subject_id;
SET LOCAL ROLE regress_search_analyst;
SELECT q, subject_id, how FROM asked, credit.search_subject(q) WHERE subject_id > 900000 ORDER BY q COLLATE "C", subject_id;
SET LOCAL ROLE regress_search_public;
SELECT q, subject_id, how FROM asked, credit.search_subject(q) WHERE subject_id > 900000 ORDER BY q COLLATE "C", subject_id;
SAVEPOINT nobody;
SET LOCAL ROLE regress_search_nobody;
SELECT * FROM credit.search_subject('四平市东');
ROLLBACK TO nobody;
RESET ROLE;
ROLLBACK;

-- without its index the search says so, and so does the check of health, which
-- also tells of keys made by another rule; the office renews them
BEGIN;
SELECT ok, detail FROM credit.health() WHERE check_name = 'name search';
DROP INDEX credit.subject_name_grams;
SELECT ok, detail FROM credit.health() WHERE check_name = 'name search';
SELECT * FROM credit.search_subject('不在其中');
ROLLBACK;
BEGIN;
CREATE ROLE regress_search_office IN ROLE credit_admin;
INSERT INTO credit.subject (subject_id, kind, name, name_key, name_rule)
SELECT i, 'enterprise', '望岚某商行' || i, '旧键' || i, 0 FROM generate_series(910001, 910003) i;
INSERT INTO credit.subject_name (subject_id, name, name_key, name_rule) VALUES (910001, '望岚前商行', '旧键', 0);
SELECT ok, detail FROM credit.health() WHERE check_name = 'name search';
SET LOCAL ROLE regress_search_office;
SELECT credit.renew_name_keys(2) AS two, credit.renew_name_keys() AS rest, credit.renew_name_keys() AS none;
RESET ROLE;
SELECT ok, detail FROM credit.health() WHERE check_name = 'name search';
SELECT q, subject_id, how FROM unnest('{望岚某商行910002,望岚前商行}'::text[]) q, credit.search_subject(q) WHERE rank > 0.9;
-- never analysed it works all the same; health tells when it is worth it
UPDATE pg_class SET reltuples = 20000 WHERE oid = 'credit.subject'::regclass;
DELETE FROM pg_statistic WHERE starelid = 'credit.subject_name_grams'::regclass;
SELECT ok, detail FROM credit.health() WHERE check_name = 'name search';
ROLLBACK;

-- frequent and rare pairs on a thousand names, with statistics
BEGIN;
INSERT INTO credit.subject (subject_id, kind, name)
SELECT 910000 + i, 'enterprise', '长春市' || chr(20000 + i * 7) || chr(30000 + i * 3) || '商贸有限公司' FROM generate_series(1, 1000) AS i;
ANALYZE credit.subject;
SELECT count(*), min(how) FROM credit.search_subject('有限公司', 1000);
SELECT subject_id, how FROM credit.search_subject(chr(20000 + 70) || chr(30000 + 30));
SELECT subject_id, how FROM credit.search_subject('长春' || chr(20000 + 70) || chr(30000 + 30) || '商贸有限责任公司') LIMIT 1;
SELECT subject_id, how FROM credit.search_subject('长春市' || chr(20000 + 70) || '商贸有限公司') LIMIT 1;
ROLLBACK;
