-- The county's time: terms in their order, the school year, school days, teaching weeks and months of the term asked about.
-- Given: the variables asked_term and as_of.

CREATE TEMP TABLE term AS
SELECT row_number() OVER (ORDER BY "start", "end", term) AS n, term AS name, "start" AS first, "end" AS last
FROM term_announced;

SET VARIABLE n = (SELECT n FROM term WHERE name = getvariable('asked_term'));
SET VARIABLE first = (SELECT first FROM term WHERE n = getvariable('n'));
SET VARIABLE last = (SELECT last FROM term WHERE n = getvariable('n'));

-- School years begin on 1 August; the one that holds the term's last day is meant.
SET VARIABLE year_first = make_date((year(getvariable('last')) - (month(getvariable('last')) < 8)::INTEGER)::BIGINT, 8, 1);
SET VARIABLE year_last = (getvariable('year_first') + INTERVAL 1 YEAR - INTERVAL 1 DAY)::DATE;

-- The term of the same number a school year earlier: 2021-2022-1 before 2022-2023-1.
CREATE TEMP TABLE year_before AS
SELECT now.n, before.n AS n_before
FROM term AS now JOIN term AS before
  ON before.name = format('{:04d}-{:04d}-{}',
    regexp_extract(now.name, '^(\d+)-(\d+)-(.+)$', 1)::BIGINT - 1,
    regexp_extract(now.name, '^(\d+)-(\d+)-(.+)$', 2)::BIGINT - 1,
    regexp_extract(now.name, '^(\d+)-(\d+)-(.+)$', 3))
WHERE regexp_full_match(now.name, '\d+-\d+-.+');

-- Monday to Friday of the term less holidays, plus make-up days.
CREATE TEMP TABLE school_day AS
SELECT "on", (datediff('day', date_trunc('week', getvariable('first'))::DATE, "on") // 7) AS week,
  date_trunc('month', "on")::DATE AS month
FROM (
  SELECT unnest(generate_series(getvariable('first'), getvariable('last'), INTERVAL 1 DAY))::DATE AS "on"
) LEFT JOIN day_declared AS declared USING ("on")
WHERE coalesce(declared.day = '补课', isodow("on") <= 5);

-- At least three school days make a teaching week, ten a month of the term.
CREATE TEMP TABLE teaching_week AS
SELECT week, count(*) AS days FROM school_day GROUP BY week HAVING count(*) >= 3;

CREATE TEMP TABLE term_month AS
SELECT month, count(*) AS days FROM school_day GROUP BY month HAVING count(*) >= 10;

SET VARIABLE weeks = (SELECT count(*) FROM teaching_week);
SET VARIABLE months = (SELECT count(*) FROM term_month);

CREATE MACRO week_of(day) AS datediff('day', date_trunc('week', getvariable('first'))::DATE, day) // 7;
CREATE MACRO in_term(day) AS day BETWEEN getvariable('first') AND getvariable('last');
CREATE MACRO in_year(day) AS day BETWEEN getvariable('year_first') AND getvariable('year_last');

-- num / den as an integer that orders fractions exactly and is equal for equal ones: two different fractions whose
-- denominators are at most 10^8 differ by at least 10^-16. Nothing divided by nothing is 0.
CREATE MACRO in_order(num, den) AS CASE WHEN den = 0 THEN 0::HUGEINT ELSE num::HUGEINT * 10000000000000000 // den END;
-- num / den in hundredths, half up; num is not negative.
CREATE MACRO hundredths(num, den) AS CASE WHEN den = 0 THEN 0 ELSE (200 * num + den) // (2 * den) END;
-- Decimals arrive as their digits. Four places are enough for scores and marks.
CREATE MACRO exact(digits) AS digits::DECIMAL(18, 4);
CREATE MACRO award_points(level, prize) AS CASE (level || prize)
  WHEN '市级一等奖' THEN 10 WHEN '市级二等奖' THEN 8 WHEN '县级一等奖' THEN 6 WHEN '县级二等奖' THEN 4
  WHEN '乡级一等奖' THEN 3 WHEN '乡级二等奖' THEN 2 ELSE 0 END;
