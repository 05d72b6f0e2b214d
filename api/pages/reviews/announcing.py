"""发布评审公告: the form of an announcement, and what it comes to as JSON."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from api.desk.round_notice import DEFAULT, FIELDS
from ledger.records.review import ReviewAnnounced
from ledger.vocabulary import (
    DropRule,
    Gives,
    Level,
    PlacesOf,
    PlacesRounding,
    Post,
    ReviewForm,
    ReviewStep,
    ReviewTieBy,
)
from projections.language.clauses import Eligibility, Points, Quota, Target, Veto
from projections.language.pack import Pack
from projections.language.scopes import TEACHER

LABELS = ReviewAnnounced.labels
COMPUTED, JUDGED, TIES = 4, 4, 3
"""So many lines of each there are in the form."""

FORMS, GIVES, LEVELS, POSTS = list(ReviewForm), list(Gives), list(Level), list(Post)
STEPS, TIE_BY, DROPS = list(ReviewStep), list(ReviewTieBy), list(DropRule)
SHARES_OF, ROUNDINGS = list(PlacesOf), list(PlacesRounding)
CHECKS = (Level.SCHOOL, Level.TOWNSHIP, Level.COUNTY)
MAJORITIES: dict[str, tuple[dict[str, Any] | None, str]] = {
    "": (None, "none"),
    "half": ({"parts": 1, "of": 2, "over": True}, "half"),
    "two_thirds": ({"parts": 2, "of": 3}, "two_thirds"),
}
SHOWN = tuple(FIELDS.items())

_BETWEEN = re.compile(r"[\s,，、;；]+")
_DAYS = {
    ReviewStep.APPLY: 10,
    ReviewStep.CHECK: 10,
    ReviewStep.JUDGE: 10,
    ReviewStep.NOTICE: 14,
    ReviewStep.DECIDE: 7,
    ReviewStep.APPEAL: 15,
}


class Offered(NamedTuple):
    """What a pack offers to be chosen: conditions, vetoes, sources of computed parts; each name and words."""

    conditions: Sequence[tuple[str, str]]
    vetoes: Sequence[tuple[str, str]]
    sources: Sequence[tuple[str, str]]


def offered_by(pack: Pack) -> Offered:
    """What of a pack judges teachers, and what gives them points."""
    clauses = {name: one for name, one in pack.clauses.items() if getattr(one, "per", "") == TEACHER}
    judging = [(name, one.says.zh) for name, one in clauses.items() if isinstance(one, Eligibility | Quota | Target)]
    vetoes = [(name, one.says.zh) for name, one in clauses.items() if isinstance(one, Veto)]
    scores = [one for one in clauses.values() if isinstance(one, Points)]
    sources = [("points.total", "total")] if scores else []
    sources += [(f"points.parts.{part}", part) for one in scores for part in one.parts]
    sources += [(name, one.says.zh) for name, one in clauses.items() if isinstance(one, Quota)]
    return Offered(judging, vetoes, sources)


def pairs(words: Sequence[StrEnum]) -> list[tuple[str, str]]:
    """The words of a closed list, as what is sent and what is read."""
    return [(one.value, one.value) for one in words]


def first_values(today: date) -> dict[str, Any]:
    """What the form says before anybody wrote anything: the days one after the other, three levels, five days."""
    found: dict[str, Any] = {
        "form": ReviewForm.TITLE.value,
        "gives": Gives.TITLE.value,
        "level": Level.COUNTY.value,
        "scope": "county",
        "as_of": today.isoformat(),
        "checks": [one.value for one in CHECKS],
        "posts": [],
        "clauses": [],
        "vetoes": [],
        "drop": DropRule.EXTREMES.value,
        "digits": "2",
        "notice_days": "5",
        "keeps_years": "10",
        "anonymous": "yes",
        "majority": "two_thirds",
        "fields": list(DEFAULT),
    }
    opens = today
    for step in STEPS:
        closes = opens + timedelta(days=_DAYS[step] - 1)
        found |= {f"opens_{step.name}": opens.isoformat(), f"closes_{step.name}": closes.isoformat()}
        opens = closes + timedelta(days=1)
    return found


def said(form: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What an announcement says, as JSON has it; `form`: texts by field, several for what may be ticked."""
    groups = listed(_text(form, "groups"))
    majority, _ = MAJORITIES.get(_text(form, "majority"), (None, ""))
    data: dict[str, Any] = {name: _text(form, name) for name in _PLAIN}
    data |= {name: _number(_text(form, name)) for name in ("digits", "notice_days", "keeps_years")}
    data |= {
        "on": today.isoformat(),
        "groups": groups,
        "terms": {
            "stages": listed(_text(form, "stages")),
            "posts": form.get("posts", []),
            "clauses": form.get("clauses", []),
            "vetoes": form.get("vetoes", []),
        },
        "places": _places(form, groups),
        "steps": [
            {"step": one.value, "opens": _text(form, f"opens_{one.name}"), "closes": _text(form, f"closes_{one.name}")}
            for one in STEPS
        ],
        "checks": form.get("checks", []),
        "panel": listed(_text(form, "panel")),
        "computed": [
            {"name": name, "source": source, "most": most, "weight": weight}
            for name, source, most, weight in computed_lines(form)
            if source or name
        ],
        "judged": [
            {"name": name, "most": most or "100", "weight": weight}
            for name, most, weight in judged_lines(form)
            if name or weight
        ],
        "ties": [{"by": by, "named": named} for by, named in tie_lines(form) if by],
        "fields": form.get("fields", []),
        "anonymous": bool(form.get("anonymous")),
        "renotice": bool(form.get("renotice")),
    }
    if _text(form, "percent"):
        share = {"percent": _text(form, "percent"), "of": _text(form, "of"), "rounding": _text(form, "rounding")}
        data["share"] = share
    return data if majority is None else data | {"majority": majority}


