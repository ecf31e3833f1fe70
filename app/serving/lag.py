"""How late the event loop is, and how answers say so."""

import asyncio

EVERY = 0.05  # seconds between two looks
FADING = 0.8  # of a lateness, from one look to the next
NOTED = 0.005  # seconds; a shorter lateness is not worth a header
HEADER = b"server-timing"

Headers = tuple[tuple[bytes, bytes], ...]


class Lag:
    """How long a task that is ready waits for its turn on the event loop: seconds, the longest recent wait, fading.

    A loop that is asked for more than it can do serves everybody late. Answers say how late, in the header
    Server-Timing, and the page then rests before it asks again (``static/js/service/pace.js``).
    """

    def __init__(self) -> None:
        self.seconds = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None

    def headers(self) -> Headers:
        """Return the header that says how late an answer is, or none if it is hardly late at all."""
        loop = asyncio.get_running_loop()
        if loop is not self._loop:
            self._loop, self.seconds = loop, 0.0
            self._look_later(loop)
        return ((HEADER, b"wait;dur=%d" % (1000 * self.seconds)),) if self.seconds >= NOTED else ()

    def _look_later(self, loop: asyncio.AbstractEventLoop) -> None:
        due = loop.time() + EVERY
        loop.call_at(due, self._look, loop, due)

    def _look(self, loop: asyncio.AbstractEventLoop, due: float) -> None:
        self.seconds = max(loop.time() - due, FADING * self.seconds)
        self._look_later(loop)
