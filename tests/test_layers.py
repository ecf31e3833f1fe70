"""Who may import whom: terms ← form ← rules, surfaces ← query ← run ← tell ← picture, export ← the facade ← app.

One file asks the app, when a lesson file is wanted. The command line and the extension of Sphinx are no part of the
facade.
"""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import optimizers
import optimizers.picture

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = sorted(ROOT.glob("optimizers/**/*.py"))
SPHINX = ROOT / "optimizers/sphinx.py"  # the extension for books, which nothing of the library imports
ASKING = ROOT / "optimizers/export/lesson_file.py"  # asks the app for its page
PICTURE = sorted(ROOT.glob("optimizers/picture/*.py"))  # the one part that knows colors and pixels
APP = sorted(ROOT.glob("app/**/*.py"))
VIDEO = ROOT / "optimizers/picture/video.py"
REDRAWING = ROOT / "optimizers/picture/redrawing.py"  # the pictures of a video
EXTRA = {ASKING: {"app"}, SPHINX: {"docutils", "sphinx"}, VIDEO: {"PIL", "av"}, REDRAWING: {"PIL", "scipy"}}
# Each room, and the rooms that its files may import.
ROOMS = {
    "terms": set(),
    "form": {"terms"},
    "rules": {"terms", "form"},
    "surfaces": {"terms", "form"},
    "query": {"terms", "form", "rules", "surfaces"},
    "run": {"terms", "form", "rules", "surfaces", "query"},
    "tell": {"terms", "form", "rules", "surfaces", "query", "run"},
    "picture": {"terms", "form", "rules", "surfaces", "query", "run", "tell"},
    "export": {"terms", "form", "rules", "surfaces", "query", "run", "tell"},
}


def name_of(path: Path) -> str:
    """Return the dotted name of the module at ``path``."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def imports(path: Path, called: bool = True) -> tuple[tuple[str, str], ...]:
    """Return (module, name) of every import, relative ones resolved; name is "" where the module itself is imported.

    Without ``called``, those that wait in functions are left out.
    """
    package = list(path.relative_to(ROOT).parent.parts)
    found: list[tuple[str, str]] = []
    for node in nodes(ast.parse(path.read_text(encoding="utf-8")), called):
        if isinstance(node, ast.Import):
            found += ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            found += ((module, alias.name) for alias in node.names)
    return tuple(found)


def nodes(tree: ast.AST, called: bool) -> Iterator[ast.AST]:
    """Yield every node of ``tree``; without ``called`` none of a function's body."""
    yield tree
    if called or not isinstance(tree, ast.FunctionDef | ast.AsyncFunctionDef):
        for child in ast.iter_child_nodes(tree):
            yield from nodes(child, called)


@cache
def modules() -> frozenset[str]:
    """Return the names of all modules of this tree."""
    return frozenset(name_of(path) for path in [*LIBRARY, *APP])


def imported_modules(path: Path, called: bool = True) -> set[str]:
    """Return the modules of this tree that a file imports."""
    found = imports(path, called)
    wanted = [f"{module}.{name}" if f"{module}.{name}" in modules() else module for module, name in found]
    return {module for module in wanted if module in modules()}


def outside(path: Path) -> set[str]:
    """Return the top-level packages that a file imports."""
    return {module.split(".")[0] for module, _ in imports(path)}


def within(package: str) -> set[str]:
    """Return what all files of a part of the library import from the library, its own files left out."""
    files = [path for path in LIBRARY if (name_of(path) + ".").startswith(f"optimizers.{package}.")]
    assert files, f"there is no optimizers/{package}"
    found = {module.removeprefix("optimizers.") for path in files for module in imported_modules(path)}
    return {module for module in found if not f"{module}.".startswith(f"{package}.")}


def test_the_imports_of_a_file_are_found() -> None:
    """The other tests hold only if this one does."""
    assert "optimizers.rules.adam" in imported_modules(ROOT / "optimizers/rules/__init__.py")
    assert {"optimizers.query.scenario", "optimizers.run.plan"} <= imported_modules(
        ROOT / "optimizers/run/simulation.py"
    )
    assert ("numpy", "sqrt") in imports(ROOT / "optimizers/rules/adam.py")


