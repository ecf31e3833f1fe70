"""Scenarios as pictures: what is drawn on the server, in a notebook and on the command line.

The only room of the library that knows colors and pixels. Other rooms import it only inside functions.
"""

from .png import poster_png
from .poster import PANEL, WIDE, Panel, description, panels, poster, poster_size

__all__ = ["PANEL", "WIDE", "Panel", "description", "panels", "poster", "poster_png", "poster_size"]
