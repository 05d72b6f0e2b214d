"""The shipped pack with parts changed or added, so that every word of the pack language is spoken by some pack."""

from collections.abc import Callable
from pathlib import Path

from projections.language.pack import formula
from projections.language.schema import Rounding
from projections.language.scopes import person_attributes
from projections.language.syntax import names_in
from projections.language.types import Type

SHIPPED = Path("projections/packs/taikang-2022.yaml")
Change = Callable[[str], str]


def changed(*replacements: tuple[str, str]) -> Change:
    """The pack with texts replaced, each of which it must have."""

    def change(text: str) -> str:
        for old, new in replacements:
            assert old in text, old
            text = text.replace(old, new)
        return text

    return change


def quota(name: str, done: str, target: str = "1", when: str = "", more: str = "", **given: str) -> tuple[str, str]:
    """A quota more; its example gives 1 (or yes) for each name, or what is given for it."""
    formulas = [text for text in (done, target, when) if text]
    names = sorted({one for text in formulas for one in names_in(formula(text))})
    examples = ", ".join(f"{one}: {given.get(one.replace('.', '_'), _any(one))}" for one in names)
    condition = f"    when: '{when}'\n" if when else ""
    return (
        "\nclauses:\n",
        f"\nclauses:\n  {name}:\n    kind: quota\n    covers: []\n    says: {{zh: 某项, en: something}}\n"
        f"    source: {{section: 一}}\n    origin: local_default\n{more}{condition}"
        f"    done: '{done}'\n    target: '{target}'\n"
        f"    examples:\n      - given: {{{examples}}}\n        gives: {{}}\n",
    )


def measure(name: str, text: str) -> tuple[str, str]:
    """A measure more, its lines after `says`."""
    lines = "".join(f"    {line.strip()}\n" for line in text.strip().splitlines())
    return "\ntotals:\n", f"\n  {name}:\n    says: {{zh: 某数, en: a number}}\n{lines}\ntotals:\n"


def roster(name: str, text: str) -> tuple[str, str]:
    """A roster more."""
    return "\nrosters:\n", f"\nrosters:\n  {name}: {{says: {{zh: 某名册, en: a roster}}, {text}}}\n"


def total(name: str, of: str, over: str) -> tuple[str, str]:
    """A total more."""
    return "\ntotals:\n", f"\ntotals:\n  {name}: {{says: {{zh: 某和, en: a sum}}, of: {of}, over: {over}}}\n"


def eligibility(name: str, judged_on: str, *conditions: str, for_: str = "everyone") -> tuple[str, str]:
    """An eligibility more; its example gives 1 or a day for each name."""
    listed = "".join(
        f"      condition-{number}: {{says: {{zh: 某条, en: one}}, if: '{text}'}}\n"
        for number, text in enumerate(conditions)
    )
    names = sorted({one for text in (judged_on, *conditions) for one in names_in(formula(text))} - {"judging_day"})
    given = ", ".join(f"{one}: {'2022-09-01' if _is_day(one) else _any(one)}" for one in names)
    return (
        "\nclauses:\n",
        f"\nclauses:\n  {name}:\n    kind: eligibility\n    covers: []\n    says: {{zh: 某资格, en: some right}}\n"
        f"    source: {{section: 一}}\n    origin: local_default\n    for: {for_}\n    judged_on: '{judged_on}'\n"
        f"    conditions:\n{listed}    examples:\n      - given: {{{given}}}\n        gives: {{}}\n",
    )


def _any(name: str) -> str:
    if name.endswith((".met", ".eligible", "_teachers")):
        return "true"
    of = person_attributes().get(name)
    return {Type.WORD: '"1"', Type.YES: "true"}.get(of, "1") if of else "1"


def _is_day(name: str) -> bool:
    return name in ("as_of", "born", "hired", "post_since", "term.first_day", "term.last_day")


OBSERVED = """
    of: lesson.observed
    by: observer
    within: {day: on, window: term}
    where:
"""

ROUNDINGS: tuple[Rounding, ...] = ("half_up_0", "half_up_1", "half_up_3", "half_even_2", "up_1", "down_0", "none")
"""Ways to round the points of the shipped pack; its own examples are of its own way."""

