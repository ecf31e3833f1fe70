"""Numbers on their way out: bits are kept, and nothing that is not finite passes."""

import base64
import json
import math
from itertools import chain
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from app.encoding import array, dumps, endings, line, points
from optimizers import Scenario, simulate
from optimizers.run import judge
from optimizers.run.columns import LARGEST
from optimizers.run.simulation import Piece, stream
from tests.answers import NAMES, Numbers, decode, ended, strict

unhurried = settings(deadline=None)  # whatever else the machine does
DOUBLES = arrays.arrays(np.float64, st.integers(0, 50), elements=st.floats(allow_nan=False, allow_infinity=False))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=20,
)


@unhurried
@given(DOUBLES)
def test_f8_keeps_every_bit(numbers: Numbers) -> None:
    encoded = array(numbers, "f8")
    assert list(encoded) == ["dtype", "bdata"]
    assert base64.b64decode(encoded["bdata"]) == numbers.astype("<f8").tobytes()
    assert decode(encoded).tobytes() == numbers.tobytes()


@unhurried
@given(DOUBLES)
def test_f4_is_the_nearest_float32_and_saturates(numbers: Numbers) -> None:
    decoded = decode(array(numbers, "f4"))
    assert decoded.dtype == np.float32
    for wide, narrow in zip(numbers.tolist(), decoded.tolist(), strict=True):
        if abs(wide) > LARGEST:
            assert narrow == math.copysign(LARGEST, wide)
        else:  # half a unit in the last place, which near zero is absolute
            assert abs(narrow - wide) <= max(abs(wide) * 2.0**-24, 2.0**-150)


def test_a_grid_tells_its_shape() -> None:
    grid = np.arange(6.0).reshape(2, 3)
    encoded = array(grid, "f8", shape=True)
    assert encoded["shape"] == "2,3"
    assert np.array_equal(decode(encoded), grid)
    assert np.array_equal(decode(array(grid.T, "f4", shape=True)), grid.T)  # whatever its order in memory


@unhurried
@given(values)
def test_json_holds_the_same_and_null_for_what_is_not_finite(value: Any) -> None:
    def expected(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: expected(item) for key, item in value.items()}
        if isinstance(value, list):
            return [expected(item) for item in value]
        return None if isinstance(value, float) and not math.isfinite(value) else value

    assert strict(dumps(value)) == expected(value)


def test_json_is_compact_and_in_order() -> None:
    assert dumps({"b": (1, 2.5), "a": "é"}) == '{"b":[1,2.5],"a":"é"}'.encode()
    assert dumps({"x": np.float64("nan"), "y": [math.inf, (-math.inf,)]}) == b'{"x":null,"y":[null,[null]]}'


def test_a_line_is_one_line() -> None:
    written = line("error", detail="two\nlines")
    assert written.count(b"\n") == 1
    assert written.endswith(b"\n")
    assert json.loads(written) == {"event": "error", "detail": "two\nlines"}


@pytest.mark.parametrize("precision", ["f8", "f4"])
def test_a_line_of_points_is_what_the_plain_way_would_write(precision: str) -> None:
    """It is put together by hand, for speed."""
    pieces = [piece for piece in stream(Scenario.from_query("steps=1200&optimizer=adam")) if isinstance(piece, Piece)]
    assert [(piece.run.start, piece.first) for piece in pieces] == [(0, 0), (0, 1001), (1, 0), (1, 1001)]
    for piece in pieces:
        columns = (piece.x[:, 0], piece.x[:, 1], piece.loss, piece.gradient[:, 0], piece.gradient[:, 1])
        fields = {name: array(column, precision) for name, column in zip(NAMES, columns, strict=True)}
        plain = line("points", optimizer=piece.run.optimizer, start=piece.run.start, first=piece.first, **fields)
        assert points(piece, precision) == plain


@pytest.mark.parametrize("query", ["steps=3", "optimizer=sgd,lr=1&steps=2000&noise=0.1", "surface=saddle,wall=0"])
def test_the_end_of_runs_is_what_the_plain_way_would_write(query: str) -> None:
    """It is put together by hand, for speed."""
    runs = simulate(Scenario.from_query(query))
    found = [run.found for run in runs if run.found]
    assert strict(endings(found)) == {"event": "end", "runs": [ended(run) for run in runs]}


def test_the_end_of_a_run_holds_null_for_what_is_not_finite() -> None:
    (run,) = simulate(Scenario.from_query("optimizer=sgd&start=A,1,1&steps=3"))
    for column in range(judge.REACHED, judge.COLUMNS - 3):
        for value in (math.inf, -math.inf, math.nan):
            found = [*(run.found or ())]
            found[column] = value
            (written,) = strict(endings([found]))["runs"]
            plain = list(chain.from_iterable(v if isinstance(v, list) else [v] for v in ended(run)["metrics"].values()))
            plain[column - judge.REACHED] = None
            sent = chain.from_iterable(v if isinstance(v, list) else [v] for v in written["metrics"].values())
            assert list(sent) == plain
