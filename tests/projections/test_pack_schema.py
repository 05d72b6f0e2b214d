"""The JSON Schema of packs that editors read: every word told in Chinese, every sound pack valid, a slip found."""

from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from projections.catalogue import PACKS
from projections.language.editor_schema import FILE, pack_schema, pack_schema_text
from projections.language.pack_files import STORIES
from projections.language.yaml_text import read_yaml

DOCS = Path(__file__).parent.parent.parent / "docs"
jsonschema: Any = pytest.importorskip("jsonschema")
EVERY_WORD = Path(__file__).parent / "packs" / "every-word.yaml"
FILES = [EVERY_WORD, *sorted(path for path in PACKS.glob("*.yaml") if not path.name.endswith(STORIES))]


def as_editors_read(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: as_editors_read(one) for name, one in value.items()}
    if isinstance(value, list):
        return [as_editors_read(one) for one in value]
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Fraction) else value


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.stem))
def test_every_sound_pack_is_valid(path: Path) -> None:
    values = as_editors_read(read_yaml(path.read_text(encoding="utf-8")).values)
    jsonschema.Draft202012Validator(pack_schema()).validate(values)


def test_a_slip_is_found() -> None:
    text = EVERY_WORD.read_text(encoding="utf-8")
    for old, new in (
        ("    done: hours", "    doen: hours"),
        ("split: month", "split: moon"),
        ("kind: veto", "kind: vote"),
    ):
        assert old in text
        values = as_editors_read(read_yaml(text.replace(old, new, 1)).values)
        assert not jsonschema.Draft202012Validator(pack_schema()).is_valid(values)


def test_every_word_is_told_in_chinese() -> None:
    schema = pack_schema()
    told = [said for one in (schema, *schema["$defs"].values()) for said in one.get("properties", {}).values()]
    assert len(told) > 150
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in said["description"]) for said in told)


def test_the_schema_in_the_documentation_is_that_of_the_language() -> None:
    """`make schemas` writes it again."""
    assert (DOCS / "schemas" / FILE).read_text(encoding="utf-8") == pack_schema_text()
