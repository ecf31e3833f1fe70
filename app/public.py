"""The card that other sites show for a link to a page. Its links are absolute, because they leave the service."""

from dataclasses import dataclass
from math import ceil
from urllib.parse import quote

from fastapi import Request
from starlette.datastructures import URL

from optimizers.picture import description, poster_size
from optimizers.run.tuning import caption

from .lessons import Lesson
from .view import Query

LONGEST_HOST = 300  # characters; names of hosts have at most 253, and a page repeats the name


@dataclass(frozen=True, slots=True)
class Picture:
    """The address of a picture, and its width and height in px."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Card:
    """The address of what is shown, its title and description, and the addresses of oEmbed answer and picture."""

    url: str
    title: str
    description: str
    alt: str
    oembed: str
    image: Picture


def public_url(request: Request) -> str:
    """Return the address of the app's root, without a slash at the end.

    It is the setting public_url. If that is empty, it is the address of the request; then a proxy has to send the
    scheme and to keep the path prefix, unless ``--root-path`` names it. An invalid host is replaced by the server's
    own address.
    """
    configured: str = request.app.state.settings.public_url
    if configured:
        return configured
    headers = [one for one in request.scope["headers"] if one[0] != b"host" or len(one[1]) <= LONGEST_HOST]
    path = request.scope.get("root_path", "")
    here = {**request.scope, "path": path, "query_string": b"", "headers": headers}  # a query may not be text
    return str(URL(scope=here)).rstrip("/")


def card(root: str, query: Query, lesson: Lesson | None = None) -> Card:
    """Return the card of the page that shows ``query``, as part of a lesson or on its own.

    root: the ``public_url`` of the app.
    """
    drawn = description(query.scenario)
    url = f"{root}/{f'lessons/{lesson.slug}' if lesson else ''}?{query.address()}"
    return Card(
        url=url,
        title=title_of(query, lesson),
        description=f"{drawn}. {caption(query.scenario)}.",
        alt=drawn,
        oembed=f"{root}/oembed?url={quote(url, safe='')}",
        image=picture_of(root, query),
    )


def title_of(query: Query, lesson: Lesson | None = None) -> str:
    """Return the author's title, otherwise the lesson's title, otherwise a description of the scenario."""
    return query.view.title or (lesson.title if lesson else description(query.scenario))


def picture_of(root: str, query: Query) -> Picture:
    """Return the poster of a scenario as PNG, with one pixel for each px."""
    address = query.address("ui", "show", "hide", "lock", "autoplay", "links")
    width, height = poster_size(query.scenario, query.view.flat, title=query.view.title)
    return Picture(f"{root}/poster.png?{address}&scale=1", ceil(round(width, 1)), ceil(round(height, 1)))
