"""The verifications of a server, as routes need them: `verifications: TheVerifications`."""

from typing import Annotated

from fastapi import Depends, Request

from api.desk.verifications import Verifications


async def _verifications(request: Request) -> Verifications:
    found = request.app.state.verifications
    assert isinstance(found, Verifications)
    return found


TheVerifications = Annotated[Verifications, Depends(_verifications)]
