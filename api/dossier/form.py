"""A Word template with named fields: where its file is, and what of the record each field is filled with."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from api.dossier.chapters import FOLDER
from api.dossier.form_values import check_column, check_value
from api.dossier.written import Unreadable, bad_template, read_written
from ledger.nearest import did_you_mean
from ledger.refusals import Misuse
from projections.dossier.reading import kinds_told

SHIPPED = Path(__file__).parent / "forms"
MORE = "_另有"
"""Behind the name of a table: a sentence on rows for which there was no room, empty where there are none."""

_NAME = re.compile(r"[^\W\d]\w*")


class FormTable(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A table of the form: which kinds of record (without version; none: all), at most how many rows, what each column
    says.

    Where there are more, the newest are taken. `attested`: only what was attested.
    """

    kinds: tuple[str, ...]
    columns: dict[str, str]
    most: int = 0
    attested: bool = True


class Mapped(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What stands in the file beside a template: its title, for whom it is, single fields, and tables."""

    title: str
    says: str = ""
    fields: dict[str, str] = {}
    tables: dict[str, FormTable] = {}


@dataclass(frozen=True)
class Form:
    """A template and its mapping, both sound."""

    path: Path
    mapped: Mapped


def known_forms(home: Path | None) -> Mapping[str, Path]:
    """Every template by name; one in the county's folder takes the place of a shipped one of the same name."""
    folders = [SHIPPED, *([home / FOLDER] if home else [])]
    return {path.stem: path for folder in folders for path in sorted(folder.glob("*.docx")) if path.stem[0] not in "~."}


def find_form(said: str, home: Path | None) -> Form:
    """The template in the file at a path (its mapping beside it, `.yaml`), else the one of a name.

    Raises Misuse `unknown-template`, Refused `bad-template` naming what does not fit.
    """
    if said.endswith(".docx"):
        path = Path(said)
        if not path.is_file():
            raise Misuse("unknown-template", f"没有模板文件 {said};请核对路径。")
    else:
        known = known_forms(home)
        if said not in known:
            raise Misuse("unknown-template", f"没有叫“{said}”的模板;{did_you_mean(said, known)}。")
        path = known[said]
    return Form(path, read_mapping(path.with_suffix(".yaml")))


def read_mapping(path: Path) -> Mapped:
    """What a file says of a template's fields. Raises Refused `bad-template`."""
    try:
        mapped = read_written(path, Mapped)
    except Unreadable as fault:
        raise bad_template(path, f"模板旁边要有同名的对照文件,{fault}") from None
    for name, source in mapped.fields.items():
        _check_name(path, name)
        if wrong := check_value(source):
            raise bad_template(path, f"字段“{name}”写的“{source}”,{wrong}")
    for name, table in mapped.tables.items():
        _check_name(path, name)
        for kind in table.kinds:
            if kind not in kinds_told():
                raise bad_template(path, f"表“{name}”的 {kind} 不是业务档案里的记录种类,{_near(kind)}")
        for column, source in table.columns.items():
            _check_name(path, column)
            if wrong := check_column(table.kinds, source):
                raise bad_template(path, f"表“{name}”的“{column}”写的“{source}”,{wrong}")
    return mapped


def _near(kind: str) -> str:
    return did_you_mean(kind, kinds_told())


def _check_name(path: Path, name: str) -> None:
    if not _NAME.fullmatch(name):
        raise bad_template(path, f"“{name}”不能作字段名,只能用汉字、字母、数字和下划线,不以数字开头")
