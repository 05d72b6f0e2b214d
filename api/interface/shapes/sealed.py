"""What the seal proves, and what verifying found."""

from pydantic import Field

from api.interface.shapes.shape import Shape


class CheckpointAnswer(Shape):
    """The newest checkpoint; `text` is what is handed out, a signed note (C2SP)."""

    origin: str
    size: int
    root: str
    text: str


class ReceiptAnswer(Shape):
    """The evidence of one entry; checked with the public key alone."""

    receipt: str = Field(examples=["shilu/1"])
    position: int
    entry: str
    stream: str
    version: int
    kind: str
    event: str
    index: int
    size: int
    proof: list[str]
    checkpoint: str


class FaultAnswer(Shape):
    """Something that is not as it was recorded."""

    position: int | None
    entry: str | None
    what: str


class ReportAnswer(Shape):
    """What verifying found; the same as `shilu verify --format json`."""

    ok: bool
    size: int
    sealed: int | None
    count: int
    faults: list[FaultAnswer]
    notes: list[str]
    parts: list[str]


class VerificationAnswer(Shape):
    """A verification: how far it is, and once it is done its report."""

    id: str
    state: str = Field(description="waiting、running、done、stopped")
    parts: list[str]
    what: str = Field(description="正在核对什么")
    done: int
    of: int
    report: ReportAnswer | None
    refused: str | None = Field(description="为什么没有核对成")
