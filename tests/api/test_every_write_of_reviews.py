"""Every route that writes into a round of review, sent what is right for its state by whoever may not: refused.

Two rounds are walked from announcement to closing, a school's by the interface and a township's on the pages. At each
step the same is then taken from whoever may: so it was refused for whose it is, and for nothing else.
"""

from collections.abc import Iterator

import pytest

from api.accounts.visitor import Role
from api.pages.reviews.routes import DONE
from tests.api.every_role import AWAY, PEOPLE, routes_of
from tests.api.test_every_write import REVIEWS
from tests.api.walked_rounds import BY_INTERFACE, BY_PAGES, DONE_BY, INTERFACE, PAGES, STEP, Walk, county_of_rounds
from tests.api.writes_out_of_scope import County

FORBIDDEN = 403
AUDITOR = PEOPLE[Role.AUDITOR].account
STRANGERS = (AUDITOR, "training", "subject-there", "judge-there", "clerk-there", "head-there", "township-there", AWAY)
"""None of them does anything in either round."""


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    with county_of_rounds(tmp_path_factory.mktemp("rounds") / "county") as found:
        yield found


@pytest.mark.parametrize("code", [BY_INTERFACE, BY_PAGES])
def test_a_round_takes_from_nobody_what_is_not_theirs_and_takes_it_from_whose_it_is(county: County, code: str) -> None:
    book, walk = county.ledger.book, Walk(county, code)
    for deed in walk.deeds():
        sent, before = deed.sent(code), book.position
        for account in dict.fromkeys((*STRANGERS, *deed.wrong)):
            answer = county.send("POST", sent, account)
            assert (answer.status_code, book.position) == (FORBIDDEN, before), (deed, account, answer.text[-600:])
        answer = county.send("POST", sent, deed.right)
        assert answer.status_code in DONE_BY, (deed, answer.status_code, answer.text)
        assert book.position > before, deed
    assert walk.course.closed
    assert walk.course.listed
    assert walk.course.listed.listed == (walk.frozen()[0].teacher,)


def test_every_route_that_writes_into_a_round_is_walked(county: County) -> None:
    there = {
        path
        for method, path, _ in routes_of(county.client.app)  # type: ignore[arg-type]
        if method != "GET" and path.startswith(REVIEWS)
    }
    walked = {f"/api/v1/reviews{path}" for path in INTERFACE.values()}
    assert there == walked | {f"/reviews{path}" for path in (*PAGES.values(), STEP)}
    on_the_page = INTERFACE.keys() - PAGES.keys()
    assert on_the_page == DONE - {"announced", "applied", "withdrawn", "checked"}
