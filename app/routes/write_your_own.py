"""The page on which a learner writes update rules, and the check of what is written."""

from fastapi import APIRouter, Request, Response

from optimizers import Problem, Rule, ScenarioError
from optimizers.query.entries import read_entry
from optimizers.query.reader import split_query
from optimizers.tell.checking import exercise_of
from optimizers.tell.exercises import EXERCISES

from ..answers import answer
from ..builders import check_json, write_your_own
from ..dependencies import Direct, described_check, text_of
from ..pages import HTML, root_of
from ..work import Job

router = APIRouter(route_class=Direct)
CHECK, PAGE = 200.0, 3.0  # ms; a check of a wrong update tries what would make it right
TASK = "task"


@router.get("/api/v1/check", summary="Check of an update", response_class=Response, openapi_extra=described_check())
async def read_check(request: Request) -> Response:
    """Whether an update equals the rule of a task, the step from which it differs, and a hint at a typical mistake."""
    limits = request.app.state.settings.limits
    if len(text_of(request)) > limits.query:
        read_entry(text_of(request), limits)  # which refuses it
    items = list(split_query(text_of(request)))
    tasks = [item.text for item in items if item.key == TASK]
    if len(tasks) != 1 or exercise_of(tasks[0]) is None:
        known = ", ".join(one.slug for one in EXERCISES)
        raise ScenarioError([Problem(TASK, " ".join(tasks), f"one of {known}")])
    rule = read_entry([item for item in items if item.key != TASK], limits)
    if not isinstance(rule, Rule):
        raise ScenarioError([Problem("surface", rule.name, "an optimizer")])
    job = Job(check_json, (tasks[0], text_of(request), limits), CHECK)
    return await answer(request, "application/json", job, tasks[0], text_of(request))


@router.get("/write-your-own", include_in_schema=False)
async def read_page(request: Request) -> Response:
    """The five tasks with an editor and a plot; task=… opens one of them, step=… with a text."""
    items = {item.key: item for item in reversed(list(split_query(text_of(request)[:8192])))}
    task = items[TASK].text if TASK in items else ""
    exercise = exercise_of(task) or EXERCISES[0]
    step = items["step"].readings[-1] if "step" in items else ""
    root, assets = root_of(request), request.app.state.pages.assets
    job = Job(write_your_own, (exercise.slug, step, root, assets), PAGE)
    return await answer(request, HTML, job, exercise.slug, step, root, assets)
