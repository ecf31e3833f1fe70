"""oEmbed 1.0 (oembed.com): the frame for a link, as data. Nothing is fetched."""

from dataclasses import asdict, dataclass
from urllib.parse import SplitResult, unquote, urlsplit
from xml.etree import ElementTree

from markupsafe import Markup

from .public import Picture

WIDTH, HEIGHT = 800, 600  # of the frame in px, if the consumer allows it
CACHE_AGE = 86400  # seconds; the address determines the answer, which changes only with a new version of the service
PORTS = {"http": 80, "https": 443}
FRAME = Markup(
    '<iframe src="{src}" title="{title}" width="{width}" height="{height}" style="border:0" loading="lazy" '
    'allow="fullscreen; clipboard-write" data-external="1"></iframe>'
)


@dataclass(frozen=True, slots=True)
class Rich:
    """An answer of type rich, with field names from the standard; width and height in px."""

    type: str
    version: str
    title: str
    provider_name: str
    provider_url: str
    cache_age: int
    html: str
    width: int
    height: int
    thumbnail_url: str | None = None
    thumbnail_width: int | None = None
    thumbnail_height: int | None = None


def rich(root: str, address: str, title: str, thumbnail: Picture, maxwidth: int | None, maxheight: int | None) -> Rich:
    """Return the frame of ``/embed?address`` of the service at ``root``, no larger than the consumer's limits.

    A thumbnail that exceeds the limits is left out.
    """
    width, height = min(WIDTH, maxwidth or WIDTH), min(HEIGHT, maxheight or HEIGHT)
    html = FRAME.format(src=f"{root}/embed?{address}", title=title, width=width, height=height)
    fits = thumbnail.width <= (maxwidth or thumbnail.width) and thumbnail.height <= (maxheight or thumbnail.height)
    shown = (thumbnail.url, thumbnail.width, thumbnail.height) if fits else (None, None, None)
    name, home = "Optimizer Trajectories", f"{root}/"
    return Rich("rich", "1.0", title, name, home, CACHE_AGE, str(html), width, height, *shown)


def fields_of(answer: Rich) -> dict[str, str | int]:
    """Return the fields of an answer by the standard's names, without those that are empty."""
    return {name: value for name, value in asdict(answer).items() if value is not None}


def xml(answer: Rich) -> bytes:
    """Return an answer in the standard's other format."""
    root = ElementTree.Element("oembed")
    for name, value in fields_of(answer).items():
        ElementTree.SubElement(root, name).text = str(value)
    text: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def split(url: str, root: str) -> tuple[str, str] | None:
    """Return path below ``root`` and query of ``url``; None if it is not an address of the service at ``root``.

    http and https are treated as equal, and so are their usual ports.
    """
    try:
        asked, own = urlsplit(url), urlsplit(root)
        same = _host(asked) == _host(own)
    except ValueError:  # an illegal port, or a bracket that is not closed
        return None
    path, prefix = unquote(asked.path) or "/", unquote(own.path).rstrip("/")
    if not same or asked.scheme not in PORTS or "@" in asked.netloc or not f"{path}/".startswith(f"{prefix}/"):
        return None
    return path.removeprefix(prefix) or "/", asked.query


def _host(parts: SplitResult) -> tuple[str | None, int | None]:
    return parts.hostname, None if parts.port == PORTS.get(parts.scheme) else parts.port
