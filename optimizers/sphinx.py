"""A directive for books made with Sphinx or Jupyter Book 1: lesson files in frames, and no server.

With ``extensions = ["optimizers.sphinx"]`` in ``conf.py``, or ``sphinx: extra_extensions`` in ``_config.yml``, a page
has

    .. optimizer-trajectories:: surface=ellipse,kappa=25&optimizer=sgd,lr=0.07&optimizer=rmsprop,lr=0.3&start=B,-0.6,4

       SGD and RMSprop from B

or the same as MyST writes directives. The argument is a scenario or a whole link, with the options of a frame; it may
be broken into lines. The content is the caption. Options: ``alt``, what the frame is called, by default the author's
title or a description of the scenario; ``height`` in px, by default what the frame needs; ``plotly``, whether the file
holds Plotly, or the path of the bundle of plotly.js that it holds, relative to the page's folder or, if it begins with
a slash, to the folder of the sources; ``name`` and ``class`` as for a figure.

HTML pages show the file, which is stored once in the build's static folder. Other formats, such as EPUB, show the
picture. A scenario that is not legal gives a build warning (``optimizers.scenario``), and the page shows its message.
"""

from pathlib import Path
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.osutil import relative_uri
from sphinx.util.typing import ExtensionMetadata, OptionSpec
from sphinx.writers.html5 import HTML5Translator

from .export.lesson_file import HEIGHT, LEAST, MOST, LessonFile, allowed_height, frame, lesson_file
from .terms.errors import ScenarioError
from .terms.files import whole_file

FOLDER = "trajectories"  # in the build's static folder
SCRIPT = f"{FOLDER}/fit-frames.js"

logger = logging.getLogger(__name__)
_files: WeakKeyDictionary[Sphinx, set[str]] = WeakKeyDictionary()
"""The names of the files that a build has written."""


class Trajectories(nodes.General, nodes.Element):
    """A lesson file in a document. text, plotly: what ``lesson_file`` takes. alt: its name. height: in px, or None."""


def _height(argument: str) -> int:
    """Return a height in px. Raises ValueError, whose words the build shows."""
    text = argument.strip().removesuffix("px")
    if text.isascii() and text.isdigit() and len(text) < 6:
        return allowed_height(int(text))
    raise ValueError(f"height = {argument} is not allowed: a whole number of px from {LEAST} to {MOST}")


class TrajectoriesDirective(SphinxDirective):
    """``.. optimizer-trajectories:: <scenario>``; see the module."""

    required_arguments = 1
    final_argument_whitespace = True
    has_content = True
    option_spec: ClassVar[OptionSpec] = {
        "alt": directives.unchanged_required,
        "height": _height,
        "plotly": lambda argument: (argument or "").strip(),
        "name": directives.unchanged,
        "class": directives.class_option,
    }

    def run(self) -> list[nodes.Node]:
        """Return a figure with the file and its caption; where the scenario is not legal, what is wrong with it."""
        text = "".join(line.strip() for line in self.arguments[0].splitlines())
        plotly: bool | Path = "plotly" in self.options
        if bundle := self.options.get("plotly"):
            relative, path = self.env.relfn2path(bundle)
            self.env.note_dependency(relative)
            plotly = Path(path)
        try:
            title = lesson_file(text, plotly).title
        except ScenarioError as error:
            said = f"optimizer-trajectories: {error}"
            logger.warning(said, location=self.get_location(), type="optimizers", subtype="scenario")
            return [nodes.paragraph(said, said, classes=["optimizer-trajectories-error"])]
        except (ImportError, ValueError, OSError) as error:
            raise self.error(str(error)) from error
        alt, height = self.options.get("alt") or title, self.options.get("height")
        figure = nodes.figure("", Trajectories("", text=text, plotly=plotly, alt=alt, height=height))
        figure["classes"] += ["optimizer-trajectories", *self.options.get("class", [])]
        if self.content:
            caption = nodes.caption("\n".join(self.content), "")
            inline, messages = self.parse_inline(" ".join(self.content), lineno=self.content_offset + 1)
            caption += inline
            figure += [caption, *messages]
        self.set_source_info(figure)
        self.add_name(figure)
        return [figure]


class Pictures(SphinxPostTransform):
    """Replaces files by pictures where pages have no frames, and by words where they have no pictures."""

    default_priority = 90  # before images are collected and converted

    def run(self, **kwargs: Any) -> None:
        """Replace every lesson file of the document."""
        for node in [] if _frames(self.app) else [*self.document.findall(Trajectories)]:
            if self.app.builder.supported_image_types:
                path = self._written(lesson_file(node["text"], node["plotly"]))
                self.env.images.add_file(self.env.docname, path)
                node.replace_self(nodes.image(uri=path, candidates={"*": path}, alt=node["alt"]))
            else:
                node.replace_self(nodes.paragraph("", node["alt"]))

    def _written(self, file: LessonFile) -> str:
        """Write the picture beside the build's doctrees, once for all documents; return its path."""
        path = Path(self.app.doctreedir, FOLDER, f"{Path(file.name).stem}.png")
        _write(path, file.picture())
        return str(path)


def _frames(app: Sphinx) -> bool:
    """Tell whether pages of the build can have frames; readers of EPUB mostly show none."""
    return app.builder.format == "html" and app.builder.name != "epub"


def _visit(translator: HTML5Translator, node: Trajectories) -> None:
    """Write the file and the frame that shows it."""
    builder = translator.builder
    file = lesson_file(node["text"], node["plotly"])
    folder = Path(builder.outdir, "_static", FOLDER)
    written = _files.setdefault(builder.app, set())
    if file.name not in written:
        _write(folder / file.name, file.html())
        _write(Path(builder.outdir, "_static", SCRIPT), file.fitting())
        written.add(file.name)
    here = builder.get_target_uri(builder.current_docname)
    address = relative_uri(here, f"_static/{FOLDER}/{file.name}")
    fitted = {} if node["height"] else {"data-fit": ""}
    translator.body.append(frame(node["alt"], node["height"] or HEIGHT, src=address, loading="lazy", **fitted) + "\n")
    raise nodes.SkipNode


def _add_script(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Load the script on pages with frames that have no height of their own."""
    if doctree is not None and any(not node["height"] for node in doctree.findall(Trajectories)):
        app.add_js_file(SCRIPT)


def _write(path: Path, data: bytes) -> None:
    """Write a file whole, because other processes of the build may write the same one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as file:
        file.write(data)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Add the directive; Sphinx calls it."""
    app.add_node(Trajectories, html=(_visit, None))
    app.add_directive("optimizer-trajectories", TrajectoriesDirective)
    app.add_post_transform(Pictures)
    app.connect("html-page-context", _add_script)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
