"""Asks the page's engine, in node, for the runs of scenarios, and compares them with the library's, bit by bit."""

import base64
import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from app.builders.offline import stream_and_sum
from app.builders.surface import bound, surface_json
from app.catalog import for_pages, members
from app.encoding import dumps
from optimizers import Scenario
from optimizers.export.forms_module import forms_module
from optimizers.export.page_module import PageModule, page_module
from optimizers.picture.region import Region
from optimizers.query.choices import Limits
from optimizers.run.plan import plan, run
from optimizers.surfaces.bound import BoundSurface
from optimizers.terms.types import Vector
from tests.__main__ import node

SCRIPT = Path(__file__).with_name("page-engine.mjs")
COLUMNS = ("x", "y", "loss", "gx", "gy", "state")


class PageEngine:
    """One node with the page's engine and a catalog. names: of the entries that it can run, by kind."""

    def __init__(self, process: "subprocess.Popen[str]", module: Path, forms: Path, packed: Any) -> None:
        self.process = process
        modules = {"module": module.as_uri(), "formsModule": forms.as_uri()}
        self.names: Mapping[str, Sequence[str]] = self.ask(ask="load", packed=packed, **modules)

    def ask(self, **question: Any) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"node ended over {question['ask']}"
        return json.loads(answer, parse_int=number)

    def runs(
        self,
        scenarios: Sequence[Scenario],
        bounded: bool = True,
        found: Sequence[float | None] | None = None,
        near: Scenario | None = None,
    ) -> list[Any]:
        """Return what the engine answers for each scenario; bounded: whether it knows the server's answer.

        found: the rates that tuning has found.
        near: the scenario about whose surface it knows the server's answer.
        """
        known = {"found": found, "near": near and answered(near)}
        asked = [{**question(one, bounded), **known} for one in scenarios]
        answers: list[Any] = self.ask(ask="runs", questions=asked)
        return answers

    def found(self, scenarios: Sequence[Scenario], bounded: bool = True) -> list[Any]:
        """Return how the runs of each scenario end and what the engine measures on them."""
        answers: list[Any] = self.ask(ask="found", questions=[question(one, bounded) for one in scenarios])
        return answers

    def grid(self, scenario: Scenario, known: Scenario, region: Sequence[float] | None = None, cells: int = 0) -> Any:
        """Return what the page shows of the surface of a scenario, given what the server has said of another's."""
        near = answered(known)
        return self.ask(ask="grid", query=scenario.query, near=near, region=region, cells=cells)

    def explained(
        self,
        asked: Sequence[tuple[Scenario, int, int, int]],
        found: Sequence[float | None] | None = None,
    ) -> list[Any]:
        """Return how the engine explains a step of a run in each scenario; numbers are texts."""
        asked_of = {one.query: question(one) for one, *_ in asked}
        questions = [
            {**asked_of[one.query], "found": found, "optimizer": optimizer, "start": start, "step": step}
            for one, optimizer, start, step in asked
        ]
        answers: list[Any] = self.ask(ask="explained", questions=questions)
        return answers

    def slid_verdict(self, scenario: Scenario, known: Scenario) -> Any:
        """Return the page's verdict on a scenario, given what the server has said of another one's surface."""
        (answer,) = self.ask(ask="verdict", questions=[{"query": scenario.query, "near": answered(known)}])
        return answer

    def verdict(self, scenarios: Sequence[Scenario], found: Sequence[float | None] | None = None) -> list[Any]:
        """Return the page's verdict on each scenario, in parts, and what it knows of the runs; found: by tuning."""
        more = [{"landmarks": json.loads(dumps(landmarks(one.surface))), "found": found} for one in scenarios]
        asked = [{**question(one), **given} for one, given in zip(scenarios, more, strict=True)]
        answers: list[Any] = self.ask(ask="verdict", questions=asked)
        return answers

    def marks(self, scenarios: Sequence[Scenario]) -> list[Any]:
        """Return the marks that the page finds for the sliders of each scenario."""
        more = [{"landmarks": json.loads(dumps(landmarks(one.surface)))} for one in scenarios]
        asked = [{**question(one), **given} for one, given in zip(scenarios, more, strict=True)]
        answers: list[Any] = self.ask(ask="marks", questions=asked)
        return answers

    def traced(self, scenario: Scenario, region: Sequence[float], cells: int = 0) -> Any:
        """Return what a lesson file shows of the surface of a scenario in a region."""
        near, typed = answered(scenario), question(scenario)["members"]
        return self.ask(
            ask="traced", query=scenario.query, near=near, region=region or None, cells=cells, members=typed
        )

    def lesson(self, scenario: Scenario, others: Sequence[str]) -> list[bool]:
        """Return whether the engine of a lesson file with the scenario works, and whether it computes other queries."""
        stream, total = stream_and_sum(scenario)
        asked = {**question(scenario), "stream": stream.decode(), "sum": total}
        answers: list[bool] = self.ask(ask="lesson", others=others, **asked)
        return answers

    def time(self, scenario: Scenario, rounds: int) -> list[float]:
        """Return the milliseconds that each of several rounds takes."""
        found: list[float] = self.ask(ask="time", rounds=rounds, **question(scenario))
        return found


