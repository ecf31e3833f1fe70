"""The page on which a learner writes update rules, and the check of what is written."""

import json
from dataclasses import asdict

from optimizers import Rule
from optimizers.query.choices import Limits
from optimizers.query.entries import read_entry
from optimizers.query.reader import split_query
from optimizers.tell.checking import check, exercise_of
from optimizers.tell.exercises import EXERCISES

from ..encoding import dumps
from ..pages import page_of


def check_json(task: str, text: str, limits: Limits) -> bytes:
    """Return how the update that a legal query holds compares with the rule of a task."""
    exercise = exercise_of(task)
    rule = read_entry([item for item in split_query(text) if item.key != "task"], limits)
    assert exercise is not None
    assert isinstance(rule, Rule)
    return dumps(asdict(check(exercise, rule)))


def write_your_own(task: str, step: str, root: str, assets: str) -> bytes:
    """Return the page with one task open; step: what is in its editor, by default what the task begins with."""
    exercise = exercise_of(task)
    assert exercise is not None
    state = {
        "task": task,
        "tasks": [
            {key: getattr(one, key) for key in ("slug", "title", "begin", "reference", "lr")} for one in EXERCISES
        ],
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
