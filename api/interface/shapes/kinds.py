"""The kinds of record."""

from pydantic import Field

from api.interface.shapes.shape import Shape


class KindListed(Shape):
    """A kind of record, and what people call it."""

    kind: str = Field(examples=["lesson.observed/2"])
    called: str = Field(examples=["听课"])
