"""Pasted tables: what is read, which rows an error names, and that what is packed is what was read."""

import base64
import json
import random
import re
import zlib
from urllib.parse import quote

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.builders import surface_json
from optimizers import Scenario, ScenarioError
from optimizers.surfaces.table import LONGEST, MOST_ROWS, Table, pack, read_table, unpack
from tests.answers import assert_problem, client

ROWS = ((1.0, 2.5), (2.0, 3.0), (4.0, 4.5))


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("1,2.5\n2,3\n4,4.5", ","),
        ("1;2,5\n2;3\n4;4,5", ";"),
        ("1\t2,5\n2\t3,0\n4\t4,5", "\t"),
        ("1 2,5\r\n2   3\r\n4 4.5\r\n", " "),
        ("\n1, 2.5\n\n  2, 3\n4, 4.5\n\n", ","),
        ('"1","2.5"\n"2","3"\n4,4.5', ","),
        ("+1;25e-1\n2;3.\n4;.45e1", ";"),
        ('"1","2,5"\n"2","3"\n"4","4,5"', ","),
        ("1;2,5;\n2;3;\n4;4,5;", ";"),
        ("1,2.5\n,\n2,3\n4,4.5\n,\n,", ","),
        ("1;2,500\n2;3\n4;4,5", ";"),
    ],
)
def test_separators_and_decimal_commas(text: str, separator: str) -> None:
    assert read_table(text) == Table(("x", "y"), ROWS)
    assert read_table(f"\ufeffhours{separator}grade\n{text}") == Table(("hours", "grade"), ROWS)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no rows"),
        ("1,2\n3,4", "2 rows of numbers; two columns of numbers, 3 to 200 rows"),
        ("a,b\n1,2\n3,oops\n5,6\n7,8", "row 3: 'oops' is not a number"),
        ("1,2\n\n3,4,5\n6,7\n8,9", "row 3: '3,4,5' has 3 values between commas, a row has 2"),
        ("1,5,2,5\n2,5,3\n4,4", "with decimal commas, separate columns by semicolons; row 2: '2,5,3'"),
        ("x;y\n1.000,5;2\n2;3\n4;5\n6;7", "row 2: '1.000,5' is not a number"),
        ("1\n2\n3", "row 1: '1' has 1 value"),
        ("nan,1\n1,inf\n2,1e999\n3,1e13\n4,5", "row 1: 'nan' is not a number"),
        ("nan,1\n1,inf\n2,1e999\n3,1e13\n4,5", "; and 1 row more"),
        ("\n".join(f"{k},{k}" for k in range(MOST_ROWS + 1)), "201 rows of numbers"),
        ("1" * (LONGEST + 1), f"at most {LONGEST}"),
        ("a,b,c\n1,2\n3,4\n5,6", "row 1: 'a,b,c' has 3 values"),
        ("nan,NaN\n1,2\n3,4\n5,6", "row 1: 'nan' is not a number"),
        ("NA,NA\n1,2\n3,4\n5,6", "row 1: 'NA' is not a number"),
        ("1%,2%\n1,2\n3,4\n5,6", "row 1: '1%' is not a number"),
        ("１,２\n1,2\n3,4\n5,6", "row 1: '１' is not a number"),
        ("1,2\n3,\n5,6\n7,8", "row 2: one of the two cells is empty"),
        ("1,000;2\n2,000;3\n4,000;5", "row 1: the comma of '1,000' may be a decimal comma or separate thousands"),
        ("1;2;3\n2;3;4\n3;4;5", "paste only two columns"),
        ("1|2\n2|3\n3|4", "separate them by a comma, a semicolon or a tab"),
    ],
)
def test_bad_rows_are_named(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)) as refused:
        read_table(text)
    assert len(str(refused.value)) < 500


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1,2\n2;3\n3,4\n5,6", {2: "'2;3' has a semicolon where other rows have a comma"}),
        ("1;2\n2,3\n3;4\n5;6", {2: "'2,3' has a comma where other rows have a semicolon"}),
        ("1;2\n2\t3\n3;4,5\n5;6", {2: "'2\\t3' has a tab where other rows have a semicolon"}),
        ("1,2\n3;4,5\n5,6\n7,8", {2: "'3;4,5' has a semicolon where other rows have a comma"}),
        ("1 2\n2,3\n3 4", {2: "'2,3' has a comma where other rows have a space"}),
        ("1;2,5\n2 3,5\n4;5\n5\t6", {2: "'2 3,5' has a space", 4: "'5\\t6' has a tab"}),
        ("hours,grade\n1;2\n2;3\n3;4", {1: "'hours,grade' has a comma where other rows have a semicolon"}),
        ("my hours;grade\n1,2\n2,3\n3,4", {1: "'my hours;grade' has a semicolon where other rows have a comma"}),
    ],
)
def test_rows_with_another_separator_are_named_and_no_others(text: str, rows: dict[int, str]) -> None:
    with pytest.raises(ValueError, match="use the same separator in every row") as refused:
        read_table(text)
    said = str(refused.value)
    assert [int(row) for row in re.findall(r"row (\d+): ", said)] == list(rows)
    for row, words in rows.items():
        assert f"row {row}: {words}" in said


