"""The JSDoc types of the page's modules, as TypeScript's compiler reads them."""

import json
from pathlib import Path

import pytest

from optimizers import SURFACES
from optimizers.form.write_javascript import javascript
from tests.everyone import STEPPED
from tests.example_rules import TEXTBOOKS
from tests.form_engines import parts
from tests.typescript import CONFIGURATION, check

pytestmark = pytest.mark.slow


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


def test_the_types_of_generated_modules_hold(tmp_path: Path) -> None:
    """Of every rule and surface, and of rules that need more; what a step does not read it takes all the same."""
    rules = [*STEPPED.values(), *(rule for rule, _ in TEXTBOOKS.values())]
    modules = {rule.name: {"step": rule.form} for rule in rules}
    modules |= {name: parts(surface) for name, surface in SURFACES.items()}
    for name, functions in modules.items():
        (tmp_path / f"{name}.js").write_text(javascript(functions), encoding="utf-8")
    options = {"extends": str(CONFIGURATION), "include": ["*.js"], "compilerOptions": {"noUnusedParameters": False}}
    configuration = tmp_path / "jsconfig.json"
    configuration.write_text(json.dumps(options), encoding="utf-8")
    good, said = check(configuration)
    assert good, said
