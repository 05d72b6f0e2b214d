"""How the interface describes itself (OpenAPI 3.1): its problems, who may ask, an example of every answer."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from fastapi import FastAPI

from api.http.problems import PROBLEM_JSON, Problem

EXAMPLES = Path(__file__).parent / "examples.json"
"""An example of the answer of every route, by method and path: made from the county that the tests hand in."""

Told = dict[int | str, dict[str, Any]]

OUT_OF_ORDER: Told = {
    503: {
        "model": Problem,
        "description": "账本暂时读不了:数据库连不上、账本正忙、磁盘出错",
        "headers": {"Retry-After": {"description": "多少秒后再试(会自己好的故障才有)", "schema": {"type": "integer"}}},
    }
}
"""What any route answers whose book cannot be read."""

PROBLEMS: Told = {
    400: {"model": Problem, "description": "问法不对,或用的不是本站的网址"},
    401: {"model": Problem, "description": "没有登录,或令牌无效、过期"},
    403: {"model": Problem, "description": "这一项不归这个账号"},
    404: {"model": Problem, "description": "没有这个考核办法、学期、教师、记录、结果"},
    409: {"model": Problem, "description": "没有办成:原因在 code 和 detail 里,挡在前面的记录在 see 里"},
    413: {"model": Problem, "description": "交来的内容太长"},
    422: {"model": Problem, "description": "参数不对"},
    429: {"model": Problem, "description": "问得太密,请过一会儿再试"},
    **OUT_OF_ORDER,
}
"""The problems that a route may answer with."""

UNCHANGED: Told = {304: {"description": "和 If-None-Match 里的一样,没有变化"}}

_SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "程序用的令牌:在“我的账号”里生成,只显示一次"},
    "session": {"type": "apiKey", "in": "cookie", "name": "shilu", "description": "网页登录后的会话"},
}
_PROBLEM = "#/components/schemas/Problem"
_OPEN = ("/healthz", "/readyz", "/metrics")


def answers(model: Any, description: str = "办成", *, status: int = 200, problems: Told = PROBLEMS) -> Told:
    """The answers of a route that gives JSON of a shape, or one of the problems."""
    return {status: {"model": model, "description": description}, **problems}


def read(model: Any, description: str = "答案") -> Told:
    """The answers of a reading that bears an ETag."""
    return {**answers(model, description), **UNCHANGED}


def describe(app: FastAPI) -> None:
    """Have the application's description say how problems come, who may ask, and what an answer looks like."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        schema = plain()
        schema.setdefault("components", {})["securitySchemes"] = _SECURITY
        schema["security"] = [{"token": []}, {"session": []}]
        for path, operations in schema["paths"].items():
            for method, operation in operations.items():
                if path in _OPEN:
                    operation["security"] = []
                _tell(operation, _examples().get(f"{method.upper()} {path}"))
        return schema

    app.openapi = described  # type: ignore[method-assign]


def _tell(operation: dict[str, Any], example: Any) -> None:
    for status, told in operation["responses"].items():
        content = told.get("content", {})
        for kind in [kind for kind, said in content.items() if said.get("schema", {}).get("$ref") == _PROBLEM]:
            content[PROBLEM_JSON] = content.pop(kind)
        if status == "304":
            told.pop("content", None)
        elif example is not None and status.startswith("2"):
            for said in content.values():
                said["example"] = example


@cache
def _examples() -> dict[str, Any]:
    if not EXAMPLES.exists():
        return {}
    found: dict[str, Any] = msgspec.json.decode(EXAMPLES.read_bytes())
    return found
