"""The style sheets that the page and the poster share: where they lie, and their text."""

from functools import cache
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PACKAGED = TOP / "app" / "static" / "css"  # an installed wheel carries them inside the app
CSS = PACKAGED if PACKAGED.is_dir() else TOP / "static" / "css"


@cache
def sheet(*names: str) -> str:
    """Return the text of the style sheets ``names``, one after the other."""
    return "".join((CSS / f"{name}.css").read_text("utf-8") for name in names)
