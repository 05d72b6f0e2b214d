"""The fields that a form sent, as plain texts; those that may be ticked several times as lists."""

from collections.abc import Collection
from typing import Any

from starlette.datastructures import FormData

MOST = 20_000
"""Characters of a field; a form of ours holds no more."""


def fields_sent(form: FormData, several: Collection[str] = ()) -> dict[str, Any]:
    """The texts by field, spaces around them taken off; of `several` a list, empty where nothing is ticked."""
    sent: dict[str, Any] = {name: [] for name in several}
    for name, value in form.multi_items():
        if not isinstance(value, str) or name == "csrf":
            continue
        if name in several:
            sent[name].append(value.strip()[:MOST])
        else:
            sent[name] = value.strip()[:MOST]
    return sent
