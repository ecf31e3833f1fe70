"""The README says what the code does: tables, example, commands and picture."""

import re
from pathlib import Path
from typing import Any

import pytest

from optimizers import Scenario
from tests import tables

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_tables_are_those_of_the_registries() -> None:
    assert tables.filled(README) == README, "python -m tests.tables writes them"


def test_a_table_that_has_gone_is_missed() -> None:
    head = next(iter(tables.tables()))
    with pytest.raises(ValueError, match=re.escape(f"0 tables begin with {head}")):
        tables.filled(README.replace(head, ""))


def test_a_row_that_is_missing_or_another_is_written() -> None:
    for rows in tables.tables().values():
        assert tables.filled(README.replace(f"{rows[-1]}\n", "")) == README
        assert tables.filled(README.replace(rows[0], rows[0].replace("`", "´", 1))) == README


def test_the_example_runs() -> None:
    example = README.split("```python\n", 1)[1].split("```", 1)[0]
    names: dict[str, Any] = {}
    exec(example, names)
    (run,) = names["runs"]
    assert names["runs"]["SGD", "A"] is run
    assert run.x.shape == run.gradient.shape == (121, 2)
    assert run.loss.shape == (121,)
    for metric in re.findall(r"# (reached.*)", README)[0].split(", "):
        assert hasattr(run.metrics, metric)


def test_the_linked_scenarios_are_legal() -> None:
    links = re.findall(r"\(http://127\.0\.0\.1:8000/\?([^)]*)\)", README)
    assert len(links) >= 3
    for link in links:
        Scenario.from_query(link.removesuffix("&layout=overlay"))


def test_every_path_in_the_map_exists() -> None:
    for name in re.findall(r"(?<!-)\b[a-z_/]+\.py\b", README):
        assert list(ROOT.rglob(name)), name


def test_the_picture_is_of_a_real_run() -> None:
    """Drawn by ``python -m tests.tables``; compared are the paths, for contours may differ in a last digit."""

    def paths(svg: str) -> list[str]:
        return re.findall(r'<path class="path series-\d+ is-solid" d="[^"]*"', svg)

    drawn = paths(tables.first_view())
    assert len(drawn) == 8
    assert paths(tables.PICTURE.read_text("utf-8")) == drawn
