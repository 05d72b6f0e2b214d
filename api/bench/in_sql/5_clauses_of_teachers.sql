-- The clauses about teachers and preparation groups: a table each.

CREATE TEMP TABLE "observe-20" AS
SELECT code AS subject, t, coalesce(counting, 0) AS done,
  CASE WHEN getvariable('weeks') = 0 THEN 0 ELSE (20 * weeks_present + getvariable('weeks') - 1) // getvariable('weeks') END AS target,
  done >= target AS met
FROM teacher LEFT JOIN observations USING (t) WHERE plain;

CREATE TEMP TABLE "observe-2-weekly" AS
SELECT code AS subject, t, coalesce(full_weeks, 0) AS done, weeks_present AS target, done >= target AS met
FROM teacher LEFT JOIN observations USING (t) WHERE young;

CREATE TEMP TABLE colleagues AS SELECT school, count(*) - 1 AS others FROM teacher GROUP BY school;

CREATE TEMP TABLE "principal-observes-each" AS
SELECT code AS subject, t, coalesce(many, 0) AS done, others AS target, done >= target AS met
FROM teacher JOIN colleagues USING (school) LEFT JOIN colleagues_observed USING (t) WHERE principal;

CREATE TEMP TABLE "central-principal-bands" AS
SELECT code AS subject, t, coalesce(many, 0) AS done, coalesce(bands, 0) AS target, done >= target AS met
FROM teacher LEFT JOIN bands_observed USING (t)
LEFT JOIN (SELECT township, count(*) AS bands FROM school_band GROUP BY township) USING (township)
WHERE post = '中心校校长';

-- What the principals of each school did together.
CREATE TEMP TABLE principals AS
SELECT school, coalesce(sum(counting), 0)::BIGINT AS observations, coalesce(sum(lessons), 0)::BIGINT AS reviews
FROM teacher LEFT JOIN observations USING (t) LEFT JOIN reviews USING (t) WHERE principal GROUP BY school;

CREATE TEMP TABLE "vice-80pct" AS
SELECT code AS subject, t, coalesce(counting, 0) AS done, (4 * coalesce(principals.observations, 0) + 4) // 5 AS target, done >= target AS met
FROM teacher LEFT JOIN observations USING (t) LEFT JOIN principals USING (school) WHERE post = '业务副校长';

CREATE TEMP TABLE "collective-prep-2-weekly" AS
SELECT g.code AS subject, coalesce(full_weeks, 0) AS done, getvariable('weeks') AS target, done >= target AS met
FROM preparation_group AS g LEFT JOIN (
  SELECT school, "group", count(*) FILTER (meetings >= 2) AS full_weeks FROM weekly_meetings GROUP BY ALL
) USING (school, "group");

CREATE TEMP TABLE "prep-reflection" AS
SELECT code AS subject, t, coalesce(reflected, 0) AS done, coalesce(attended, 0) AS target, done >= target AS met
FROM teacher LEFT JOIN attendances USING (t) WHERE plain;

CREATE TEMP TABLE "three-ones" AS
SELECT code AS subject, t, coalesce(done, 0) AS done, 3 * ended AS target, coalesce(three_ones.done, 0) >= 3 * ended AS met
FROM teacher JOIN trainings USING (t) LEFT JOIN three_ones USING (t);

CREATE TEMP TABLE "read-1" AS
SELECT code AS subject, t, coalesce(read, 0) AS done, 1 AS target, coalesce(read, 0) >= 1 AS met FROM teacher LEFT JOIN books USING (t) WHERE plain;

CREATE TEMP TABLE "essay-2000" AS
SELECT code AS subject, t, coalesce(characters, 0) AS done, 1800 AS target, coalesce(characters, 0) >= 1800 AS met
FROM teacher LEFT JOIN essays USING (t) WHERE plain;

CREATE TEMP TABLE "monthly-check" AS
SELECT code AS subject, t, coalesce(items, 0) AS done, 3 * months_present AS target, done >= target AS met
FROM teacher LEFT JOIN checks USING (t) WHERE plain;

