"""Who is looked for, as routes need it: `people: ThePeople`, one index of names for all who ask."""

from typing import Annotated

from fastapi import Depends, Request

from api.search.people import People


async def _people(request: Request) -> People:  # not in a thread: every request would wait for one
    people = request.app.state.people
    assert isinstance(people, People)
    return people


ThePeople = Annotated[People, Depends(_people)]
