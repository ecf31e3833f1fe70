"""The style sheets of what is drawn. The page links them too, so that it draws with the same colours."""

from functools import cache
from pathlib import Path

CSS = Path(__file__).with_name("css")


@cache
def sheet(*names: str) -> str:
    """Return the text of the style sheets ``names``, one after the other."""
    return "".join((CSS / f"{name}.css").read_text("utf-8") for name in names)