CREATE TEMP TABLE "home-visits" AS
SELECT code AS subject, t, coalesce(pupils, 0) AS done, class_size AS target, done >= target AS met
FROM teacher LEFT JOIN homes USING (t) WHERE homeroom;

CREATE TEMP TABLE "parent-meeting" AS
SELECT code AS subject, t, coalesce(meetings, 0) AS done, 1 AS target, coalesce(meetings, 0) >= 1 AS met
FROM teacher LEFT JOIN homes USING (t) WHERE homeroom;

-- Points in hundredths until all are added up.
CREATE TEMP TABLE points AS
SELECT teacher.t, code, plain,
  hundredths(20 * least(coalesce(counting, 0), goal), goal) AS observation,
  hundredths(20 * least(coalesce(reflected, 0), 2 * weeks_present), 2 * weeks_present) AS prep,
  hundredths(4 * coalesce(checks.homework, 0), months_present) AS homework,
  hundredths(4 * coalesce(checks.lesson_plans, 0), months_present) AS plans,
  CASE WHEN ended IS NULL THEN 1000 ELSE hundredths(10 * coalesce(three_ones.done, 0), 3 * ended) END
    + 500 * least(1, coalesce(read, 0)) + CASE WHEN coalesce(characters, 0) >= 1800 THEN 500 ELSE 0 END AS learning,
  100 * least(12, coalesce(awards.points, 0)) AS awards
FROM (
  SELECT teacher.*, CASE WHEN young THEN greatest(o.target, 2 * weeks_present) ELSE o.target END AS goal
  FROM teacher LEFT JOIN "observe-20" AS o USING (t)
) AS teacher
LEFT JOIN observations USING (t) LEFT JOIN attendances USING (t) LEFT JOIN checks USING (t) LEFT JOIN trainings USING (t)
LEFT JOIN three_ones USING (t) LEFT JOIN books USING (t) LEFT JOIN essays USING (t) LEFT JOIN awards USING (t);

CREATE MACRO as_points(units) AS units::DECIMAL(16, 0) * 0.01;

CREATE TEMP TABLE "evaluation-points" AS
SELECT code AS subject, t,
  CASE WHEN plain THEN as_points(observation) END AS observation,
  CASE WHEN plain THEN as_points(prep) END AS "collective-prep",
  CASE WHEN plain THEN as_points(homework) END AS homework,
  CASE WHEN plain THEN as_points(plans) END AS "lesson-plans",
  CASE WHEN plain THEN as_points(learning) END AS learning,
  as_points(awards) AS awards,
  as_points(awards + CASE WHEN plain THEN observation + prep + homework + plans + learning ELSE 0 END) AS total
FROM points;

CREATE TEMP TABLE "class-head-county-entry" AS
SELECT code AS subject,
  coalesce((born + INTERVAL 51 YEAR)::DATE > getvariable('last'), false) AS "age-50-or-under",
  coalesce((post_since + INTERVAL 3 YEAR)::DATE <= getvariable('last'), true) AS "class-head-3-years",
  coalesce(township_homeroom, 0) >= 1 AS "township-winner",
  in_force IS NULL AS "no-sanction"
FROM teacher LEFT JOIN prizes USING (t) LEFT JOIN sanctions USING (t) WHERE homeroom;

