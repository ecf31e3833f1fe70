"""Whatever is in a query: the answer is legal, bounded in size, and costs no more CPU than its length explains."""

from collections.abc import Callable
from time import thread_time
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings

from app.view import understand
from optimizers import Scenario
from optimizers.query.choices import Limits
from tests.answers import assert_problem, client, strict
from tests.benchmarks.query import HOME
from tests.mutations import LONG, queries

FEW = {"max_steps": 20, "max_optimizers": 3, "max_starts": 3, "max_points": 180, "max_query": LONG}
CLIENT = client(**FEW)
LIMITS = Limits(steps=20, optimizers=3, starts=3, points=180, query=LONG)
ERROR = 20_000  # bytes
POINT = 5 * 8 * 4 / 3  # bytes of a point in base64
LINE = 1500  # bytes of a run besides its points
HEAD = 6000  # bytes of the first line besides the query
PAGE = 300_000  # bytes of the page of so few runs
SENT = "".join(map(chr, range(33, 127))).replace("#", "")  # what a client need not encode
TIMES = 4  # the reference per character that a query may cost: decoding and an error cost more than a plain item
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def seconds(call: Callable[[], object], turns: int) -> float:
    """Return the CPU time of a call, the least of some turns, because other processes can only add to it."""
    times = []
    for _ in range(turns):
        begun = thread_time()
        call()
        times.append(thread_time() - begun)
    return min(times)


def reference() -> float:
    """Return the CPU seconds for each character of the home page's query, now: other processes slow all calls down."""
    return seconds(lambda: understand(HOME, Limits()), 10) / len(HOME)


def sent(query: str) -> str:
    """Return a query as a client can send it."""
    return quote(query.encode("utf-8", "surrogatepass"), safe=SENT)


@pytest.mark.slow
@settings(unhurried, max_examples=300, derandomize=True)
@given(queries())
def test_reading_a_query_costs_no_more_than_its_length(query: str) -> None:
    allowed = TIMES * (len(query) + len(HOME))
    assert any(seconds(lambda: understand(query, LIMITS), 3) <= allowed * reference() for _ in range(5))


@pytest.mark.slow
@settings(unhurried, max_examples=150, derandomize=True)
@given(queries())
def test_an_answer_is_the_runs_or_a_bounded_refusal(query: str) -> None:
    answer = CLIENT.get(f"/api/v1/trajectories?{sent(query)}")
    if answer.status_code == 422:
        problem = assert_problem(answer, 422)
        assert 1 <= len(problem["problems"]) <= 20
        assert len(answer.content) <= ERROR
        return
    assert answer.status_code == 200
    head, *lines = [strict(line) for line in answer.content.splitlines()]
    again = Scenario.from_query(head["query"], LIMITS)
    assert again.query == head["query"]
    runs = len(again.optimizers) * len(again.starts)
    assert lines[-1]["event"] == "end"
    assert len(lines[-1]["runs"]) == runs
    assert len(answer.content) <= HEAD + 3 * len(query) + runs * (LINE + POINT * (again.steps + 1))


@pytest.mark.slow
@settings(unhurried, max_examples=40, derandomize=True)
@given(queries())
def test_a_page_is_never_an_error_and_never_long(query: str) -> None:
    page = CLIENT.get(f"/?{sent(query)}", headers={"accept": "text/html"})
    assert page.status_code == 200, page.text
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert len(page.content) <= PAGE