def test_a_minus_sign_and_a_first_line_of_a_spreadsheet_are_read() -> None:
    assert read_table("sep=;\nx;y\n−1;2,5\n–2;3\n4;4,5").pairs == ((-1.0, 2.5), (-2.0, 3.0), (4.0, 4.5))
    assert read_table("# hours;(grade)\n1;2\n2;3\n4;4").names == ("# hours", "(grade)")


def test_numbers_are_rounded_to_the_range_of_their_column() -> None:
    table = read_table("10001.23456,1\n10002.5,1e-7\n10200.7,0.33333333")
    assert table.pairs == ((10001.23, 1.0), (10002.5, 0.0), (10200.7, 0.33333))
    assert read_table("2,7\n2,7.00001\n3,7.00002").pairs == ((2.0, 7.0), (2.0, 7.00001), (3.0, 7.00002))


numbers = st.floats(-1e12, 1e12).map(lambda value: float(f"{value:.6g}") + 0.0)


@given(st.lists(st.tuples(numbers, numbers), min_size=3, max_size=40), st.text(max_size=30))
def test_what_is_packed_is_what_was_read(pairs: list[tuple[float, float]], name: str) -> None:
    table = read_table("\n".join(f"{x!r};{y!r}" for x, y in pairs))
    named = Table((" ".join(name.split())[:24].strip() or "x", "y"), table.pairs)
    assert unpack(pack(named)) == named
    assert pack(unpack(pack(named))) == pack(named)


def test_the_largest_table_fits_into_an_address() -> None:
    draw = random.Random(1)
    table = read_table("\n".join(f"{draw.gauss(50, 20)},{draw.gauss(0, 3)}" for _ in range(MOST_ROWS)))
    assert len(pack(table)) < 2000
    scenario = Scenario.from_query(f"surface=linear-regression,data={pack(table)}")
    assert Scenario.from_query(scenario.query) == scenario
    assert scenario.surface.rows == MOST_ROWS


def bomb() -> str:
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.urlsafe_b64encode(compressor.compress(b"1" * 5_000_000) + compressor.flush()).decode().rstrip("=")


@pytest.mark.parametrize("text", ["A", "zz==", "é", "A" * 4000, "y8gv", bomb(), pack(Table(("x", "y"), ROWS))[:-3]])
def test_a_text_that_was_not_packed_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="it is not a table"):
        unpack(text)


@pytest.mark.parametrize(
    ("surface", "text", "said"),
    [
        ("linear-regression", "2,1\n2,3\n2,4", "every row has about x = 2; the values of a column must differ"),
        ("network-slice", "1,3\n2,3\n4,3", "every row has about y = 3"),
        ("logistic-regression", "1,0\n2,1\n4,2", "row 3 of numbers: y = 2; a class is 0 or 1"),
        ("logistic-regression", "1,1\n2,1\n4,1", "every row has about y = 1"),
        ("ellipse", "1,0\n2,1\n4,0", "Known: kappa, theta."),
    ],
)
def test_data_that_a_model_cannot_take_are_refused(surface: str, text: str, said: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        Scenario.from_query(f"surface={surface},data={pack(read_table(text))}")
    assert said in str(refused.value)


def test_the_minimum_is_the_line_of_least_squares_of_the_pasted_rows() -> None:
    generator = np.random.default_rng(5)
    x = generator.uniform(100, 900, 60)
    y = 7 - 0.02 * x + generator.normal(0, 2, 60)
    table = read_table("\n".join(f"{a:.3f};{b:.3f}" for a, b in zip(x, y, strict=True)))
    surface = Scenario.from_query(f"surface=linear-regression,scale=3,shift=-1,data={pack(table)}").surface
    rows = surface.data
    assert rows is not None
    [(w, b)] = surface.landmarks.minima
    inputs, targets = np.array(table.pairs).T
    slope, intercept = np.polyfit(inputs, targets, 1)
    predicted = [rows.target.mean + rows.target.deviation * (w * rows.input(one) + b) for one in inputs]
    np.testing.assert_allclose(predicted, intercept + slope * inputs, rtol=1e-11)


def test_the_route_answers_the_packed_table_or_names_the_rows() -> None:
    good, bad = quote("hours;grade\n1;2,5\n2;3\n4;4,5"), quote("1;2\n3;no\n4;5\n6;7")
    web = client()
    answer = web.get(f"/api/v1/table?surface=linear-regression&table={good}").json()
    assert unpack(answer["data"]) == Table(("hours", "grade"), ROWS)
    assert (answer["rows"], answer["names"]) == (3, ["hours", "grade"])
    refused = web.get(f"/api/v1/table?surface=network-slice&table={bad}")
    assert_problem(refused, 422)
    assert refused.json()["problems"][0]["allowed"].startswith("row 2: 'no' is not a number")
    assert_problem(web.get(f"/api/v1/table?surface=ellipse&table={good}"), 422)
    assert_problem(web.get("/api/v1/table?surface=linear-regression&table=" + "1" * 9000), 422)


def test_the_surface_answers_its_data_and_its_model() -> None:
    text = f"surface=linear-regression,batch=2,data={pack(Table(('hours', 'grade'), ROWS))}"
    data = json.loads(surface_json(Scenario.from_query(text).surface, 64, "f4"))["data"]
    assert (data["link"], data["roles"], data["epoch"]) == ("identity", ["slope", "offset"], 2)
    assert data["pairs"] == [list(pair) for pair in ROWS]
    assert json.loads(surface_json(Scenario.from_query("surface=sphere").surface, 64, "f4"))["data"] is None
