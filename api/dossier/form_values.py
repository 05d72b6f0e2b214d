"""What a field of a form may be filled with: a small closed list of words, checked before anything is printed.

    name  code  school  township  stage          the person, as the register says on the day
    register.FIELD                               any field of the register: sex, born, hired, post, title, degree …
    age  years.FIELD                             whole years from a day of the register to the last day of the dossier
    since  until  position  digest               the dossier itself
    count.KIND                                   how many records of a kind
    last.KIND.FIELD                              a field of the newest record of a kind
    points.total  points.parts.PART              what the pack gives
    hand                                         left empty, to be filled in by hand

A day may be followed by `:年月`, `:年月日` or `:年`, in a field and in a column.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, get_type_hints

from api.dossier.laid_out import ENTRY_DIGITS, in_short, office_name
from api.dossier.printing import Printing
from api.pages.record_fields import called
from ledger.nearest import did_you_mean
from ledger.records.registered import TeacherRegistered
from projections.dossier import Dossier, DossierLine
from projections.dossier.reading import kinds_told

COLUMN_FORMATS = ("年月", "年月日", "年")
OF_A_LINE = ("day", "entry", "position", "office", "says", "called", "number", "evidence")
"""What may stand in a column beside a record's own fields."""

_PLAIN = ("name", "code", "school", "township", "stage", "age", "since", "until", "position", "digest", "hand")
_REGISTER = tuple(name for name in TeacherRegistered.__struct_fields__ if name not in ("identity", "teacher"))
_DAYS = tuple(name for name in _REGISTER if get_type_hints(TeacherRegistered)[name] is date)


def check_value(source: str) -> str:
    """What is wrong with the source of a field; empty where nothing is."""
    word, _, form = source.partition(":")
    if form and form not in COLUMN_FORMATS:
        return f"“{form}”不是日期的写法,可以是 {'、'.join(COLUMN_FORMATS)}"
    first, _, rest = word.partition(".")
    if word in _PLAIN or word == "points.total" or (word.startswith("points.parts.") and word[13:]):
        return ""
    if first == "register":
        return "" if rest in _REGISTER else f"名册没有这一项,{did_you_mean(rest, _REGISTER)}"
    if first == "years":
        return "" if rest in _DAYS else f"名册没有这个日期,{did_you_mean(rest, _DAYS)}"
    if first == "count":
        return "" if rest in kinds_told() else f"没有这种记录,{did_you_mean(rest, kinds_told())}"
    if first == "last":
        kind, _, field = rest.rpartition(".")
        return (
            check_column([kind], field) if kind in kinds_told() else f"没有这种记录,{did_you_mean(kind, kinds_told())}"
        )
    return f"不认识,{did_you_mean(word, _PLAIN)}"


def check_column(kinds: Sequence[str], source: str) -> str:
    """What is wrong with the source of a column; empty where nothing is.

    `a|b`: the first that the record has; `a+b`: both. No kinds are all of them, of which only `OF_A_LINE` is told.
    """
    words, _, form = source.partition(":")
    if form and form not in COLUMN_FORMATS:
        return f"“{form}”不是日期的写法,可以是 {'、'.join(COLUMN_FORMATS)}"
    known = {*OF_A_LINE, *(field for kind in kinds for field in kinds_told()[kind].__struct_fields__)}
    unknown = next((word for word in _words(words) if word not in known), None)
    return f"没有叫“{unknown}”的字段,{did_you_mean(unknown, known)}" if unknown is not None else ""


def value_of(printing: Printing, source: str) -> str:
    """What a field says."""
    word, _, form = source.partition(":")
    return _told(_value(printing, word), form)


def column_of(printing: Printing, line: DossierLine, number: int, source: str) -> str:
    """What a column says in the row of a record."""
    words, _, form = source.partition(":")
    told = (_first_of(printing, line, number, some, form) for some in words.split("+"))
    return " ".join(one for one in told if one)


def _first_of(printing: Printing, line: DossierLine, number: int, words: str, form: str) -> str:
    for word in words.split("|"):
        if word in OF_A_LINE:
            return _told(_of_line(printing, line, number, word), form)
        if word in line.record.__struct_fields__:
            return _told(getattr(line.record, word), form)
    return ""


def _words(said: str) -> list[str]:
    return [word for some in said.split("+") for word in some.split("|")]


def _of_line(printing: Printing, line: DossierLine, number: int, word: str) -> Any:
    dossier = printing.dossier
    if word == "says":
        return in_short(dossier, line, printing.names)
    if word == "office":
        return "、".join(dict.fromkeys(office_name(one, dossier) for one in line.attested_by))
    if word == "evidence":
        attached = {one.file.digest: one.number for one in printing.laid_out.evidence}
        return "、".join(str(attached[file.digest]) for file in line.evidence if file.digest in attached)
    said = {
        "day": line.day,
        "entry": line.entry[:ENTRY_DIGITS],
        "position": line.position,
        "called": called(line.kind),
        "number": number,
    }
    return said[word]


def _value(printing: Printing, word: str) -> Any:
    dossier = printing.dossier
    row, school = dossier.person.teacher, dossier.person.school
    first, _, rest = word.partition(".")
    match first:
        case "name":
            return printing.name
        case "code":
            return dossier.teacher
        case "school":
            return school.name if school else ""
        case "township" | "stage":
            return getattr(school, first) if school else ""
        case "register":
            return getattr(row, rest) if row else ""
        case "age":
            return _years(row.born, dossier) if row else ""
        case "years":
            return _years(getattr(row, rest), dossier) if row else ""
        case "since":
            return dossier.since
        case "until":
            return dossier.as_of
        case "position":
            return dossier.position
        case "digest":
            return dossier.digest
        case "count":
            return sum(line.kind == rest and line.attested for line in printing.lines)
        case "last":
            kind, _, field = rest.rpartition(".")
            lines = [line for line in printing.lines if line.kind == kind and line.attested]
            return column_of(printing, lines[-1], 1, field) if lines else ""
        case "points":
            return _points(printing, rest)
    return ""


def _points(printing: Printing, rest: str) -> Any:
    points = printing.result.answers.get("points", {}) if printing.result else {}
    return points.get("total", "") if rest == "total" else points.get("parts", {}).get(rest.removeprefix("parts."), "")


def _years(since: date, dossier: Dossier) -> int:
    """Whole years from a day to the last of the dossier."""
    day = dossier.as_of
    return max(0, day.year - since.year - ((day.month, day.day) < (since.month, since.day)))


def _told(value: Any, form: str) -> str:
    if isinstance(value, date):
        day = {"年月": f"{value.year}年{value.month}月", "年": f"{value.year}年"}
        return day.get(form, f"{value.year}年{value.month}月{value.day}日") if form else value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple):
        return "、".join(_told(one, form) for one in value)
    return "" if value is None else str(value)
