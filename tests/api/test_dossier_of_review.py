"""The application form of a round: the dossier as it was frozen, whatever is recorded afterwards."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from api.dossier.making import Asked, names_of, printing
from api.dossier.printing import Printing
from ledger.home import Home, Ledger
from ledger.refusals import Refused
from tests.api.review_rounds import TITLE, Round, morning, of_title
from tests.api.three_years import copied_county, county_time
from tests.ledger.stories import SettableClock


@pytest.fixture
def clock() -> Iterator[SettableClock]:
    with county_time() as clock:
        yield clock


@pytest.fixture
def home(clock: SettableClock, tmp_path: Path) -> Home:
    return copied_county(tmp_path / "county")


def _printed(ledger: Ledger, home: Home, teacher: str, review: str) -> Printing:
    asked = Asked(teacher, review=review)
    return printing(ledger, home.folder, asked, names_of(ledger), lambda record: True)


def test_the_form_of_an_applicant_bears_the_digest_that_the_round_froze(home: Home, clock: SettableClock) -> None:
    with home.opened() as ledger:
        title = Round(ledger, TITLE, of_title(ledger, "正高级教师")[:5])
        first, other = (of_title(ledger, "一级教师")[place] for place in (0, 1))
        title.apply([first])
        before = _printed(ledger, home, first, title.code)
        assert "还没有封存" in before.remark
        morning(clock, 9, 6)
        title.check()
        title.freeze()
        frozen = title.course.frozen
        assert frozen
        made = _printed(ledger, home, first, title.code)
        assert made.dossier.digest == frozen.dossiers[0].digest
        assert "逐字节相同" in made.remark
        assert ledger.statements.read(frozen.dossiers[0].digest) == made.dossier.content
        shown = "".join(page.extract_text() for page in PdfReader(BytesIO(made.sheet().pdf())).pages)
        assert f"{title.course.announced.title}申报材料" in shown
        assert "按考核办法的结果" in shown
        with pytest.raises(Refused) as refused:
            _printed(ledger, home, other, title.code)
        assert refused.value.code == "not-in-review"
