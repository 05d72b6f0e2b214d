"""docs/pack-shapes.md, made from the packs that the tests run: one worked example for each shape of rule.

`python -m tests.projections.shapes_page` writes it; a test holds the page to the packs.
"""

import re
from pathlib import Path

HERE = Path(__file__).parent / "shapes"
PAGE = Path(__file__).parents[2] / "docs" / "pack-shapes.md"

_OPENING = """# 三十七种规定,各一个例子

每一种规定怎样写成数据:取自测试里真正运行的办法(`tests/projections/shapes/`,每份旁边有手算的故事)。
文件的开头、约定和算例没有抄在这里,写法见[怎样写考核办法](packs.md)。

本页由 `make schemas` 从那些办法生成,不要手改。
"""
_LEFT_OUT = ("id", "version", "title", "issuer", "document", "jurisdiction", "status", "in_force", "conventions")
_IN_CLAUSE = re.compile(r"^    (examples|source|origin|covers|readings):")


def page() -> str:
    """The page as the packs say it today."""
    packs = sorted(path for path in HERE.glob("*.yaml") if not path.name.endswith(".stories.yaml"))
    return _OPENING + "".join(_example(path) for path in packs)


def _example(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    first = text.splitlines()[0].lstrip("# ").rstrip("。")
    title, _, rest = first.replace("\uff1a", ":").partition(":")
    if not rest:  # one sentence: its first half is the title
        title, _, rest = first.replace("\uff1b", ";").partition(";")
    says = f"{rest}。\n\n" if rest else ""
    return f"\n## {int(path.name[:2])} {title}\n\n{says}```yaml\n{_essence(text)}\n```\n"


def _essence(text: str) -> str:
    """What the pack says, without its head and conventions, its clauses without source and examples."""
    kept: list[str] = []
    top = inner = ""
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        if match := re.match(r"^(\w+):", line):
            top, inner = match[1], ""
        if top in _LEFT_OUT:
            continue
        if line and not line.startswith("     "):
            match = _IN_CLAUSE.match(line)
            inner = match[1] if top == "clauses" and match else ""
        if not inner:
            kept.append(line)
    return re.sub(r"\n{2,}", "\n", "\n".join(kept)).strip("\n")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