def listed(written: str) -> list[str]:
    """The words of a list that somebody wrote, whatever stands between them."""
    return [word for word in _BETWEEN.split(written.strip()) if word]


def computed_lines(form: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """The lines for computed parts: name, source, most, weight."""
    names = ("computed_name", "computed_source", "computed_most", "computed_weight")
    return [tuple(_text(form, f"{name}_{at}") for name in names) for at in range(1, COMPUTED + 1)]  # type: ignore[misc]


def judged_lines(form: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The lines for judged parts: name, most, weight."""
    names = ("judged_name", "judged_most", "judged_weight")
    return [tuple(_text(form, f"{name}_{at}") for name in names) for at in range(1, JUDGED + 1)]  # type: ignore[misc]


def tie_lines(form: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The lines for what parts equals: by what, and which part or clause."""
    return [(_text(form, f"tie_by_{at}"), _text(form, f"tie_named_{at}")) for at in range(1, TIES + 1)]


_PLAIN = ("code", "title", "form", "gives", "named", "level", "unit", "scope", "pack", "term", "as_of", "drop")


def _places(form: Mapping[str, Any], groups: Sequence[str]) -> list[dict[str, Any]]:
    """The places of each group, or of schools in it, a line each; where a share is announced, of every group."""
    found: list[dict[str, Any]] = []
    shared = bool(_text(form, "percent"))
    for line in _text(form, "places").splitlines():
        words = [word for word in re.split(r"[\s,，:：]+", line) if word]
        if len(words) == 1 and len(groups) == 1 and not shared:
            words = [groups[0], *words]
        if words:
            school = words[1] if len(words) > (1 if shared else 2) else ""
            found.append({"group": words[0], "school": school} | ({} if shared else {"places": _number(words[-1])}))
    return found or ([{"group": group} for group in groups] if shared else [])


def _text(form: Mapping[str, Any], name: str) -> str:
    return str(form.get(name, "")).strip()


def _number(written: str) -> int | str:
    """A whole number; what is none is passed on, to be refused by name."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else written
