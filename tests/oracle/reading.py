"""Reading a workbook row by row: what is accepted, what is a duplicate, what is refused and why."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from .cells import first_of, items, plain, read_code, read_count, read_day, read_id_number, read_month
from .rows import Row, Value, written_rows
from .sheets import MAY_BE_EMPTY, SHEETS, THREE_ONES, VOCABULARY

Key = tuple[Value, ...]
Cells = dict[str, object]


class Refused(Exception):
    """A row is not taken; the argument is the code."""


@dataclass
class County:
    """What has been accepted so far, sheet by sheet: of each record all versions, the last one stands."""

    today: date
    versions: dict[str, dict[Key, list[Row]]] = field(default_factory=lambda: {name: {} for name in SHEETS})
    rejections: list[dict[str, object]] = field(default_factory=list)
    counts: dict[str, dict[str, int]] = field(
        default_factory=lambda: {name: {"accepted": 0, "duplicate": 0, "rejected": 0} for name in SHEETS}
    )

    def rows(self, sheet: str) -> list[Row]:
        """The records of a sheet as they stand, in the order they came."""
        return [versions[-1] for versions in self.versions[sheet].values()]

    def teachers_meant(self, cell: object) -> list[str]:
        """The codes a reference to a teacher may mean: by code, or by name among the accepted teachers.

        Teachers come before all sheets that refer to them, so the register is complete here; refused teacher
        rows lend nobody their name.
        """
        code = read_code(cell)
        if code is not None:
            return [code] if (code,) in self.versions["教师"] else []
        return [row.text("教师编号") for row in self.rows("教师") if row.text("姓名") == plain(cell)]


def read_workbook(path: Path, today: date) -> County:
    """The whole workbook, each row accepted, counted as duplicate, or refused."""
    county = County(today)
    for sheet, number, cells in written_rows(path):
        try:
            row = read_row(county, sheet, cells)
            check_record(county, sheet, row)
            fate = keep(county, sheet, row)
        except Refused as refusal:
            fate = "rejected"
            county.rejections.append({"sheet": sheet, "row": number, "code": str(refusal)})
        county.counts[sheet][fate] += 1
    return county


def read_row(county: County, sheet: str, cells: Cells) -> Row:
    """The row read, or refused for a fault of a cell.

    One pass over the columns for each code, in the page's order, so the first that fits is given.
    """
    columns = SHEETS[sheet].columns
    filled = {column: kind for column, kind in columns.items() if items(cells[column])}  # a lone 、 is empty
    lists = ("list", "teachers", "past-months")
    read: dict[str, Value] = {c: frozenset() if kind in lists else None for c, kind in columns.items()}
    if any(column not in filled and column not in MAY_BE_EMPTY for column in columns):
        raise Refused("missing-value")

    for column, kind in filled.items():
        if kind in VOCABULARY and plain(cells[column]) not in VOCABULARY[kind]:
            raise Refused("unknown-value")
        if kind in VOCABULARY or kind == "text":
            read[column] = plain(cells[column])
        if kind == "list":
            read[column] = frozenset(items(cells[column]))
    read |= read_days(county, filled, cells)
    for column, kind in filled.items():
        if kind == "count":
            read[column] = whole = read_count(cells[column])
            if whole is None:
                raise Refused("bad-number")
    for column, kind in filled.items():
        if kind == "id-number":
            read[column] = number = read_id_number(cells[column])
            if number is None:
                raise Refused("bad-id-number")
    for column, kind in filled.items():
        if kind == "school":
            read[column] = school = plain(cells[column])
            if (school,) not in county.versions["学校"]:
                raise Refused("unknown-school")
    return Row(read | read_teachers(county, filled, cells))


def read_days(county: County, filled: dict[str, str], cells: Cells) -> dict[str, Value]:
    """The days and months of a row; refused if one cannot be read, or has happened on a day after today."""
    read: dict[str, Value] = {}
    happened: list[date] = []
    for column, kind in filled.items():
        if kind in ("day", "past-day"):
            read[column] = day = read_day(cells[column])
            if day is None:
                raise Refused("bad-date")
            if kind == "past-day":
                happened.append(day)
        if kind in ("past-month", "past-months"):
            written = items(cells[column]) if kind == "past-months" else [plain(cells[column])]
            months = {read_month(item) for item in written}
            known = {month for month in months if month is not None}
            if known != months:
                raise Refused("bad-date")
            happened += [first_of(month) for month in known]
            read[column] = frozenset(known) if kind == "past-months" else min(known)
    if any(day > county.today for day in happened):
        raise Refused("future-date")
    return read


def read_teachers(county: County, filled: dict[str, str], cells: Cells) -> dict[str, Value]:
    """The teachers a row names, as codes; each must be known, and then each be one only.

    Open: a row of the register whose own code is no code. Read: `unknown-teacher`, the nearest of the codes.
    """
    meant: dict[str, list[list[str]]] = {}
    for column, kind in filled.items():
        if kind == "code":
            own = read_code(cells[column])
            meant[column] = [[] if own is None else [own]]
        if kind == "teacher":
            meant[column] = [county.teachers_meant(cells[column])]
        if kind == "teachers":
            meant[column] = [county.teachers_meant(item) for item in items(cells[column])]
    if any(codes == [] for found in meant.values() for codes in found):
        raise Refused("unknown-teacher")
    if any(len(codes) > 1 for found in meant.values() for codes in found):
        raise Refused("ambiguous-teacher")
    return {
        column: frozenset(codes[0] for codes in found) if filled[column] == "teachers" else found[0][0]
        for column, found in meant.items()
    }


def check_record(county: County, sheet: str, row: Row) -> None:
    """Refuse what no cell shows alone: oneself, a day out of term, an early end, two posts at once."""
    if sheet == "听课记录" and row.text("听课人") == row.text("授课人"):
        raise Refused("observes-self")
    if sheet == "师徒结对" and row.text("师傅") == row.text("徒弟"):
        raise Refused("mentors-self")
    if sheet == "听课记录" and not any(
        term.day("开始日期") <= row.day("日期") <= term.day("结束日期") for term in county.rows("学期")
    ):
        raise Refused("outside-term")
    span = SHEETS[sheet].span
    if span is not None and row.day(span[1]) < row.day(span[0]):
        raise Refused("ends-before-start")
    if sheet == "支教交流" and any(on_both(row, other) for other in county.rows(sheet)):
        raise Refused("already-on-rotation")


def on_both(row: Row, other: Row) -> bool:
    """Whether a teacher would be on two rotations at once, one of them full-time; a span includes its ends.

    The same teacher and start is the same rotation, not another: whether it may stand is for `keep` to say.
    """
    return (
        row.text("教师编号") == other.text("教师编号")
        and row.day("开始日期") != other.day("开始日期")
        and "全职支教" in (row.text("类型"), other.text("类型"))
        and row.day("开始日期") <= other.day("计划结束")
        and other.day("开始日期") <= row.day("计划结束")
    )


def keep(county: County, sheet: str, row: Row) -> str:
    """Same key and same content is a duplicate; what only grows is accepted; other content is a clash."""
    key = tuple(row.cells[column] for column in SHEETS[sheet].key)
    versions = county.versions[sheet].setdefault(key, [])
    if row in versions:  # also a version that has since grown: it was taken once and says nothing new
        return "duplicate"
    if versions and not grows(sheet, versions[-1], row):
        raise Refused("clash")
    versions.append(row)
    return "accepted"


def grows(sheet: str, old: Row, new: Row) -> bool:
    """Whether other content of the same record only grows.

    A changed teacher or school is taken at a later hand-in only; within one file it is a clash.
    """
    changed = {column for column in old.cells if old.cells[column] != new.cells[column]}
    if sheet == "支教交流":
        return changed == {"到岗月份"} and old.entries("到岗月份") < new.entries("到岗月份")
    if sheet == "外出培训":
        return changed <= set(THREE_ONES) and not any(old.has(column) for column in changed)
    if sheet == "家访":
        return all(old.count(column) < new.count(column) for column in changed)
    return False
