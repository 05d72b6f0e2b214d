"""Where people sign in and look after their account, as addresses; known before any page is made."""

SIGN_IN = "/sign-in"
SIGN_OUT = "/sign-out"
SECOND_FACTOR = "/second-factor"
ACCOUNT = "/account"
OWN_PASSWORD = "/account/password"
ACCOUNTS = "/accounts"


def safe_next(given: str) -> str:
    """Where to go on to: a place of this site, else the first page."""
    inside = given.startswith("/") and not given.startswith(("//", "/\\")) and given.isprintable()
    return given if inside and "\\" not in given else "/"
