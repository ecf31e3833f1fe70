"""The outermost layer of the service: repeated requests, direct routes, security headers, and what is recorded."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from time import perf_counter

from fastapi import Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..record import NO_ROUTE, Recorder, identity_of
from ..security import FRAMED, PREFLIGHT, SecurityHeaders, asks_first
from ..serving.lag import Lag
from .answers import Answers
from .asked import Asked, read
from .cache import Headers
from .head import without_body
from .pieces import in_pieces
from .repeats import Repeat, Repeats
from .response import AnswerResponse
from .tags import is_known

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(slots=True)
class Sent:
    """What was sent: the route that made it, the status, and the bytes of the body."""

    route: str = NO_ROUTE
    status: int = 500
    size: int = 0


class Front:
    """ASGI middleware around all others.

    A request that was answered before is answered again by its raw address, without a look at what it means. One for a
    direct route is handed to the function of that route. All others, and all errors, go through ``app``. HEAD is
    answered like GET, without the body.

    direct: the functions of the direct routes by path. public: whether the settings give the address of the service.
    """

    def __init__(
        self,
        app: ASGIApp,
        answers: Answers,
        recorder: Recorder,
        security: SecurityHeaders,
        direct: Mapping[str, Endpoint],
        public: bool,
    ) -> None:
        self.app = app
        self._answers = answers
        self._repeats: Repeats = answers.repeats
        self._recorder = recorder
        self._security = security
        self._direct = direct
        self._public = public
        self._lag = Lag()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request and record it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, sent = perf_counter(), Sent()
        scope.setdefault("state", {})
        self._recorder.begin()
        try:
            await self._answer(scope, receive, send, sent)
        finally:
            self._recorder.end(scope, sent.route, sent.status, sent.size, perf_counter() - begun)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, sent: Sent) -> None:
        method = scope["method"]
        if method == "OPTIONS" and asks_first(scope["headers"]):
            await _send(scope, send, sent, NO_ROUTE, 204, PREFLIGHT, b"")
            return
        asked = scope["state"]["asked"] = read(scope, self._public)
        if method in ("GET", "HEAD"):
            repeat = self._repeats.get(asked)
            if repeat and await self._repeated(repeat, asked, scope, send, sent):
                return
            if await self._directly(asked, scope, receive, send, sent):
                return
        await self._ordinarily(asked, scope, receive, send, sent)

    async def _repeated(self, repeat: Repeat, asked: Asked, scope: Scope, send: Send, sent: Sent) -> bool:
        """Answer a request by how the same one was answered before; return whether that is possible."""
        if is_known(asked.known, repeat.tag):
            self._answers.count_unchanged()
            await _send(scope, send, sent, repeat.route, 304, repeat.unchanged, b"")
            return True
        found = self._answers.kept(repeat.tag, repeat.coding) if repeat.whole else None
        if found is None or repeat.whole is None:
            return False
        await _send(scope, send, sent, repeat.route, 200, repeat.whole, found.body)
        return True

    async def _directly(self, asked: Asked, scope: Scope, receive: Receive, send: Send, sent: Sent) -> bool:
        """Call the function of a direct route; return whether its answer has been sent.

        What it raises, or a response that is made while it is sent, is left to the other layers.
        """
        path = _below_prefix(scope)
        endpoint = self._direct.get(path)
        if endpoint is None:
            return False
        state = scope["state"]
        try:
            response = await endpoint(Request(scope, receive, send))
        except Exception as error:
            state["ready"] = error
            return False
        if not isinstance(response, AnswerResponse):
            state["ready"] = response
            return False
        headers = (*response.raw_headers, *self._security.added(response.raw_headers, path in FRAMED))
        if response.lasting:
            self._remember(asked, path, response, headers)
        timed = (*headers, *self._lag.headers())
        await _send(scope, send, sent, path, response.status_code, timed, bytes(response.body))
        return True

    async def _ordinarily(self, asked: Asked, scope: Scope, receive: Receive, send: Send, sent: Sent) -> None:
        state, framed = scope["state"], _below_prefix(scope) in FRAMED

        async def outgoing(message: Message) -> None:
            if message["type"] == "http.response.start":
                sent.status = message["status"]
                headers = [*message["headers"], *self._security.added(message["headers"], framed)]
                if sent.status >= 400:
                    headers.append((b"x-request-id", identity_of(scope).encode()))
                response = state.get("answer")
                if response is not None and response.lasting:
                    self._remember(asked, state["route"], response, tuple(headers))
                message = {**message, "headers": headers}
            else:
                sent.size += len(message.get("body", b""))
            await in_pieces(send, message)

        try:
            if scope["method"] == "HEAD":
                await without_body(self.app, scope, receive, outgoing)
            else:
                await self.app(scope, receive, outgoing)
        finally:
            sent.route = state.get("route", NO_ROUTE)

    def _remember(self, asked: Asked, route: str, response: AnswerResponse, headers: Headers) -> None:
        """Note how a request was answered, so that the next one for the same is answered without its route."""
        whole = headers if response.status_code == 200 else None
        unchanged = (*response.unchanged, *self._security.added(response.unchanged, route in FRAMED))
        self._repeats.keep(asked, route, response.tag, response.coding, whole, unchanged)


async def _send(scope: Scope, send: Send, sent: Sent, route: str, status: int, headers: Headers, body: bytes) -> None:
    if scope["method"] == "HEAD":
        body = b""
    sent.route, sent.status, sent.size = route, status, len(body)
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await in_pieces(send, {"type": "http.response.body", "body": body})


def _below_prefix(scope: Scope) -> str:
    path: str = scope["path"]
    prefix: str = scope.get("root_path", "")
    return path.removeprefix(prefix) if prefix else path
