-- The clauses about county tests and entrance examinations, in every term, since they look back as far as five.

CREATE TEMP TABLE primary_then AS
SELECT n, code, s.band, s.township, in_order(primary_marks, primary_entries) AS mean,
  rank() OVER (PARTITION BY n ORDER BY mean DESC) AS place, count(*) OVER (PARTITION BY n) AS of,
  rank() OVER (PARTITION BY n ORDER BY mean) AS from_bottom
FROM tested JOIN school_then AS s USING (n, code) WHERE primary_entries > 0;

CREATE TEMP TABLE junior_then AS
WITH places AS (
  SELECT n, code, s.band, s.township, count(*) OVER (PARTITION BY n) AS of,
    2 * coalesce(in_3000, 0) + coalesce(in_5000, 0) + 2 * coalesce(in_7000, 0) AS rate_num, 5 * coalesce(pupils, 0) AS rate_den,
    rank() OVER (PARTITION BY n ORDER BY in_order(junior_marks, junior_entries) DESC) AS by_mean,
    rank() OVER (PARTITION BY n ORDER BY coalesce(in_3000, 0) DESC) AS by_tops,
    rank() OVER (PARTITION BY n ORDER BY in_order(rate_num, rate_den) DESC) AS by_rate
  FROM tested JOIN school_then AS s USING (n, code) LEFT JOIN tops USING (n, code) LEFT JOIN junior_pupils USING (n, code)
  WHERE junior_entries > 0
)
SELECT *, rank() OVER (PARTITION BY n ORDER BY by_mean + by_tops + by_rate) AS place,
  rank() OVER (PARTITION BY n ORDER BY by_mean + by_tops + by_rate DESC) AS from_bottom
FROM places;

CREATE TEMP TABLE entrance_then AS
SELECT n, code, rank() OVER (PARTITION BY n ORDER BY in_order(entrance_marks, entrance_entries) DESC) AS place, count(*) OVER (PARTITION BY n) AS of,
  rank() OVER (PARTITION BY n ORDER BY in_order(entrance_marks, entrance_entries)) AS from_bottom
FROM tested JOIN school_then USING (n, code) WHERE entrance_entries > 0;

CREATE TEMP TABLE entrance_township_then AS
SELECT n, name, rank() OVER (PARTITION BY n ORDER BY in_order(entrance_marks, entrance_entries) DESC) AS place, count(*) OVER (PARTITION BY n) AS of,
  rank() OVER (PARTITION BY n ORDER BY in_order(entrance_marks, entrance_entries)) AS from_bottom
FROM township_tested WHERE entrance_entries > 0;

CREATE TEMP TABLE primary_township_then AS
SELECT n, name, rank() OVER (PARTITION BY n ORDER BY in_order(primary_marks, primary_entries) DESC) AS place, count(*) OVER (PARTITION BY n) AS of,
  rank() OVER (PARTITION BY n ORDER BY in_order(primary_marks, primary_entries)) AS from_bottom
FROM township_tested WHERE primary_entries > 0;

CREATE TEMP VIEW primary_now AS SELECT * FROM primary_then WHERE n = getvariable('n');
CREATE TEMP VIEW junior_now AS SELECT * FROM junior_then WHERE n = getvariable('n');
CREATE TEMP VIEW entrance_now AS SELECT * FROM entrance_then WHERE n = getvariable('n');

CREATE TEMP TABLE "primary-by-mean" AS SELECT code AS subject, place, of FROM primary_now;
CREATE TEMP TABLE "primary-in-band" AS
SELECT code AS subject, rank() OVER (PARTITION BY band ORDER BY mean DESC) AS place, count(*) OVER (PARTITION BY band) AS of FROM primary_now WHERE band <> '';
CREATE TEMP TABLE "primary-in-township" AS
SELECT code AS subject, rank() OVER (PARTITION BY township ORDER BY mean DESC) AS place, count(*) OVER (PARTITION BY township) AS of FROM primary_now;
CREATE TEMP TABLE "primary-progress" AS
SELECT now.code AS subject, before.place - now.place AS value_num, 1 AS value_den
FROM primary_now AS now JOIN primary_then AS before ON before.code = now.code AND before.n = now.n - 1;
CREATE TEMP TABLE "primary-principal-eliminated" AS SELECT code AS subject, from_bottom = 1 AND of > 1 AS last FROM primary_now;

