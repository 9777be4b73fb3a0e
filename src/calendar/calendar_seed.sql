-- calendar_seed.sql: calendar CN: holiday measures, festival dates and the
-- notices on days off since 2001.
-- Requires: calendar.sql.

INSERT INTO credit.calendar (calendar, name_zh, name_en, roll_on, basis, standard_entry) VALUES
	('CN', '中华人民共和国', 'People''s Republic of China', 'rest_day', '民事诉讼法第八十五条', true);

-- Days of issue serve questions as of a day; they, the number of 2013 and all
-- of 1999 have not been checked against the gazette, as column source says.
INSERT INTO credit.holiday_measure (measure, calendar, title, doc_no, issued_on, in_force, verified, source, standard_entry) VALUES
	('1999', 'CN', '全国年节及纪念日放假办法（1999年修订）', '国务院令第270号', '1999-09-18', '[1999-09-18,2008-01-01)', false, 'not checked; agrees with the days off of 2001 to 2007', true),
	('2007', 'CN', '全国年节及纪念日放假办法（2007年修订）', '国务院令第513号', '2007-12-14', '[2008-01-01,2014-01-01)', true, 'text of the measure; day of issue not checked', true),
	('2013', 'CN', '全国年节及纪念日放假办法（2013年修订）', '国务院令第644号', '2013-12-11', '[2014-01-01,2025-01-01)', true, 'text of the measure; number and day of issue not checked', true),
	('2024', 'CN', '全国年节及纪念日放假办法（2024年修订）', '国务院令第795号', '2024-11-10', '[2025-01-01,)', true, 'text of the measure; day of issue not checked', true);

INSERT INTO credit.holiday_rule (measure, festival, name_zh, month, day, offset_days, days, standard_entry) VALUES
	('1999', 'new_year', '元旦', 1, 1, 0, 1, true),
	('1999', 'spring_festival', '春节', NULL, NULL, 0, 3, true),
	('1999', 'labour_day', '劳动节', 5, 1, 0, 3, true),
	('1999', 'national_day', '国庆节', 10, 1, 0, 3, true),
	('2007', 'new_year', '元旦', 1, 1, 0, 1, true),
	('2007', 'spring_festival', '春节', NULL, NULL, -1, 3, true),
	('2007', 'qingming', '清明节', NULL, NULL, 0, 1, true),
	('2007', 'labour_day', '劳动节', 5, 1, 0, 1, true),
	('2007', 'dragon_boat', '端午节', NULL, NULL, 0, 1, true),
	('2007', 'mid_autumn', '中秋节', NULL, NULL, 0, 1, true),
	('2007', 'national_day', '国庆节', 10, 1, 0, 3, true),
	('2013', 'new_year', '元旦', 1, 1, 0, 1, true),
	('2013', 'spring_festival', '春节', NULL, NULL, 0, 3, true),
	('2013', 'qingming', '清明节', NULL, NULL, 0, 1, true),
	('2013', 'labour_day', '劳动节', 5, 1, 0, 1, true),
	('2013', 'dragon_boat', '端午节', NULL, NULL, 0, 1, true),
	('2013', 'mid_autumn', '中秋节', NULL, NULL, 0, 1, true),
	('2013', 'national_day', '国庆节', 10, 1, 0, 3, true),
	('2024', 'new_year', '元旦', 1, 1, 0, 1, true),
	('2024', 'spring_festival', '春节', NULL, NULL, -1, 4, true),
	('2024', 'qingming', '清明节', NULL, NULL, 0, 1, true),
	('2024', 'labour_day', '劳动节', 5, 1, 0, 2, true),
	('2024', 'dragon_boat', '端午节', NULL, NULL, 0, 1, true),
	('2024', 'mid_autumn', '中秋节', NULL, NULL, 0, 1, true),
	('2024', 'national_day', '国庆节', 10, 1, 0, 3, true);

