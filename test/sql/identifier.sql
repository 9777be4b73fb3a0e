-- Organisation code, resident identity number, registration number, masking.
-- All numbers are published vectors or made up.

-- GB 11714: the standard's example, with hyphen, lower case, full width
SELECT t, credit.is_org_code(t) FROM unnest(ARRAY['D2143569X', 'D2143569-X', ' d2143569-x ', 'Ｄ２１４３５６９－Ｘ',
	'M000100Y4', 'D21435691', 'D2143569', 'D2143569XX', 'D214356-9X', '', '公司']) AS t;

-- GB 11643: the standard's examples, then dates that never were, each with a
-- right check symbol, and forms that are other things
SELECT t, credit.is_resident_id(t) FROM unnest(ARRAY['11010519491231002X', '440524188001010014',
	'11010519491231002x', ' １１０１０５１９４９１２３１００２Ｘ', '110105194912310021', '110105491231002', '']) AS t;
WITH digits AS (
	SELECT d AS date, '220101' || d || '001' AS s FROM unnest(ARRAY['20000229', '19000228', '19000229', '20010229',
		'20240229', '19990431', '19991301', '19990001', '19990100', '19990132', '20991231', '21000101', '17991231']) AS d
)
SELECT date, c AS check_symbol, credit.is_resident_id(s || c)
FROM digits, LATERAL (SELECT substr('10X98765432', 1 + (SELECT sum(substr(s, i, 1)::int * (1 << (18 - i)))
	FROM generate_series(1, 17) AS i)::int % 11, 1) AS c) AS x;
SELECT count(*) AS substitutions, count(*) FILTER (WHERE NOT credit.is_resident_id(overlay(t PLACING c FROM p FOR 1))) AS caught
FROM (VALUES ('11010519491231002X')) AS v(t), generate_series(1, 18) AS p, regexp_split_to_table('0123456789X', '') AS c
WHERE substr(t, p, 1) <> c;

-- 15 digits
SELECT credit.resident_id_from_15('110105491231002'), credit.is_resident_id(credit.resident_id_from_15('110105491231002'));
SELECT credit.resident_id_from_15('110105490231002');
\echo :LAST_ERROR_SQLSTATE
SELECT credit.resident_id_from_15('11010519491231002X');

-- GS 15-2006
SELECT t, credit.is_registration_no(t) FROM unnest(ARRAY['110108000000016', '110000013000016', '220101000012343',
	' ２２０１０１０００ ', '220101000012344', '22010100001234', '990101000012343', '']) AS t;
SELECT count(*) AS substitutions, count(*) FILTER (WHERE NOT credit.is_registration_no(overlay(t PLACING c FROM p FOR 1))) AS caught
FROM (VALUES ('220101000012343')) AS v(t), generate_series(1, 15) AS p, regexp_split_to_table('0123456789', '') AS c
WHERE substr(t, p, 1) <> c;

-- masks
SELECT t, credit.mask_id(t) FROM unnest(ARRAY['11010519491231002X', '110105491231002', 'E12345678', '123456', '', ' 军字第1234567号 ']) AS t;
SELECT t, credit.mask_name(t) FROM unnest(ARRAY['张三', '张三丰', '欧阳锋', '欧阳', '司马相如', '王李小明', '阿卜杜拉·买买提',
	' 张三　', '张', '', 'John Smith', 'Anne-Marie Lee', 'J']) AS t;

-- null in, null out; garbage raises nothing
SELECT credit.is_org_code(NULL), credit.is_resident_id(NULL), credit.is_registration_no(NULL), credit.mask_id(NULL), credit.mask_name(NULL);
SELECT count(*), count(*) FILTER (WHERE credit.is_org_code(t) OR credit.is_resident_id(t) OR credit.is_registration_no(t)),
	count(credit.mask_id(t)), count(credit.mask_name(t)), bool_and(length(credit.mask_name(t)) <= length(t))
FROM (SELECT repeat(md5(n::text), n) || chr(300 + n * 50) AS t FROM generate_series(1, 300) AS n) AS x;
