-- What is counted for teachers: lessons observed and reviewed, meetings, training, reading, checks, awards, contests, visits.

-- Lessons that count, by teacher and week: week is null outside teaching weeks, where they count for the term alone.
-- Of principals' unannounced visits also to whom and where.
CREATE TEMP TABLE observed AS
SELECT p.t, teaching_week.week, count(*) AS lessons,
  CASE WHEN p.principal AND form = '推门听课' THEN seen.teacher END AS teacher,
  CASE WHEN p.principal AND form = '推门听课' THEN seen.school END AS school,
  CASE WHEN p.principal AND form = '推门听课' THEN seen.grade END AS grade
FROM lesson_observed AS seen
JOIN (SELECT known_as, t, principal FROM person JOIN teacher USING (t)) AS p ON p.known_as = seen.observer
LEFT JOIN teaching_week ON teaching_week.week = week_of(seen."on")
WHERE counts AND in_term(seen."on") AND notes <> '' AND reflection <> ''
GROUP BY ALL;

CREATE TEMP TABLE observations AS
SELECT t, sum(lessons)::BIGINT AS counting, count(*) FILTER (weekly.week IS NOT NULL AND lessons >= 2 AND absent.week IS NULL) AS full_weeks
FROM (SELECT t, week, sum(lessons) AS lessons FROM observed GROUP BY ALL) AS weekly LEFT JOIN week_away AS absent USING (t, week)
GROUP BY t;

CREATE TEMP TABLE unannounced AS
SELECT DISTINCT p.t, p.school AS own_school, p.township, seen.teacher, seen.school, seen.grade
FROM observed AS seen JOIN teacher AS p USING (t) WHERE seen.teacher IS NOT NULL;

CREATE TEMP TABLE colleagues_observed AS
SELECT u.t, count(DISTINCT other.t) AS many
FROM unannounced AS u JOIN person ON person.known_as = u.teacher JOIN on_roll AS other ON other.t = person.t
WHERE other.school = u.own_school AND other.t <> u.t
GROUP BY u.t;

CREATE TEMP TABLE bands_observed AS
SELECT u.t, count(DISTINCT (u.school, b.band)) AS many
FROM unannounced AS u JOIN school ON school.code = u.school
JOIN school_band AS b ON b.school = u.school AND b.band = band_of(school.stage, u.grade)
WHERE school.township = u.township
GROUP BY u.t;

CREATE TEMP TABLE reviewed AS
SELECT person.t, teaching_week.week, count(*) AS lessons
FROM lesson_reviewed AS said JOIN person ON person.known_as = said.reviewer
LEFT JOIN teaching_week ON teaching_week.week = week_of(said."on")
WHERE counts AND in_term(said."on") AND review <> ''
GROUP BY ALL;

CREATE TEMP TABLE reviews AS
SELECT t, sum(lessons)::BIGINT AS lessons, count(*) FILTER (reviewed.week IS NOT NULL AND absent.week IS NULL) AS weeks
FROM reviewed LEFT JOIN week_away AS absent USING (t, week)
GROUP BY t;

CREATE TEMP TABLE colleagues_reviewed AS
SELECT said.t, count(DISTINCT other.t) AS many
FROM (
  SELECT p.t, p.school, r.entry
  FROM lesson_reviewed AS r JOIN person ON person.known_as = r.reviewer JOIN teacher AS p ON p.t = person.t AND p.principal
  WHERE counts AND in_term(r."on") AND review <> ''
) AS said
JOIN lesson_observed AS seen ON seen.entry = said.entry
JOIN person ON person.known_as = seen.teacher JOIN on_roll AS other ON other.t = person.t
WHERE other.school = said.school AND other.t <> said.t
GROUP BY said.t;

