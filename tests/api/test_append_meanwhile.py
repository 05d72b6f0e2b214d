"""Lines that somebody else hands in too, at the worst of moments: all are duplicates, none is refused."""

from io import BytesIO

import pytest

from api.desk.batches import Batches, Manner
from api.desk.lines import hand_in_lines
from api.desk.open_lines import OpenLines
from ledger.hand_in import HandIn
from ledger.home import Home, Ledger
from tests.api.test_append_command import COUNTY, line_of
from tests.ledger.stories import LESSON

CONTENT = b"".join(line_of(one) + b"\n" for one in (*COUNTY, LESSON))


def handed_in(ledger: Ledger, manner: Manner) -> tuple[int, int, int]:
    """How many lines were accepted, duplicates, refused."""
    report = hand_in_lines(ledger, OpenLines(BytesIO(CONTENT), "0" * 64, len(CONTENT)), HandIn("clerk"), manner)
    return report.accepted, report.duplicate, report.rejected


@pytest.mark.parametrize(
    ("moment", "manner"),
    [("hand_in", Manner()), ("batch", Manner()), ("hand_in", Manner(atomic=True)), ("hand_in", Manner(dry_run=True))],
)
def test_what_somebody_else_wrote_before_the_first_line_is_known(
    home: Home, monkeypatch: pytest.MonkeyPatch, moment: str, manner: Manner
) -> None:
    usual = getattr(Batches, moment)

    def after_somebody_else(batches: Batches) -> object:
        monkeypatch.setattr(Batches, moment, usual)
        with home.opened() as other:
            assert handed_in(other, Manner()) == (len(COUNTY) + 1, 0, 0)
        return usual(batches)

    with home.opened() as ledger:
        monkeypatch.setattr(Batches, moment, after_somebody_else)
        assert handed_in(ledger, manner) == (0, len(COUNTY) + 1, 0)
