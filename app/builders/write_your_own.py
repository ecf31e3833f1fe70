"""The page on which a learner writes update rules, and the check of what is written."""

import json
from dataclasses import asdict

from optimizers import Rule, Scenario
from optimizers.query.choices import Limits
from optimizers.query.conditions import VERSION
from optimizers.query.entries import read_entry
from optimizers.query.reader import split_query
from optimizers.query.registry import RULE_FAMILIES
from optimizers.tell.checking import check, exercise_of
from optimizers.tell.exercises import EXERCISES, Exercise
from optimizers.terms.text import format_number

from ..encoding import dumps
from ..pages import page_of


def check_json(task: str, text: str, limits: Limits) -> bytes:
    """Return how the update that a legal query holds compares with the rule of a task."""
    exercise = exercise_of(task)
    rule = read_entry([item for item in split_query(text) if item.key != "task"], limits)
    assert exercise is not None
    assert isinstance(rule, Rule)
    return dumps(asdict(check(exercise, rule)))


HOLE = "{step}"
"""The placeholder for the learner's text. ``static/js/own/task.js`` is the twin."""


def _task(exercise: Exercise) -> dict[str, str]:
    """Return what the page needs of a task.

    item: the learner's update as an item of a query; scenario: a query with the rule and the update at the same rate.
    """
    (family,) = RULE_FAMILIES.values()
    item = f"optimizer={family.name},{family.text.name}={HOLE}"
    usual = Scenario.from_query("")
    surface, start = usual.query.split("&")[0], usual.starts[0].query
    lr = format_number(exercise.lr)
    both = f"optimizer={exercise.reference},lr={lr}&{item},lr={lr}"
    scenario = f"v={VERSION}&{surface}&{both}&{start}&steps={usual.steps}"
    return {"slug": exercise.slug, "title": exercise.title, "begin": exercise.begin, "scenario": scenario, "item": item}


def write_your_own(task: str, step: str, root: str, assets: str) -> bytes:
    """Return the page with one task open; step: what is in its editor, by default what the task begins with."""
    exercise = exercise_of(task)
    assert exercise is not None
    state = {
        "task": task,
        "tasks": [_task(one) for one in EXERCISES],
    }
    island = json.dumps(state, ensure_ascii=False).replace("<", "\\u003c")  # a "<" could end the script element
    return page_of(
        "write-your-own.html",
        root=root,
        assets=assets,
        exercise=exercise,
        exercises=EXERCISES,
        written=step or exercise.begin,
        island=island,
    )
