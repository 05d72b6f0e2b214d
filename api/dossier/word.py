"""A Word document made from the county's own template: fields filled, the same bytes each time."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from api.dossier.form import MORE, Form, FormTable
from api.dossier.form_values import column_of, value_of
from api.dossier.printing import Printing
from api.dossier.written import bad_template
from api.typesetting import in_print
from ledger.nearest import did_you_mean

_FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can hold; it stands at every part, so that no clock is in the bytes."""


def filled(form: Form, printing: Printing) -> bytes:
    """The document. Raises Refused `bad-template` where the template asks for what its mapping does not name."""
    check_form(form)
    template = _opened(form)
    _render(form, template, _context(form, printing))
    made = BytesIO()
    template.save(made)
    return without_clock(made.getvalue())


def check_form(form: Form) -> None:
    """Whether template and mapping fit, every column too. Raises Refused `bad-template`."""
    template = _opened(form)
    _check_variables(form, template)
    empty: dict[str, Any] = dict.fromkeys(_names(form), "")
    empty |= {name: [dict.fromkeys(table.columns, "")] for name, table in form.mapped.tables.items()}
    _render(form, template, empty)


def _render(form: Form, template: DocxTemplate, context: Mapping[str, Any]) -> None:
    try:
        template.render(dict(context), _environment())
    except TemplateError as error:
        raise bad_template(form.path, f"模板里有写错的地方({error.message or error})") from error


def _environment() -> SandboxedEnvironment:
    """A template is somebody's file: it may name fields and go through tables, and reach nothing else."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _opened(form: Form) -> DocxTemplate:
    template = DocxTemplate(BytesIO(form.path.read_bytes()))
    try:
        template.init_docx()
    except (BadZipFile, KeyError, ValueError, SyntaxError) as error:
        raise bad_template(form.path, "它不是 Word 文档(.docx)") from error
    return template


def _check_variables(form: Form, template: DocxTemplate) -> None:
    known = _names(form)
    try:
        asked = template.get_undeclared_template_variables(_environment())
    except TemplateError as error:
        raise bad_template(form.path, f"模板里有写错的地方({error.message or error})") from error
    unknown = sorted(asked - known)
    if unknown:
        raise bad_template(form.path, f"模板里的“{unknown[0]}”在对照文件里没有,{did_you_mean(unknown[0], known)}")


def _names(form: Form) -> set[str]:
    tables = form.mapped.tables
    return {*form.mapped.fields, *tables, *(f"{name}{MORE}" for name in tables)}


def _context(form: Form, printing: Printing) -> Mapping[str, Any]:
    context: dict[str, Any] = {name: value_of(printing, source) for name, source in form.mapped.fields.items()}
    for name, table in form.mapped.tables.items():
        context |= _table(name, table, printing)
    return context


def _table(name: str, table: FormTable, printing: Printing) -> Mapping[str, Any]:
    """The rows by day, the newest of them where there are too many, and a sentence on the others."""
    lines = [
        line
        for line in printing.lines
        if (not table.kinds or line.kind in table.kinds) and (line.attested or not table.attested)
    ]
    shown = lines[-table.most :] if table.most else lines
    rows = [
        {column: column_of(printing, line, number, source) for column, source in table.columns.items()}
        for number, line in enumerate(shown, 1)
    ]
    left = len(lines) - len(shown)
    more = f"另有 {left} 条较早的,见业务档案。" if left else "" if lines else "账本里没有这一类已审核的记录。"
    return {name: rows, f"{name}{MORE}": in_print(more)}


def without_clock(document: bytes) -> bytes:
    """The bytes of a document with its parts in one order and without the time that each was written."""
    made = BytesIO()
    with ZipFile(BytesIO(document)) as parts, ZipFile(made, "w", ZIP_DEFLATED) as again:
        names = sorted(parts.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            info = ZipInfo(name, _FIRST)
            info.compress_type = ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            info.create_system = 0
            again.writestr(info, parts.read(name))
    return made.getvalue()
