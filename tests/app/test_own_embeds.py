"""A typed optimizer in pages, embeds and the other answers: it travels whole, and is locked as everything else is."""

import json
from typing import Any

import pytest

from optimizers.terms.text import encoded
from tests.answers import client, strict

CLIENT = client()
STEP = "q = c*q + g; x = x - lr*q/(1+norm(q))"
QUERY = f"surface=sphere&optimizer=sgd&optimizer=custom,step={encoded(STEP)},lr=0.1&start=A,1,2&steps=5"


def island(path: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(CLIENT.get(path).text.split('id="state">')[1].split("</script>")[0])
    return found


def test_a_page_has_the_entries_of_its_own_optimizers() -> None:
    (member,) = island(f"/?{QUERY}")["members"]["optimizers"]
    assert member["family"] == "step"
    assert [p["name"] for p in member["parameters"]][:3] == ["step", "lr", "c"]
    assert member["parameters"][0]["default"] == "q=c*q+g;x=x-lr*q/(1+norm(q))"
    assert member == strict(CLIENT.get(f"/api/v1/entry?optimizer=custom,step={encoded(STEP)}").content)
    assert strict(CLIENT.get(f"/api/v1/scenario?{QUERY}").content)["members"]["optimizers"] == [member]
    assert island("/")["members"] == {"optimizers": [], "surfaces": []}


def test_all_of_an_embed_is_locked_with_the_names_that_were_typed() -> None:
    assert {"step", "c", "lr"} <= set(island(f"/embed?{QUERY}&lock=all")["embed"]["locked"])


@pytest.mark.parametrize("path", ["/embed", "/poster.svg", "/export.csv", "/export-pytorch.py", "/api/v1/verdict"])
def test_every_answer_takes_it(path: str) -> None:
    assert CLIENT.get(f"{path}?{QUERY}").status_code == 200


def test_the_address_is_the_canonical_one() -> None:
    address = strict(CLIENT.get(f"/api/v1/scenario?{QUERY}").content)["address"]
    again = strict(CLIENT.get(f"/api/v1/scenario?{address}").content)
    assert again["address"] == address
    assert "step=q=c*q%2Bg%3Bx=x-lr*q/(1%2Bnorm(q))" in address


def test_an_error_names_the_column() -> None:
    (problem,) = strict(CLIENT.get("/api/v1/entry?optimizer=custom,step=x=x-2g").content)["problems"]
    assert problem["column"] == 6
