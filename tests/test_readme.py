"""The README says what the code does: tables, example, commands and picture."""

import re
from pathlib import Path
from typing import Any

from app.settings import Settings
from optimizers import OPTIMIZERS, SURFACES, Parameter, Scenario
from optimizers.picture import poster
from optimizers.query import schedules
from optimizers.query.registry import parameters_of

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
PICTURE = ROOT / "static/img/first-view.svg"


def listed(parameters: tuple[Parameter, ...]) -> str:
    return ", ".join(f"`{parameter.name}`" for parameter in parameters)


def rows(first_cell: str) -> list[str]:
    """The rows of the table whose first column is headed ``first_cell``."""
    table = README.split(f"| {first_cell} |", 1)[1].split("\n\n", 1)[0]
    return table.splitlines()[2:]


def test_optimizers() -> None:
    expected = [
        f"| `{rule.name}` | {rule.title} | {listed(rule.parameters)} "
        f"| [{rule.source.authors} {rule.source.year}]({rule.source.url}) |"
        for rule in OPTIMIZERS.values()
    ]
    assert rows("name | optimizer") == expected


def test_what_every_optimizer_takes() -> None:
    shared = parameters_of(OPTIMIZERS["sgd"])[len(OPTIMIZERS["sgd"].parameters) :]
    assert rows("name | default") == [f"| `{p.name}` | {p.write(p.initial or 0.0)} | {p.meaning} |" for p in shared]


def test_schedules() -> None:
    assert rows("schedule") == [f"| `{name}` | ${formula}$ |" for name, formula in schedules.FORMULAS.items()]


def test_surfaces() -> None:
    expected = [f"| `{s.name}` | {s.title} | {listed(s.parameters)} | {s.source} |" for s in SURFACES.values()]
    assert rows("name | surface") == expected


def test_settings() -> None:
    expected = [
        f"| `OPTIMIZER_TRAJECTORIES_{name.upper()}` | {field.default} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    assert rows("variable") == expected


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
    """Drawn by ``python -m tests.test_readme``; compared are the paths, for contours may differ in a last digit."""

    def paths(svg: str) -> list[str]:
        return re.findall(r'<path class="path series-\d+" d="[^"]*"', svg)

    drawn = paths(first_view())
    assert len(drawn) == 8
    assert paths(PICTURE.read_text("utf-8")) == drawn


def first_view() -> str:
    return poster(Scenario.from_query(""), "side-by-side", "auto")


if __name__ == "__main__":
    PICTURE.write_text(first_view(), "utf-8")
