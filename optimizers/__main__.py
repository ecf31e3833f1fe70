"""The command line of the library: ``python -m optimizers "<scenario>"``."""

import argparse
import io
import os
import sys
import tempfile
import webbrowser
from collections.abc import Callable, Sequence
from pathlib import Path

from .export.tables import to_csv, to_json
from .query.links import link_parts
from .query.reader import split_query
from .query.scenario import Scenario
from .run.continuation import continuations
from .run.horizon import horizon
from .run.runs import Run
from .run.simulation import simulate
from .run.tuning import caption
from .tell.scoreboard import cells, names
from .tell.verdict import verdict
from .terms.errors import Problem, ScenarioError, problem_lines
from .terms.files import whole_file
from .terms.table import aligned

VIEW = frozenset(
    (
        "layout",
        "width",
        "theme",
        "colormap",
        "region",
        "quantity",
        "step",
        "precision",
        "ui",
        "show",
        "hide",
        "lock",
        "autoplay",
        "links",
        "title",
        "animate",
        "scale",
        "cells",
        "plotly",
    )
)
"""What a link says beside the scenario, of no meaning here."""

VIDEOS = (".mp4", ".gif")
"""How the names of videos end."""

WRITERS: dict[str, Callable[[Scenario, Sequence[Run]], str]] = {"csv": to_csv, "json": to_json}


