"""The frame for an address, as oEmbed describes it."""

from ..encoding import dumps
from ..lessons import lessons
from ..oembed import fields_of, rich, xml
from ..public import picture_of, title_of
from ..view import Query


def oembed(root: str, query: Query, lesson: str, maxwidth: int | None, maxheight: int | None, form: str) -> bytes:
    """Return the frame of what ``query`` shows, within the consumer's limits.

    root: the address of the service. lesson: the slug of the lesson that the address leads to, empty for none. form:
    "json" or "xml".
    """
    title = title_of(query, lessons()[lesson] if lesson else None)
    found = rich(root, query.address(), title, picture_of(root, query), maxwidth, maxheight)
    return xml(found) if form == "xml" else dumps(fields_of(found))
