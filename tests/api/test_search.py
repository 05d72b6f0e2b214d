"""People looked for: by part of a name, pinyin, code, school; never anybody whom the visitor may not see."""

import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest

from api.accounts.permitted import Sees, sees
from api.accounts.visitor import HERE
from api.search.index import Index, Person
from api.search.people import People
from api.search.pinyin import spellings, typed
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from ledger.records.employment import TeacherLeft, TeacherMerged
from ledger.records.personal_data import PersonForgotten, RetentionDeclared
from ledger.records.record import Record, TeacherId
from ledger.records.registered import SchoolRegistered
from ledger.refusals import Refused
from ledger.submission import Submission
from ledger.vault import Particulars
from ledger.vocabulary import Leaving
from tests.ledger.stories import AUTUMN, SCHOOL, TEACHER, changed

EVERYBODY = sees(HERE)
TOWN = changed(SCHOOL, school="S001", name="城关镇中心小学")
HILL = changed(SCHOOL, school="S002", name="王集乡初级中学")
NAMES = {
    "000001": "单雄信",
    "000002": "曾小贤",
    "000003": "查良镛",
    "000004": "解晓东",
    "000005": "仇英",
    "000006": "张晓明",
    "000007": "张明晓",
    "000008": "吕绿",
    "000009": "欧阳娜娜",
    "000010": "阿依古丽·买买提",
    "000011": "朴乐",
    "000012": "万俟尚",
    "000013": "王集",
}


def seen_by(schools: set[str] = frozenset(), teachers: set[str] = frozenset()) -> Sees:  # type: ignore[assignment]
    return Sees(False, frozenset(schools), frozenset(teachers), HERE)


def write(ledger: Ledger, *records: Record) -> None:
    with ledger.book.writing(HandIn("clerk", term=AUTUMN)) as pen:
        for outcome in pen.write([Submission([record]) for record in records]):
            if isinstance(outcome, Refused):
                raise outcome


def register(ledger: Ledger, names: dict[str, str], school: str = "S001") -> None:
    ledger.vault.begin()
    identity = {code: ledger.vault.keep(TeacherId(code), Particulars(name)) for code, name in names.items()}
    ledger.vault.commit()
    write(ledger, *(changed(TEACHER, teacher=code, identity=identity[code], school=school) for code in names))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    home = Home(tmp_path / "ledger")
    home.make()
    with home.opened() as ledger:
        write(ledger, AUTUMN, TOWN, HILL)
        register(ledger, {code: name for code, name in NAMES.items() if code != "000013"})
        register(ledger, {"000013": NAMES["000013"]}, "S002")
        yield ledger


@pytest.fixture
def people(ledger: Ledger) -> People:
    return People(ledger.book, ledger.vault.names)


def found(people: People, words: str, who: Sees = EVERYBODY) -> list[str]:
    return [one.name or one.teacher for one in people.find(words, who)]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        pair
        for name, several in {
            "单雄信": "单雄 雄信 shanxiongxin danxiongxin sxx dxx",
            "曾小贤": "zengxiaoxian cengxiaoxian zxx cxx",
            "查良镛": "zhaliangyong cha_liang_yong zly",
            "解晓东": "xiexiaodong jiexd",
            "仇英": "qiuying chouying",
            "吕绿": "lvlv lülü LYULYU",
            "欧阳娜娜": "ouyangnn oynn",
            "阿依古丽·买买提": "买买提 阿依古丽买买提 阿依古丽·买 ayigulimaimaiti",
            "朴乐": "piaole piaoyue",
            "万俟尚": "moqishang",
            "张晓明": "Zhāng_Xiǎomíng zhang'xiaoming zhangxm 张xm xiaoming_zhang 000006 6 ０００００６ 张_晓明",
        }.items()
        for pair in ((words.replace("_", " "), name) for words in several.split())
    ],
)
def test_somebody_is_found(people: People, words: str, name: str) -> None:
    assert name in found(people, words)


def test_who_fits_better_comes_first(people: People) -> None:
    assert found(people, "王集") == ["王集"], "of the school 王集乡 too; the name itself comes first, and once"
    assert found(people, "xiaoming")[:1] == ["张晓明"]
    assert found(people, "zmx") == ["张明晓"]
    assert found(people, "张") == ["张晓明", "张明晓"]


def test_a_school_finds_its_teachers(people: People) -> None:
    assert len(found(people, "S001")) == 12
    assert found(people, "初级中学") == found(people, "wjxcjzx") == ["王集"]
    assert found(people, "中心小学 单") == ["单雄信"]
    assert len(people.find("S001", EVERYBODY, most=5)) == 5


@pytest.mark.parametrize(
    "words", ["", "   ", "nobody", "'", "·", "*.*", "(", "[a-z]", "\\", "x" * 5000, "\n", "王\n张", "%"]
)
def test_nobody_is_found_and_nothing_breaks(people: People, words: str) -> None:
    assert found(people, words) == []


