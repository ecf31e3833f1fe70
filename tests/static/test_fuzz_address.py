"""Whatever is in a query, the page's reader agrees with the library on what is legal, and never fails by itself.

The page's reader is lenient, for a server has always read the query before it: it takes what is out of range, and
ignores names that it does not know. So what is legal and complete it has to read as the library does, and what it does
not read has to be illegal or incomplete.
"""

from urllib.parse import quote

from hypothesis import HealthCheck, given, settings

from app.view import understand
from optimizers.query.choices import Limits
from optimizers.query.reader import split_query
from tests.javascript import Ask
from tests.mutations import queries

LIMITS = Limits()


def is_complete(query: str) -> bool:
    """Return whether a query leaves out nothing that only the library knows: which runs, and their learning rates."""
    items = list(split_query(query))
    rated = all(",lr" in item.text.replace(" ", "") for item in items if item.key == "optimizer")
    return rated and {"surface", "optimizer", "start", "steps"} <= {item.key for item in items}


def as_sent(query: str) -> str:
    """Return a query as a browser sends it: its strings may hold half a character, its requests may not."""
    return query.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


texts = queries().map(as_sent)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=300, derandomize=True)
@given(texts)
def test_both_readers_agree_on_what_is_legal(ask: Ask, query: str) -> None:
    theirs, ours = ask("fuzzed", query), understand(query, LIMITS)
    if theirs is None:
        assert ours.problems or not is_complete(query)
    elif "error" in theirs:
        assert theirs["error"].startswith("v=")
        assert ours.problems
    elif not ours.problems:
        assert theirs == {"scenario": quote(ours.scenario.query, safe="=,&+"), "address": ours.address()}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150, derandomize=True)
@given(texts)
def test_the_page_reads_the_nearest_legal_scenario_however_it_is_encoded(ask: Ask, query: str) -> None:
    nearest = understand(query, LIMITS).scenario.query
    expected = quote(nearest, safe="=,&+")
    for written in (nearest, expected, quote(nearest, safe="&="), quote(nearest, safe="&").replace("%3D", "=")):
        assert ask("fuzzed", f"utm_source=a+b&{written}")["scenario"] == expected
