"""JSON Schema of every kind of record, and of the two forms of line, for programs that write or read them."""

from typing import Any, get_args, get_type_hints

import msgspec

from ledger.interchange.forms import AppendLine, ExportLine
from ledger.records import KINDS
from ledger.records.record import Month, Record
from ledger.records.registered import TeacherRegistered

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LINES: dict[str, tuple[type[msgspec.Struct], str]] = {
    "append-line": (AppendLine, "要登记的一行"),
    "export-line": (ExportLine, "导出的一行"),
}


def record_schema(record: type[Record]) -> dict[str, Any]:
    """The schema of a kind's `data`, every field with what people call it."""
    schema = _schema(record, record.called or record.kind, record.kind)
    fields: dict[str, Any] = schema["$defs"][record.__name__]["properties"]
    hints = get_type_hints(record)
    for name, said in fields.items():
        fields[name] = {"title": record.labels.get(name, name), **said}
        if Month in (hints[name], *get_args(hints[name])):
            fields[name]["pattern"] = "-01$"
    if record is TeacherRegistered:
        schema["$defs"][record.__name__]["required"].remove("identity")  # computed from the person
    return schema


def schema_files() -> dict[str, str]:
    """Every schema as text, by the name of its file in docs/schemas."""
    schemas = {kind.replace("/", "-"): record_schema(record) for kind, record in KINDS.items()}
    schemas |= {name: _schema(line, called, name) for name, (line, called) in _LINES.items()}
    return {f"{name}.json": schema_text(schema) for name, schema in schemas.items()}


def schema_text(schema: dict[str, Any]) -> str:
    """A schema as it is written to a file."""
    return msgspec.json.format(msgspec.json.encode(schema), indent=1).decode() + "\n"


def _schema(struct: type[msgspec.Struct], called: str, name: str) -> dict[str, Any]:
    return {"$schema": _DIALECT, "$id": f"urn:shilu:{name}", "title": called, **msgspec.json.schema(struct)}
