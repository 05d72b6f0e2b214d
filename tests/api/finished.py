"""Pages that take long to work out, looked at when they are there: whoever shows pages is first told how far it is."""

from playwright.sync_api import Page, Response

from api.pages.computed import WORKING


def finished(page: Page, address: str) -> int:
    """Go to an address and wait until the page asked for is there; its status, that of the first answer last."""
    statuses: list[int] = []

    def heard(answer: Response) -> None:
        if answer.request.is_navigation_request():
            statuses.append(answer.status)

    page.on("response", heard)
    try:
        page.goto(address)
        page.locator("#computing").wait_for(state="detached")
        page.wait_for_load_state()
    finally:
        page.remove_listener("response", heard)
    assert statuses[-1] != WORKING
    return statuses[-1]
