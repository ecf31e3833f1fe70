"""Caches that are bounded in bytes, whatever is asked."""

import asyncio
import sys

import pytest

from app.answers.asked import LONGEST
from app.answers.cache import SHARE, Answer, Cache
from app.main import create_app
from app.settings import Settings
from tests.answers import client, state
from tests.asking import ask


def of_size(count: int) -> Answer:
    return Answer(((b"content-type", b"text/html"),), bytes(count))


def test_an_answer_is_counted_with_all_that_it_takes() -> None:
    answer = Answer(((b"etag", b'W/"1"'), (b"vary", b"accept-encoding")), bytes(5_000))
    parts = [answer, answer.headers, *answer.headers, *(text for header in answer.headers for text in header)]
    taken = sum(map(sys.getsizeof, (*parts, answer.body)))
    entries = 3 * 104 + 2 * sys.getsizeof("x" * 40)  # of the dictionaries of one cache, and the key
    assert taken + entries <= answer.size <= taken + 1_000


def test_the_answers_used_last_are_kept() -> None:
    cache = Cache(400_000)
    for number in range(100):
        cache.keep(str(number), "br", of_size(9_000))
        assert cache.get("0", "br") is not None
    assert cache.get("1", "br") is None
    assert cache.get("99", "br") is not None
    assert cache.get("99", "gzip") is None
    assert 250_000 < cache.size <= 300_000


def test_cheap_answers_do_not_push_out_others() -> None:
    cache = Cache(400_000)
    cache.keep("page", "br", of_size(9_000))
    for number in range(1_000):
        cache.keep(str(number), "br", of_size(9_000), cheap=True)
    assert cache.get("page", "br") is not None
    assert cache.get("999", "br") is not None
    assert cache.size <= 400_000


def test_an_answer_that_takes_much_of_the_cache_is_not_kept() -> None:
    cache = Cache(400_000)
    cache.keep("small", "br", of_size(300))
    cache.keep("large", "br", of_size(300_000 // SHARE))
    assert cache.get("large", "br") is None
    assert cache.get("small", "br") is not None


@pytest.mark.slow
def test_ten_thousand_different_queries_take_no_more_than_is_allowed() -> None:
    app = create_app(Settings(cache_bytes=1_000_000))
    answers = app.state.answers

    async def main() -> None:
        for number in range(5_000):
            query = f"optimizer=sgd,lr={0.01 + number * 1e-6:.6f}&start=A,-8,1.2&steps=2"
            for _ in range(2):  # the second time by its raw address
                got = await ask(app, f"/api/v1/trajectories?{query}", host=f"h{number}.example", accept_encoding="br")
                assert got.status == 200
            assert answers.cache.size + answers.repeats.size <= 1_000_000
        for number in range(200):
            assert (await ask(app, f"/api/v1/trajectories?start=A,{number},0&start=A,0,0")).status == 422
        text = (await ask(app, "/metrics")).body.decode()
        assert f'cache_bytes{{worker="0"}} {answers.cache.size + answers.repeats.size:.1f}' in text

    asyncio.run(main())
    assert answers.repeats.size > 50_000
    assert answers.cache.size > 200_000


def test_long_addresses_and_hosts_are_not_remembered() -> None:
    one = client()
    for path, headers in (
        ("/api/v1/scenario?utm_source=" + "x" * LONGEST, {}),
        ("/api/v1/scenario", {"host": "x" * LONGEST}),
    ):
        assert one.get(path, headers=headers).status_code == 200
    assert state(one).answers.repeats.size == 0


def test_no_cache_is_possible() -> None:
    one = client(cache_bytes=0)
    tags = {one.get("/api/v1/scenario").headers["etag"] for _ in range(2)}
    assert len(tags) == 1
    assert state(one).answers.cache.size == 0
