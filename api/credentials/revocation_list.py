"""Lists of what was taken back as 1EdTech has them (Revocation List Status Method 1.0): credentials by their ids."""

from collections.abc import Iterable, Mapping
from typing import Any

from api.credentials.conforming import listed
from api.credentials.status_list import StatusUnknown
from api.credentials.verdict import issuer_id

ENTRY, REVOKED = "1EdTechRevocationList", "revokedCredential"


def is_revoked(address: object, credential: object, lists: Iterable[Mapping[str, Any]], issuer: str) -> bool:
    """Whether a list of an address has a credential, by its id. Raises StatusUnknown where none is at hand.

    The list bears no proof: it stands for what its address tells, so that it has to be of the credential's `issuer`.
    """
    named = [one for one in lists if one.get("id") == address and REVOKED in one]
    sound = [one for one in named if issuer_id(one) == issuer]
    if not sound:
        why = "撤销清单不是同一个签发者的" if named else "撤销清单(1EdTechRevocationList)不在手边"
        raise StatusUnknown(why)
    return any(
        one.get("id") == credential and one.get("revoked", True) is not False
        for found in sound
        for one in listed(found[REVOKED])
        if isinstance(one, Mapping)
    )
