-- Names as people type them: the key, former names, parts, likeness. All names
-- are invented.
\pset format unaligned
\pset null (null)

-- one key, however it is typed
SELECT typed, credit.normalize_name(typed) AS key
FROM (VALUES
	('某某（长春）科技有限公司'), ('某某(长春)科技有限公司'), ('某某【长春】科技 有限公司'),
	('  某某　长春 科技有限公司 '), (E'某某\u200B长春\uFEFF科技\u00A0有限公司'),
	('某某長春科技有限公司'),
	('ＡＢＣ贸易公司'), ('Abc 贸易公司'), ('ⅠⅡ①㈱贸易'), ('Café贸易'),
	('阿某·某某商店'), ('阿某•某某商店'), ('阿某．某某商店'), ('阿某・某某商店'),
	('甲—乙'), ('甲－乙'), ('甲-乙'), ('甲ー乙'), ('カード'),
	('12-3号店'), ('12—3号店'), ('12／3号店'), ('123号店'), ('3.0店'), ('30店'),
	('二〇八厂'), ('二○八厂'), ('二零八厂'), ('二０八厂'), ('二O八厂'), ('零食一零售店'),
	('乾某县家俱厂'), ('後勤服務中心'),
	('“甲”、乙，丙。'), ('甲*乙'), ('甲&乙'), ('()'), ('')) AS v (typed);
SELECT credit.normalize_name(NULL) AS strict;

-- a key is its own key, and a name of any length has one
SELECT bool_and(credit.normalize_name(credit.normalize_name(n)) = credit.normalize_name(n)) AS stable
FROM (VALUES ('ＡＢＣ（甲）ⅠⅡ'), ('二OO八'), ('㍿甲ﷺ'), (repeat('甲（', 5000))) AS v (n);
SELECT length(credit.normalize_name(repeat('长Ａ ', 100000))) AS long_name;

-- former names go off the name and can be had
SELECT typed, credit.normalize_name(typed) AS key, credit.former_names(typed) AS former
FROM (VALUES
	('某某商店（原名：甲乙商店）'), ('某某商店(曾用名甲乙商店、丙丁商店)'), ('某某商店【原名称 甲乙商店】'),
	('某某商店 曾用名：甲乙（长春）商店'), ('某某公司（原某市甲乙机械厂）'), ('某某商店（原名：甲乙'),
	('某某商店（曾用名：甲）（原名：乙）'),
	('原野商店'), ('某某（原野）商店'), ('原名：甲乙商店'), ('（原名：甲）'), ('某某商店（曾用名：）')) AS v (typed);

-- parts
SELECT n AS name, (p).region, (p).brand, (p).industry, (p).legal_form
FROM (VALUES
	('长春市某某商贸有限责任公司'), ('吉林省某某信息科技股份有限公司南关分公司'), ('某某（长春）科技有限公司'),
	('农安县某某种植农民专业合作社'), ('吉林省长春市朝阳区某某饭店（个体工商户）'),
	('长春某某投资合伙企业（有限合伙）'), ('长春市供热有限公司'), ('长春市南关市政某某有限公司'), ('九台市某某商店'), ('长春藤某某商店'),
	('北京某某集团有限公司'), ('某某'), ('有限公司'), ('')) AS v (n),
	LATERAL credit.name_parts(n) AS p;

-- the same name
SELECT a, b, credit.match_names(a, b) AS likeness
FROM (VALUES
	('某某（长春）科技有限公司', '某某(长春) 科技有限公司'),
	('某某（长春）科技有限公司', '某某长春科技有限公司'),
	('长春某某科技有限公司', '長春某某科技有限公司'),
	('阿某·某某商店', '阿某•某某 商店'),
	('长春市某某商贸有限公司', '长春某某商贸有限公司'),
	('长春某某商贸有限公司', '长春某某商贸有限责任公司'),
	('长春某某股份有限公司', '长春某某股份公司'),
	('吉林省长春市某某商店', '长春市某某商店'),
	('长春某某商店', '长春某某商店（个体工商户）'),
	('某某养殖专业合作社', '某某养殖农民专业合作社'),
	('长春市第十二某某店', '长春市第12某某店'),
	('长春某某商店（原名：甲乙商店）', '长春某某商店')) AS v (a, b)