CREATE TEMP TABLE attendances AS
SELECT t, count(*) AS attended, count(*) FILTER (reflected) AS reflected
FROM (
  SELECT entry, person.t, bool_or(reflected) AS reflected
  FROM (
    SELECT entry, unnest(list_prepend(leader, attended)) AS teacher, false AS reflected
    FROM preparation_held WHERE counts AND in_term("on")
    UNION ALL
    SELECT entry, unnest(reflections), true FROM preparation_held WHERE counts AND in_term("on")
  ) JOIN person ON person.known_as = teacher
  GROUP BY ALL
  HAVING count(*) FILTER (NOT reflected) > 0 -- a reflection of somebody who was not there counts for nothing
)
GROUP BY t;

CREATE TEMP TABLE trainings AS
SELECT t, count(*) AS ended FROM training_attended JOIN person ON known_as = teacher
WHERE counts AND in_term("end") GROUP BY t;

CREATE TEMP TABLE three_ones AS
SELECT t, count(*) AS done
FROM training_followed_up AS part JOIN training_attended AS training USING (entry) JOIN person ON person.known_as = training.teacher
WHERE part.counts AND in_term(training."end") AND part."on" BETWEEN training."end" AND training."end" + 30
GROUP BY t;

CREATE TEMP TABLE books AS
SELECT t, count(*) AS read FROM book_read JOIN person ON known_as = teacher
WHERE counts AND term = getvariable('asked_term') AND plan AND notes AND gains GROUP BY t;

CREATE TEMP TABLE essays AS
SELECT t, sum(characters)::BIGINT AS characters FROM essay_written JOIN person ON known_as = teacher
WHERE counts AND term = getvariable('asked_term') GROUP BY t;

-- Grades in fifths of the best.
CREATE TEMP TABLE checks AS
SELECT c.t, count(DISTINCT (c.month, c.item)) AS items,
  sum(fifths) FILTER (item = '作业')::BIGINT AS homework, sum(fifths) FILTER (item = '教案')::BIGINT AS lesson_plans
FROM (
  SELECT person.t, date_trunc('month', month)::DATE AS month, item,
    CASE grade WHEN '优' THEN 5 WHEN '良' THEN 4 WHEN '中' THEN 3 ELSE 0 END AS fifths
  FROM routine_checked JOIN person ON known_as = teacher
  WHERE counts AND month BETWEEN date_trunc('month', getvariable('first')) AND getvariable('last')
) AS c
JOIN term_month USING (month)
WHERE NOT EXISTS (SELECT 1 FROM month_away WHERE month_away.t = c.t AND month_away.month = c.month)
GROUP BY c.t;

CREATE TEMP TABLE homes AS
SELECT t, sum(pupils)::BIGINT AS pupils, sum(meetings)::BIGINT AS meetings FROM home_visited JOIN person ON known_as = teacher
WHERE counts AND term = getvariable('asked_term') GROUP BY t;

CREATE TEMP TABLE awards AS
WITH best AS (
  SELECT t, series, max(award_points(level, prize)) AS points
  FROM award_won JOIN person ON known_as = teacher WHERE counts AND in_term("on") GROUP BY ALL
)
SELECT t, sum(points)::BIGINT AS points FROM best GROUP BY t;

CREATE TEMP TABLE prizes AS
SELECT t,
  count(*) FILTER (in_term("on") AND series = '班主任讲班' AND level = '乡级') AS township_homeroom,
  count(*) FILTER (in_term("on") AND series = '班主任讲班' AND level = '县级' AND prize = '一等奖' AND contest <> '') AS county_first,
  max(award_points(level, prize)) FILTER (in_year("on") AND series = '班主任讲班') AS homeroom_points,
  max(award_points(level, prize)) FILTER (in_year("on") AND series = '教师赛课') AS lesson_points
FROM award_won JOIN person ON known_as = teacher WHERE counts GROUP BY t;

