"""Who was shown what of whom."""

from datetime import datetime

from pydantic import Field

from api.interface.shapes.shape import Shape


class LookedAtAnswer(Shape):
    """One row of the access log; it holds no name and no number."""

    position: int = Field(examples=[1])
    at: datetime
    actor: str
    authority: str
    what: str = Field(examples=["numbers"])
    whom: str = Field(examples=["000003"])
    why: str
