"""The head of every answer: nothing from elsewhere, nothing inside another site's frame, nothing personal kept."""

STATIC = "/static/"

_ALWAYS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
        "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


_VENDORED = f"{STATIC}vendor/"
_HSTS = {"Strict-Transport-Security": "max-age=31536000"}


def headers_for(path: str, *, https: bool = False) -> dict[str, str]:
    """The headers of an answer; only files of the site's own may be kept by the browser.

    Those of others carry their release in their name and never change; of ours it is asked whether they did.
    """
    if path.startswith(_VENDORED):
        kept = "public, max-age=31536000, immutable"
    else:
        kept = "no-cache" if path.startswith(STATIC) else "no-store"
    return _ALWAYS | {"Cache-Control": kept} | (_HSTS if https else {})
