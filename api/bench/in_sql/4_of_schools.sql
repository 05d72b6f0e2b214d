-- What is counted for schools, townships, preparation groups, supervision groups, studios and the county.

-- Routine inspections of every term: earlier ones are compared with. Scores in ten-thousandths.
CREATE TEMP TABLE routine_then AS
SELECT term.n, i.school AS code, count(*) AS inspections,
  coalesce(sum(exact(score)) FILTER (part = '过程督导' AND "on" < (term.first + INTERVAL 3 MONTH)::DATE) * 10000, 0)::BIGINT AS process,
  coalesce(sum(exact(score)) FILTER (part = '期末检查') * 10000, 0)::BIGINT AS final
FROM school_inspected AS i JOIN term ON term.name = i.term
JOIN school_then AS s ON s.n = term.n AND s.code = i.school
WHERE i.counts GROUP BY ALL;

-- County tests and entrance examinations of every term. Marks in ten-thousandths.
CREATE MACRO is_primary(test, grade) AS contains(test, '全县质量检测') AND grade IN ('一年级', '二年级', '三年级', '四年级', '五年级', '六年级');
CREATE MACRO is_junior(test, grade) AS contains(test, '全县质量检测') AND grade IN ('七年级', '八年级', '九年级');

CREATE TEMP TABLE test_result AS
SELECT term.n, term.last, r.school, s.township, test, grade, registered - excused AS entries, (exact(marks) * 10000)::BIGINT AS marks, tops,
  is_primary(test, grade) AS primary_test, is_junior(test, grade) AS junior_test, contains(test, '中招') AS entrance
FROM test_reported AS r JOIN term ON term.name = r.term LEFT JOIN school_then AS s ON s.n = term.n AND s.code = r.school
WHERE counts;

CREATE TEMP TABLE tested AS
SELECT n, school AS code,
  coalesce(sum(entries) FILTER (primary_test), 0)::BIGINT AS primary_entries,
  coalesce(sum(marks) FILTER (primary_test), 0)::BIGINT AS primary_marks,
  coalesce(sum(entries) FILTER (junior_test), 0)::BIGINT AS junior_entries,
  coalesce(sum(marks) FILTER (junior_test), 0)::BIGINT AS junior_marks,
  coalesce(sum(entries) FILTER (entrance), 0)::BIGINT AS entrance_entries,
  coalesce(sum(marks) FILTER (entrance), 0)::BIGINT AS entrance_marks
FROM test_result WHERE township IS NOT NULL GROUP BY ALL;

CREATE TEMP TABLE township_tested AS
SELECT n, township AS name,
  coalesce(sum(entries) FILTER (primary_test), 0)::BIGINT AS primary_entries,
  coalesce(sum(marks) FILTER (primary_test), 0)::BIGINT AS primary_marks,
  coalesce(sum(entries) FILTER (entrance), 0)::BIGINT AS entrance_entries,
  coalesce(sum(marks) FILTER (entrance), 0)::BIGINT AS entrance_marks
FROM test_result WHERE township <> '' GROUP BY ALL;

-- Pupils who count once a test and grade, and those among the county's first so many.
CREATE TEMP TABLE junior_pupils AS
SELECT n, school AS code, sum(pupils)::BIGINT AS pupils
FROM (SELECT n, school, test, grade, max(entries) AS pupils FROM test_result WHERE junior_test GROUP BY ALL) GROUP BY ALL;

CREATE TEMP TABLE tops AS
SELECT n, school AS code,
  coalesce(sum(pupils) FILTER ("within" = 3000), 0)::BIGINT AS in_3000,
  coalesce(sum(pupils) FILTER ("within" = 5000), 0)::BIGINT AS in_5000,
  coalesce(sum(pupils) FILTER ("within" = 7000), 0)::BIGINT AS in_7000
FROM (
  SELECT n, school, test, grade, top."within", max(top.pupils) AS pupils
  FROM (
    SELECT n, school, test, grade, unnest(from_json(tops, '[{"within": "BIGINT", "pupils": "BIGINT"}]')) AS top
    FROM test_result WHERE junior_test
  ) GROUP BY ALL
) GROUP BY ALL;

CREATE TEMP TABLE published AS
SELECT school AS code, count(*) AS times FROM post_published WHERE counts AND term = getvariable('asked_term') GROUP BY school;

CREATE TEMP TABLE research AS
SELECT school AS code, arg_max(reached, (term.last, position)) AS reached
FROM research_routine_judged AS r JOIN term ON term.name = r.term WHERE counts AND in_year(term.last) GROUP BY school;

CREATE TEMP TABLE grades_taught AS
SELECT school AS code, count(DISTINCT grade) AS grades
FROM teaching_assigned AS a JOIN term ON term.name = a.term WHERE counts AND in_year(term.last) GROUP BY school;

