"""What every form of a page carries: the hidden field by which the door knows it for one of ours."""

from markupsafe import Markup, escape

from api.accounts.visitor import Visitor


def csrf_field(visitor: Visitor) -> Markup:
    """The hidden field `csrf` of a visitor's session; nothing where nobody is signed in, who may send no form."""
    token = getattr(visitor, "csrf", "")
    return Markup('<input type="hidden" name="csrf" value="{}">').format(escape(token)) if token else Markup()
