"""What all shapes of answers share."""

from pydantic import BaseModel, ConfigDict

Number = int | float


class Shape(BaseModel):
    """An answer, or a part of one: these keys and no others."""

    model_config = ConfigDict(extra="forbid")