WHERE credit.match_names(a, b) IS DISTINCT FROM credit.match_names(b, a)
	OR credit.match_names(a, b) < 0.9 OR credit.match_names(a, b) IS NULL;

-- not the same: real organisations stand this close
SELECT a, b, round(credit.match_names(a, b)::numeric, 2) AS likeness
FROM (VALUES
	('长春东某商贸有限公司', '长春西某商贸有限公司'),
	('长春鑫某商贸有限公司', '长春鑫木商贸有限公司'),
	('长春某某商贸有限公司', '长春某商某贸有限公司'),
	('长春市第一某某店', '长春市第二某某店'),
	('某某1号店', '某某11号店'),
	('某某12-3号店', '某某123号店'),
	('长春某某商贸有限公司', '吉林市某某商贸有限公司'),
	('吉林某某商贸有限公司', '吉林省某某商贸有限公司'),
	('某某商贸有限公司', '长春某某商贸有限公司'),
	('某某（长春）商贸有限公司', '长春某某商贸有限公司'),
	('长春某某商贸有限公司', '长春某某经贸有限公司'),
	('长春某某商店', '长春某某厂'),
	('长春某某有限公司', '长春某某股份有限公司'),
	('长春某某集团有限公司', '长春某某有限公司'),
	('长春某某有限公司', '长春某某有限公司南关分公司'),
	('长春某某有限公司南关分公司', '长春某某有限公司宽城分公司'),
	('长春某某合伙企业（有限合伙）', '长春某某合伙企业（普通合伙）'),
	('有限公司', '有限责任公司'), ('', ''), ('甲', '乙'), ('甲', '')) AS v (a, b)
ORDER BY 3 DESC, a COLLATE "C", b COLLATE "C";

-- pairs of a key, for the index
SELECT credit.name_grams('甲乙甲乙') = credit.name_grams('乙甲乙') AS distinct_pairs,
	cardinality(credit.name_grams('甲')) AS one_character, cardinality(credit.name_grams('')) AS none,
	cardinality(credit.name_grams('甲乙丙丁')) AS four, credit.name_grams('ab') AS ab;

-- a word of one's own, and a shipped one switched off, count at once
BEGIN;
INSERT INTO credit.name_word (part, word, canonical) VALUES ('industry', '某某业', '某某业'), ('region', '甲乙新区', '甲乙新区');
SELECT * FROM credit.name_parts('甲乙新区丙丁某某业有限公司');
SELECT * FROM credit.name_parts('长春丙丁商贸有限公司');
UPDATE credit.name_word SET in_use = false WHERE part = 'region' AND word = '长春' RETURNING standard_entry;
SELECT * FROM credit.name_parts('长春丙丁商贸有限公司');
ROLLBACK;
SELECT * FROM credit.name_parts('长春丙丁商贸有限公司');

-- wrong words are refused; one's own takes the place of a shipped one
INSERT INTO credit.name_word (part, word, canonical) VALUES ('colour', '红', '红');
INSERT INTO credit.name_word (part, word, canonical) VALUES ('region', '', '');
BEGIN;
INSERT INTO credit.name_word (part, word, canonical) VALUES ('region', '长春', '别处');
SELECT canonical, standard_entry FROM credit.name_word WHERE part = 'region' AND word = '长春';
ROLLBACK;

-- who may read the words, and change them
CREATE ROLE regress_names_reader;
CREATE ROLE regress_names_admin IN ROLE credit_admin;
SET ROLE regress_names_reader;
SELECT credit.match_names('长春某某商贸有限公司', '长春市某某商贸有限公司') >= 0.9 AS readable;
UPDATE credit.name_word SET in_use = false;
SET ROLE regress_names_admin;
BEGIN;
DELETE FROM credit.name_word WHERE word = '商贸' RETURNING part;
ROLLBACK;
RESET ROLE;
DROP ROLE regress_names_reader, regress_names_admin;

