"""Files of numbers: what is read back has the bits of the run, and says what made it."""

import asyncio
import csv
import json
import re
import struct
from dataclasses import asdict, replace
from importlib.metadata import version
from typing import Any

import numpy as np
import pytest

from app.main import create_app
from app.settings import Settings
from app.view import demand
from optimizers import Scenario, continuations, simulate
from optimizers.export.citation import YEAR, bibtex
from optimizers.export.programs import numpy_program, torch_program
from optimizers.export.tables import csv_pieces, json_pieces, to_csv, to_json
from optimizers.query.choices import Limits
from optimizers.query.titles import titles
from optimizers.run.tuning import caption
from optimizers.terms.text import finite
from tests.answers import assert_problem, client, strict
from tests.leaving import ask
from tests.programs import SAID
from tests.serving import ROOT
from tests.working import Here

CLIENT = client()
NAMES = ("x", "y", "loss", "gx", "gy")
MANY = "&".join(f"start=S{k},{k / 9},1" for k in range(20))
FILES = {
    "/export.csv": ("text/csv; charset=utf-8", "trajectories-ellipse.csv"),
    "/export.json": ("application/json", "trajectories-ellipse.json"),
    "/export-numpy.py": ("text/x-python; charset=utf-8", "trajectories_ellipse_numpy.py"),
    "/export-pytorch.py": ("text/x-python; charset=utf-8", "trajectories_ellipse_pytorch.py"),
    "/export.bib": ("application/x-bibtex", "trajectories-ellipse.bib"),
}


def expected(query: str) -> dict[tuple[str, str], bytes]:
    """The bits of every run: its rows of five numbers."""
    scenario = Scenario.from_query(query)
    called = titles(scenario)
    return {
        (called[run.optimizer], scenario.starts[run.start].label): np.column_stack(
            (run.x, run.loss, run.gradient)
        ).tobytes()
        for run in simulate(scenario)
    }


def head_of(text: str) -> dict[str, str]:
    lines = re.findall(r"^# ([\w-]+): (.*)$", text, re.M)
    return dict(lines)


@pytest.mark.slow
@pytest.mark.parametrize("query", SAID)
def test_csv_reads_back_with_the_same_bits(query: str) -> None:
    scenario = Scenario.from_query(query)
    text = to_csv(scenario, simulate(scenario))
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    assert list(rows[0]) == ["optimizer", "start", "step", *NAMES]
    runs: dict[tuple[str, str], bytes] = {}
    for row in rows:
        name = row["optimizer"], row["start"]
        assert int(row["step"]) == len(runs.get(name, b"")) // 40
        runs[name] = runs.get(name, b"") + struct.pack("=5d", *(float(row[key]) for key in NAMES))
    assert runs == expected(query)
    assert all(row[key] == repr(float(row[key])) for row in rows for key in NAMES)
    assert not any(cell[0] in "=+-@" for row in rows for cell in (row["optimizer"], row["start"]))


def test_csv_counts_evaluations_where_there_are_solvers() -> None:
    query = "surface=himmelblau&optimizer=bfgs&optimizer=line-search&optimizer=newton&optimizer=adam&start=A,-0.3,-1"
    scenario = Scenario.from_query(f"{query}&steps=40")
    runs = simulate(scenario)
    lines = [line for line in to_csv(scenario, runs).splitlines() if not line.startswith("#")]
    rows = list(csv.DictReader(lines))
    assert list(rows[0])[-3:] == ["gradients", "losses", "hessians"]
    for number, run in enumerate(runs):
        counted = np.array([[int(value) for value in list(row.values())[-3:]] for row in rows[41 * number :][:41]])
        assert not counted[0].any()
        assert (np.diff(counted, axis=0) >= 0).all()
        metrics = run.metrics
        total = [metrics.gradient_evaluations, metrics.loss_evaluations, metrics.hessian_evaluations]
        assert counted[-1].tolist() == total
        shorter = simulate(Scenario.from_query(f"{query}&steps=3"))[number].metrics
        assert counted[3, 1] <= shorter.loss_evaluations <= counted[4, 1]
    plain = Scenario.from_query("steps=2")
    assert "hessians" not in to_csv(plain, simulate(plain))