def number(text: str) -> float:
    """Return a number that JavaScript wrote without a point, as it does for large ones that are no integers."""
    return int(text) if abs(float(text)) < 2**53 else float(text)


def answered(scenario: Scenario, region: Region = (), cells: int = 0) -> Any:
    """Return what the server says of the surface of a scenario."""
    return json.loads(surface_json(scenario.surface, cells, "f8", region))


def question(scenario: Scenario, bounded: bool = True) -> dict[str, Any]:
    known = json.loads(dumps(bound(scenario.surface))) if bounded else None
    typed = json.loads(dumps(members(scenario)))
    return {"query": scenario.query, "bound": known, "members": typed if any(typed.values()) else None}


def landmarks(surface: BoundSurface) -> dict[str, Any]:
    """Return what the page knows of where a surface is stationary."""
    return {**asdict(surface.landmarks), "landmarks": [asdict(one) for one in surface.stationary]}


@contextmanager
def running_page_engine(folder: Path, module: PageModule | None = None) -> Iterator[PageEngine]:
    """Start node with a module of rules and surfaces, by default with that of the whole catalog."""
    file = folder / "translated.mjs"
    file.write_text((module or page_module()).text, "utf-8")
    forms = folder / "forms.mjs"
    forms.write_text(forms_module(), "utf-8")
    command = [node(), str(SCRIPT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        yield PageEngine(process, file, forms, json.loads(for_pages(Limits())))
        assert process.stdin is not None
        process.stdin.close()  # the end of its input is the end of node
    assert process.returncode == 0


def decoded(text: str) -> Vector:
    return np.frombuffer(base64.b64decode(text))


def difference(scenario: Scenario, answer: Any) -> str:
    """Return where the runs of the page differ from those of the library in any bit, "" if nowhere.

    Every NaN is the same; a state may hold one, for it is recorded whatever it is.
    """
    resolved = plan(scenario)
    paths = run(resolved, judged=False)
    starts, rows, at = len(scenario.starts), scenario.steps + 1, 0
    for k, (x, loss, gradient, last) in enumerate(
        zip(paths.x, paths.loss, paths.gradient, paths.ends.tolist(), strict=True)
    ):
        i, j = divmod(k, starts)
        size = rows * len(resolved.optimizers[i].rule.state) * 2
        state, at = paths.state[at : at + size].reshape(rows, -1), at + size
        whole = (x[:, 0], x[:, 1], loss, gradient[:, 0], gradient[:, 1], state)
        one = answer[k]
        if (one["optimizer"], one["start"], one["length"]) != (i, j, last + 1):
            return f"run {k} is {one['optimizer']}, {one['start']} with {one['length']} points, not {last + 1}"
        for name, column, text in zip(COLUMNS, whole, one["columns"], strict=True):
            here, there = column[: last + 1].ravel(), decoded(text)
            if here.size != there.size:
                return f"{name} of run {k} has {there.size} numbers, not {here.size}"
            apart = np.argwhere(bits(here) != bits(there))
            if apart.size:
                first = int(apart[0, 0])
                return f"{name} of run {k} at {first}: {there[first]!r}, not {here[first]!r}"
    return ""


def bits(numbers: Vector) -> Any:
    return np.ascontiguousarray(np.where(np.isnan(numbers), np.nan, numbers)).view(np.uint64)