def test_every_file_of_the_library_is_in_a_room() -> None:
    rooms = {name_of(path).split(".")[1] for path in LIBRARY if path.parent != ROOT / "optimizers"}
    assert rooms == set(ROOMS)
    assert {path.name for path in (ROOT / "optimizers").glob("*.py")} == {"__init__.py", "__main__.py", "sphinx.py"}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_comes_before_it(room: str) -> None:
    files = [path for path in LIBRARY if path.is_relative_to(ROOT / "optimizers" / room)]
    found = {module for path in files for module in imported_modules(path, called=False)}
    assert {module.split(".")[1] for module in found} <= ROOMS[room] | {room}


def test_the_kernel_knows_no_rule_no_surface_and_no_scenario() -> None:
    kernel = {"run.engine", "run.judge", "run.look", "run.needs"}
    assert within("run.descent") <= kernel | {"form.compiler", "form.compiling", "terms.types"}
    assert within("run.judge") <= {"form.compiler", "form.compiling", "run.nearest", "run.target", "terms.types"}
    assert within("run.engine") <= {
        *("form.compiler", "form.compiling", "form.play", "rules.rule", "run.needs", "surfaces.surface", "terms.types")
    }


def test_metrics_and_text_are_pure() -> None:
    assert within("run.target") <= {"form.compiler", "form.compiling", "run.nearest", "terms.types"}
    assert within("run.nearest") <= {"form.compiler", "form.compiling", "terms.types"}
    assert within("run.metrics") <= {"run", "run.judge", "run.target", "terms.types"}
    assert within("terms.text") == set()
    assert within("terms.types") == set()


def test_nothing_in_the_library_imports_its_facade_and_nothing_imports_in_a_circle() -> None:
    assert not [name_of(path) for path in LIBRARY if "optimizers" in imported_modules(path)]
    graph = {name_of(path): imported_modules(path, called=False) for path in [*LIBRARY, *APP]}
    list(TopologicalSorter(graph).static_order())  # raises CycleError


def test_no_two_files_of_the_app_import_each_other_not_even_when_called() -> None:
    list(TopologicalSorter({name_of(path): imported_modules(path) for path in APP}).static_order())


def test_the_library_is_numpy_and_numba_and_nothing_else_but_for_its_pictures() -> None:
    plain = {"optimizers", "numpy", "numba", "llvmlite", *sys.stdlib_module_names} - {"http", "html", "socket"}
    drawing = {"cachetools", "contourpy", "font_roboto", "markupsafe", "plotly", "resvg_py"}
    solving = {"scipy"}
    late = solving | EXTRA[VIDEO] | EXTRA[REDRAWING]
    for path in LIBRARY:
        allowed = plain | drawing if path in PICTURE else plain | solving if path.parent.name == "rules" else plain
        allowed = allowed | EXTRA.get(path, set())
        assert outside(path) <= allowed, f"{name_of(path)} imports {outside(path) - allowed}"
        at_once = {module.split(".")[0] for module, _ in imports(path, called=False)}
        assert not late & at_once, "loaded when it is called"


def test_one_file_knows_the_app_and_one_class_of_it() -> None:
    found = {path: {one for one in imports(path) if one[0].split(".")[0] == "app"} for path in LIBRARY}
    assert {path: names for path, names in found.items() if names} == {ASKING: {("app.lesson_file", "LessonFile")}}
    assert "app" not in {module.split(".")[0] for module, _ in imports(ASKING, called=False)}


def test_one_file_imports_numba() -> None:
    """It has what stands in for it, too."""
    assert [name_of(path) for path in LIBRARY if {"numba", "llvmlite"} & outside(path)] == ["optimizers.form.compiler"]


def test_the_extension_of_sphinx_is_imported_by_nothing() -> None:
    assert not [name_of(path) for path in [*LIBRARY, *APP] if "optimizers.sphinx" in imported_modules(path)]


def test_pictures_are_drawn_on_demand() -> None:
    """Nothing else of the library knows colors and pixels: three doors lead there, and importing opens none."""
    plain = [path for path in LIBRARY if path not in PICTURE]
    drawing = {name_of(path) for path in PICTURE}
    assert PICTURE
    assert not [name_of(path) for path in plain if imported_modules(path, called=False) & drawing]
    doors = {"optimizers.query.scenario", "optimizers.run.runs", "optimizers.__main__"}
    assert {name_of(path) for path in plain if imported_modules(path) & drawing} <= doors


