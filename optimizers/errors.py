"""What is wrong with a scenario, told so that the reader can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: the parameter, the value given, and what is allowed."""

    parameter: str
    value: str
    allowed: str

    def __post_init__(self) -> None:
        for field in ("parameter", "value"):
            text = getattr(self, field)
            if len(text) > SHOWN:
                object.__setattr__(self, field, text[: SHOWN - 1] + "…")

    def __str__(self) -> str:
        return f"{self.parameter} = {self.value!r} is not allowed: {self.allowed}"


class ScenarioError(ValueError):
    """A scenario that cannot be run as written; ``problems`` tells everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(map(str, self.problems)))
