"""The response that a route makes of an answer."""

from functools import cache

from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from ..compression import IDENTITY
from ..work import Job, while_connected
from .answers import Answers
from .asked import asked_by
from .cache import Headers
from .coding import PICTURES, coding_of
from .tags import cache_control, etag, is_known


class AnswerResponse(Response):
    """An answer as it is sent, whole or as 304.

    unchanged: the headers of a 304 for it. lasting: whether to remember the request, so that the next one is
    answered without its route.
    """

    def __init__(
        self,
        status: int,
        headers: Headers,
        body: bytes,
        tag: str,
        coding: str,
        unchanged: Headers,
        lasting: bool = True,
    ) -> None:
        self.status_code = status
        self.raw_headers = list(headers)
        self.body = body
        self.background = None
        self.tag = tag
        self.coding = coding
        self.unchanged = unchanged
        self.lasting = lasting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it, and note it in the scope's state for the layers around."""
        scope["state"].update(answer=self, route=scope["route"].path)
        await super().__call__(scope, receive, send)


class Validators:
    """What says whether an answer is still the one that a client has: its ETag, and the headers that go with it.

    public: whether the answer holds the address of the service.
    """

    def __init__(self, request: Request, media_type: str, *key: object, public: bool = False) -> None:
        """key: what determines the answer besides the path and the version of the code, as the canonical query does."""
        self.tag = etag(request, *key)
        self.known = is_known(asked_by(request).known, self.tag)
        names_host = public and not request.app.state.settings.public_url
        self.headers: Headers = ((b"etag", self.tag.encode()), *_lasting(media_type, names_host))

    def unchanged(self) -> AnswerResponse:
        """Return a 304."""
        return AnswerResponse(304, self.headers, b"", self.tag, IDENTITY, self.headers)


@cache
def _lasting(media_type: str, names_host: bool) -> Headers:
    """Return Cache-Control and Vary. names_host: whether the answer holds the host of the request."""
    bare = media_type.partition(";")[0]
    vary = [] if bare in PICTURES else ["accept-encoding"]
    if names_host:  # otherwise a client could make a shared cache send the address of a host of its choice to everyone
        vary.append("host")
    return ((b"cache-control", cache_control(bare).encode()), *([(b"vary", ", ".join(vary).encode())] if vary else ()))


async def answer(
    request: Request,
    media_type: str,
    job: Job[bytes],
    *key: object,
    headers: Headers = (),
    public: bool = False,
) -> Response:
    """Return the answer to a request: 304 if the client has it, else from the cache, else what ``job`` makes.

    Parameters
    ----------
    key: what determines the answer besides the path and the version of the code, as the canonical query does.
    headers: further headers of the answer. public: whether it holds the address of the service, which is in ``key``.
    """
    answers: Answers = request.app.state.answers
    valid = Validators(request, media_type, *key, public=public)
    if valid.known:
        answers.count_unchanged()
        return valid.unchanged()
    coding = coding_of(media_type, asked_by(request).coding)
    lasting = True
    found = answers.kept(valid.tag, coding)
    if found is None:
        encoding: Headers = ((b"content-encoding", coding.encode()),) if coding != IDENTITY else ()
        own = ((b"content-type", media_type.encode()), *valid.headers, *encoding, *headers)
        made = answers.make(valid.tag, coding, media_type, job, own)
        lasting = not job.at_once  # most cheap answers are wanted only once, while a slider moves
        found = await (while_connected(request, made) if lasting else made)
    return AnswerResponse(200, found.headers, found.body, valid.tag, coding, valid.headers, lasting)
