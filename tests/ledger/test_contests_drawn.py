"""What may follow what in contests, appeals and studios is just what docs/processes.md draws."""

from collections.abc import Callable
from datetime import date
from itertools import product

import pytest

from ledger.book import Book
from ledger.records.contest_course import (
    ContestAppealDecided,
    ContestAppealed,
    ContestNoticed,
    ContestPublicised,
    ContestStoodAside,
)
from ledger.records.record import Record
from ledger.vocabulary import Level
from tests.ledger.contest_stories import (
    CLOSED,
    FIVE_PARTS,
    HEADS_AT_COUNTY,
    JUDGES,
    OPEN_TO_ALL,
    PRIMARY,
    award,
    closed,
    entered,
    promoted,
    refused,
    scored,
    teacher,
    write,
)
from tests.ledger.drawn import START, drawings, walk
from tests.ledger.stories import changed
from tests.ledger.studio_stories import assessed, dissolved, founded, joined, left

Step = Callable[[str, int], Record]
"""A record of a contest with this code, or a studio with this number, as the step with this number."""

DRAWN = drawings()
HIGHER = changed(HEADS_AT_COUNTY, code="JB-S")
JUDGED = changed(OPEN_TO_ALL, level=Level.TOWNSHIP, promoted=1)


def day(at: int) -> date:
    return date(2022, 12, 1 + at)


def won(code: str, at: int) -> Record:
    return changed(award(1, of=JUDGED), contest=code, series=code, on=day(at))


CONTEST: dict[str, Step] = {
    "赛事公告": lambda code, at: changed(JUDGED, code=code, series=code),
    "报名参赛": lambda code, at: entered(1, code),
    "评委打分": lambda code, at: scored(1, FIVE_PARTS[at % 5].name, code=code),
    "评委回避": lambda code, at: ContestStoodAside(code, JUDGES[-1], teacher(10 + at), CLOSED),
    "赛事封分": lambda code, at: closed(code),
    "赛课获奖": won,
    "推荐晋级": lambda code, at: promoted(1, code, "JB-S"),
    "获奖公示": lambda code, at: ContestNoticed(code, day(at), day(at + 7), ("prize", "name")),
    "获奖推广": lambda code, at: ContestPublicised(code, PRIMARY, teacher(1), CLOSED, f"平台{at}"),
}
APPEAL: dict[str, Step] = {
    "报名参赛": CONTEST["报名参赛"],
    "评委打分": CONTEST["评委打分"],
    "赛事封分": CONTEST["赛事封分"],
    "赛事申诉": lambda code, at: ContestAppealed(code, teacher(1), day(at), "漏计。"),
    "答复成立": lambda code, at: ContestAppealDecided(code, teacher(1), day(at), True, "补计。"),
    "答复不成立": lambda code, at: ContestAppealDecided(code, teacher(1), day(at), False, "无误。"),
}
STUDIO: dict[str, Step] = {
    "名师工作室": lambda code, at: founded(int(code), day(0), leader=1000 + int(code)),
    "加入工作室": lambda code, at: joined(int(code), int(code), day(at)),
    "退出工作室": lambda code, at: left(int(code), int(code), day(at)),
    "工作室考核": lambda code, at: assessed(int(code), int(code), day(at), year=str(2000 + at)),
    "撤销工作室": lambda code, at: dissolved(int(code), day(at)),
}


@pytest.mark.parametrize(
    ("heading", "steps", "before"),
    [("赛事", CONTEST, None), ("赛事申诉", APPEAL, CONTEST["赛事公告"]), ("名师工作室", STUDIO, None)],
)
def test_from_every_state_the_steps_drawn_are_accepted_and_no_others(
    book: Book, heading: str, steps: dict[str, Step], before: Step | None
) -> None:
    # The shortest path to each state is taken, and from there every step is tried.
    drawing = DRAWN[heading]
    write(book, HIGHER)
    paths = {START: list[str]()}
    tried = set()
    for number, (state, name) in enumerate(steps_of(paths, drawing, list(steps))):
        code = str(number + 1)
        path = [steps[step](code, at) for at, step in enumerate(paths[state])]
        write(book, *([before(code, 0)] if before else []), *path)
        said = steps[name](code, len(path))
        again = any(one.natural_key() == said.natural_key() for one in path)
        accepted = not refused(book, said) and not again
        assert accepted == ((state, name) in drawing and not again), (paths[state], name)
        if not again:
            tried.add((state, name))
    assert {arrow for arrow in drawing if arrow not in tried} == set()
    assert set(paths) == {START, *drawing.values()}


def steps_of(
    paths: dict[str, list[str]], drawing: dict[tuple[str, str], str], names: list[str]
) -> list[tuple[str, str]]:
    """Every state with every step; `paths` learns the shortest way to each state."""
    queue = [START]
    for state in queue:
        for name in names:
            to = drawing.get((state, name))
            if to and to not in paths:
                paths[to] = [*paths[state], name]
                queue.append(to)
    assert all(walk(drawing, path) == state for state, path in paths.items())
    return list(product(paths, names))