CREATE TEMP TABLE "leaders-teach-a-third" AS
SELECT code AS subject, t, coalesce(lessons_a_week, 0) AS done, greatest(1, (coalesce(full_load, 0) + 2) // 3) AS target,
  weeks_present = 0 AS exempt, done >= target OR exempt AS met
FROM teacher CROSS JOIN county LEFT JOIN assignments AS a USING (t) WHERE head_or_vice AND county.assignments > 0;

CREATE TEMP TABLE "leaders-teach-a-half" AS
SELECT code AS subject, t, coalesce(lessons_a_week, 0) AS done, greatest(1, (coalesce(full_load, 0) + 1) // 2) AS target,
  weeks_present = 0 AS exempt, done >= target OR exempt AS met
FROM teacher CROSS JOIN county LEFT JOIN assignments AS a USING (t) WHERE other_leader AND county.assignments > 0;

CREATE TEMP TABLE "full-load" AS
SELECT code AS subject, t, coalesce(lessons_a_week, 0) AS done, greatest(1, coalesce(full_load, 0)) AS target,
  weeks_present = 0 AS exempt, done >= target OR exempt AS met
FROM teacher CROSS JOIN county LEFT JOIN assignments AS a USING (t) WHERE plain AND county.assignments > 0;

CREATE TEMP TABLE "principal-reviews-each" AS
SELECT code AS subject, t, coalesce(many, 0) AS done, others AS target, done >= target AS met
FROM teacher CROSS JOIN county JOIN colleagues USING (school) LEFT JOIN colleagues_reviewed USING (t)
WHERE principal AND county.reviews > 0;

CREATE TEMP TABLE "leaders-review-weekly" AS
SELECT code AS subject, t, coalesce(weeks, 0) AS done, weeks_present AS target, done >= target AS met
FROM teacher CROSS JOIN county LEFT JOIN reviews AS r USING (t) WHERE (head_or_vice OR other_leader) AND county.reviews > 0;

CREATE TEMP TABLE "vice-reviews-80pct" AS
SELECT code AS subject, t, coalesce(lessons, 0) AS done, (4 * coalesce(principals.reviews, 0) + 4) // 5 AS target, done >= target AS met
FROM teacher CROSS JOIN county LEFT JOIN reviews AS r USING (t) LEFT JOIN principals USING (school)
WHERE post = '业务副校长' AND county.reviews > 0;

CREATE TEMP TABLE "principal-speaks" AS
SELECT code AS subject, t, coalesce(school_speeches, 0) AS done, 1 AS target, coalesce(school_speeches, 0) >= 1 AS met
FROM teacher CROSS JOIN county LEFT JOIN entries USING (t) WHERE (head_or_vice OR post = '园长') AND county.speech_contests > 0;

-- 80 % of the mean mark of the speech, 20 % of that of the defence; the mean of no marks is 0.
CREATE TEMP TABLE "principal-speech-mark" AS
SELECT code AS subject,
  4 * coalesce(speech, 0)::HUGEINT * greatest(coalesce(defences, 0), 1) + coalesce(defence, 0)::HUGEINT * greatest(coalesce(speeches, 0), 1) AS value_num,
  50000::HUGEINT * greatest(coalesce(speeches, 0), 1) * greatest(coalesce(defences, 0), 1) AS value_den
FROM teacher JOIN entries USING (t) LEFT JOIN scores USING (t) WHERE county_speeches > 0;

CREATE TEMP TABLE "principal-speech-places" AS
SELECT subject, rank() OVER (ORDER BY in_order(value_num, value_den) DESC) AS place, count(*) OVER () AS of FROM "principal-speech-mark";

CREATE TEMP TABLE "homeroom-teacher-speaks" AS
SELECT code AS subject, t, coalesce(class_speeches, 0) AS done, 1 AS target, coalesce(class_speeches, 0) >= 1 AS met
FROM teacher CROSS JOIN county LEFT JOIN entries USING (t) WHERE homeroom AND county.homeroom_contests > 0;

CREATE TEMP TABLE class_mark AS
SELECT t, coalesce(class, 0) AS num, 10000 * greatest(coalesce(classes, 0), 1) AS den FROM teacher LEFT JOIN scores USING (t);

CREATE TEMP TABLE "class-speech-mark" AS
SELECT code AS subject, num AS value_num, den AS value_den
FROM teacher JOIN entries USING (t) JOIN class_mark USING (t) WHERE county_classes > 0;

CREATE TEMP TABLE "city-homeroom-recommended" AS
SELECT code AS subject, rank() OVER kind AS place, count(*) OVER (PARTITION BY primary_homeroom) AS of, place <= 2 AS chosen
FROM teacher JOIN prizes USING (t) JOIN class_mark USING (t) LEFT JOIN sanctions USING (t)
WHERE homeroom AND county_first > 0 AND in_force IS NULL
WINDOW kind AS (PARTITION BY primary_homeroom ORDER BY in_order(num, den) DESC);

CREATE TEMP TABLE "excellent-homeroom-teachers" AS
SELECT code AS subject, rank() OVER (ORDER BY coalesce(homeroom_points, 0) DESC, coalesce(homeroom, 0) DESC) AS place, count(*) OVER () AS of
FROM (SELECT t, code FROM teacher CROSS JOIN county WHERE homeroom AND county.homeroom_contests > 0)
LEFT JOIN prizes USING (t) LEFT JOIN studios_led USING (t) LEFT JOIN sanctions USING (t)
WHERE in_force IS NULL AND (coalesce(homeroom_points, 0) > 0 OR coalesce(homeroom, 0) > 0);

CREATE TEMP TABLE "leaders-answer-for-grades" AS
SELECT code AS subject, t, coalesce(grades, 0) AS done, 1 AS target, coalesce(grades, 0) >= 1 AS met
FROM teacher CROSS JOIN county LEFT JOIN responsibilities AS r USING (t) WHERE head_or_vice AND county.responsibilities > 0;

CREATE TEMP TABLE "middle-leaders-answer-for-classes" AS
SELECT code AS subject, t, coalesce(classes, 0) AS done, 1 AS target, coalesce(classes, 0) >= 1 AS met
FROM teacher CROSS JOIN county LEFT JOIN responsibilities AS r USING (t) WHERE other_leader AND county.responsibilities > 0;

CREATE TEMP TABLE "director-visits-each" AS
SELECT code AS subject, t, coalesce(guided.schools, 0) AS done, county.schools AS target, done >= target AS met
FROM teacher CROSS JOIN county LEFT JOIN guided USING (t) WHERE post = '局长' AND county.guidance > 0;

-- All quotas of one's own.
CREATE TEMP TABLE unmet AS
SELECT t, count(*) AS many FROM (
  SELECT t, met FROM "observe-20" UNION ALL SELECT t, met FROM "observe-2-weekly"
  UNION ALL SELECT t, met FROM "principal-observes-each" UNION ALL SELECT t, met FROM "central-principal-bands"
  UNION ALL SELECT t, met FROM "vice-80pct" UNION ALL SELECT t, met FROM "prep-reflection"
  UNION ALL SELECT t, met FROM "three-ones" UNION ALL SELECT t, met FROM "read-1" UNION ALL SELECT t, met FROM "essay-2000"
  UNION ALL SELECT t, met FROM "monthly-check" UNION ALL SELECT t, met FROM "home-visits" UNION ALL SELECT t, met FROM "parent-meeting"
  UNION ALL SELECT t, met FROM "leaders-teach-a-third" UNION ALL SELECT t, met FROM "leaders-teach-a-half"
  UNION ALL SELECT t, met FROM "full-load" UNION ALL SELECT t, met FROM "principal-reviews-each"
  UNION ALL SELECT t, met FROM "leaders-review-weekly" UNION ALL SELECT t, met FROM "vice-reviews-80pct"
  UNION ALL SELECT t, met FROM "principal-speaks" UNION ALL SELECT t, met FROM "homeroom-teacher-speaks"
  UNION ALL SELECT t, met FROM "leaders-answer-for-grades" UNION ALL SELECT t, met FROM "middle-leaders-answer-for-classes"
  UNION ALL SELECT t, met FROM "director-visits-each"
) WHERE NOT met GROUP BY t;

CREATE TEMP TABLE "merit-selection" AS
SELECT code AS subject, t, unmet.many IS NULL AS "own-quotas-met", total >= 80 AS "at-least-80-points", in_force IS NULL AS "no-sanction"
FROM teacher JOIN "evaluation-points" USING (t) LEFT JOIN unmet USING (t) LEFT JOIN sanctions USING (t) WHERE plain;

CREATE TEMP TABLE "recommendation-order" AS
SELECT m.subject, rank() OVER (ORDER BY coalesce(lesson_points, 0) DESC, total DESC) AS place, count(*) OVER () AS of
FROM "merit-selection" AS m JOIN "evaluation-points" USING (t) LEFT JOIN prizes USING (t)
WHERE "own-quotas-met" AND "at-least-80-points" AND "no-sanction" AND (SELECT lesson_contests FROM county) > 0;