CREATE TEMP TABLE sanctions AS
SELECT t, count(*) AS in_force
FROM conduct_sanctioned AS s JOIN person ON known_as = s.teacher
LEFT JOIN (
  SELECT coalesce(merged.now, teacher) AS teacher, "on", offence, arg_min(lifted_on, position) AS lifted_on
  FROM conduct_lifted LEFT JOIN merged USING (teacher) WHERE counts GROUP BY ALL
) AS lifted ON lifted.teacher = (SELECT on_roll.code FROM on_roll WHERE on_roll.t = person.t)
  AND lifted."on" = s."on" AND lifted.offence = s.offence
WHERE s.counts AND s."on" <= getvariable('last')
  AND (s."on" + to_months(months::INTEGER))::DATE > getvariable('first')
  AND (lifted.lifted_on IS NULL OR lifted.lifted_on > getvariable('first'))
GROUP BY t;

CREATE TEMP TABLE assignments AS
SELECT t, sum(weekly_lessons)::BIGINT AS lessons_a_week, arg_max(full_load, (weekly_lessons, -position)) AS full_load
FROM teaching_assigned JOIN person ON known_as = teacher
WHERE counts AND term = getvariable('asked_term') GROUP BY t;

CREATE TEMP TABLE standards AS
SELECT person.t, arg_max(reached, (term.last, position)) AS reached
FROM standard_judged AS s JOIN person ON known_as = s.teacher JOIN term ON term.name = s.term
WHERE counts AND in_year(term.last) GROUP BY person.t;

-- Contests by code, each as first announced.
CREATE TEMP TABLE contest AS
SELECT code, arg_min(series, position) AS series, arg_min(level, position) AS level
FROM contest_announced WHERE counts GROUP BY code;

CREATE TEMP TABLE entries AS
SELECT t,
  count(*) FILTER (series = '校长讲校' AND level = '校级') AS school_speeches,
  count(*) FILTER (series = '班主任讲班' AND level = '校级') AS class_speeches,
  count(*) FILTER (series = '校长讲校' AND level = '县级') AS county_speeches,
  count(*) FILTER (series = '班主任讲班' AND level = '县级') AS county_classes
FROM contest_entered AS e JOIN contest USING (code) JOIN person ON person.known_as = e.teacher
WHERE counts AND in_term("on") GROUP BY t;

-- Sums of marks in ten-thousandths, and how many.
CREATE TEMP TABLE scores AS
SELECT t,
  coalesce(sum(exact(score)) FILTER (series = '校长讲校' AND part = '演讲') * 10000, 0)::BIGINT AS speech,
  count(*) FILTER (series = '校长讲校' AND part = '演讲') AS speeches,
  coalesce(sum(exact(score)) FILTER (series = '校长讲校' AND part = '答辩') * 10000, 0)::BIGINT AS defence,
  count(*) FILTER (series = '校长讲校' AND part = '答辩') AS defences,
  coalesce(sum(exact(score)) FILTER (series = '班主任讲班') * 10000, 0)::BIGINT AS class,
  count(*) FILTER (series = '班主任讲班') AS classes
FROM contest_scored AS s JOIN contest USING (code) JOIN person ON person.known_as = s.teacher
WHERE counts AND in_term("on") AND level = '县级' GROUP BY t;

CREATE TEMP TABLE studios_led AS
SELECT t, count(*) AS homeroom
FROM studio_founded AS f JOIN person ON person.known_as = f.leader
WHERE counts AND studio = '班主任工作室' AND f.code NOT IN (SELECT code FROM studio_dissolved WHERE counts)
GROUP BY t;

CREATE TEMP TABLE responsibilities AS
SELECT t, count(*) FILTER (contains(charge, '年级')) AS grades, count(*) FILTER (contains(charge, '班')) AS classes
FROM responsibility_assigned JOIN person ON known_as = teacher
WHERE counts AND term = getvariable('asked_term') GROUP BY t;

CREATE TEMP TABLE guided AS
SELECT t, count(DISTINCT v.school) AS schools
FROM school_visited AS v JOIN person ON person.known_as = v.visitor JOIN school ON school.code = v.school
WHERE counts AND in_year("on") AND school.stage <> '' GROUP BY t;
