"""Templates of Word that a county makes itself: what is filled in, and what is said of one that does not fit."""

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Written

from api.dossier.building_forms import FORMS, build
from api.dossier.chapters import FOLDER, chapters_of
from api.dossier.form import SHIPPED, find_form, known_forms
from api.dossier.form_values import check_column, check_value
from api.dossier.word import check_form
from ledger.refusals import Misuse, Refused
from projections.dossier.reading import kinds_told

Make = Callable[[str, str], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Makes a template that says a text, with its mapping."""

    def made(text: str, mapping: str) -> Path:
        document: Written = Document()
        document.add_paragraph(text)
        path = tmp_path / "申报表.docx"
        document.save(str(path))
        path.with_suffix(".yaml").write_text(mapping, encoding="utf-8")
        return path

    return made


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_shipped_template_is_what_our_script_builds_and_fits_its_mapping(name: str, tmp_path: Path) -> None:
    build(tmp_path)
    assert (tmp_path / f"{name}.docx").read_bytes() == (SHIPPED / f"{name}.docx").read_bytes()
    form = find_form(name, None)
    check_form(form)
    assert form.mapped.title


@pytest.mark.parametrize(
    ("text", "mapping", "told"),
    [
        ("{{ 姓名 }}", "title: 表\nfields:\n  名字: name\n", "“姓名”在对照文件里没有"),
        ("{{ 姓名 }}", "title: 表\nfields:\n  姓名: nam\n", "字段“姓名”写的“nam”"),
        ("{{ 姓名 }}", "title: 表\nfields:\n  姓名: register.names\n", "名册没有这一项"),
        ("{{ 日 }}", "title: 表\nfields:\n  日: until:月日\n", "不是日期的写法"),
        ("{{ 数 }}", "title: 表\nfields:\n  数: count.lesson.seen\n", "没有这种记录"),
        ("{{ 姓名", "title: 表\nfields:\n  姓名: name\n", "模板里有写错的地方"),
        ("{{ 姓名 }}", "title: 表\nfields: [姓名]\n", "对照文件"),
        ("{{ 姓名 }}", "title: 表\nfields:\n  姓名: name\n  姓名: code\n", "第 4 行“姓名”写了两次"),
        ("{{ 姓名 }}", "title: 表\nfileds:\n  姓名: name\n", "不认识的项目"),
        ("{{ 1名 }}", "title: 表\nfields:\n  1名: name\n", "不能作字段名"),
        (
            "{% for 行 in 荣誉 %}{{ 行.名 }}{% endfor %}",
            "title: 表\ntables:\n  荣誉:\n    kinds: [honour.granted]\n    columns: {名称: honour}\n",
            "写错的地方",
        ),
        (
            "{{ 荣誉_另有 }}",
            "title: 表\ntables:\n  荣誉:\n    kinds: [honour.given]\n    columns: {名称: honour}\n",
            "不是业务档案里的记录种类",
        ),
        (
            "{{ 荣誉_另有 }}",
            "title: 表\ntables:\n  荣誉:\n    kinds: [honour.granted]\n    columns: {名称: honor}\n",
            "没有叫“honor”的字段",
        ),
    ],
)
def test_a_template_that_does_not_fit_is_named_with_the_field_at_fault(
    make: Make, text: str, mapping: str, told: str
) -> None:
    path = make(text, mapping)
    with pytest.raises(Refused) as refused:
        check_form(find_form(str(path), None))
    assert refused.value.code == "bad-template"
    assert told in refused.value.message


def test_a_template_reaches_nothing_but_its_fields(make: Make) -> None:
    """What the county's file may do is closed: it is somebody's Word document, mailed from office to office."""
    path = make("{{ 姓名.__class__.__mro__ }}", "title: 表\nfields:\n  姓名: name\n")
    with pytest.raises(Refused, match="写错的地方"):
        check_form(find_form(str(path), None))


def test_a_file_that_is_no_word_document_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    path.write_bytes(b"PK\x03\x04 not a document")
    path.with_suffix(".yaml").write_text("title: 表\n", encoding="utf-8")
    with pytest.raises(Refused, match="不是 Word 文档"):
        check_form(find_form(str(path), None))


def test_a_template_without_its_mapping_is_said_so(make: Make) -> None:
    path = make("{{ 姓名 }}", "")
    path.with_suffix(".yaml").unlink()
    with pytest.raises(Refused, match=r"找不到 申报表\.yaml"):
        find_form(str(path), None)


def test_the_countys_own_template_takes_the_place_of_a_shipped_one(make: Make, tmp_path: Path) -> None:
    folder = tmp_path / "ledger" / FOLDER
    folder.mkdir(parents=True)
    path = make("{{ 姓名 }}", "title: 本县的表\nfields:\n  姓名: name\n")
    for one in (path, path.with_suffix(".yaml")):
        one.rename(folder / f"shilu-plain{one.suffix}")
    assert find_form("shilu-plain", tmp_path / "ledger").mapped.title == "本县的表"
    assert find_form("shilu-plain", None).mapped.title != "本县的表"
    assert set(known_forms(tmp_path / "ledger")) == set(known_forms(None)) == set(FORMS)
    with pytest.raises(Misuse, match="shilu-plain"):
        find_form("shilu-plane", tmp_path / "ledger")


def test_every_field_of_every_kind_may_be_a_column() -> None:
    for kind, of in kinds_told().items():
        assert not [name for name in of.__struct_fields__ if check_column([kind], name)]
        assert not check_value(f"count.{kind}")


def test_every_kind_stands_in_one_chapter() -> None:
    chapters = chapters_of()
    named = [kind for chapter in chapters for kind in chapter.kinds]
    assert len(named) == len(set(named))
    assert set(kinds_told()) <= set(named)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("chapters:\n  - title: 荣誉\n    kinds: [honour.given]\n", "honour.given 不是业务档案里的记录种类"),
        ("chapters:\n  - {title: 甲, kinds: [award.won]}\n  - {title: 乙, kinds: [award.won]}\n", "award.won 在两处"),
        ("chapters:\n  - title: 荣誉\n", "缺少"),
        ("chapters: [\n", "第 2 行"),
    ],
)
def test_chapters_that_cannot_be_used_are_said_so(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "chapters.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        chapters_of(tmp_path)
    assert refused.value.code == "bad-chapters"
    assert told in refused.value.message


def test_the_countys_own_order_of_chapters_is_kept(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    text = "chapters:\n  - {title: 获奖, kinds: [award.won]}\n  - {title: 荣誉, kinds: [honour.granted]}\n"
    (tmp_path / FOLDER / "chapters.yaml").write_text(text, encoding="utf-8")
    assert [chapter.title for chapter in chapters_of(tmp_path)] == ["获奖", "荣誉", "其他"]