def main(argv: Sequence[str] | None = None) -> int:
    """Answer one scenario; return the exit status: 0, or 2 where it is none or a file cannot be written."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.scenario is None and "=" in (arguments.plotly or ""):  # --plotly <scenario>, as with --svg
        arguments.scenario, arguments.plotly = arguments.plotly, ""
    if arguments.plotly is not None and not arguments.html:
        parser.error("--plotly needs --html")
    if arguments.lesson and not arguments.html:
        parser.error("--lesson needs --html")
    if arguments.scenario is None and "=" in (arguments.svg or ""):  # --svg <scenario>: of the two FILE is optional
        arguments.scenario, arguments.svg = arguments.svg, "-"
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    try:
        text = arguments.scenario or ""
        if arguments.html:
            status = _html(text, arguments)
        elif arguments.video:
            status = _video(Scenario.from_query(scenario_of(text)), Path(arguments.video), look_of(text))
        else:
            status = _answer(Scenario.from_query(scenario_of(text)), arguments)
        sys.stdout.flush()
    except ScenarioError as error:
        print(*problem_lines(error.problems, error.more), sep="\n", file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader has closed the pipe; Python must not complain again when it flushes at its end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        done = "read" if error.filename == arguments.plotly else "write"
        print(f"Cannot {done} {error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return status


def scenario_of(text: str) -> str:
    """Return the scenario of a whole link or of a query, without what only changes the look."""
    items = link_parts(text)[1].split("&")
    return "&".join(item for item in items if item.partition("=")[0].strip() not in VIEW)


def looks() -> dict[str, tuple[str, ...]]:
    """Return what of the look a video takes from a link, and the values of each."""
    from .picture.colormaps import COLORMAPS  # drawing is loaded when something is drawn

    layouts, themes = ("side-by-side", "overlay", "3-d"), ("auto", "light", "dark")
    return {"layout": layouts, "theme": themes, "colormap": tuple(COLORMAPS)}


def look_of(text: str) -> dict[str, str]:
    """Return the layout, theme and color map that a link or a query names; of the 3-D view there is only the overlay.

    Raises ScenarioError for one that does not exist.
    """
    known = looks()
    given = {item.key: item.text for item in split_query(link_parts(text)[1]) if item.key in known}
    wrong = [
        Problem(key, value, "one of " + ", ".join(known[key]))
        for key, value in given.items()
        if value not in known[key]
    ]
    if wrong:
        raise ScenarioError(tuple(wrong))
    return {key: "overlay" if value == "3-d" else value for key, value in given.items()}


def _answer(scenario: Scenario, arguments: argparse.Namespace) -> int:
    if arguments.open:
        print(_open(scenario))
    elif arguments.svg:
        from .picture import poster  # drawing is loaded when something is drawn

        _write(arguments.svg, poster(scenario, "side-by-side", "auto"))
    elif arguments.format:
        sys.stdout.write(WRITERS[arguments.format](scenario, simulate(scenario)))
    else:
        print("\n".join(_report(scenario)))
    return 0


def _html(text: str, arguments: argparse.Namespace) -> int:
    """Write the page of a query or of a link in one file, with the look that it names."""
    from .export.lesson_file import lesson_file

    try:
        plotly = Path(arguments.plotly) if arguments.plotly else arguments.plotly is not None
        file = lesson_file(text, plotly, arguments.lesson)
    except ImportError as error:
        print(f"--html: {error}", file=sys.stderr)
        return 2
    except ScenarioError:
        raise
    except ValueError as error:  # of the bundle that --plotly names
        print(error, file=sys.stderr)
        return 2
    _write(arguments.html, file.html().decode())
    return 0


def _video(scenario: Scenario, path: Path, look: dict[str, str]) -> int:
    """Write the scenario as a video with the look of the link, and say how far that is."""
    from .picture.video import video

    try:
        with whole_file(path) as file:
            file.write(video(scenario, path.suffix.lower().removeprefix("."), progress=_say_progress, **look))
    except ImportError as error:
        print(
            f"--video needs the extra: pip install 'optimizer-trajectories[video]' (no {error.name})", file=sys.stderr
        )
        return 2
    return 0


def _say_progress(done: int, whole: int) -> None:
    """Say how many pictures of a video are drawn: in one line of a terminal, elsewhere a few times."""
    terminal = sys.stderr.isatty()
    if terminal or done == whole or done % max(1, whole // 4) == 0:
        before, after = ("\r", "\n" if done == whole else "") if terminal else ("", "\n")
        print(f"{before}{done} of {whole} pictures drawn", end=after, file=sys.stderr, flush=True)


def _report(scenario: Scenario) -> list[str]:
    """Return what is held equal, the verdict, the scoreboard, and where paths are a matter of rounding."""
    runs = simulate(scenario)
    ahead = continuations(scenario, runs)
    decided = horizon(scenario)
    named = zip(names(scenario, runs), decided, strict=True)
    rounding = [f"{name}: rounding decides from step {step}" for name, step in named if step is not None]
    return [
        caption(scenario),
        "",
        verdict(scenario, runs, ahead, decided),
        "",
        *aligned(cells(scenario, runs, ahead)),
        *([""] if rounding else []),
        *rounding,
    ]


def _write(file: str, text: str) -> None:
    if file == "-":
        sys.stdout.write(text)
    else:
        Path(file).write_text(text, "utf-8")


def _open(scenario: Scenario) -> str:
    """Open the figure in a browser; return its path."""
    settings = {"displaylogo": False, "showSendToCloud": False}  # nothing leaves for a foreign server
    page = scenario.figure("side-by-side").to_html(include_plotlyjs=True, config=settings)
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", prefix="optimizer-trajectories-", suffix=".html", delete=False
    ) as file:
        file.write(page)
    webbrowser.open(Path(file.name).as_uri())
    return file.name


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m optimizers",
        description="Run a scenario and print what is held equal, the verdict, and the scoreboard.",
        epilog='Example: python -m optimizers "surface=rosenbrock&optimizer=adam&optimizer=rmsprop,lr=0.02"',
    )
    parser.add_argument("scenario", nargs="?", help="a query or a whole link; anything left out takes its default")
    one = parser.add_mutually_exclusive_group()
    one.add_argument("--csv", dest="format", action="store_const", const="csv", help="write every step as CSV")
    one.add_argument("--json", dest="format", action="store_const", const="json", help="write every step as JSON")
    one.add_argument(
        "--svg", nargs="?", const="-", metavar="FILE", help="write the picture to a file or to standard output"
    )
    one.add_argument(
        "--html", metavar="FILE", help="write the page with this scenario as one file that needs no server"
    )
    one.add_argument(
        "--video", type=_video_name, metavar="FILE", help="write the picture step by step, as .mp4 or .gif"
    )
    one.add_argument("--open", action="store_true", help="open the interactive figure in a browser")
    parser.add_argument(
        "--lesson",
        metavar="NAME",
        default="",
        help="with --html: a lesson with its text, by its name in /lessons/NAME; a query is added to its scenario",
    )
    parser.add_argument(
        "--plotly",
        nargs="?",
        const="",
        metavar="BUNDLE",
        help="with --html: include Plotly, which adds 2 MB; or this bundle of it, such as plotly-cartesian.min.js, "
        "which adds 0.7 MB",
    )
    return parser


def _video_name(text: str) -> str:
    if Path(text).suffix.lower() in VIDEOS:
        return text
    raise argparse.ArgumentTypeError(f"{text!r} is not allowed: the name of a file that ends in {' or '.join(VIDEOS)}")


if __name__ == "__main__":
    sys.exit(main())