CHANGES: dict[str, Change] = {
    "thirds and sevenths": changed(
        ("良: 0.8", "良: 0.7"),
        ("value: award_points(level, prize)", "value: award_points(level, prize) / 3"),
        quota("a-third", "award_sum / 3 + homework_grades / 7", "counting_observations / weeks_present"),
        quota("divided", "20 * months_present / term_months - 1", "-(award_sum / 7) / (1 / 3)"),
    ),
    "every record counts, attested or not": changed(("records: attested", "records: all")),
    "other school time": changed(
        ("weekdays: [1, 2, 3, 4, 5]", "weekdays: [1, 2, 4, 6, 7]"),
        ("teaching_week: {school_days: 3}", "teaching_week: {school_days: 2}"),
        ("term_month: {school_days: 10}", "term_month: {school_days: 4}"),
        ("present_week: {school_days: 3}", "present_week: {school_days: 1}"),
        ("present_month: {school_days: 10}", "present_month: {school_days: 6}"),
        ("each_grade: [初中]", "each_grade: [小学]"),
        ("低段: [一年级, 二年级]", "低段: [一年级, 七年级]"),
    ),
    "presence asked for where hardly anything makes a week": changed(
        ("teaching_week: {school_days: 3}", "teaching_week: {school_days: 0}"),
        ("term_month: {school_days: 10}", "term_month: {school_days: 1}"),
        ("present_week: {school_days: 3}", "present_week: {school_days: 5}"),
        ("present_month: {school_days: 10}", "present_month: {school_days: 1}"),
    ),
    "conditions on parties": changed(
        measure("in_township", OBSERVED + "- {if: my.school.township == school.township, otherwise: 外乡}"),
        measure("of_class_heads", OBSERVED + "- {if: 'teacher.post == \"班主任\"', otherwise: 不是班主任}"),
        measure(
            "of_the_younger",
            OBSERVED + "- {if: teacher.hired > my.hired or not (teacher.school.weak == school.weak), otherwise: 年长}",
        ),
        measure("of_my_band", OBSERVED + "- {if: 'band == my.grade or band in [\"低段\", grade]', otherwise: 他段}"),
        measure(
            "of_known", OBSERVED + "- {if: 'teacher.born > term.first_day or teacher.title != \"\"', otherwise: 无}"
        ),
        measure("of_strangers", OBSERVED + "- {if: 'teacher.school.band == \"\"', otherwise: 熟人}"),
        measure("elsewhere", OBSERVED + "- {if: teacher.school != school and teacher != observer, otherwise: 本校}"),
        measure("shown", "of: lesson.observed\nby: teacher\nwhere:\n- {if: observer.class_size <= 2, otherwise: 大}"),
        *(
            quota(f"party-{name.replace('_', '-')}", name)
            for name in ("in_township", "of_class_heads", "of_the_younger", "of_my_band", "of_known", "of_strangers")
        ),
        quota("party-shown", "shown + elsewhere"),
    ),
    "other rosters": changed(
        ("without_self: true", "without_self: false"),
        (
            "of: teachers\n    same: school\n    who: principals",
            "of: teachers\n    same: township\n    who: principals",
        ),
        ("of: school_bands\n    same: township", "of: school_bands\n    same: school"),
    ),
    "township rosters": changed(
        roster("neighbours", "of: teachers, same: township, without_self: true, who: homeroom_teachers"),
        roster("all_around", "of: teachers, same: township"),
        roster("own_bands", "of: school_bands, same: school"),
        measure("heads_observed", OBSERVED.replace("where:", "among: {roster: neighbours, item: [teacher]}")),
        measure(
            "schools_observed",
            OBSERVED.replace("where:", "among: {roster: own_bands, item: [school, band]}") + "once_per: [school]",
        ),
        total("neighbours_awards", "award_sum", "neighbours"),
        total("all_observations", "counting_observations", "all_around"),
        quota("heads", "heads_observed", "neighbours.size"),
        quota("schools", "schools_observed + neighbours_awards", "all_around.size + own_bands.size"),
        quota("together", "counting_observations", "ceil(70% * all_observations / all_around.size)"),
    ),
    "quotas for some only, under conditions": changed(
        quota("when-one", "award_sum", when="award_sum > 0 and not plain_teachers"),
        quota("when-two", "floor(award_sum / 2)", "min(3, 2, class_size)", more="    for: principals\n"),
        quota("when-three", "max(1, award_sum, 2)", when='post in ["教师", "校长"] or sex == "男"'),
        quota("when-four", "if(school.weak, class_size, -class_size)", when='school.township != "甲乡"'),
        quota("when-five", "2 * observe_20.short + read_1.target", when="observe_20.met == essay_2000.met"),
        quota(
            "when-six",
            "weeks_present",
            when="days_after(hired, 1096) >= term.first_day",
            hired="2020-01-01",
            term_first_day="2022-09-01",
        ),
        quota(
            "when-seven",
            "months_present",
            when="months_after(born, 12 * 51 + class_size) < as_of",
            born="1970-01-01",
            as_of="2022-09-01",
        ),
    ),
    "days and numbers of records": changed(
        measure(
            "sanction_days",
            "of: conduct.sanctioned\nby: teacher\nwhere:\n"
            "- {if: 'months_after(on, months / 2 + 1) > as_of', otherwise: 已满}\nvalue: months / 7",
        ),
        measure("hours_trained", "of: training.attended\nby: teacher\nvalue: hours / 3"),
        measure(
            "late_parts",
            "of: training.followed_up\nby: main.teacher\nwithin: {day: on, window: present_weeks}\n"
            'where:\n- {if: \'main.teacher.school.stage == "小学" or main.level == "县级"\', otherwise: 否}\n'
            "value: if(on > days_after(main.end, 1 + main.hours), 1 / 3, main.hours)",
        ),
        measure(
            "long_leaves",
            "of: leave.taken\nby: teacher\nwithin: {day: start, window: term}\n"
            "where:\n- {if: 'end >= days_after(start, 5)', otherwise: 短假}",
        ),
        measure(
            "mentees",
            "of: mentorship.formed\nby: mentor\nwhere:\n"
            "- {if: mentee.subject == subject and mentee.hired > mentor.hired, otherwise: 否}\nonce_per: [mentee]",
        ),
        measure(
            "months_away",
            "of: rotation.month_confirmed\nby: main.teacher\n"
            "within: {day: month, window: present_months}\nwhere:\n"
            "- {if: 'main.host.weak and main.rotation != \"兼课\" or main.home.weak', otherwise: 否}",
        ),
        measure("plans", "of: home.visited\nby: teacher\nvalue: -pupils"),
        measure("huge", "of: essay.written\nby: teacher\nvalue: characters * characters * characters / 7"),
        quota("number-one", "sanction_days + hours_trained", "late_parts"),
        quota("number-two", "long_leaves", "mentees"),
        quota("number-three", "months_away", "plans"),
        quota("number-four", "huge * huge * huge / 1000000007 / 1000000009 / 1000000011"),
    ),
    "periods and once per": changed(
        measure(
            "busy_months",
            "of: lesson.observed\nby: observer\nwithin: {day: on, window: present_months}\nperiods_with: 2",
        ),
        measure(
            "busy_weeks",
            "of: lesson.observed\nby: observer\nwithin: {day: on, window: teaching_weeks}\n"
            "once_per: [on]\nperiods_with: 2",
        ),
        measure(
            "idle_weeks", "of: lesson.observed\nby: teacher\nwithin: {day: on, window: present_weeks}\nperiods_with: 1"
        ),
        measure(
            "best_of_school",
            "of: lesson.observed\nby: observer\nonce_per: [teacher.school, form]\n"
            "value: period / 3 - 1\nkeep: most_points",
        ),
        measure(
            "checked_months",
            "of: routine.checked\nby: teacher\nwithin: {day: month, window: present_months}\n"
            "once_per: [item]\nperiods_with: 1",
        ),
        measure(
            "weeks_attended",
            "of: preparation.attended\nby: teacher\nwithin: {day: main.on, window: present_weeks}"
            "\nwhere:\n- {if: main.leader != my.teacher and main.leader.post == my.post, otherwise: 主备}\n"
            "periods_with: 1",
        ),
        quota("period-one", "busy_months", "busy_weeks"),
        quota("period-two", "idle_weeks", "best_of_school"),
        quota("period-three", "checked_months", "weeks_attended"),
    ),
    "preparation groups": changed(
        measure(
            "plans_made",
            "of: preparation.held\nby: preparation_group\nwithin: {day: on, window: term}\n"
            'where:\n- {if: leader.post != "校长" and school.township == leader.school.township, otherwise: 外人}\n'
            "value: model_plans / 3",
        ),
        quota("group-one", "plans_made", "teaching_weeks", more="    per: preparation_group\n"),
        quota(
            "group-two",
            "term_months",
            "if(school.weak, 2, 5)",
            'group == "文科组" and school.stage == "小学"',
            more="    per: preparation_group\n",
        ),
        quota(
            "group-three",
            "collective_prep_2_weekly.short",
            "if(collective_prep_2_weekly.met, 0, 1)",
            'school != "S1"',
            more="    per: preparation_group\n",
        ),
    ),
    "eligibility upon results": changed(
        eligibility(
            "right-one",
            "months_after(term.last_day, 1)",
            "evaluation_points.total >= 30",
            "class_head_county_entry.eligible",
            "not merit_selection.eligible",
        ),
        eligibility(
            "right-two",
            "as_of",
            "years_after(post_since, 3) <= judging_day",
            "own_quotas.unmet <= 2",
            "own_colleagues.size > 1",
            "evaluation_points.lesson_plans + evaluation_points.awards >= 3",
            for_="young_teachers",
        ),
        eligibility(
            "right-three",
            "hired",
            "judging_day < born or judging_day == hired",
            "right_two.eligible",
            "observe_20.met == (observe_20.short == 0)",
        ),
    ),
}
