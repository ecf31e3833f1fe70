"""The one function of the app that the library's command line calls, if the app is installed."""

from urllib.parse import urljoin

from optimizers.query.choices import Limits

from .builders import offline_html
from .view import demand


def lesson_file(query: str, link: str = "", plotly: bool = False) -> bytes:
    """Return the page of a query as one HTML file that needs no server.

    link: the address that the query is of, for links to the whole page; without one the file has none. plotly: whether
    the file holds Plotly, whatever the query says. Raises ScenarioError if the query is not legal.
    """
    understood = demand(f"{query}&plotly=1" if plotly else query, Limits())
    root = urljoin(link, ".." if "/lessons/" in link else ".") if link.startswith(("http://", "https://")) else ""
    return offline_html(understood, Limits(), root)
