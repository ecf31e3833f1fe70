"""Write whatever follows from the registries: ``python -m tests.tables``, after a new optimizer, surface or setting.

That is the tables of the README, which are found by their first rows; its picture; recorded addresses of what is new;
and the style sheets of what is drawn. Tests compare all of it.
"""

from collections.abc import Sequence
from pathlib import Path

from app.settings import Settings
from optimizers import OPTIMIZERS, SURFACES, Parameter, Scenario
from optimizers.picture import poster, styles
from optimizers.query import decay, schedules
from tests.optimizers.query import test_addresses

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
PICTURE = ROOT / "static/img/first-view.svg"


def tables() -> dict[str, list[str]]:
    """Return the rows of every table by its first row."""
    shared = (*schedules.PARAMETERS, *decay.PARAMETERS)
    return {
        "| name | optimizer | parameters | source |": [
            f"| `{rule.name}` | {rule.title} | {listed(rule.parameters)} "
            f"| [{rule.source.authors} {rule.source.year}]({rule.source.url}) |"
            for rule in OPTIMIZERS.values()
        ],
        "| name | default | meaning |": [f"| `{p.name}` | {p.write(p.initial or 0.0)} | {p.meaning} |" for p in shared],
        "| schedule | rate after the warm-up |": [
            f"| `{name}` | ${formula}$ |" for name, formula in schedules.FORMULAS.items()
        ],
        "| name | surface | parameters | source |": [
            f"| `{s.name}` | {s.title} | {listed(s.parameters)} | {s.source} |" for s in SURFACES.values()
        ],
        "| variable | default | limits |": [
            f"| `OPTIMIZER_TRAJECTORIES_{name.upper()}` | {field.default} | {field.description} |"
            for name, field in Settings.model_fields.items()
        ],
    }


def listed(parameters: Sequence[Parameter]) -> str:
    return ", ".join(f"`{parameter.name}`" for parameter in parameters)


def filled(text: str) -> str:
    """Return ``text`` with every table as it is now. Raises ValueError where one is not in it exactly once."""
    for head, rows in tables().items():
        if text.count(f"{head}\n") != 1:
            raise ValueError(f"{text.count(head)} tables begin with {head}")
        before, after = text.split(f"{head}\n")
        line, rest = after.split("\n", 1)
        text = "\n".join([before + head, line, *rows, "", rest.split("\n\n", 1)[1]])
    return text


def first_view() -> str:
    """Return the first view of the page as a picture."""
    return poster(Scenario.from_query(""), "side-by-side", "auto")


if __name__ == "__main__":
    README.write_text(filled(README.read_text("utf-8")), "utf-8")
    for name, text in styles.written().items():
        (styles.CSS / f"{name}.css").write_text(text, "utf-8")
    PICTURE.write_text(first_view(), "utf-8")
    test_addresses.add()
