-- The clauses about schools, townships, supervision groups, studios, leaders with a township, and the county: a table each.

CREATE TEMP TABLE reach AS
SELECT code, school, coalesce(reached, false) AS reached FROM teacher LEFT JOIN standards USING (t) WHERE plain;

CREATE TEMP TABLE "classroom-95" AS
SELECT 'county' AS subject, count(*) AS base, count(*) FILTER (reached) AS reached, 19 AS target_num, 20 AS target_den,
  20 * count(*) FILTER (reached) >= 19 * count(*) AS met
FROM reach HAVING getvariable('last') >= DATE '2023-08-01';

CREATE TEMP TABLE "research-95" AS
SELECT 'county' AS subject, count(*) AS base, count(*) FILTER (research.reached) AS reached, 19 AS target_num, 20 AS target_den,
  20 * count(*) FILTER (research.reached) >= 19 * count(*) AS met
FROM school LEFT JOIN research USING (code) HAVING getvariable('last') >= DATE '2023-08-01';

CREATE TEMP TABLE "basic-requirements" AS
SELECT s.code AS subject, count(reach.code) AS base, count(reach.code) FILTER (reached) AS reached, 1 AS target_num, 1 AS target_den,
  count(reach.code) FILTER (reached) >= count(reach.code) AS met
FROM school AS s CROSS JOIN county LEFT JOIN reach ON reach.school = s.code
WHERE county.standards > 0 GROUP BY s.code;

-- Who has not reached it, of the county's teachers and each school's.
CREATE TEMP TABLE "classroom-95.missing" AS SELECT code AS subject FROM reach WHERE NOT reached;
CREATE TEMP TABLE "basic-requirements.missing" AS SELECT code AS subject FROM reach WHERE NOT reached;
CREATE TEMP TABLE "research-95.missing" AS
SELECT code AS subject FROM school LEFT JOIN research USING (code) WHERE NOT coalesce(research.reached, false);

-- Each part rounded half up to two decimals, then added up; in every term.
CREATE TEMP TABLE routine AS
SELECT n, code, stage, township, band, inspections, round(process * 0.00005, 2)::DECIMAL(12, 2) AS process, round(final * 0.00005, 2)::DECIMAL(12, 2) AS final,
  round(process * 0.00005, 2)::DECIMAL(12, 2) + round(final * 0.00005, 2)::DECIMAL(12, 2) AS total
FROM (
  SELECT s.*, inspections, process::DECIMAL(20, 0) AS process, final::DECIMAL(20, 0) AS final
  FROM routine_then JOIN school_then AS s USING (n, code)
);

CREATE TEMP TABLE "school-routine" AS SELECT code AS subject, process, final, total FROM routine WHERE n = getvariable('n');

CREATE TEMP TABLE "routine-in-band" AS
SELECT code AS subject, rank() OVER (PARTITION BY stage, band ORDER BY total DESC) AS place, count(*) OVER (PARTITION BY stage, band) AS of
FROM routine WHERE n = getvariable('n') AND band <> '';

CREATE TEMP TABLE "routine-in-township" AS
SELECT code AS subject, rank() OVER (PARTITION BY stage, township ORDER BY total DESC) AS place, count(*) OVER (PARTITION BY stage, township) AS of
FROM routine WHERE n = getvariable('n');

CREATE TEMP TABLE "routine-in-county" AS
SELECT code AS subject, rank() OVER (PARTITION BY stage ORDER BY total DESC) AS place, count(*) OVER (PARTITION BY stage) AS of
FROM routine WHERE n = getvariable('n');

CREATE TEMP TABLE "routine-progress" AS
SELECT now.code AS subject, ((now.total - before.total) * 100)::BIGINT AS value_num, 100 AS value_den
FROM routine AS now JOIN routine AS before ON before.code = now.code AND before.n = now.n - 1
WHERE now.n = getvariable('n') AND before.total > 0;

-- The best 30 % of a stage, rounded up; those who share the last place are all in.
CREATE TEMP TABLE "unit-honours" AS
SELECT subject, place, of, place <= (3 * of + 9) // 10 AS chosen FROM "routine-in-county";

CREATE TEMP TABLE "posts-published" AS
SELECT code AS subject, coalesce(times, 0) AS done, 1 AS target, coalesce(times, 0) >= 1 AS met FROM school LEFT JOIN published USING (code);

CREATE TEMP TABLE "mental-health-lessons" AS
SELECT code AS subject, coalesce(m.grades, 0) AS done, g.grades AS target, done >= target AS met
FROM school JOIN grades_taught AS g USING (code) LEFT JOIN mental_health AS m USING (code);

CREATE TEMP TABLE "township-lesson-contest" AS
SELECT t.name AS subject, coalesce(c.many, 0) AS done, 1 AS target, coalesce(c.many, 0) >= 1 AS met
FROM township_then AS t CROSS JOIN county LEFT JOIN lesson_contests AS c ON c.unit = t.name AND c.level = '乡级'
WHERE t.n = getvariable('n') AND county.lesson_contests > 0;

CREATE TEMP TABLE "school-lesson-contest" AS
SELECT s.code AS subject, coalesce(c.many, 0) AS done, 1 AS target, coalesce(c.many, 0) >= 1 AS met
FROM school AS s CROSS JOIN county LEFT JOIN lesson_contests AS c ON c.unit = s.code AND c.level = '校级'
WHERE s.stage <> '' AND county.lesson_contests > 0;

