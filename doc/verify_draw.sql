-- verify_draw.sql: recomputes a double-random draw from what was published,
-- without any function of the extension. For anybody who may read the plan:
--     psql -v plan='2026-01' -f verify_draw.sql
-- Right when the first three columns are true and the last is 0.
WITH plan AS (SELECT p.plan_id, p.seed_hash, p.frame_hash, s.seed, concat_ws('/', s.seed, s.public_value) AS rank_seed
	FROM credit.inspection_plan p JOIN credit.inspection_seed s USING (plan_id) WHERE p.plan_no = :'plan'),
ranked AS (SELECT f.*, row_number() OVER (PARTITION BY dept_id, stratum ORDER BY sha256(convert_to(rank_seed || ':' || subject_code, 'UTF8')), subject_code) AS nr
	FROM credit.inspection_frame f JOIN plan USING (plan_id)),
counted AS (SELECT dept_id, stratum, count(*) AS n, encode(sha256(convert_to(string_agg(subject_code, E'\n' ORDER BY subject_code), 'UTF8')), 'hex') AS hash FROM ranked GROUP BY 1, 2),
strata AS (SELECT t.dept_id, t.stratum, t.population, t.quota, t.frame_hash AS hash, t.population = coalesce(c.n, 0) AND t.quota = ceil(t.population * t.ratio) AND (c.hash = t.frame_hash OR t.population = 0) AS ok FROM credit.inspection_stratum t JOIN plan USING (plan_id) LEFT JOIN counted c USING (dept_id, stratum))
SELECT (SELECT encode(sha256(convert_to(seed, 'UTF8')), 'hex') = seed_hash FROM plan) AS seed_as_promised, (SELECT bool_and(ok) FROM strata) AS frame_as_published,
	(SELECT encode(sha256(convert_to(string_agg(concat_ws(' ', dept_id, stratum, population, quota, hash), E'\n' ORDER BY dept_id, stratum), 'UTF8')), 'hex') FROM strata) = (SELECT frame_hash FROM plan) AS strata_as_published,
	(SELECT count(*) FROM (SELECT r.* FROM ranked r JOIN strata t USING (dept_id, stratum) WHERE r.nr <= t.quota) r FULL JOIN (SELECT d.* FROM credit.inspection_draw d JOIN plan USING (plan_id)) d USING (dept_id, subject_code, stratum) WHERE r.nr IS DISTINCT FROM d.place) AS differences;
