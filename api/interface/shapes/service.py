"""How the service is, and how far what it makes from the book has come."""

from datetime import datetime

from pydantic import Field

from api.interface.shapes.shape import Shape


class Health(Shape):
    """The service answers, and the book can be read."""

    status: str
    position: int


class MadeFromBook(Shape):
    """How far fact files, or views, have come; `progress` in percent while newer ones are made beside them."""

    generation: str | int | None
    position: int
    lag: int = Field(description="events that the book has more")
    building: bool
    progress: int | None
    damaged: str | None = Field(None, description="fact files: the file that is not as it was written; empty for none")


class Sealed(Shape):
    """How many events are sealed, how many are not yet, and why nothing is sealed (empty where all is well)."""

    size: int
    lag: int
    standing_still: str


class Readiness(Shape):
    """Whether all questions are answered quickly now, and how far what is made from the book has come."""

    ready: bool
    position: int
    store: str
    format: int
    facts: MadeFromBook | None
    views: MadeFromBook | None
    seal: Sealed


class LastBackupAnswer(Shape):
    """The last backup that succeeded; `first` to `position` are the events in it."""

    at: datetime
    file: str
    first: int
    position: int
    bytes: int
    digest: str


class StatusAnswer(Shape):
    """How far the book has come, and how far all that follows it."""

    position: int
    store: str
    format: int
    facts: MadeFromBook | None
    views: MadeFromBook | None
    seal: Sealed
    unprinted_paper: str | None = Field(description="密钥纸质副本的文件名,还在时才有")
    backup: LastBackupAnswer | None