@pytest.mark.parametrize("query", SAID)
def test_json_reads_back_with_the_same_bits(query: str) -> None:
    scenario = Scenario.from_query(query)
    runs = simulate(scenario)
    read = strict(to_json(scenario, runs))
    found = {(r["optimizer"], r["start"]): np.array([r[key] for key in NAMES]).T.tobytes() for r in read["runs"]}
    assert found == expected(query)
    for run, ahead, one in zip(runs, continuations(scenario, runs), read["runs"], strict=True):
        assert (one["status"], one["steps"]) == (ahead.status, run.steps)
        assert one["diverged_at"] == (run.diverged_at if ahead.status == "diverged" else None)
        assert one["continuation"] == asdict(ahead)
        assert one["metrics"] == {**finite(asdict(run.metrics)), "flips": run.metrics.flips and [*run.metrics.flips]}


def test_json_does_not_call_converged_what_leaves_again() -> None:
    """RMSprop's limit cycle is wider than the ring: at step 60 it has been inside for twelve steps."""
    query = "surface=ellipse,kappa=25&optimizer=rmsprop,lr=0.3&start=A,-8,1.2"
    scenario = Scenario.from_query(f"{query}&steps=60")
    runs = simulate(scenario)
    (one,) = strict(to_json(scenario, runs))["runs"]
    assert runs[0].status == "converged"
    stays, leaves = one["metrics"]["stays"], one["continuation"]["leaves"]
    assert (one["status"], one["continuation"]["status"]) == ("running", "running")
    (longer,) = simulate(Scenario.from_query(f"{query}&steps={one['continuation']['steps']}"))
    inside = np.hypot(*longer.x.T) <= 0.005 * np.hypot(20, 10)
    assert inside[stays:leaves].all()
    assert not inside[leaves]
    assert leaves > 60


def test_both_tell_what_made_them() -> None:
    scenario = Scenario.from_query("fair=rate&noise=0.1&start=Ä,1,2&steps=3")
    runs = simulate(scenario)
    wanted = {
        "scenario": scenario.query,
        "caption": caption(scenario),
        "optimizer-trajectories": version("optimizer-trajectories"),
        "numpy": np.__version__,
    }
    assert head_of(to_csv(scenario, runs)) == wanted
    read = strict(to_json(scenario, runs))
    assert {name: read[name] for name in wanted} == wanted
    assert list(read) == [*wanted, "runs"]
    assert Scenario.from_query(read["scenario"]) == scenario


def test_what_is_not_finite_is_null_in_json() -> None:
    scenario = Scenario.from_query("optimizer=sgd&start=A,1,2&steps=1")
    (run,) = simulate(scenario)
    run.loss[1], run.gradient[1, 0] = np.inf, -np.inf
    run.metrics = replace(run.metrics, detour=np.nan)
    (read,) = strict(to_json(scenario, [run]))["runs"]
    assert (read["loss"][1], read["gx"][1], read["metrics"]["detour"]) == (None, None, None)


@pytest.mark.parametrize("path", FILES)
def test_a_file_is_saved_under_a_name_and_kept_by_its_tag(path: str) -> None:
    media_type, name = FILES[path]
    answer = CLIENT.get(f"{path}?optimizer=sgd&steps=3&theme=dark&v=2&hide=verdict")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
    known = answer.headers["etag"]
    again = CLIENT.get(f"{path}?optimizer=sgd&steps=3&theme=dark&hide=verdict", headers={"if-none-match": known})
    assert (again.status_code, again.content) == (304, b"")
    assert CLIENT.get(f"{path}?optimizer=sgd&steps=4").headers["etag"] != known
    problem = assert_problem(CLIENT.get(f"{path}?steps=0&surface=no-such-surface"), 422)
    assert [one["parameter"] for one in problem["problems"]] == ["surface", "steps"]


def test_the_files_are_what_the_library_writes() -> None:
    query = "surface=rosenbrock&optimizer=adam&start=Ä,1,2&steps=20"
    scenario = Scenario.from_query(query)
    runs = simulate(scenario)
    for path, text in {
        "/export.csv": to_csv(scenario, runs),
        "/export.json": to_json(scenario, runs),
        "/export-numpy.py": numpy_program(scenario),
        "/export-pytorch.py": torch_program(scenario),
    }.items():
        assert CLIENT.get(f"{path}?{query}").content.decode() == text


