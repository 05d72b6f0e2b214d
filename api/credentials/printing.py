"""The same certificate on paper: what an entry gives, laid out as a sheet."""

from collections.abc import Mapping

from api.credentials.given import Given
from api.dossier.certificate import CertificateSheet
from ledger.home import Ledger

_SAYS = {
    "荣誉称号": ("荣誉证书", "授予“{name}”荣誉称号,特发此证。"),
    "赛课获奖": ("获奖证书", "荣获{name},特发此证。"),
    "职称取得": ("职称证书", "取得{name}职称,特发此证。"),
}
_OTHERWISE = ("证书", "{name},特发此证。")


def sheet_of(ledger: Ledger, given: Given, settings: Mapping[str, str]) -> CertificateSheet:
    """The sheet; `settings`: those of `issuer.toml`, of which the address leads to the page that checks."""
    register = ledger.register()
    row = register.teachers.get(given.teacher)
    school = register.schools.get(row.school) if row else None
    title, says = _SAYS.get(given.called, _OTHERWISE)
    address = settings.get("address", "").rstrip("/")
    return CertificateSheet(
        title=title,
        holder=ledger.names(register).get(given.teacher, given.teacher),
        school=school.name if school else "",
        says=says.format(name=given.name),
        number=given.number,
        issuer=given.by or settings.get("name", "") or "县教育局",
        on=given.on,
        entry=given.entry,
        check_at=f"{address}/check" if address else "",
    )
