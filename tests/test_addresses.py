"""Recorded addresses: a link that a teacher has pinned keeps its meaning, to the letter.

``tests/reference/addresses.json`` holds texts and their canonical form. After a change that is meant, write it anew:

    python -c "from tests.test_addresses import record; record()"
"""

import json
from pathlib import Path

import pytest

from optimizers import OPTIMIZERS, SURFACES, Rule, Scenario
from optimizers.query import schedules
from optimizers.query.conditions import CONDITIONS
from optimizers.query.registry import parameters_of

FILE = Path(__file__).with_name("reference") / "addresses.json"
ADDRESSES: list[dict[str, str]] = json.loads(FILE.read_text(encoding="utf-8"))


def record() -> None:
    """Write every text again with the canonical form it has now."""
    written = [{"text": a["text"], "canonical": Scenario.from_query(a["text"]).query} for a in ADDRESSES]
    FILE.write_text(json.dumps(written, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address["text"][:40])
def test_a_recorded_address_keeps_its_meaning(address: dict[str, str]) -> None:
    assert Scenario.from_query(address["text"]).query == address["canonical"]
    assert Scenario.from_query(address["canonical"]).query == address["canonical"]


def test_the_recorded_addresses_use_every_surface_optimizer_and_parameter() -> None:
    written = "&".join(address["canonical"] for address in ADDRESSES)
    items = [item.split(",") for item in written.split("&")]
    for key, entries in (("surface", SURFACES), ("optimizer", OPTIMIZERS)):
        for name, entry in entries.items():
            found = [item for item in items if item[0] == f"{key}={name}"]
            assert found, f"no recorded address has {name}"
            parts = {part for item in found for part in item[1:]}
            for parameter in parameters_of(entry) if isinstance(entry, Rule) else entry.parameters:
                values = {part.partition("=")[2] for part in parts if part.startswith(f"{parameter.name}=")}
                assert values, f"no recorded address has {name}'s {parameter.name}"
                if parameter.advanced:
                    assert values != {parameter.write(parameter.initial or 0)}


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
