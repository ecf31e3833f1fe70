"""oEmbed: the frame for a link to a page of this service. Nothing is fetched."""

from urllib.parse import unquote_to_bytes

from fastapi import APIRouter, HTTPException, Request, Response

from optimizers import Problem, ScenarioError
from optimizers.terms.errors import shortened

from ..answers import answer
from ..builders import oembed
from ..dependencies import Direct, demanded
from ..lessons import Lesson, address_in, lessons
from ..oembed import split
from ..public import public_url
from ..work import price

router = APIRouter(route_class=Direct)
MEDIA_TYPES = {"json": "application/json", "xml": "text/xml; charset=utf-8"}
NAMES = (b"url", b"format", b"maxwidth", b"maxheight")
LARGEST = 100_000  # px
BESIDE = 1000  # characters of an address besides its query; Python caches the last addresses that it has parsed


@router.get("/oembed", response_class=Response, include_in_schema=False)
async def read_oembed(request: Request) -> Response:
    """The frame for an address, with title and picture."""
    limits = request.app.state.settings.limits
    given = _given(request.scope["query_string"])
    form = given.get("format", "json")
    if form not in MEDIA_TYPES:
        raise HTTPException(501, f"format = {shortened(form)!r} is not offered: one of {', '.join(MEDIA_TYPES)}")
    problems: list[Problem] = []
    if not given.get("url"):
        problems.append(Problem("url", "", "the address of a page, a lesson or an embed of this service"))
    elif len(given["url"]) > limits.query + BESIDE:
        problems.append(Problem("url", given["url"], f"at most {limits.query + BESIDE} characters"))
    width, height = (_limit(name, given.get(name), problems) for name in ("maxwidth", "maxheight"))
    if problems:
        raise ScenarioError(problems)
    root = public_url(request)
    text, lesson = _shown(given["url"], root)
    try:
        query = await demanded(request, text)
    except ScenarioError as error:
        raise HTTPException(404, str(error)) from None
    arguments = (root, query, lesson.slug if lesson else "", width, height, form)
    job = price.WORDS.make(query.scenario, oembed, *arguments)
    key = (root, query.address(), *arguments[2:])
    return await answer(request, MEDIA_TYPES[form], job, *key, public=True)


def _given(query: bytes) -> dict[str, str]:
    """Return the parameters of a request, the last of each name; others are not decoded.

    An address has no spaces, so a plus in it is a plus, even if the consumer did not encode it.
    """
    pairs = (item.partition(b"=") for item in query.split(b"&"))
    last = {name: value for name, _, value in pairs if name in NAMES}
    return {name.decode(): unquote_to_bytes(value).decode("utf-8", "replace") for name, value in last.items()}


def _limit(name: str, text: str | None, problems: list[Problem]) -> int | None:
    if text is None:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= LARGEST:
        return int(text)
    problems.append(Problem(name, text, f"a whole number from 1 to {LARGEST}"))
    return None


def _shown(url: str, root: str) -> tuple[str, Lesson | None]:
    """Return the query of the page at ``url``, and its lesson if it is one. Raises 404 if there is no such page."""
    found = split(url, root)
    if found is None:
        raise HTTPException(404, f"{shortened(url)} is not an address of this service, {root}/")
    path, text = found
    name = path.removeprefix("/lessons/")
    lesson = lessons().get(name) if name != path else None
    if lesson is None and path not in ("/", "/embed"):
        raise HTTPException(404, f"{shortened(path)} is not a page that can be embedded: /, /embed or /lessons/<slug>")
    return address_in(lesson, text) if lesson else text, lesson
