"""The JSON-LD contexts that W3C and 1EdTech publish, kept with the program: nothing is ever fetched.

The files in `contexts/` are the published ones, as data: a credential is signed by what its terms mean, and a context
that were fetched could be changed by whoever serves it (Data Integrity 1.0, section 2.4.1).
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any

CREDENTIALS_V1 = "https://www.w3.org/2018/credentials/v1"
CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"

_BADGE_FILES = {
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json": "ob-3.0.0",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.0.json": "ob-3.0.0",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": "ob-3.0.1",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "ob-3.0.2",
    BADGES: "ob-3.0.3",
}
BADGE_CONTEXTS = frozenset(_BADGE_FILES)
"""The contexts of Open Badges 3.0, of which a credential names one in the second place."""

_FILES = _BADGE_FILES | {
    CREDENTIALS_V1: "credentials-v1",
    CREDENTIALS_V2: "credentials-v2",
    EXTENSIONS: "ob-extensions",
    "https://w3id.org/security/data-integrity/v1": "data-integrity-v1",
    "https://w3id.org/security/data-integrity/v2": "data-integrity-v2",
    "https://w3id.org/security/multikey/v1": "multikey-v1",
    "https://www.w3.org/ns/credentials/status/v1": "status-list-v1",
    "https://w3id.org/security/suites/ed25519-2020/v1": "ed25519-2020-v1",
}


class UnknownContext(ValueError):
    """A credential names a context that does not come with the program."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


@cache
def context_of(address: str) -> dict[str, Any]:
    """The context document of an address. Raises UnknownContext."""
    if address not in _FILES:
        raise UnknownContext(address)
    text = files("api.credentials").joinpath("contexts", f"{_FILES[address]}.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
