"""The JSDoc types of the page's modules, as TypeScript's compiler reads them."""

import json
from pathlib import Path

import pytest

from .typescript import CONFIGURATION, check


def test_the_types_of_the_page_s_modules_hold() -> None:
    good, said = check()
    assert good, said


@pytest.mark.parametrize(
    ("module", "error"),
    [
        ("/** @param {number} rate */\nexport const half = (rate) => rate.length;", "TS2339"),
        ("export const half = (rate) => rate / 2;", "TS7006"),
        ("/** @type {number|null} */\nexport let rate = null;\nexport const half = () => rate / 2;", "TS18047"),
        ("const unused = 1;\nexport {};", "TS6133"),
    ],
    ids=["a wrong member", "a parameter without a type", "what may be null", "what nobody uses"],
)
def test_a_wrong_type_is_found(module: str, error: str, tmp_path: Path) -> None:
    (tmp_path / "wrong.js").write_text(module, encoding="utf-8")
    configuration = tmp_path / "jsconfig.json"
    configuration.write_text(json.dumps({"extends": str(CONFIGURATION), "include": ["wrong.js"]}), encoding="utf-8")
    good, said = check(configuration)
    assert not good
    assert error in said