def test_bibtex_names_the_program_and_the_publications() -> None:
    text = CLIENT.get("/export.bib?optimizer=adam&optimizer=sign-gd&optimizer=adam").text
    assert re.findall(r"^@(\w+)\{([\w-]+),$", text, re.M) == [
        ("software", "optimizer-trajectories"),
        ("misc", "adam-2015"),
        ("misc", "sign-gd-2018"),
    ]
    assert text.count("{") == text.count("}")
    assert "author = {Kingma and Ba}," in text
    assert "author = {Bernstein and others}," in text
    assert f"version = {{{version('optimizer-trajectories')}}}," in text
    (address,) = re.findall(r"^  url = \{(http://testserver/\?.*)\},$", text, re.M)
    query = demand(address.partition("?")[2], Limits())
    assert [one.name for one in query.scenario.optimizers] == ["adam", "sign-gd", "adam"]
    assert text.startswith("@")


@pytest.mark.parametrize(
    "address", ['http://x/?a=}"b', "http://x/?a=\\", "http://x/?a={", "http://x/@misc{", "http://x/\n"]
)
def test_no_address_ends_an_entry(address: str) -> None:
    text = bibtex(address)
    assert len(re.findall("@", text)) == 1
    assert (text.count("{"), text.count("}")) == (bibtex("http://x/").count("{"), bibtex("http://x/").count("}"))
    assert len(text.splitlines()) == len(bibtex("http://x/").splitlines())
    assert "\\" not in text


def test_the_year_is_that_of_the_license() -> None:
    assert f"Copyright (c) {YEAR} Optimizer Trajectories contributors" in (ROOT / "LICENSE").read_text("utf-8")


def test_json_is_in_utf_8_and_ends_with_a_line() -> None:
    answer = CLIENT.get("/export.json?start=Ä,1,2&steps=1")
    assert "Ä".encode() in answer.content
    assert answer.content.endswith(b"}\n")
    json.loads(answer.content)


@pytest.mark.parametrize("pieces", [csv_pieces, json_pieces])
def test_a_file_of_ten_times_as_many_points_has_no_larger_pieces(pieces: Any) -> None:
    """So that what waits for a client is small, however much it has asked for."""
    sizes = []
    for count in (2, 20):
        starts = "&".join(f"start=S{k},{k / 9},1" for k in range(count))
        scenario = Scenario.from_query(f"optimizer=adam&{starts}&steps=2500")
        sizes.append([len(piece.encode()) for piece in pieces(scenario, simulate(scenario))])
    few, many = sizes
    assert sum(many) > 9 * sum(few)
    assert max(many) < 200_000
    assert max(many) < 1.2 * max(few)


@pytest.mark.parametrize("path", ["/export.csv", "/export.json"])
@pytest.mark.parametrize("stays", [2, None])
@pytest.mark.parametrize("query", ["optimizer=adam&start=A,1,2&start=B,2,1&steps=4500", f"{MANY}&steps=500"])
def test_parts_are_made_as_they_are_read(here: Here, path: str, query: str, stays: int | None) -> None:
    """A client that leaves stops the work; ``stays``: how many parts it reads, None for all."""
    app = create_app(Settings(max_concurrent=1))
    heard: list[bytes] = []
    before = int(path == "/export.json")  # a job that finds out how runs continue

    async def hear(piece: bytes) -> bool:
        if piece:
            heard.append(piece)
            assert len(here.done) == len(heard) + before, "none is made ahead"
            assert len(piece) < 300_000
            assert app.state.work.series == 1, "it counts until the last piece is sent"
        return len(heard) != stays

    asyncio.run(ask(app, path, query, hear))
    assert app.state.work.series == 0
    if stays:
        assert len(here.done) <= stays + before + 1
        return
    scenario = Scenario.from_query(query)
    write = {"/export.csv": to_csv, "/export.json": to_json}[path]
    assert b"".join(heard).decode() == write(scenario, simulate(scenario))
    assert len(heard) > 5
