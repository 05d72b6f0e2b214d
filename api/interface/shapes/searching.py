"""People who were found."""

from api.interface.shapes.shape import Shape


class FoundAnswer(Shape):
    """Somebody who was found; `name` is empty where the vault has none (any more)."""

    teacher: str
    name: str
    school: str
    school_name: str
    post: str
