"""The library's command line: what it prints of a scenario, what it takes for one, and how it fails."""

import re
import subprocess
import sys
import webbrowser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from PIL import Image

from app import view
from app.lessons import lessons
from optimizers import Scenario, simulate, verdict
from optimizers.__main__ import VIEW, look_of, looks, main, scenario_of
from optimizers.export.tables import to_csv, to_json
from optimizers.run.tuning import caption
from optimizers.tell.scoreboard import cells
from tests.answers import strict
from tests.markup import island, packed
from tests.serving import ROOT

QUERY = "surface=rosenbrock&optimizer=sgd,lr=0.01&optimizer=adam&start=A,-1.2,1&start=数,0.3,2.5&steps=50"
SCENARIO = Scenario.from_query(QUERY)
RUNS = simulate(SCENARIO)


def output_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command prints where all is well."""
    assert main(arguments) == 0
    output = capsys.readouterr()
    assert output.err == ""
    return output.out


def test_it_tells_caption_verdict_and_scoreboard(capsys: pytest.CaptureFixture[str]) -> None:
    lines = output_of(capsys, QUERY).splitlines()
    assert lines[:4] == [caption(SCENARIO), "", verdict(SCENARIO, RUNS), ""]
    table = lines[4 : 5 + len(RUNS)]
    assert [re.split(r"  +", line) for line in table] == cells(SCENARIO, RUNS)
    assert "−" in "".join(table)
    assert "-" not in "".join(table)


def test_the_example_of_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r'python -m optimizers "(.*)"', (ROOT / "README.md").read_text("utf-8"))
    assert output_of(capsys, example).startswith(caption(Scenario.from_query(example)))


def test_columns_are_aligned_in_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """The label from China is two columns wide, so its line has one character less."""
    lines = output_of(capsys, QUERY).splitlines()[4 : 5 + len(RUNS)]
    ends = {line.index(cell) + len(cell) + line.count("数") for line, cell in zip(lines, ["Loss"], strict=False)}
    for line, row in zip(lines, cells(SCENARIO, RUNS), strict=True):
        ends.add(line.index(f" {row[1]} ") + 1 + len(row[1]) + line.count("数"))
    assert len(ends) == 1


def test_it_tells_where_rounding_decides(capsys: pytest.CaptureFixture[str]) -> None:
    assert "rounding" not in output_of(capsys, "optimizer=sgd")
    lines = output_of(capsys, "surface=rosenbrock&optimizer=rmsprop,lr=0.01&start=A,-1.2,1&steps=500").splitlines()
    assert re.fullmatch(r"RMSprop A: rounding decides from step \d+", lines[-1])


def test_numbers_are_those_of_the_export(capsys: pytest.CaptureFixture[str]) -> None:
    assert output_of(capsys, QUERY, "--csv") == to_csv(SCENARIO, RUNS)
    assert output_of(capsys, "--json", QUERY) == to_json(SCENARIO, RUNS)
    assert strict(to_json(SCENARIO, RUNS))["scenario"] == SCENARIO.query


def test_the_picture_goes_to_the_output_or_to_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    printed = output_of(capsys, QUERY, "--svg")
    assert ElementTree.fromstring(printed).tag.endswith("svg")
    assert output_of(capsys, "--svg", QUERY) == printed
    file = tmp_path / "picture.svg"
    assert output_of(capsys, QUERY, "--svg", str(file)) == ""
    assert file.read_text("utf-8") == printed


def test_the_page_goes_to_a_file_with_the_look_of_the_link(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "lesson.html"
    link = f"https://example.org/paths/?v=2&{QUERY}&theme=dark&title=The+valley"
    assert output_of(capsys, link, "--html", str(file)) == ""
    page = file.read_text("utf-8")
    assert re.search(r'<html [^>]*data-theme="dark"', page)
    assert "The valley" in page
    assert island(page)["query"] == SCENARIO.query
    assert 'href="https://example.org/paths/?' in page
    assert main([QUERY, "--html", str(tmp_path / "none" / "lesson.html")]) == 2
    assert main(["surface=no-such-surface", "--html", str(file)]) == 2
    capsys.readouterr()
    with pytest.raises(SystemExit, match="2"):
        main([QUERY, "--plotly"])
    assert "--plotly needs --html" in capsys.readouterr().err
    bundle = tmp_path / "plotly-cartesian.min.js"
    assert main([QUERY, "--html", str(file), f"--plotly={bundle}"]) == 2
    assert capsys.readouterr().err == f"Cannot read {bundle}: No such file or directory\n"
    for content, said in (("jQuery v4.0", "which names its version"), ("plotly.js v3.0.1", "it is plotly.js 3.0.1")):
        bundle.write_text(f"/** {content} */", "utf-8")
        assert main([QUERY, "--html", str(file), f"--plotly={bundle}"]) == 2
        assert said in capsys.readouterr().err
    bundle.write_text("/** plotly.js (cartesian - minified) v4.0.0 */ // a small one", "utf-8")
    assert output_of(capsys, "--html", str(file), f"--plotly={bundle}", QUERY) == ""
    assert packed(file.read_text("utf-8"))["plotly"] == bundle.read_text("utf-8")
    assert 'data-plotly-full=""' in file.read_text("utf-8")  # it has no 3-D view
    assert output_of(capsys, "--html", str(file), "--plotly", QUERY) == ""  # of the two the bundle is optional
    assert "plotly.js v" in packed(file.read_text("utf-8"))["plotly"][:1000]
    with pytest.raises(SystemExit, match="2"):
        main(["--lesson", "ravine"])
    assert "--lesson needs --html" in capsys.readouterr().err
    assert main(["--lesson", "no-such-lesson", "--html", str(file)]) == 2
    assert capsys.readouterr().err.startswith("Unknown lesson no-such-lesson. Known: ravine, ")
    assert main(["--lesson", "ravine", "&lock=all", "--html", str(file)]) == 0
    page = file.read_text("utf-8")
    assert island(page)["query"] == Scenario.from_query(lessons()["ravine"].query).query
    assert island(page)["embed"]["lock"] == ["all"]


def test_without_the_app_there_is_no_page(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "app.lesson_file", None)
    assert main([QUERY, "--html", str(tmp_path / "lesson.html")]) == 2
    assert (
        capsys.readouterr().err == "--html: a lesson file needs the app's page, but app.lesson_file is not installed\n"
    )


def test_the_figure_opens_in_a_browser(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (file,) = output_of(capsys, "optimizer=sgd&steps=5", "--open").splitlines()
    (address,) = opened
    assert Path(unquote(urlsplit(address).path)) == Path(file)
    page = Path(file).read_text("utf-8")
    assert "Plotly.newPlot" in page
    assert '"showSendToCloud": false' in page
    assert not re.search(r"<(script|link)[^>]*(src|href)=", page)


@pytest.mark.parametrize(
    ("text", "scenario"),
    [
        ("", ""),
        ("optimizer=sgd", "optimizer=sgd"),
        ("?optimizer=sgd", "optimizer=sgd"),
        ("http://127.0.0.1:8000/?v=1&optimizer=sgd", "v=1&optimizer=sgd"),
        ("https://x.org/a/embed?v=1&steps=5&ui=minimal&hide=verdict,why&title=a%26b?#top", "v=1&steps=5"),
        ("/embed?steps=5", "steps=5"),
        ("steps=5&title=why?", "steps=5"),
        ("&".join(f"{key}=1" for key in view.KEYS), ""),
        ("color=red", "color=red"),
    ],
)
def test_a_whole_link_is_a_scenario(text: str, scenario: str) -> None:
    assert scenario_of(text) == scenario


def test_the_keys_passed_over_are_those_of_the_view() -> None:
    assert set(view.KEYS) == VIEW


def test_every_problem_has_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["surface=no-such-surface&steps=0&theme=blue&v=3"]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    lines = output.err.splitlines()
    begins = ("The parameter v cannot be 3. ", "Unknown surface no-such-surface. ", "The parameter steps cannot be 0. ")
    assert [line.startswith(begin) for line, begin in zip(lines, begins, strict=True)] == [True] * 3


def test_a_file_that_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "none" / "picture.svg"
    assert main([QUERY, "--svg", str(file)]) == 2
    assert capsys.readouterr().err.startswith(f"Cannot write {file}: ")


@pytest.mark.parametrize("arguments", [["--csv", "--json"], ["--svg", "a.svg", "--open"], ["a=1", "b=2"], ["--gif"]])
def test_what_does_not_go_together_is_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: python -m optimizers" in capsys.readouterr().err


def test_help_loads_nothing_that_draws_or_serves() -> None:
    """And so answers at once."""
    run = "runpy.run_module('optimizers', {}, '__main__')"
    program = f"import sys, runpy\nsys.argv = ['', '--help']\ntry: {run}\nfinally: print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert not {"plotly", "contourpy", "fastapi", "torch", "resvg_py"} & set(done.stdout.split())
    assert "usage: python -m optimizers" in done.stdout


@pytest.mark.slow
def test_a_reader_who_has_enough_is_no_error() -> None:
    command = [sys.executable, "-m", "optimizers", "--csv", "steps=10000"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"# scenario: ")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_a_video_has_the_look_of_the_link(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert {key: view.CHOICES[key] for key in looks()} == looks()
    assert look_of(f"https://example.org/?{QUERY}&theme=dark&layout=3-d&ui=full") == {
        "theme": "dark",
        "layout": "overlay",
    }
    short = "optimizer=sgd&optimizer=adam&start=A,-8,1.2&steps=1"
    sizes = []
    for look in ("", "&layout=overlay&theme=dark"):
        file = tmp_path / "video.gif"
        assert main([short + look, "--video", str(file)]) == 0
        with Image.open(file) as image:
            sizes.append(image.size)
            corner = image.convert("L").getpixel((1, 1))
            assert isinstance(corner, int)
            assert (corner < 128) == bool(look)
    assert sizes[0] != sizes[1]
    capsys.readouterr()
    assert main([f"{short}&theme=blue", "--video", str(file)]) == 2
    assert "blue" in capsys.readouterr().err