def test_the_library_draws_without_the_app(tmp_path: Path) -> None:
    """It reads no file of the app, of the page or of the templates: here there is none."""
    shutil.copytree(ROOT / "optimizers", tmp_path / "optimizers", ignore=shutil.ignore_patterns("__pycache__"))
    drawn = (
        "from optimizers import Scenario; from optimizers.picture import poster; "
        "print(poster(Scenario.from_query('optimizer=sgd&steps=2'), 'overlay', 'auto'))"
    )
    environment = os.environ | {"PYTHONPATH": str(tmp_path), "NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-c", drawn]
    svg = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True).stdout
    assert "--series-0: light-dark(" in svg


def test_importing_the_library_loads_no_package_that_draws() -> None:
    loaded = "import sys, optimizers; print(*{name.split('.')[0] for name in sys.modules})"
    names = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert "numpy" in names.split()
    assert not {"contourpy", "markupsafe", "plotly", "resvg_py", "fastapi"} & set(names.split())


@cache
def defined(module: str) -> frozenset[str]:
    """Return the public names that a module of the library defines itself, or lists in ``__all__``."""
    path = ROOT / module.replace(".", "/")
    tree = ast.parse((path / "__init__.py" if path.is_dir() else path.with_suffix(".py")).read_text(encoding="utf-8"))
    names = set(getattr(import_module(module), "__all__", ()))
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            names |= {one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    return frozenset(name for name in names if not name.startswith("_"))


def test_what_a_module_defines_is_found() -> None:
    assert {"Reader", "split_query", "LETTERS"} <= defined("optimizers.query.reader")
    assert not {"_decode", "Parameter", "re"} & defined("optimizers.query.reader")
    assert defined("optimizers.picture") == set(optimizers.picture.__all__)


def test_the_app_imports_the_facade_and_what_rooms_define() -> None:
    """What the facade has the app takes from there, all else from where it is defined; no private name, no module."""
    for path in APP:
        for module, name in imports(path):
            if module.split(".")[0] == "optimizers":
                what = f"{name_of(path)} imports {name or 'the whole'} of {module}"
                assert name in defined(module) if name else module == "optimizers", what
                assert module == "optimizers" or name not in optimizers.__all__, f"{what}: the facade has it"


def test_plotly_is_imported_in_one_file() -> None:
    assert {name_of(path) for path in [*LIBRARY, *APP] if "plotly" in outside(path)} == {"optimizers.picture.figure"}


def reads_environment(path: Path) -> bool:
    """Tell whether a file reads the environment; setting a variable for a child process is no reading."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    written = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load)
    }
    attributes = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and id(node) not in written]
    mentioned = {node.attr for node in attributes if isinstance(node.value, ast.Name) and node.value.id == "os"}
    mentioned |= {name for module, name in imports(path) if module == "os"}
    return bool(mentioned & {"environ", "environb", "getenv", "getenvb"}) or "pydantic_settings" in outside(path)


def test_only_the_settings_read_the_environment() -> None:
    assert [name_of(path) for path in APP if reads_environment(path)] in ([], ["app.settings"])
    assert [name_of(path) for path in LIBRARY if reads_environment(path)] == [
        "optimizers.form.kernel_cache"
    ]  # its cache folder


def test_no_code_is_made_from_text() -> None:
    for path in [*LIBRARY, *APP]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec", "compile", "__import__"), f"{path}:{node.lineno}"


def test_the_facade_says_what_is_public() -> None:
    public = {
        name
        for name, value in vars(optimizers).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert set(optimizers.__all__) == public


def test_tests_stand_in_the_room_of_what_they_test() -> None:
    """The page in a browser has a room too; what is about the whole tree stands in tests/ itself."""
    for name, source in (("optimizers", "optimizers"), ("app", "app"), ("static", "static/js")):
        rooms = {path.parent.relative_to(ROOT / "tests" / name) for path in (ROOT / "tests" / name).rglob("*test*.*")}
        rooms = {room for room in rooms if room.name != "__pycache__"}
        assert rooms
        assert [room for room in rooms if not (ROOT / source / room).is_dir()] == []
    whole = {"test_layers.py", "test_packaging.py", "test_readme.py", "test_words.py"}
    assert {path.name for path in (ROOT / "tests").glob("*") if re.match(r"test_|.*\.test\.", path.name)} == whole
