"""每周听课: how many lessons the teachers of a school observed in each week of the term."""

from typing import Any

from api.desk.exports import Table
from api.pages.asked import Asked
from api.pages.texts import printed_text
from projections.observations_by_week import observations_by_week


def observations_shown(asked: Asked, school: str) -> dict[str, Any]:
    """What the page shows."""
    weeks = observations_by_week(asked.evaluation, {school})
    return {
        "rows": [
            [printed_text("observations.week", number=one.number, day=f"{one.monday:%m-%d}"), one.attested, one.others]
            for one in weeks
        ],
        "attested": sum(one.attested for one in weeks),
        "others": sum(one.others for one in weeks),
        "quiet_weeks": sum(not (one.attested + one.others) for one in weeks),
    }


def observations_table(asked: Asked, school: str) -> Table:
    """The same as a file."""
    heads = [printed_text(f"observations.{name}") for name in ("number", "monday", "attested", "others")]
    weeks = observations_by_week(asked.evaluation, {school})
    title = printed_text("observations.file", school=asked.school_name(school), day=asked.evaluation.as_of)
    return Table(title, heads, [(one.number, one.monday, one.attested, one.others) for one in weeks])
