"""Where the style sheets lie that the page and the poster share."""

from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PACKAGED = TOP / "app" / "static" / "css"  # an installed wheel carries them inside the app
CSS = PACKAGED if PACKAGED.is_dir() else TOP / "static" / "css"
