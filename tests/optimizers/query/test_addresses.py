"""Recorded addresses: a link that a teacher has pinned keeps its meaning, to the letter.

``tests/reference/addresses.json`` holds texts and their canonical form. ``python -m tests.tables`` adds those of new
surfaces, optimizers and parameters. After a change that is meant, write it anew:

    python -c "from tests.optimizers.query.test_addresses import record; record()"
"""

import json
from pathlib import Path

import pytest

from optimizers import OPTIMIZERS, SURFACES, Parameter, Scenario
from optimizers.query import schedules
from optimizers.query.conditions import CONDITIONS
from optimizers.query.registry import parameters_of
from tests.optimizers.run.test_engine import middle

FILE = Path(__file__).parents[2] / "reference" / "addresses.json"
ADDRESSES: list[dict[str, str]] = json.loads(FILE.read_text(encoding="utf-8"))


def record() -> None:
    """Write every text again with the canonical form it has now."""
    write([of_text(address["text"]) for address in ADDRESSES])


def add() -> None:
    """Add a text for everything that no recorded one uses; the others stay to the letter."""
    new = dict.fromkeys((key, name) for key, name, _ in unused())
    write([*ADDRESSES, *(of_text(item(key, name)) for key, name in new)])


def of_text(text: str) -> dict[str, str]:
    return {"text": text, "canonical": Scenario.from_query(text).query}


def write(addresses: list[dict[str, str]]) -> None:
    FILE.write_text(json.dumps(addresses, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def parameters(key: str, name: str) -> tuple[Parameter, ...]:
    return SURFACES[name].parameters if key == "surface" else parameters_of(OPTIMIZERS[name])


def item(key: str, name: str) -> str:
    """Return a text in which no parameter of a surface or an optimizer is what it usually is."""
    pairs = [f"{p.name}={p.write(middle(p))}" for p in parameters(key, name)]
    return ",".join([f"{key}={name}", *pairs]) + "&steps=1000"  # longer than any warm-up


def unused() -> list[tuple[str, str, str]]:
    """Return ("surface" or "optimizer", name, parameter) of what no recorded address has, with parameter "" for all."""
    items = [item.split(",") for address in ADDRESSES for item in address["canonical"].split("&")]
    missing = []
    for key, names in (("surface", SURFACES), ("optimizer", OPTIMIZERS)):
        for name in names:
            found = [item for item in items if item[0] == f"{key}={name}"]
            if not found:
                missing.append((key, name, ""))
            parts = {part for item in found for part in item[1:]}
            for parameter in parameters(key, name):
                values = {part.partition("=")[2] for part in parts if part.startswith(f"{parameter.name}=")}
                if not values or (parameter.advanced and values == {parameter.write(parameter.initial or 0)}):
                    missing.append((key, name, parameter.name))
    return missing


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address["text"][:40])
def test_a_recorded_address_keeps_its_meaning(address: dict[str, str]) -> None:
    assert Scenario.from_query(address["text"]).query == address["canonical"]
    assert Scenario.from_query(address["canonical"]).query == address["canonical"]


def test_the_recorded_addresses_use_every_surface_optimizer_and_parameter() -> None:
    assert unused() == [], "python -m tests.tables adds them"


@pytest.mark.parametrize(("key", "name"), [("surface", "saddle"), ("optimizer", "rmsprop")])
def test_what_no_recorded_address_has_is_added(
    key: str, name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = [address for address in ADDRESSES if f"{key}={name}" not in address["canonical"]]
    monkeypatch.setattr(f"{__name__}.ADDRESSES", kept)
    monkeypatch.setattr(f"{__name__}.FILE", tmp_path / "addresses.json")
    assert unused()
    add()
    written = json.loads((tmp_path / "addresses.json").read_text("utf-8"))
    assert written[: len(kept)] == kept
    monkeypatch.setattr(f"{__name__}.ADDRESSES", written)
    assert unused() == []


def test_the_recorded_addresses_use_every_condition_schedule_and_mode_and_a_step_length_of_another() -> None:
    items = {item for address in ADDRESSES for item in address["canonical"].split("&")}
    parts = {part for item in items for part in item.split(",")}
    for parameter in CONDITIONS:
        assert any(item.startswith(f"{parameter.name}=") for item in items), f"no recorded address has {parameter.name}"
    for parameter in (*CONDITIONS, *schedules.PARAMETERS):
        written = {f"{parameter.name}={choice}" for choice in parameter.choices if choice != parameter.initial}
        assert written <= parts
    assert any(part.startswith("length=") for part in parts)


def test_there_are_many_and_no_two_are_the_same() -> None:
    texts = [address["text"] for address in ADDRESSES]
    assert len(texts) == len(set(texts)) >= 25