CREATE TEMP TABLE "model-plans" AS
SELECT code AS subject, plans AS done, 2 * groups * getvariable('weeks') AS target, done >= target AS met FROM school JOIN preparations USING (code);

CREATE TEMP TABLE "best-plans-exchanged" AS
SELECT code AS subject, coalesce(items, 0) AS done, 2 * getvariable('months') AS target, done >= target AS met
FROM school CROSS JOIN county LEFT JOIN plans_selected USING (code) WHERE county.plans > 0;

-- The county's own.
CREATE TEMP TABLE "class-speech-prizes" AS
SELECT 'county' AS subject, firsts AS done, firsts_allowed AS target, seconds AS "second.done", seconds_allowed AS "second.target",
  seconds <= seconds_allowed AS "second.met", firsts <= firsts_allowed AND seconds <= seconds_allowed AS met FROM county;
CREATE TEMP TABLE "winners-publicised" AS
SELECT 'county' AS subject, videos AS done, winners AS target, videos >= winners AS met FROM county WHERE winners > 0;
CREATE TEMP TABLE "county-lesson-contest" AS
SELECT 'county' AS subject, county_lesson_contests AS done, 1 AS target, county_lesson_contests >= 1 AS met FROM county;
CREATE TEMP TABLE "paper-setting-contest" AS
SELECT 'county' AS subject, paper_contests AS done, 1 AS target, paper_contests >= 1 AS met FROM county;
CREATE TEMP TABLE "supervision-3-weekly-in-all" AS
SELECT 'county' AS subject, supervised_weeks AS done, getvariable('weeks') AS target, done >= target AS met FROM county WHERE supervisions > 0;
CREATE TEMP TABLE "county-tests" AS
SELECT 'county' AS subject, primary_tests AS done, 2 AS target, junior_tests AS "junior.done", 2 AS "junior.target",
  junior_tests >= 2 AS "junior.met", primary_tests >= 2 AND junior_tests >= 2 AS met FROM county;
CREATE TEMP TABLE "studios-limited" AS
SELECT 'county' AS subject, principals_studios AS done, 10 AS target,
  homeroom_studios AS "homeroom.done", 10 AS "homeroom.target", homeroom_studios <= 10 AS "homeroom.met",
  teachers_studios AS "teachers.done", 100 AS "teachers.target", teachers_studios <= 100 AS "teachers.met",
  principals_studios <= 10 AND homeroom_studios <= 10 AND teachers_studios <= 100 AS met FROM county;

-- Supervision groups. The report on the term is due on the term's last day.
CREATE TEMP TABLE "supervision-3-weekly" AS
SELECT g.code AS subject, coalesce(full_weeks, 0) AS done, getvariable('weeks') AS target,
  coalesce(r.days, 0) AS "day.done", coalesce(d.days, 0) AS "day.target", "day.done" >= "day.target" AS "day.met",
  coalesce(r.weeks, 0) AS "week.done", getvariable('weeks') AS "week.target", "week.done" >= "week.target" AS "week.met",
  coalesce(r.months, 0) AS "month.done", getvariable('months') AS "month.target", "month.done" >= "month.target" AS "month.met",
  coalesce(r.terms, 0) AS "term.done", 1 AS "term.target", "term.done" >= "term.target" AS "term.met",
  done >= target AND "day.met" AND "week.met" AND "month.met" AND ("term.met" OR getvariable('last') > getvariable('as_of')) AS met
FROM supervision_group AS g LEFT JOIN visits USING (code) LEFT JOIN days_supervised AS d USING (code) LEFT JOIN reports AS r USING (code);

CREATE TEMP TABLE "faults-mended" AS
SELECT code AS subject, mended AS done, found AS target, mended >= found AS met FROM supervision_group JOIN faults USING (code);

-- Studios.
CREATE TEMP TABLE "core-members" AS
SELECT code AS subject, coalesce(many, 0) AS done,
  CASE kind WHEN '校长工作室' THEN 10 WHEN '班主任工作室' THEN 10 WHEN '教师工作室' THEN 30 ELSE 0 END AS target, done <= target AS met
FROM studio LEFT JOIN members USING (code) WHERE code NOT IN (SELECT code FROM dissolved);

CREATE TEMP TABLE studio_place AS
SELECT code AS subject, rank() OVER (PARTITION BY kind ORDER BY score DESC) AS place, count(*) OVER (PARTITION BY kind) AS of,
  rank() OVER (PARTITION BY kind ORDER BY score) = 1 AS last
FROM studio JOIN assessments USING (code) WHERE code NOT IN (SELECT code FROM dissolved);
CREATE TEMP TABLE "studio-places" AS SELECT subject, place, of FROM studio_place;
CREATE TEMP TABLE "studio-stays" AS SELECT subject, of = 1 OR NOT last AS "not-last" FROM studio_place;

CREATE TEMP TABLE "township-schools-guided" AS
SELECT l.code AS subject, coalesce(g.schools, 0) AS done, count(school.code) AS target, done >= target AS met
FROM township_leader AS l LEFT JOIN schools_guided AS g USING (code)
LEFT JOIN school ON school.township = l.said.township AND school.stage <> ''
WHERE l.said.role = '包乡领导' AND l.said.since <= getvariable('last') AND (l.said."until" IS NULL OR l.said."until" >= getvariable('first'))
GROUP BY l.code, g.schools;