CREATE TEMP TABLE "junior-by-mean" AS SELECT code AS subject, by_mean AS place, of FROM junior_now;
CREATE TEMP TABLE "junior-by-tops" AS SELECT code AS subject, by_tops AS place, of FROM junior_now;
CREATE TEMP TABLE "junior-rate" AS
SELECT code AS subject, CASE WHEN rate_den = 0 THEN 0 ELSE rate_num END AS value_num, greatest(rate_den, 1) AS value_den FROM junior_now;
CREATE TEMP TABLE "junior-by-rate" AS SELECT code AS subject, by_rate AS place, of FROM junior_now;
CREATE TEMP TABLE "junior-composite" AS SELECT code AS subject, place, of FROM junior_now;
CREATE TEMP TABLE "junior-in-band" AS
SELECT code AS subject, rank() OVER (PARTITION BY band ORDER BY place) AS place, count(*) OVER (PARTITION BY band) AS of FROM junior_now WHERE band <> '';
CREATE TEMP TABLE "junior-in-township" AS
SELECT code AS subject, rank() OVER (PARTITION BY township ORDER BY place) AS place, count(*) OVER (PARTITION BY township) AS of FROM junior_now;
CREATE TEMP TABLE "junior-progress" AS
SELECT now.code AS subject, before.place - now.place AS value_num, 1 AS value_den
FROM junior_now AS now JOIN junior_then AS before ON before.code = now.code AND before.n = now.n - 1;

CREATE TEMP TABLE "entrance-places" AS SELECT code AS subject, place, of FROM entrance_now;
CREATE TEMP TABLE "good-principals" AS SELECT code AS subject, rank() OVER (ORDER BY place) AS place, of, place <= 10 AS chosen FROM entrance_now;
CREATE TEMP TABLE "entrance-townships" AS SELECT name AS subject, place, of FROM entrance_township_then WHERE n = getvariable('n');
CREATE TEMP TABLE "primary-townships" AS SELECT name AS subject, place, of FROM primary_township_then WHERE n = getvariable('n');

CREATE TEMP TABLE "junior-targets-rewarded" AS
SELECT code AS subject, met > 0 AS "targets-met" FROM school JOIN appraisals USING (code) WHERE stage = '初中';

CREATE TEMP TABLE "reserve-list" AS
SELECT now.code AS subject, now.place <= 10 AS "this-year", coalesce(before.place <= 10, false) AS "last-year"
FROM entrance_now AS now LEFT JOIN year_before USING (n) LEFT JOIN entrance_then AS before ON before.n = n_before AND before.code = now.code;

CREATE TEMP TABLE "principal-removed" AS
SELECT s.code AS subject,
  (SELECT count(*) FROM junior_then AS j WHERE j.code = s.code AND from_bottom = 1 AND j.n BETWEEN getvariable('n') - 5 AND getvariable('n')) >= 2
    OR (coalesce(now.from_bottom <= 3, false) AND coalesce(before.from_bottom <= 3, false)) AS "last-or-lowest"
FROM school AS s LEFT JOIN junior_now AS junior USING (code) LEFT JOIN entrance_now AS now ON now.code = s.code
LEFT JOIN year_before ON year_before.n = now.n LEFT JOIN entrance_then AS before ON before.n = n_before AND before.code = s.code
WHERE now.place IS NOT NULL OR junior.place IS NOT NULL;

CREATE TEMP TABLE "central-principal-removed" AS
SELECT now.name AS subject, now.from_bottom <= 3 AS "last-three", coalesce(before.from_bottom <= 3, false) AS "last-three-before"
FROM entrance_township_then AS now LEFT JOIN year_before USING (n)
LEFT JOIN entrance_township_then AS before ON before.n = n_before AND before.name = now.name
WHERE now.n = getvariable('n');

CREATE TEMP TABLE "township-head-summoned" AS
SELECT now.name AS subject, now.from_bottom <= 3 AS "last-three", coalesce(before.from_bottom <= 3, false) AS "last-three-before"
FROM primary_township_then AS now LEFT JOIN primary_township_then AS before ON before.n = now.n - 1 AND before.name = now.name
WHERE now.n = getvariable('n');
