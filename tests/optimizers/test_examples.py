"""The examples in the library's docstrings give what they say, and each name of the facade has one."""

import doctest
import inspect
import pkgutil
from collections.abc import Iterator
from importlib import import_module

import pytest

import optimizers
from tests.test_layers import ROOT

COMMANDS = ("__main__", "raster")  # run as programs, and have nothing to import


def modules() -> list[str]:
    """Return the dotted names of the library's modules."""
    found = [module.name for module in pkgutil.walk_packages([str(ROOT / "optimizers")], "optimizers.")]
    return ["optimizers", *(name for name in found if name.rpartition(".")[2] not in COMMANDS)]


def examples() -> Iterator[doctest.DocTest]:
    """Yield what stands behind ``>>>`` in each docstring."""
    finder = doctest.DocTestFinder(exclude_empty=True)
    for name in modules():
        yield from (found for found in finder.find(import_module(name), name) if found.examples)


EXAMPLES = {example.name: example for example in examples()}


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_gives_what_it_says(name: str) -> None:
    output: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    results = runner.run(EXAMPLES[name], out=output.append)
    assert not results.failed, "".join(output)


def test_every_function_and_class_of_the_facade_has_an_example() -> None:
    documented = {name: getattr(optimizers, name) for name in optimizers.__all__ if name.isidentifier()}
    written = {example.name.rpartition(".")[2] for example in EXAMPLES.values()}
    needed = {name for name, value in documented.items() if inspect.isclass(value) or inspect.isfunction(value)}
    assert needed <= written