CREATE TEMP TABLE mental_health AS
SELECT school AS code, count(*) AS grades
FROM (
  SELECT school, grade FROM mental_health_taught WHERE counts AND in_year("on") GROUP BY ALL
  HAVING count(*) >= CASE WHEN grade IN ('一年级', '二年级', '三年级', '四年级', '五年级', '六年级') THEN 12 ELSE 14 END
) GROUP BY school;

CREATE TEMP TABLE lesson_contests AS
SELECT unit, level, count(*) AS many FROM contest_announced
WHERE counts AND in_year(opens) AND series = '教师赛课' GROUP BY ALL;

-- Meetings of preparation groups in teaching weeks; two model plans at most count a group and week.
CREATE TEMP TABLE weekly_meetings AS
SELECT school, "group", teaching_week.week, count(*) AS meetings, sum(model_plans)::BIGINT AS plans
FROM meeting JOIN teaching_week ON teaching_week.week = week_of("on")
WHERE in_term("on") GROUP BY ALL;

CREATE TEMP TABLE preparations AS
SELECT school AS code, count(DISTINCT "group") AS groups, sum(least(plans, 2))::BIGINT AS plans FROM weekly_meetings GROUP BY school;

CREATE TEMP TABLE plans_selected AS
SELECT teacher.school AS code, count(DISTINCT (p.month, p.item)) AS items
FROM plan_selected AS p JOIN person ON person.known_as = p.teacher JOIN teacher USING (t)
WHERE counts AND month BETWEEN date_trunc('month', getvariable('first')) AND getvariable('last') AND item IN ('教案', '作业')
GROUP BY ALL;

CREATE TEMP TABLE appraisals AS
SELECT unit AS code, count(*) AS many, count(*) FILTER (grade IN ('优秀', '合格')) AS met
FROM school_appraised WHERE counts AND in_year("on") AND appraisal = '目标责任考核' GROUP BY unit;

-- Supervision: groups are those that ever visited.
CREATE TEMP TABLE supervision_group AS SELECT DISTINCT "group" AS code FROM supervision_visited WHERE counts AND "group" <> '';

CREATE TEMP TABLE visits AS
WITH weekly AS (
  SELECT "group", week, count(*) AS visits FROM supervision_visited JOIN teaching_week ON week = week_of("on")
  WHERE counts AND in_term("on") GROUP BY ALL
)
SELECT "group" AS code, count(*) FILTER (visits >= 3) AS full_weeks FROM weekly GROUP BY "group";

CREATE TEMP TABLE days_supervised AS
SELECT "group" AS code, count(DISTINCT "on") AS days FROM supervision_visited WHERE counts AND in_term("on") GROUP BY ALL;

CREATE TEMP TABLE reports AS
SELECT "group" AS code,
  count(DISTINCT "start") FILTER (period = '日') AS days,
  count(DISTINCT teaching_week.week) FILTER (period = '周') AS weeks,
  count(DISTINCT date_trunc('month', "start")) FILTER (period = '月') AS months,
  count(*) FILTER (period = '学期') AS terms
FROM supervision_reported AS r LEFT JOIN teaching_week ON teaching_week.week = week_of(r."start")
WHERE counts AND in_term("start") GROUP BY ALL;

CREATE TEMP TABLE faults AS
SELECT f."group" AS code, count(*) AS found, count(*) FILTER (mended_on IS NOT NULL AND (mend_by IS NULL OR mended_on <= mend_by)) AS mended
FROM fault_found AS f LEFT JOIN (
  SELECT "group", school, "on", number, arg_min(mended_on, position) AS mended_on FROM fault_mended WHERE counts GROUP BY ALL
) AS m USING ("group", school, "on", number)
WHERE counts AND in_term("on") GROUP BY ALL;

-- Studios, and who is in them.
CREATE TEMP TABLE studio AS
SELECT f.code, arg_max(studio, position) AS kind, arg_max(leader, position) AS leader FROM studio_founded AS f WHERE counts GROUP BY f.code;

CREATE TEMP TABLE dissolved AS SELECT code, count(*) AS times FROM studio_dissolved WHERE counts GROUP BY code;

CREATE TEMP TABLE members AS
WITH joined AS (
  SELECT code, coalesce(merged.now, teacher) AS teacher, "on" FROM studio_joined LEFT JOIN merged USING (teacher) WHERE counts
), gone AS (
  SELECT code, coalesce(merged.now, teacher) AS teacher, arg_min("on", position) AS "on"
  FROM studio_left LEFT JOIN merged USING (teacher) WHERE counts GROUP BY ALL
)
SELECT code, count(DISTINCT teacher) AS many
FROM joined LEFT JOIN gone USING (code, teacher)
WHERE gone."on" IS NULL OR gone."on" < joined."on" GROUP BY code;

CREATE TEMP TABLE assessments AS
SELECT code, count(*) AS many, (arg_max(exact(score), ("on", position)) * 10000)::BIGINT AS score
FROM studio_assessed WHERE counts AND in_year("on") GROUP BY code;

