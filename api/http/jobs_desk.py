"""The jobs of the open ledger, as routes need them: `jobs: TheJobs`."""

from typing import Annotated

from fastapi import Depends, Request

from api.desk.jobs import Jobs


async def _jobs(request: Request) -> Jobs:  # not in a thread: every request would wait for one
    jobs = request.app.state.jobs
    assert isinstance(jobs, Jobs)
    return jobs


TheJobs = Annotated[Jobs, Depends(_jobs)]
