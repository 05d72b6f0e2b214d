"""One event of the feed, as a CloudEvent."""

from datetime import datetime

from pydantic import Field

from api.interface.shapes.shape import Shape


class EventData(Shape):
    """What was written, and where it is to be read: `/api/v1/records/{entry}`."""

    position: int
    entry: str
    version: int
    kind: str = Field(examples=["lesson.observed/2"])
    act: str = Field(examples=["recorded"])
    authority: str
    whose: str = Field(description="记录算谁的:教师编号或学校代码;步骤和不算谁的记录是空的")


class CloudEvent(Shape):
    """A CloudEvent 1.0; `id` is the position, unique in its `source`, the ledger."""

    specversion: str = Field(examples=["1.0"])
    id: str = Field(min_length=1)
    source: str = Field(min_length=1)
    type: str = Field(min_length=1, examples=["shilu.lesson.observed.recorded"])
    time: datetime
    subject: str
    datacontenttype: str
    data: EventData
