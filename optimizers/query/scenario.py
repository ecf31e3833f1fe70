"""The scenario: everything that determines the picture. User input becomes numbers here and nowhere else.

    surface=ellipse,kappa=25,theta=0&optimizer=sgd,lr=0.07&optimizer=rmsprop,lr=0.3,beta=0.9&start=A,-8,1.2&steps=120

A scenario may also say what is held equal and what disturbs it:

    fair=own|rate|length|tuned&noise=0.1&seed=7&target=distance|loss&tolerance=0.005
    optimizer=rmsprop,length=sgd,schedule=cosine,warmup=10

Order is kept. What is left out takes its default: the first surface of the list, the four optimizers of the first view,
the starts and the number of steps that the surface suggests, and its learning rate for that kind of rule.

``v=2`` names the version of the meaning; the canonical form leaves it out. A text of version 1 is translated: it means
``target=loss``, and its ``schedule=inverse-sqrt`` with a warm-up is ``inverse-sqrt-restarted``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..surfaces.bound import BoundSurface
from ..terms.errors import ScenarioError
from ..terms.parameters import Value
from .choices import AllFound, Choice, Limits, Memory, Start
from .conditions import CONDITIONS, USUAL
from .parameter_sets import parameter_set
from .reader import Item, Reader
from .reading import read


@dataclass(frozen=True, repr=False)
class Scenario:
    """A surface, optimizers, starts and a number of steps.

    Build it with ``from_query``; ``query`` is the canonical text, which reads back as the same scenario.
    found: keeps the learning rates of fair=tuned, which take seconds to find; by default as long as the scenario lives.

    >>> scenario = Scenario.from_query("surface=saddle&optimizer=adam&start=A,1,2&steps=50")
    >>> scenario.query
    'surface=saddle,wall=0.05&optimizer=adam,lr=0.1,beta1=0.9,beta2=0.999&start=A,1,2&steps=50'
    >>> scenario.starts[0].x, scenario.optimizers[0].values["beta1"]
    (1.0, 0.9)
    """

    surface: BoundSurface
    optimizers: tuple[Choice, ...]
    starts: tuple[Start, ...]
    steps: int
    conditions: Mapping[str, Value] = field(default_factory=lambda: dict(USUAL))
    found: Memory = field(default_factory=dict[str, AllFound], compare=False)

    @cached_property
    def query(self) -> str:
        """The canonical text."""
        surface = self.surface
        first = parameter_set(surface.definition).write(f"surface={surface.name}", surface.values)
        optimizers, starts = [one.query for one in self.optimizers], [start.query for start in self.starts]
        items = [first, *optimizers, *starts, f"steps={self.steps}"]
        if self.conditions != USUAL:
            unusual = [p for p in CONDITIONS if self.conditions[p.name] != p.usual(self.conditions)]
            items += [f"{p.name}={p.write(self.conditions[p.name])}" for p in unusual]
        return "&".join(items)

    def __hash__(self) -> int:
        return hash(self.query)

    def __reduce__(self) -> tuple[type["Scenario"], tuple[Any, ...]]:
        """Pickle it with the rates found for itself, in place of everything that ``found`` keeps."""
        own = self.found.get(self.query)
        found = {} if own is None else {self.query: own}
        return Scenario, (self.surface, self.optimizers, self.starts, self.steps, self.conditions, found)

    def __repr__(self) -> str:
        return f"Scenario.from_query({self.query!r})"

    @property
    def points(self) -> int:
        """The greatest number of points that all runs together can have, including the starts."""
        return (self.steps + 1) * len(self.optimizers) * len(self.starts)

    @classmethod
    def from_query(cls, text: str, limits: Limits | None = None) -> "Scenario":
        """Return the scenario that ``text`` writes, percent-encoded or not.

        Raises ScenarioError, naming every parameter that is unknown, repeated, out of range or not finite.
        """
        reader = Reader()
        scenario = cls(*read(reader, text, limits or Limits()))
        if reader.error:
            raise reader.error
        return scenario

    def figure(self, layout: str = "overlay", theme: str = "light", colormap: str = "pale") -> Any:
        """Return the scenario as a ``plotly.graph_objects.Figure``; see ``picture.figure``."""
        from ..picture.figure import figure  # imported only when something is drawn

        return figure(self, layout, theme, colormap)

    def widget(self, options: str = "", height: int = 600) -> Any:
        """Return the page of the scenario for a notebook, whose sliders work without a kernel and without a network.

        It takes about 350 kB of the notebook. options: of a frame, such as "show=why&lock=steps&title=Ravine".
        height: of the frame, in px from 100 to 8000. Raises ScenarioError if an option is not legal, ValueError if the
        height is not, ImportError if the app, whose page it is, is not installed.
        """
        from ..export.widget import widget  # imported only when a page is wanted

        return widget(f"{self.query}&{options}" if options else self.query, height)

    @classmethod
    def nearest(
        cls,
        text: str | Sequence[Item],
        limits: Limits | None = None,
        found: Memory | None = None,
        search: bool = True,
    ) -> "tuple[Scenario, ScenarioError | None]":
        """Return the nearest legal scenario, and what was wrong with ``text`` or its items. No text is an error.

        search: whether there is time to search a typed surface. Otherwise raises NotSearchedError where that is needed.
        """
        reader = Reader()
        parts = read(reader, text, limits or Limits(), search)
        scenario = cls(*parts) if found is None else cls(*parts, found)
        return scenario, reader.error
