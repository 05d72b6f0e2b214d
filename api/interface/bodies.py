"""What requests that write bring: texts of bounded length, bodies of the type that is asked for."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from urllib.parse import unquote

from fastapi import Depends, Header, Request
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ledger.refusals import Refused

JSON, LINES, MULTIPART = "application/json", "application/x-ndjson", "multipart/form-data"

Entry = Annotated[str, Field(description="记录号(可只写前几位)或账本位置", max_length=64, examples=["3f2a9c"])]


def _readable(text: str) -> str:
    if not all(one.isprintable() or one in "\n\t" for one in text):
        raise ValueError("里面有不能显示的字符;请删去")
    return text


Reason = Annotated[
    str,
    AfterValidator(_readable),
    Field(description="理由;不写姓名和号码", max_length=2000, examples=["缺反思"]),
]
Office = Annotated[
    str,
    Field(
        description="以哪个单位的名义;有几个角色时才要写,不写就用第一个能办的",
        max_length=200,
        examples=["school:S001"],
    ),
]


class Body(BaseModel):
    """What is sent as JSON; nothing beside what is named."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def sent_as(*types: str) -> Callable[[Request], None]:
    """A dependency of routes: refuses a body of another type with `wrong-content-type`."""

    def checked(request: Request) -> None:
        if content_type(request) not in types:
            raise Refused("wrong-content-type", f"请求的 Content-Type 应是 {' 或 '.join(types)};请改正。")

    return checked


def content_type(request: Request) -> str:
    """The type of a body, without what is said beside it."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def _reason(
    said: Annotated[
        str,
        Header(
            alias="Reason",
            description="更正的理由,UTF-8 后百分号编码;写了它,与已登记的不同时按更正办理",
            max_length=4000,
        ),
    ] = "",
) -> str:
    return unquote(said, errors="replace").strip()


ReasonHeader = Annotated[str, Depends(_reason)]
"""A reason beside a body that has no place for one. Headers are ASCII, and addresses end up in logs."""


def takes(**by_type: Mapping[str, Any]) -> dict[str, Any]:
    """What the description of a route says of a body that the framework does not read: by type, schema and example."""
    content = {name.replace("__", "/").replace("_", "-"): dict(said) for name, said in by_type.items()}
    return {"requestBody": {"required": True, "content": content}}
