"""The equations of a step, as a student would write them, derived from the step of the rule itself.

Each assignment that was executed becomes a line, in the order of the code, and the change of the position the last one.
Not quite each, because a student leaves out what only serves the computer:

- A variable with the name of a symbol, such as ``m_hat``, has a line; one that is a word is put in where it is used,
  unless it is used more than once.
- What only rewrites one number, such as its root or its square, has none, and is put in.
- Of the state, what is the same whatever the gradient, such as βᵗ, has none: its number is
  written where it is used, as is the number of a sum such as 1 − βᵗ.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ..form import nodes
from ..form.decimals import DIGITS
from ..form.derive import Cell, Derivation, name_of, names, number_of, substituted
from ..form.nodes import Expression, Name
from ..form.simplify import ZERO, simplified
from ..form.write_latex import is_word, symbol
from ..rules.rule import Rule
from .printed import PARAMETER_DIGITS, Numbers, worked_out

Shown = Literal["line", "number", "inline"]
X, G, STATE, T, P = range(5)  # the positions of the arguments of a step
LARGE = 40  # parts of an expression that are put in at one point, at most


@dataclass(frozen=True, slots=True)
class Equation:
    """``symbol = expression = value``; the names in the expression stand for numbers."""

    symbol: str
    expression: Expression
    value: float


class Coordinate:
    """Finds the equations of one coordinate of a step.

    varying: the state variables that depend on more than hyper-parameters and the number of the step; numbers: gets
    those in the equations.
    """

    def __init__(
        self, rule: Rule, derivation: Derivation, varying: set[int], numbers: Numbers, coordinate: int
    ) -> None:
        self.rule, self.varying, self.numbers, self.coordinate = rule, varying, numbers, coordinate
        self.arguments, self.cells = rule.form_from_origin.arguments, derivation.cells
        after = derivation.after
        self.move: int = after[self.arguments[X]][coordinate]
        self.kept = [row[coordinate] for row in after[self.arguments[STATE]]]
        self.ends = [*self.kept, *(number for number, cell in enumerate(self.cells) if self._is_symbol(cell))]
        self.readers = self._readers()
        self.kept_as = self._kept_as()
        self.written: dict[int, Expression] = {}
        self.choices: dict[int, Shown] = {}

    def equations(self) -> list[Equation]:
        """Return them in the order of the code; the last gives Δ, whose expression is 0 if the coordinate stays."""
        change = self.origin(self.move)
        wanted = [*names(change), *(name_of(one) for one in self.ends if self.shown(one) == "line")]
        shown: set[int] = set()
        while wanted:
            name = wanted.pop()
            if name.name.isdigit() and number_of(name) not in shown and self.shown(number_of(name)) == "line":
                shown.add(number_of(name))
                wanted += names(self.origin(number_of(name)))
        known = {kept: number for number, kept in self.kept_as.items()}  # since when a number has been there
        order = sorted(shown, key=lambda one: known.get(one, one))
        lines = [(self.symbol(self.cells[one]), self.origin(one), self.cells[one].value) for one in order]
        lines.append((r"\Delta", change, self.cells[self.move].value))
        return [Equation(symbol, self.with_numbers(expression), value) for symbol, expression, value in lines]

    # What becomes of a cell

    def shown(self, number: int) -> Shown:
        """Return how a cell is shown where it is used: by its number, with or without a line for it, or put in."""
        if number not in self.choices:
            self.choices[number] = self._choice(number, self.cells[number])
        return self.choices[number]

    def _choice(self, number: int, cell: Cell) -> Shown:
        if cell.origin is None:
            return "number"
        if cell.name == self.arguments[X]:
            return "inline"
        if self._is_passed_on(number):
            return "line" if self._is_large(number) else "inline"
        if cell.indices:  # of the state
            here, varies = cell.indices[-1] == self.coordinate, cell.indices[0] in self.varying
            if not (here and varies):
                return "number"
            return "inline" if self._rewrites(number) else "line"
        if not self._varies(number):
            return "line" if self._has_symbol(cell) and not _is_bare(self.origin(number)) else "inline"
        if cell.inside:
            return "line" if self._is_large(number) else "inline"
        word = is_word(cell.name)
        elsewhere = cell.turn not in (None, self.coordinate) and all(
            self.cells[one].turn == cell.turn for one in self.readers[number]
        )
        if elsewhere:
            return "inline" if word else "number"
        if self._rewrites(number) or (word and len(self.readers[number]) < 2 and not self._is_large(number)):
            return "inline"
        return "line"

    def _is_large(self, number: int) -> bool:
        """Whether what a cell was computed from has too many parts to be put in where the cell is used."""
        return len(nodes.walk(self.origin(number))) > LARGE

    def _has_symbol(self, cell: Cell) -> bool:
        """Whether a cell is a variable with a symbol that belongs to this coordinate or to none."""
        return cell.turn in (None, self.coordinate) and not (cell.inside or cell.indices or is_word(cell.name))

    def _kept_as(self) -> Mapping[int, int]:
        """Return which state variable each variable without a symbol ends up in, as it is."""
        found: dict[int, int] = {}
        for number in sorted(self.readers):
            cell = self.cells[number]
            if self._is_of_state(cell) and isinstance(cell.origin, Name):
                source = self.cells[number_of(cell.origin)]
                if source.origin is not None and (source.inside or is_word(source.name)):
                    found.setdefault(number_of(cell.origin), number)
        return found

    def _is_symbol(self, cell: Cell) -> bool:
        """Whether a cell is a variable of this coordinate with a symbol; it has a line even if it was only tested."""
        return cell.turn == self.coordinate and self._has_symbol(cell)

    def _is_passed_on(self, number: int) -> bool:
        """Whether a cell is only there for the next value of the same variable or element."""
        cell, readers = self.cells[number], self.readers[number]
        if len(readers) != 1 or number in self.kept:
            return False
        (reader,) = (self.cells[one] for one in readers)
        return (reader.name, reader.indices) == (cell.name, cell.indices)

    def _rewrites(self, number: int) -> bool:
        """Whether a cell has one number in another way."""
        found = [one for one in names(self.origin(number)) if not self._is_parameter(one)]
        return len(found) < 2 and len(found) == len(names(self.origin(number)))

    def _is_parameter(self, name: Name) -> bool:
        return name.name.isdigit() and self.cells[number_of(name)].name == self.arguments[P]

    def _varies(self, number: int) -> bool:
        return any(self._leaf_varies(one) for one in names(self.origin(number)))

    def _leaf_varies(self, name: Name) -> bool:
        """Whether a name in a written expression depends on more than hyper-parameters and the number of the step."""
        if not name.name.isdigit():
            return False  # a schedule's
        cell = self.cells[number_of(name)]
        if self._is_of_state(cell):
            return cell.indices[0] in self.varying
        if cell.origin is not None:
            return self._varies(number_of(name))
        return cell.name not in (self.arguments[P], self.arguments[T], self.arguments[X])

    def _is_of_state(self, cell: Cell) -> bool:
        return bool(cell.indices) and cell.name == self.arguments[STATE]

    def _is_of_schedule(self, name: Name) -> bool:
        if not name.name.isdigit():
            return True
        cell = self.cells[number_of(name)]
        return self._is_of_state(cell) or cell.name == self.arguments[T]

    # How it is written

    def origin(self, number: int) -> Expression:
        """Return how a cell was computed, from cells shown by their numbers."""
        if number not in self.written:
            origin = self.cells[number].origin
            if isinstance(origin, Name) and self.kept_as.get(number_of(origin)) == number:
                self.written[number] = self.origin(number_of(origin))
            else:
                node = self._leaf(name_of(number)) if origin is None else substituted(origin, self._leaf)
                put_in = self._in_terms if self._has_symbol(self.cells[number]) else self._scheduled
                self.written[number] = simplified(put_in(node), self._is_positive)
        return self.written[number]

    def _leaf(self, name: Name) -> Expression:
        number = number_of(name)
        cell = self.cells[number]
        if cell.origin is None:
            return ZERO if self._is_off(cell) else name
        kept = self.kept_as.get(number)
        if kept is not None and self.shown(kept) == "line":
            return name_of(kept)
        return self.origin(number) if self.shown(number) == "inline" else name

    def _is_off(self, cell: Cell) -> bool:
        """Whether a cell is where the step begins, or a hyper-parameter that does nothing by default, and now."""
        if cell.name == self.arguments[X]:
            return True
        of_rule = self.rule.numbers
        index = cell.indices[0] if cell.name == self.arguments[P] else len(of_rule)
        return cell.value == 0 and index < len(of_rule) and of_rule[index].default == 0

    def _scheduled(self, node: Expression) -> Expression:
        """Return ``node`` with the number in place of each sum that is the same whatever the gradient, as 1 − βᵗ."""
        match node:
            case nodes.Binary(operator=operator, left=left, right=right):
                node = nodes.Binary(operator, self._scheduled(left), self._scheduled(right))
                if operator in ("+", "-"):
                    found = names(node)
                    if not any(map(self._leaf_varies, found)) and any(map(self._is_of_schedule, found)):
                        return self.numbers(self.value(node))
            case nodes.Unary(operand=operand):
                return nodes.Unary(node.operator, self._scheduled(operand))
            case nodes.Call(arguments=arguments):
                return nodes.Call(node.function, tuple(map(self._scheduled, arguments)))
        return node

    def _in_terms(self, node: Expression) -> Expression:
        """Do the same with each term of a sum, for the line of the sum itself."""
        if isinstance(node, nodes.Binary) and node.operator in ("+", "-"):
            return nodes.Binary(node.operator, self._in_terms(node.left), self._scheduled(node.right))
        return self._scheduled(node)

    def value(self, node: Expression) -> float:
        """Return the value of a written expression."""
        return float(worked_out(node, self._number))

    def _number(self, name: Name) -> float:
        return self.cells[number_of(name)].value if name.name.isdigit() else self.numbers.value(name)

    def _is_positive(self, node: Expression) -> bool:
        return self.value(node) > 0

    def with_numbers(self, node: Expression) -> Expression:
        """Return a written expression with numbers that know how they are printed in place of the cells."""

        def number(name: Name) -> Expression:
            if not name.name.isdigit():
                return name
            cell = self.cells[number_of(name)]
            exact = cell.name == self.arguments[P] and self._is_typed(cell.indices[0])
            return self.numbers(cell.value, PARAMETER_DIGITS if exact else DIGITS, key=name.name)

        return substituted(node, number)

    def _is_typed(self, index: int) -> bool:
        """Whether the step reads there what a person has typed, not a constant or the rate of this step."""
        return index < len(self.rule.numbers) and self.rule.numbers[index].name != "lr"

    def symbol(self, cell: Cell) -> str:
        return self.rule.state[cell.indices[0]].symbol if self._is_of_state(cell) else symbol(cell.name)

    def _readers(self) -> Mapping[int, set[int]]:
        """Return which cells have used each cell, of those that lead to the end of this coordinate."""
        ahead = [self.move, *self.ends]
        readers: dict[int, set[int]] = {number: set() for number in ahead}
        while ahead:
            number = ahead.pop()
            origin = self.cells[number].origin
            for one in map(number_of, names(origin)) if origin is not None else ():
                if one not in readers:
                    readers[one] = set()
                    ahead.append(one)
                readers[one].add(number)
        return readers


def _is_bare(node: Expression) -> bool:
    return isinstance(node, Name | nodes.Number)
