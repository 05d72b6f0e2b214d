"""A workbook that somebody else hands in too, at the worst of moments: both say the same, and nothing is refused."""

from pathlib import Path

import pytest

from api.desk.batches import Batches, Manner
from api.desk.known import Known
from api.workbook.handing_in import hand_in_workbook
from ledger.hand_in import HandIn
from ledger.home import Home
from tests.api.small_workbook import small_county, written


@pytest.mark.parametrize(
    ("moment", "manner"),
    [
        ((Known, "look_up"), Manner()),
        ((Batches, "hand_in"), Manner()),
        ((Batches, "hand_in"), Manner(atomic=True)),
        ((Batches, "hand_in"), Manner(dry_run=True)),
    ],
)
def test_what_somebody_else_wrote_before_the_first_row_is_known(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, moment: tuple[type, str], manner: Manner
) -> None:
    workbook = written(small_county(), tmp_path / "term.xlsx")
    owner, name = moment
    usual = getattr(owner, name)

    def after_somebody_else(*said: object, **more: object) -> object:
        monkeypatch.setattr(owner, name, usual)
        found = usual(*said, **more) if owner is Known else None  # after it has looked, before it writes
        with home.opened() as other:
            hand_in_workbook(other, workbook, HandIn("somebody else"))
        return found if owner is Known else usual(*said, **more)

    with home.opened() as ledger:
        monkeypatch.setattr(owner, name, after_somebody_else)
        report = hand_in_workbook(ledger, workbook, HandIn("clerk"), manner)
        position = ledger.book.position
    assert [one.message for one in report.rejections] == []
    assert {count.accepted for count in report.sheets.values()} == {0}
    assert position == sum(one.duplicate for one in report.sheets.values())
