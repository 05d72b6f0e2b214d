"""The JSON Schema of packs, for editors: which word may stand where, and what each means."""

from typing import Any

import msgspec

from ledger.interchange.schemas import schema_text
from projections.language.clauses import Clause
from projections.language.field_words import OF_EVERY, OF_ONE
from projections.language.formula_fields import FORMULAS
from projections.language.schema import SECTIONS, Head, Part

FILE = "pack.schema.json"
"""Its name in docs/schemas."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_FORMULA = {"type": ["string", "number"], "description": "公式,或一个数、一个日期"}


def pack_schema() -> dict[str, Any]:
    """The schema of a pack in one file, every word with what it means in Chinese."""
    parts: dict[str, Any] = {**SECTIONS, "clauses": Clause}
    (head, *lists), definitions = msgspec.json.schema_components(
        [Head, *(dict[str, part] for part in parts.values())],  # type: ignore[valid-type]
        ref_template="#/$defs/{name}",
    )
    structs = {struct.__name__: struct for struct in _structs(Part)}
    for name, definition in definitions.items():
        _tell(name, definition, structs.get(name))
    whole = definitions.pop(head["$ref"].rpartition("/")[2])
    for section, listed in zip(parts, lists, strict=True):
        whole["properties"][section] = {"description": OF_EVERY[section], **listed}
    return {
        "$schema": _DIALECT,
        "$id": "urn:shilu:pack",
        **whole,
        "title": "考核办法",
        "description": "师录的考核办法(YAML);写法见 docs/packs.md",
        "required": [*whole["required"], "clauses"],
        "$defs": definitions,
    }


def pack_schema_text() -> str:
    """The schema as it is written to docs/schemas."""
    return schema_text(pack_schema())


def _tell(name: str, definition: dict[str, Any], struct: type[Part] | None) -> None:
    """Put the meaning beside each word of a part; a formula may be a mere number."""
    definition.pop("description", None)  # the docstring, in English
    formulas = {
        field.encode_name
        for field in (msgspec.structs.fields(struct) if struct else ())
        if field.name in FORMULAS.get(struct or Part, ())
    }
    name = struct.__name__ if struct else name
    for word, said in definition.get("properties", {}).items():
        meaning = OF_ONE.get((name, word)) or OF_EVERY.get(word, "")
        if word in formulas and "items" in said:
            said |= {"items": _FORMULA, "description": meaning}
        elif word in formulas:
            said |= _FORMULA | {"description": meaning if "公式" in meaning else f"{meaning}(公式)"}
        else:
            said["description"] = meaning


def _structs(base: type[Part]) -> list[type[Part]]:
    found = []
    for struct in base.__subclasses__():
        found += [struct, *_structs(struct)]
    return found
