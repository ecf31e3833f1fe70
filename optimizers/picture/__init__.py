"""Scenarios as pictures: what is drawn on the server, in a notebook and on the command line.

The one part of the library that knows colours and pixels; nothing else of it imports this, save when it is called.
"""

from .png import poster_png
from .poster import PANEL, WIDE, Panel, description, panels, poster, poster_size

__all__ = ["PANEL", "WIDE", "Panel", "description", "panels", "poster", "poster_png", "poster_size"]
