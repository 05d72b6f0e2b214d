"""发布赛事公告: the form of an announcement, whose fields are the kind's own, and what it comes to as a record."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ledger.records.contest import ContestAnnounced
from ledger.vocabulary import DropRule, Level, Post, Prize, TieRule

KIND = "contest.announced"
PARTS = 6
"""So many parts have a line of their own in the form; more are written below."""

LABELS = ContestAnnounced.labels
LEVELS = list(Level)
DROPS, TIES, PRIZES, POSTS = list(DropRule), list(TieRule), list(Prize), list(Post)

_BETWEEN = re.compile(r"[\s,，、;；]+")
_LINE_WORDS = re.compile(r"[\s,，:：%％]+")


def said(form: Mapping[str, Any]) -> dict[str, Any]:
    """What an announcement says, as JSON has it; `form`: texts by field, several for `posts`."""
    groups = listed(form.get("groups", ""))
    data: dict[str, Any] = {
        "code": _text(form, "code"),
        "series": _text(form, "series"),
        "level": _text(form, "level"),
        "unit": _text(form, "unit"),
        "opens": _text(form, "opens"),
        "closes": _text(form, "closes"),
        "groups": groups,
        "entry": _terms(form),
        "parts": _parts(form),
        "judges": listed(form.get("judges", "")),
        "drop": _text(form, "drop"),
        "ties": _text(form, "ties"),
        "prizes": _prizes(form, groups),
    }
    if _text(form, "promoted"):
        data["promoted"] = _number(_text(form, "promoted"))
    return data


def listed(written: str) -> list[str]:
    """The words of a list that somebody wrote, whatever stands between them."""
    return [word for word in _BETWEEN.split(written.strip()) if word]


def first_values() -> dict[str, Any]:
    """What the form says before anybody wrote anything."""
    return {"level": Level.COUNTY.value, "drop": DropRule.EXTREMES.value, "ties": TieRule.SHARED.value, "posts": []}


def part_lines(form: Mapping[str, Any]) -> Sequence[tuple[int, str, str]]:
    """The lines for parts: number, name, weight."""
    return [(at, str(form.get(f"part_{at}", "")), str(form.get(f"weight_{at}", ""))) for at in range(1, PARTS + 1)]


def _terms(form: Mapping[str, Any]) -> dict[str, Any]:
    terms: dict[str, Any] = {"posts": form.get("posts", []), "from_contest": _text(form, "from_contest")}
    for name in ("oldest", "years_in_post"):
        if _text(form, name):
            terms[name] = _number(_text(form, name))
    return terms


def _parts(form: Mapping[str, Any]) -> list[dict[str, Any]]:
    lines = [(name, weight) for _, name, weight in part_lines(form)]
    lines += [(words[0], words[1] if len(words) > 1 else "") for words in _lines(form.get("more_parts", ""))]
    return [
        {"name": name.strip(), "weight": weight.strip()} for name, weight in lines if name.strip() or weight.strip()
    ]


def _prizes(form: Mapping[str, Any], groups: Sequence[str]) -> list[dict[str, Any]]:
    """The places of each group: the same in every group, unless a line says otherwise of one."""
    places = {
        (group, prize.value): _number(_text(form, f"places_{prize.name}"))
        for group in groups
        for prize in PRIZES
        if _text(form, f"places_{prize.name}")
    }
    for words in _lines(form.get("other_places", "")):
        group, prize, number = (*words, "", "", "")[:3]
        places[group, prize] = _number(number)
    return [
        {"group": group, "prize": prize, "places": number} for (group, prize), number in places.items() if number != 0
    ]


def _lines(written: str) -> list[list[str]]:
    lines = ([word for word in _LINE_WORDS.split(line) if word] for line in written.splitlines())
    return [words for words in lines if words]


def _text(form: Mapping[str, Any], name: str) -> str:
    return str(form.get(name, "")).strip()


def _number(written: str) -> int | str:
    """A whole number; what is none is passed on, to be refused by name."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else written
