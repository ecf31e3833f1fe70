"""uvicorn's server, with what all processes that serve have in common."""

import socket
from types import FrameType

import uvicorn

from ..metrics import Metrics


class Server(uvicorn.Server):
    """Shuts down in order at the first signal; open streams have ``timeout_graceful_shutdown`` seconds.

    With ``metrics``, it gives them to other workers when these collect the counts of all.
    """

    def __init__(self, config: uvicorn.Config, metrics: Metrics | None = None) -> None:
        super().__init__(config)
        self._metrics = metrics

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to serve."""
        await super().startup(sockets)
        if self._metrics:
            self._metrics.exchange.open(self._metrics.collect)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Handle only the first signal: at a second one, uvicorn would skip the shutdown of the application."""
        if not self.should_exit:
            super().handle_exit(sig, frame)
