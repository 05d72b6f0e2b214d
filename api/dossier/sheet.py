"""A sheet set by typst: the same data is the same bytes, with the fonts that Shilu brings and no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import msgspec
import typst

from api.dossier.fonts import SANS, Fonts, fonts_for, printable

_HERE = Path(__file__).parent
_SHARP = 110


@dataclass(frozen=True)
class Sheet:
    """A document: what it is set by (`dossier.typ`, `certificate.typ`), what it says, and the time written into it.

    root: the folder that attached pictures are read from; own_fonts: the county's folder of fonts; for_archives: as
    PDF/A-2b, in which typst embeds no other PDF.
    """

    name: str
    data: Mapping[str, Any]
    made_at: datetime
    root: Path | None = None
    own_fonts: Path | None = None
    for_archives: bool = True

    @property
    def fonts(self) -> Fonts:
        """The fonts that its characters need, and those that no font has."""
        return fonts_for(_texts(self.data), self.own_fonts)

    def pdf(self) -> bytes:
        """The PDF."""
        made = self._compiled("pdf")
        assert isinstance(made, bytes)
        return made

    def pictures(self, ppi: float = _SHARP) -> list[bytes]:
        """Every page as a PNG."""
        made = self._compiled("png", ppi)
        return made if isinstance(made, list) else [made]

    def _compiled(self, form: Literal["pdf", "png"], ppi: float | None = None) -> bytes | list[bytes]:
        fonts = self.fonts
        data = _printable(self.data, fonts) if fonts.lacking else dict(self.data)
        made_at = self.made_at
        data |= {
            "fonts": list(fonts.families),
            "sans": [SANS, *fonts.families],
            "date": [made_at.year, made_at.month, made_at.day],
        }
        compiler = typst.Compiler(
            (_HERE / self.name).read_bytes(),
            root=self.root or _HERE,
            font_paths=fonts.fonts,
            sys_inputs={"data": msgspec.json.encode(data).decode()},
        )
        if form == "pdf":  # tags cost a page's worth of time each, and PDF/A-2b does without
            made = compiler.compile(
                format="pdf",
                pdf_standards="a-2b" if self.for_archives else None,
                timestamp=int(made_at.timestamp()),
                pdf_tags=False,
            )
        else:
            made = compiler.compile(format="png", ppi=ppi)
        assert made is not None
        return made


def _texts(value: Any) -> list[str]:
    """Every text in the data."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for one in value.values() for text in _texts(one)]
    return [text for one in value for text in _texts(one)] if isinstance(value, list | tuple) else []


def _printable(value: Any, fonts: Fonts) -> Any:
    if isinstance(value, str):
        return printable(value, fonts.lacking)
    if isinstance(value, Mapping):
        return {name: _printable(one, fonts) for name, one in value.items()}
    return [_printable(one, fonts) for one in value] if isinstance(value, list | tuple) else value
