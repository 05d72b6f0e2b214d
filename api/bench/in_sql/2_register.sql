-- The register on the term's last day: teachers, schools, townships; who was away when; preparation groups; people.

-- Files merged into another's: the code that stands for each old one now.
CREATE TEMP TABLE merged AS
WITH RECURSIVE step AS (
  SELECT teacher, "into" AS now, 1 AS steps FROM teacher_merged
  UNION ALL
  SELECT step.teacher, next."into", steps + 1 FROM step JOIN teacher_merged AS next ON next.teacher = step.now WHERE steps < 100
)
SELECT teacher, arg_max(now, steps) AS now FROM step GROUP BY teacher;

-- Schools as they are in every term, since places of earlier terms are asked for.
CREATE TEMP TABLE school_then AS
SELECT term.n, s.school AS code, s.stage, s.township, s.band, s.grades
FROM term JOIN school_registered AS s ON s.in_effect <= term.last
QUALIFY row_number() OVER (PARTITION BY term.n, s.school ORDER BY s.in_effect DESC, s.position DESC) = 1;

CREATE TEMP TABLE school AS SELECT * EXCLUDE (n) FROM school_then WHERE n = getvariable('n');

CREATE TEMP TABLE township_then AS SELECT DISTINCT n, township AS name FROM school_then WHERE township <> '';

-- Grades of primary schools go by two, others by themselves.
CREATE MACRO band_of(stage, grade) AS CASE
  WHEN stage = '初中' THEN grade
  WHEN grade IN ('一年级', '二年级') THEN '低段'
  WHEN grade IN ('三年级', '四年级') THEN '中段'
  WHEN grade IN ('五年级', '六年级') THEN '高段'
  ELSE grade END;

CREATE TEMP TABLE school_band AS
SELECT DISTINCT code AS school, township, band_of(stage, grade) AS band
FROM (SELECT code, township, stage, unnest(grades) AS grade FROM school);

CREATE TEMP TABLE on_roll AS
SELECT (row_number() OVER (ORDER BY r.teacher) - 1)::INTEGER AS t, r.teacher AS code, r.born, r.hired, r.post, r.post_since,
  coalesce(r.class_size, 0) AS class_size, r.school, coalesce(school.township, '') AS township, coalesce(school.stage, '') AS stage
FROM (
  SELECT * FROM teacher_registered
  WHERE in_effect <= getvariable('last') AND teacher NOT IN (SELECT teacher FROM merged)
  QUALIFY row_number() OVER (PARTITION BY teacher ORDER BY in_effect DESC, position DESC) = 1
) AS r LEFT JOIN school ON school.code = r.school;

-- Everybody by every code that answers for them.
CREATE TEMP TABLE person AS
SELECT code AS known_as, t FROM on_roll
UNION ALL
SELECT merged.teacher, t FROM merged JOIN on_roll ON on_roll.code = merged.now;

-- Weeks and months of which fewer than three or ten school days were free of leave.
CREATE TEMP TABLE away AS
SELECT DISTINCT person.t, school_day.*
FROM leave_taken AS leave JOIN person ON person.known_as = leave.teacher
JOIN school_day ON school_day."on" BETWEEN leave."start" AND leave."end"
WHERE leave.counts;

CREATE TEMP TABLE week_away AS
SELECT t, week FROM away JOIN teaching_week USING (week) GROUP BY t, week HAVING any_value(teaching_week.days) - count(*) < 3;

CREATE TEMP TABLE month_away AS
SELECT t, month FROM away JOIN term_month USING (month) GROUP BY t, month HAVING any_value(term_month.days) - count(*) < 10;

CREATE TEMP TABLE teacher AS
WITH begun AS (
  SELECT t, min("on") AS "on" FROM teacher_career_begun JOIN person ON known_as = teacher WHERE counts GROUP BY t
)
SELECT r.*,
  post IN ('教师', '班主任') AS plain,
  post IN ('教师', '班主任')
    AND coalesce((coalesce(begun."on", hired) + INTERVAL 3 YEAR)::DATE > getvariable('first'), false) AS young,
  post = '班主任' AS homeroom,
  post IN ('校长', '中心校校长') AS principal,
  post IN ('校长', '中心校校长', '副校长', '业务副校长') AS head_or_vice,
  post IN ('教务主任', '中层') AS other_leader,
  post = '班主任' AND stage = '小学' AS primary_homeroom,
  getvariable('weeks') - coalesce(w.away, 0) AS weeks_present,
  getvariable('months') - coalesce(m.away, 0) AS months_present
FROM on_roll AS r
LEFT JOIN begun USING (t)
LEFT JOIN (SELECT t, count(*) AS away FROM week_away GROUP BY t) AS w USING (t)
LEFT JOIN (SELECT t, count(*) AS away FROM month_away GROUP BY t) AS m USING (t);

-- Groups that met in the term, or on a day of no term.
CREATE TEMP TABLE meeting AS
SELECT "on", school, "group", coalesce(model_plans, 0) AS model_plans
FROM preparation_held AS held
WHERE counts AND (in_term("on") OR NOT EXISTS (SELECT 1 FROM term WHERE held."on" BETWEEN term.first AND term.last));

CREATE TEMP TABLE preparation_group AS
SELECT DISTINCT school || '/' || "group" AS code, school, "group" FROM meeting WHERE "group" <> '';