def test_only_those_whom_the_visitor_sees(people: People) -> None:
    assert found(people, "zhang", seen_by(schools={"S002"})) == []
    assert found(people, "王", seen_by(schools={"S002"})) == ["王集"]
    assert found(people, "S001", seen_by(teachers={"000006"})) == ["张晓明"]
    assert found(people, "000006", seen_by()) == []


def test_somebody_new_is_found_at_once(people: People, ledger: Ledger) -> None:
    assert found(people, "区寄") == []
    register(ledger, {"000020": "区寄"})
    assert found(people, "区寄") == found(people, "ouji") == found(people, "quji") == ["区寄"]
    register(ledger, {"000020": "欧寄"}, "S002")
    assert found(people, "000020") == ["欧寄"]
    assert [one.school_name for one in people.find("欧寄", EVERYBODY)] == ["王集乡初级中学"]
    assert found(people, "区寄") == [], "the register has another name now"


def test_whoever_is_forgotten_is_found_by_code_and_school_only(people: People, ledger: Ledger) -> None:
    assert found(people, "qiuying") == ["仇英"]
    code = TeacherId("000005")
    write(ledger, TeacherLeft(code, date(2023, 3, 1), Leaving.RETIRED), RetentionDeclared(date(2022, 1, 1), 1, "教档"))
    write(ledger, PersonForgotten(code, date(2025, 9, 9), "000902", "保存期限已满"))
    assert found(people, "qiuying") == found(people, "仇英") == [], "before the key is destroyed"
    ledger.vault.forget([code])
    assert found(people, "仇") == []
    assert found(people, "000005") == ["000005"]
    assert "000005" in found(people, "S001")


def test_a_merged_file_is_found_under_both_codes_and_names(people: People, ledger: Ledger) -> None:
    write(ledger, TeacherMerged(TeacherId("000007"), TeacherId("000006"), date(2022, 9, 8), "同一人"))
    assert [one.teacher for one in people.find("000007", EVERYBODY)] == ["000006"]
    assert [one.teacher for one in people.find("张明晓", EVERYBODY)] == ["000006"]
    assert found(people, "张") == ["张晓明"]


def test_what_was_taken_in_beside_is_what_is_made_anew(people: People, ledger: Ledger) -> None:
    """New, moved and renamed teachers, taken in one after the other: the same people are found as by a new index."""
    found(people, "王")
    chance = random.Random(3)
    for number in range(12):
        name = chance.choice("王单曾解仇") + chance.choice("明小雄晓东英") + chance.choice("明贤信东英")
        register(ledger, {f"{chance.randrange(1, 25):06}": name}, chance.choice(["S001", "S002"]))
        anew = People(ledger.book, ledger.vault.names)
        for words in ("王", "x", "shan", "S002", f"{number:06}", "xm", "中心小学"):
            assert people.find(words, EVERYBODY, 50) == anew.find(words, EVERYBODY, 50), words


def test_other_records_cost_nothing(people: People, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """What bears on nobody's name or school leaves the index as it is."""
    found(people, "张")
    made = []
    monkeypatch.setattr(People, "_make", lambda self: made.append(self._position))
    write(ledger, changed(AUTUMN, term="2022-2023-2", start=date(2023, 2, 13), end=date(2023, 6, 30)))
    found(people, "张")
    assert made == []


def test_a_long_name_keeps_every_reading_of_its_surname() -> None:
    assert {"ShanZhongXing", "DanZhongXing", "DanChongHang"} <= set(spellings("单重行"))
    assert typed("Lǚ Bù") == "lvbu"


def test_fifteen_thousand_are_looked_through_in_a_moment() -> None:
    chance = random.Random(7)
    first, given = "王李张刘陈杨黄赵吴周单曾查解仇区朴盖", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀乐行长重茜晟朝"
    people = [
        Person(
            code, (code,), (chance.choice(first) + chance.choice(given) + chance.choice(given),), f"S{n % 300:03}", ""
        )
        for n, code in ((n, f"{n:06}") for n in range(15_000))
    ]
    schools: dict[str, SchoolRegistered] = {
        f"S{n:03}": changed(SCHOOL, school=f"S{n:03}", name=f"第{n}初级中学") for n in range(300)
    }
    index = Index(people, schools)
    lines = [spellings(one.names[0])[0] for one in people]
    for words in ("王", "zhangxm", "w", "shan", "0", "000", "中学", "zhongxue", "王xm", "jian guo", "S001"):
        took, plain = [], []
        for _ in range(7):
            began = perf_counter()
            index.find(words, lambda one: True, 20)
            took.append(perf_counter() - began)
            began = perf_counter()
            assert not [line for line in lines if re.search("[0-9]", line)]  # every name looked at once, by itself
            plain.append(perf_counter() - began)
        assert min(took) < 3 * min(plain), (words, min(took), min(plain))
