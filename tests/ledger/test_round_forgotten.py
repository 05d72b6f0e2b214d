"""Who applied in a round of review is not forgotten while the material of that round is kept."""

from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

from ledger.records.employment import TeacherLeft
from ledger.records.personal_data import PersonForgotten, RetentionDeclared
from ledger.records.record import TeacherId
from ledger.vocabulary import Leaving
from tests.books import open_book
from tests.ledger.rounds import Round, applicant
from tests.ledger.stories import SettableClock

LEFT, CLOSED = date(2023, 7, 1), date(2023, 6, 1)
KEPT_TO = date(2028, 6, 1)


def forget(walked: Round, teacher: TeacherId, day: date) -> str:
    return walked.write(PersonForgotten(teacher, day, "000902", "期限已满"), day)


def test_whoever_applied_is_kept_by_name_as_long_as_the_material_is(tmp_path: Path) -> None:
    clock = SettableClock(datetime(2023, 2, 20, 4, tzinfo=UTC))
    with closing(open_book(tmp_path / "book.sqlite", clock)) as book:
        walked = Round(book, clock)
        walked.decided_with([1, 2, 3], [1, 3])
        assert not walked.close(CLOSED)
        declared = RetentionDeclared(date(2023, 1, 1), 1, "教档〔2023〕7号")
        for record in (declared, *(TeacherLeft(applicant(one), LEFT, Leaving.RETIRED) for one in (2, 5))):
            assert not walked.write(record, LEFT)
        assert forget(walked, applicant(5), date(2025, 1, 1)) == ""  # never applied
        assert forget(walked, applicant(2), date(2025, 1, 1)) == "within-retention"
        assert forget(walked, applicant(2), KEPT_TO) == "within-retention"
        assert forget(walked, applicant(2), KEPT_TO.replace(day=2)) == ""
