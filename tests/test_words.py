"""One word per thing: words with a private meaning are used neither in the code nor in what a learner reads."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_layers import ROOT

INSTEAD = {
    "entrant": "planned optimizer",
    "lender": "length optimizer, the one whose step length another takes",
    "lend": "give the step length",
    "lent": "length state",
    "spare": "length state",
    "taker": "kernel_for, take_steps",
    "told": "the name of what is said: clauses, lines, report",
    "fate": "status, or ending",
    "place": "index, position or point",
}
"""What is written instead of each word, which also stands for its plural."""
USUAL = re.compile(r"(\bin|\bthe last|\bone) place\b|\bplace-(items|content|self)\b")
"""Where ``place`` has its usual meaning: in place, units in the last place; properties of CSS."""
FOLDERS = {"optimizers": (".py", ".css"), "app": (".py",), "static": (".js", ".css"), "templates": (".html",)}
WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def files() -> Iterator[Path]:
    """Yield the files that people write or read."""
    yield ROOT / "README.md"
    for folder, suffixes in FOLDERS.items():
        yield from (path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in suffixes)


def private_words(text: str) -> list[str]:
    """Return the private words of ``text``, also those that are part of a name such as ``lender_of`` or ``isSpare``."""
    words = (word.lower() for word in WORD.findall(USUAL.sub("", text)))
    return sorted({word for word in words if word in INSTEAD or word.removesuffix("s") in INSTEAD})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def lender_of(self): # changed in place, one unit in the last place", ["lender"]),
        ("isSpare = fateOf(LENT[0]);", ["fate", "lent", "spare"]),
        ("places, but not replace or placeholder", ["places"]),
        ("Silently transparent", []),
    ],
)
def test_private_words_are_found_in_names_and_in_prose(text: str, expected: list[str]) -> None:
    assert private_words(text) == expected


def test_nobody_has_to_learn_private_words() -> None:
    found = {
        str(path.relative_to(ROOT)): words for path in files() if (words := private_words(path.read_text("utf-8")))
    }
    assert found == {}, f"write instead: {INSTEAD}"