-- First day of the first lunar month, Qingming, fifth day of the fifth month,
-- fifteenth of the eighth: after GB/T 33661-2017. A table, since ICU's lunar
-- dates are wrong in 2027 and 2030.
INSERT INTO credit.festival_date (festival, year, day, standard_entry)
SELECT f.festival, extract(year FROM f.day)::integer, f.day, true
FROM (VALUES
	(date '2001-01-24', date '2001-04-05', date '2001-06-25', date '2001-10-01'),
	(date '2002-02-12', date '2002-04-05', date '2002-06-15', date '2002-09-21'),
	(date '2003-02-01', date '2003-04-05', date '2003-06-04', date '2003-09-11'),
	(date '2004-01-22', date '2004-04-04', date '2004-06-22', date '2004-09-28'),
	(date '2005-02-09', date '2005-04-05', date '2005-06-11', date '2005-09-18'),
	(date '2006-01-29', date '2006-04-05', date '2006-05-31', date '2006-10-06'),
	(date '2007-02-18', date '2007-04-05', date '2007-06-19', date '2007-09-25'),
	(date '2008-02-07', date '2008-04-04', date '2008-06-08', date '2008-09-14'),
	(date '2009-01-26', date '2009-04-04', date '2009-05-28', date '2009-10-03'),
	(date '2010-02-14', date '2010-04-05', date '2010-06-16', date '2010-09-22'),
	(date '2011-02-03', date '2011-04-05', date '2011-06-06', date '2011-09-12'),
	(date '2012-01-23', date '2012-04-04', date '2012-06-23', date '2012-09-30'),
	(date '2013-02-10', date '2013-04-04', date '2013-06-12', date '2013-09-19'),
	(date '2014-01-31', date '2014-04-05', date '2014-06-02', date '2014-09-08'),
	(date '2015-02-19', date '2015-04-05', date '2015-06-20', date '2015-09-27'),
	(date '2016-02-08', date '2016-04-04', date '2016-06-09', date '2016-09-15'),
	(date '2017-01-28', date '2017-04-04', date '2017-05-30', date '2017-10-04'),
	(date '2018-02-16', date '2018-04-05', date '2018-06-18', date '2018-09-24'),
	(date '2019-02-05', date '2019-04-05', date '2019-06-07', date '2019-09-13'),
	(date '2020-01-25', date '2020-04-04', date '2020-06-25', date '2020-10-01'),
	(date '2021-02-12', date '2021-04-04', date '2021-06-14', date '2021-09-21'),
	(date '2022-02-01', date '2022-04-05', date '2022-06-03', date '2022-09-10'),
	(date '2023-01-22', date '2023-04-05', date '2023-06-22', date '2023-09-29'),
	(date '2024-02-10', date '2024-04-04', date '2024-06-10', date '2024-09-17'),
	(date '2025-01-29', date '2025-04-04', date '2025-05-31', date '2025-10-06'),
	(date '2026-02-17', date '2026-04-05', date '2026-06-19', date '2026-09-25'),
	(date '2027-02-06', date '2027-04-05', date '2027-06-09', date '2027-09-15'),
	(date '2028-01-26', date '2028-04-04', date '2028-05-28', date '2028-10-03'),
	(date '2029-02-13', date '2029-04-04', date '2029-06-16', date '2029-09-22'),
	(date '2030-02-03', date '2030-04-05', date '2030-06-05', date '2030-09-12'),
	(date '2031-01-23', date '2031-04-05', date '2031-06-24', date '2031-10-01'),
	(date '2032-02-11', date '2032-04-04', date '2032-06-12', date '2032-09-19'),
	(date '2033-01-31', date '2033-04-04', date '2033-06-01', date '2033-09-08'),
	(date '2034-02-19', date '2034-04-05', date '2034-06-20', date '2034-09-27'),
	(date '2035-02-08', date '2035-04-05', date '2035-06-10', date '2035-09-16'),
	(date '2036-01-28', date '2036-04-04', date '2036-05-30', date '2036-10-04'),
	(date '2037-02-15', date '2037-04-04', date '2037-06-18', date '2037-09-24'),
	(date '2038-02-04', date '2038-04-05', date '2038-06-07', date '2038-09-13'),
	(date '2039-01-24', date '2039-04-05', date '2039-05-27', date '2039-10-02'),
	(date '2040-02-12', date '2040-04-04', date '2040-06-14', date '2040-09-20'),
	(date '2041-02-01', date '2041-04-04', date '2041-06-03', date '2041-09-10'),
	(date '2042-01-22', date '2042-04-04', date '2042-06-22', date '2042-09-28'),
	(date '2043-02-10', date '2043-04-05', date '2043-06-11', date '2043-09-17'),
	(date '2044-01-30', date '2044-04-04', date '2044-05-31', date '2044-10-05'),
	(date '2045-02-17', date '2045-04-04', date '2045-06-19', date '2045-09-25'),
	(date '2046-02-06', date '2046-04-04', date '2046-06-08', date '2046-09-15'),
	(date '2047-01-26', date '2047-04-05', date '2047-05-29', date '2047-10-04'),
	(date '2048-02-14', date '2048-04-04', date '2048-06-15', date '2048-09-22'),
	(date '2049-02-02', date '2049-04-04', date '2049-06-04', date '2049-09-11'),
	(date '2050-01-23', date '2050-04-04', date '2050-06-23', date '2050-09-30')
) AS y (spring, qingming, dragon_boat, mid_autumn),
LATERAL (VALUES ('spring_festival', y.spring), ('qingming', y.qingming),
	('dragon_boat', y.dragon_boat), ('mid_autumn', y.mid_autumn)) AS f (festival, day);