-- Who has a township, by the last that was written of each.
CREATE TEMP TABLE township_leader AS
SELECT coalesce(merged.now, leader) AS code, max_by(a, position) AS said
FROM township_assigned AS a LEFT JOIN merged ON merged.teacher = leader WHERE counts GROUP BY ALL;

CREATE TEMP TABLE schools_guided AS
SELECT leader.code, count(DISTINCT v.school) AS schools
FROM school_visited AS v LEFT JOIN merged ON merged.teacher = v.visitor
JOIN township_leader AS leader ON leader.code = coalesce(merged.now, v.visitor)
JOIN school ON school.code = v.school AND school.township = leader.said.township
WHERE counts AND in_term("on") AND school.stage <> '' GROUP BY ALL;

-- The county as a whole: one row.
CREATE TEMP TABLE county AS
WITH homeroom_prizes AS (
  SELECT "group", count(*) FILTER (prize = '一等奖') AS firsts, count(*) FILTER (prize = '二等奖') AS seconds
  FROM award_won WHERE counts AND in_term("on") AND series = '班主任讲班' AND level = '县级' GROUP BY "group"
)
SELECT
  (SELECT count(*) FROM teaching_assigned WHERE counts AND term = getvariable('asked_term')) AS assignments,
  (SELECT count(*) FROM lesson_reviewed WHERE counts AND in_term("on")) AS reviews,
  (SELECT count(*) FROM standard_judged AS s JOIN term ON term.name = s.term WHERE counts AND in_year(term.last)) AS standards,
  (SELECT count(*) FROM responsibility_assigned WHERE counts AND term = getvariable('asked_term')) AS responsibilities,
  (SELECT count(*) FROM plan_selected
    WHERE counts AND month BETWEEN date_trunc('month', getvariable('first')) AND getvariable('last')) AS plans,
  (SELECT count(*) FROM contest_announced WHERE counts AND in_term(opens) AND series = '校长讲校') AS speech_contests,
  (SELECT count(*) FROM contest_announced WHERE counts AND in_term(opens) AND series = '班主任讲班') AS homeroom_contests,
  (SELECT coalesce(sum(many), 0)::BIGINT FROM lesson_contests) AS lesson_contests,
  (SELECT coalesce(sum(many), 0)::BIGINT FROM lesson_contests WHERE level = '县级') AS county_lesson_contests,
  (SELECT count(*) FROM contest_announced
    WHERE counts AND in_year(opens) AND contains(series, '命题') AND level = '县级') AS paper_contests,
  (SELECT coalesce(sum(firsts), 0)::BIGINT FROM homeroom_prizes) AS firsts,
  (SELECT coalesce(sum(least(firsts, 8)), 0)::BIGINT FROM homeroom_prizes) AS firsts_allowed,
  (SELECT coalesce(sum(seconds), 0)::BIGINT FROM homeroom_prizes) AS seconds,
  (SELECT coalesce(sum(least(seconds, 12)), 0)::BIGINT FROM homeroom_prizes) AS seconds_allowed,
  (SELECT count(DISTINCT (contest, coalesce(merged.now, teacher))) FROM award_won LEFT JOIN merged USING (teacher)
    WHERE counts AND in_term("on") AND series IN ('校长讲校', '班主任讲班') AND level = '县级' AND contest <> '') AS winners,
  (SELECT count(DISTINCT (p.code, coalesce(merged.now, p.teacher)))
    FROM contest_publicised AS p JOIN contest USING (code) LEFT JOIN merged ON merged.teacher = p.teacher
    WHERE counts AND in_term("on") AND series IN ('校长讲校', '班主任讲班') AND level = '县级') AS videos,
  (SELECT count(*) FROM supervision_visited WHERE counts AND in_term("on")) AS supervisions,
  (SELECT count(*) FROM (
    SELECT week FROM supervision_visited JOIN teaching_week ON week = week_of("on")
    WHERE counts AND in_term("on") GROUP BY week HAVING count(*) >= 3)) AS supervised_weeks,
  (SELECT count(DISTINCT n) FROM test_result WHERE primary_test AND in_year(last)) AS primary_tests,
  (SELECT count(DISTINCT n) FROM test_result WHERE junior_test AND in_year(last)) AS junior_tests,
  (SELECT count(*) FROM studio WHERE kind = '校长工作室' AND code NOT IN (SELECT code FROM dissolved)) AS principals_studios,
  (SELECT count(*) FROM studio WHERE kind = '班主任工作室' AND code NOT IN (SELECT code FROM dissolved)) AS homeroom_studios,
  (SELECT count(*) FROM studio WHERE kind = '教师工作室' AND code NOT IN (SELECT code FROM dissolved)) AS teachers_studios,
  (SELECT count(*) FROM school_visited WHERE counts AND in_year("on")) AS guidance,
  (SELECT count(*) FROM school WHERE stage <> '') AS schools;
