"""Makes redirects relative to the requested address, because a client can write any host."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class RelativeRedirects:
    """ASGI middleware for the router's redirects between a path with slashes at its end and one without.

    Like all links, they work behind any path prefix.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def relative(message: Message) -> None:
            if message["type"] == "http.response.start" and 300 < message["status"] < 400:
                slashes = len(scope["path"]) - len(scope["path"].rstrip("/"))
                headers = [
                    (name, _below(value, slashes) if name == b"location" else value)
                    for name, value in message["headers"]
                ]
                message = {**message, "headers": headers}
            await send(message)

        await self.app(scope, receive, relative)


def _below(location: bytes, slashes: int) -> bytes:
    """Return a relative link to the last part of a location, from a path that ends in so many slashes."""
    path, mark, query = location.partition(b"?")
    last = path.rstrip(b"/").rpartition(b"/")[2] + (b"" if slashes else b"/")
    return (b"../" * slashes or b"./") + last + mark + query
