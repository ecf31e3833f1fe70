"""A cache that workers and replicas share, in Redis. When Redis fails, the service goes on without it."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from hashlib import blake2b
from typing import TypeVar

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError

from .cache import Answer

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE = 0.04  # seconds that an answer of Redis may take; most answers kept there take longer to compute
PAUSE = 2.0  # seconds without a question after Redis has failed
EXPIRY = 86_400  # seconds; the keys carry the version, so nothing becomes wrong, but an old version's answers must go
LARGEST = 1_000_000  # bytes of a value
MOST = 32  # questions at once; beyond them nothing is asked
SEAL = 16  # bytes


class RedisCache:
    """The answers in Redis at ``url``; ``version`` is a part of every key."""

    def __init__(self, url: str, version: str) -> None:
        self._redis = Redis.from_url(
            url,
            protocol=2,  # one message less for each connection
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
            max_connections=MOST,
        )
        self._version = version
        self._failed = False
        self._resume = 0.0  # in the time of the event loop
        self._asking = 0
        self.storing: set[asyncio.Task[object]] = set()

    async def get(self, tag: str, coding: str) -> Answer | None:
        """Return an answer; None if it is not there, is damaged, or Redis does not answer."""
        key = self._key(tag, coding)
        # No more than that is read, whatever somebody has put there.
        value = await self._ask(lambda: self._redis.getrange(key, 0, LARGEST))
        return unpack(key, value) if isinstance(value, bytes) and value else None

    def keep(self, tag: str, coding: str, answer: Answer) -> None:
        """Store an answer. Nobody waits for that, and it may fail."""
        key = self._key(tag, coding)
        value = pack(key, answer)
        if len(value) <= LARGEST and len(self.storing) < MOST:
            task = asyncio.create_task(self._ask(lambda: self._redis.set(key, value, ex=EXPIRY)))
            self.storing.add(task)
            task.add_done_callback(self.storing.discard)

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    def _key(self, tag: str, coding: str) -> str:
        return f"optimizer-trajectories:{self._version}:{tag}:{coding}"

    async def _ask(self, question: Callable[[], Awaitable[T]]) -> T | None:
        """Return what Redis answers, None if it does not, or is not asked because it has just failed."""
        now = asyncio.get_running_loop().time()
        if now < self._resume or self._asking >= MOST:
            return None
        if self._failed:
            self._resume = now + PAUSE  # one question finds out whether it is back; the others do not wait for that
        self._asking += 1
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await question()
        except ResponseError as error:  # it answers, but refuses: a key of another type, no memory, no permission
            log.info("the shared cache refused: %s", error)
            return None
        except (RedisError, OSError, TimeoutError, ValueError) as error:  # ValueError: not the protocol of Redis
            if not self._failed:
                reason = str(error) or "too slow"
                log.warning("The shared cache does not answer; the service continues without it: %s", reason)
            self._failed, self._resume = True, now + PAUSE
            return None
        finally:
            self._asking -= 1
        if self._failed:
            log.warning("The shared cache answers again.")
        self._failed, self._resume = False, 0.0
        return answer


def pack(key: str, answer: Answer) -> bytes:
    """Return an answer as the value of ``key``."""
    head = [[name.decode("latin-1"), value.decode("latin-1")] for name, value in answer.headers]
    content = json.dumps(head).encode() + b"\n" + answer.body
    return _seal(key, content) + content


def unpack(key: str, value: bytes) -> Answer | None:
    """Return the answer in a value; None unless ``pack`` has made all of it, for this key."""
    seal, content = value[:SEAL], value[SEAL:]
    if seal != _seal(key, content):
        return None
    head, _, body = content.partition(b"\n")
    headers = tuple((name.encode("latin-1"), text.encode("latin-1")) for name, text in json.loads(head))
    return Answer(headers, body)


def _seal(key: str, content: bytes) -> bytes:
    digest = blake2b(key.encode() + b"\0", digest_size=SEAL)
    digest.update(content)
    return digest.digest()