-- parallel workers load the words themselves
SELECT set_config(name, 'on', false) FROM pg_settings WHERE name IN ('force_parallel_mode', 'debug_parallel_query');
SELECT count(*) FROM credit.name_word
WHERE word = '商贸' AND credit.match_names('长春某某' || word || '有限公司', '长春市某某商贸有限公司') >= 0.9;

-- display order
SELECT string_agg(n, ' ' ORDER BY n COLLATE credit.pinyin) AS by_pinyin, string_agg(n, ' ' ORDER BY n COLLATE "C") AS by_code
FROM unnest(ARRAY['张某', '啊某', '李某', '白某', '重庆某某', '长春某某', 'Abc']) AS n;
-- an analyst's ORDER BY name or department sorts so without further words: the columns carry the collation
SELECT c.relname || '.' || a.attname AS column_in_another_order
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
WHERE c.relnamespace = 'credit_bi'::regnamespace AND a.attname IN ('name', 'department', 'from_department', 'to_department')
	AND a.attcollation <> 'credit.pinyin'::regcollation ORDER BY c.relname, a.attnum;

-- the slips of one character that leave a name the same: a region's own 市 or 县 left out
CREATE TEMP TABLE invented (name text);
INSERT INTO invented VALUES ('长春市某远商贸有限公司'), ('某某（长春）科技有限公司'), ('农安县某丰种植农民专业合作社'),
	('长春市第十二某某店'), ('望岚某某12-3号店'), ('四平市东某机械制造厂'), ('甲乙银行股份有限公司长春某某支行'), ('长春市南关某政工程有限公司'),
	('二〇八某某厂'), ('延吉市某某饭店（个体工商户）'), ('某某投资合伙企业（有限合伙）'), ('通化县某某供销合作社建设分销店');
SELECT slip, count(*) AS tried, string_agg(DISTINCT (name || ' = ' || slipped) COLLATE "C", E'\n' ORDER BY (name || ' = ' || slipped) COLLATE "C") FILTER (WHERE credit.match_names(name, slipped) >= 0.9) AS same
FROM (
	SELECT name, 'another' AS slip, overlay(name PLACING c FROM p FOR 1) AS slipped
	FROM invented, generate_series(1, length(name)) p, unnest('{一,三,乙,大,新,东,北,鑫,春,店,5}'::text[]) c
	UNION ALL SELECT name, 'left out', overlay(name PLACING '' FROM p FOR 1) FROM invented, generate_series(1, length(name)) p
	UNION ALL SELECT name, 'too many', overlay(name PLACING c FROM p FOR 0) FROM invented, generate_series(2, length(name)) p, unnest('{鑫,大,1}'::text[]) c
	UNION ALL SELECT name, 'exchanged', overlay(name PLACING substr(name, p + 1, 1) || substr(name, p, 1) FROM p FOR 2) FROM invented, generate_series(1, length(name) - 1) p) s
WHERE credit.normalize_name(slipped) <> credit.normalize_name(name)
GROUP BY slip ORDER BY slip;
-- dress that leaves it the same: none is told apart
SELECT name, worn, credit.match_names(name, worn)
FROM (SELECT name, unnest(ARRAY[
	translate(name, '（）0123456789-', '()０１２３４５６７８９－'), translate(name, '（）', '【】'), regexp_replace(name, '(.)', '\1 ', 'g'),
	overlay(name PLACING U&'\200B' FROM 3 FOR 0), overlay(name PLACING U&'\3000' FROM 5 FOR 0), overlay(name PLACING '·' FROM 4 FOR 0),
	overlay(name PLACING '—' FROM 2 FOR 0), name || '（原名：甲乙商店）', '“' || name || '”',
	translate(name, '长农专业厂银贸东号饭机', '長農專業廠銀貿東號飯機'), translate(name, '〇', '○'), translate(name, '〇', '零')]) AS worn FROM invented) w
WHERE credit.match_names(name, worn) < 0.9;

-- a megabyte of brackets or marks costs no more than its length
SELECT length(credit.normalize_name('原' || repeat('（', 300000))) AS brackets, length(credit.normalize_name('原' || repeat('长', 300000))) AS plain,
	length(credit.normalize_name(repeat(U&'\0301\0316', 100000))) AS marks;
