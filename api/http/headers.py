"""The head of every answer: nothing from elsewhere, nothing inside another site's frame, nothing personal kept."""

STATIC = "/static/"

_ALWAYS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def headers_for(path: str) -> dict[str, str]:
    """The headers of an answer; only the style sheet and the seal may be kept by the browser, and are asked about."""
    return _ALWAYS | {"Cache-Control": "no-cache" if path.startswith(STATIC) else "no-store"}
