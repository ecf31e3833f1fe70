"""Solvers in programs: the function of the library as it is written, which may call scipy, and what surrounds it."""

import ast
import inspect
import textwrap
from collections.abc import Iterable
from importlib.metadata import version

from ...form.write_python import literal
from ...rules.rule import Rule
from ...run.fairness import PlannedOptimizer
from ...run.solving import own_values
from .parts import Parts, text

SOLVE = '''\
def solved(start, solve, **values):
    """Return the positions, one row a step, row 0 the start; the last one again from where the solver stops.

    There are fewer rows where the run leaves the finite world.
    """
    function, positions = Function(), [np.array(start)]
    with np.errstate(all="ignore"):
        solve(function, np.array(start), STEPS, lambda x: positions.append(np.array(x)), **values)
        positions = [x for x in positions if not np.isnan(x).any()]  # a solver whose numbers fail has stopped
        for t, x in enumerate(positions):
            if t > 0 and not np.isfinite([*x, function.value(x), *function.gradient(x)]).all():
                positions = positions[:t]
                break
        else:
            positions += [positions[-1]] * (STEPS + 1 - len(positions))\
'''


def held_solver(parts: Parts, rule: Rule) -> list[str]:
    """Return the function of a solver under its own name, after the docstring of its file as a comment."""
    assert rule.solver is not None
    source = textwrap.dedent(inspect.getsource(rule.solver.solve))
    (function,) = ast.parse(source).body
    assert isinstance(function, ast.FunctionDef)
    body = source.splitlines()[function.body[0].lineno - 1 :]
    arguments = ", ".join(argument.arg for argument in function.args.args)
    file = inspect.getfile(rule.solver.solve)
    return [*parts.functions.about(file, rule.title), f"def {parts.names[rule]}({arguments}):", *body, "", ""]


def solver_entry(parts: Parts, title: str, one: PlannedOptimizer) -> list[str]:
    """Return the lines of a solver in the table of the optimizers."""
    values = [f"{name}={literal(float(value))}" for name, value in own_values(one).items()]
    return [f"    {text(title)}: dict({', '.join([f'solve={parts.names[one.rule]}', *values])}),"]


def calls_scipy(rules: Iterable[Rule]) -> bool:
    """Return whether a program with these rules imports SciPy."""
    return any("scipy" in inspect.getsource(rule.solver.solve) for rule in rules if rule.solver)


def with_scipy(parts: Parts) -> str:
    """Return the sentence on SciPy in the head of a program, empty where it is not called."""
    if not calls_scipy(one.rule for one in parts.optimizers):
        return ""
    return f" Some methods call SciPy, here {version('scipy')}, another version of which may round otherwise."
