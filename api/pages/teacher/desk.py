"""What the pages of the teacher's room are made from: the ledger, the register, the views, and who asks."""

from typing import Annotated, NamedTuple

from fastapi import Depends

from api.accounts.visitor import Visitor
from api.http.door import TheVisitor
from api.http.open_ledger import TheLedger
from api.http.register_desk import RegisterDesk, TheRegister
from api.http.views_desk import TheViews, ViewsDesk
from ledger.home import Ledger
from ledger.records.record import TeacherId
from ledger.refusals import Refused


class TeacherDesk(NamedTuple):
    """Everything at hand for one visitor."""

    ledger: Ledger
    register: RegisterDesk
    views: ViewsDesk
    visitor: Visitor

    @property
    def own(self) -> TeacherId:
        """The visitor's own code as a teacher. Raises Refused `no-own-record` for an account that is no teacher's."""
        if not self.visitor.teacher:
            raise Refused("no-own-record", "这个账号没有对应的教师编号,没有自己的业务档案;请账号管理员核对。")
        return self.visitor.teacher


def _desk(ledger: TheLedger, register: TheRegister, views: TheViews, visitor: TheVisitor) -> TeacherDesk:
    return TeacherDesk(ledger, register, views, visitor)


TheTeacherDesk = Annotated[TeacherDesk, Depends(_desk)]
