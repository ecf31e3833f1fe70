"""The web application: HTTP in, a call on ``optimizers``, a stream, page or file out."""

from importlib.metadata import version

VERSION = version("optimizer-trajectories")
