"""Checks what can be seen only in a whole function: that names have values and kinds, and that it returns."""

from . import nodes
from .errors import FormError
from .kinds import kind_of
from .nodes import Expression, Function, Kind, Statement

ARRAYS = ("vector", "matrix", "table")


def check(function: Function) -> None:
    """Raise FormError if ``function`` would not run, or would not mean the same in every language.

    That is: a variable that may have no value where it is read, a condition where a number belongs, an array where a
    number belongs, a call with a wrong number of arguments or results, a path that ends without a result.
    """
    _Checks(function).run()


def results(function: Function) -> int:
    """Return how many values ``function`` returns, 0 if none."""
    return next((_count(one) for one in _returns(function)), 0)


class _Checks:
    def __init__(self, function: Function) -> None:
        self.function, self.line = function, function.line
        self.kinds = function.kinds
        stored = (node for node in nodes.walk(*function.body) if isinstance(node, nodes.Assign))
        self.given = [target for node in stored for target in node.targets]

    def error(self, construct: str, allowed: str) -> FormError:
        return FormError(self.function.file, self.line, construct, allowed)

    def run(self) -> None:
        given = {*self.function.arguments, *self.function.constants}
        rest = self.block(self.function.body, given)
        counts = {_count(one) for one in _returns(self.function)}
        if counts - {0} and rest is not None:
            self.line = self.function.line
            raise self.error(f"{self.function.name} may end without a result", "end each path with return")
        if len(counts) > 1:
            self.line = self.function.line
            raise self.error(f"{self.function.name} returns different numbers of values", "return as many on each path")

    def block(self, body: tuple[Statement, ...], known: set[str]) -> set[str] | None:
        """Return the names that have values after ``body``, None if nothing comes after it."""
        after: set[str] | None = known
        for statement in body:
            self.line = statement.line
            if after is None:
                raise self.error("a statement that is never reached", "leave it out")
            after = self.statement(statement, after)
        return after

    def statement(self, node: Statement, known: set[str]) -> set[str] | None:
        match node:
            case nodes.Assign(targets=targets, value=value):
                self.assigned(targets, value, known)
                return known | {one.name for one in targets if isinstance(one, nodes.Name)}
            case nodes.If(test=test, then=then, otherwise=otherwise):
                self.test(test, known)
                ways = [way for way in (self.block(then, known), self.block(otherwise, known)) if way is not None]
                return set.intersection(*ways) if ways else None
            case nodes.For(name=name, start=start, stop=stop, body=body):
                for bound in (start, stop):
                    self.whole(bound, known, "a bound of a range")
                self.counts(node)
                self.block(body, known | {name})
            case nodes.While(test=test, body=body):
                self.test(test, known)
                self.block(body, known)
            case nodes.Return(value=value):
                for part in value.parts if isinstance(value, nodes.Tuple) else [value] if value else []:
                    self.number(part, known)
                return None
            case nodes.Do(call=call):
                self.call(call, known, used=None)
            case nodes.Continue() | nodes.Break():
                return None
        return known

    def counts(self, loop: nodes.For) -> None:
        """Check that a loop variable only counts: languages differ in what else it may be."""
        inside = nodes.walk(*loop.body)
        given = {one.name for one in self.given if isinstance(one, nodes.Name)}
        again = any(isinstance(node, nodes.For) and node.name == loop.name for node in inside)
        if again or loop.name in given or loop.name in self.function.arguments:
            raise self.error(
                f"{loop.name}, a loop counter that is also used for something else", "give it another name"
            )

    def assigned(self, targets: tuple[nodes.Target, ...], value: Expression, known: set[str]) -> None:
        if isinstance(value, nodes.Tuple):
            for part in value.parts:
                self.value(part, known)
        elif len(targets) > 1:
            if not isinstance(value, nodes.Call):
                raise self.error("several names for one value", "give each name a value")
            self.call(value, known, used=len(targets))
        else:
            self.value(value, known)
        parts = value.parts if isinstance(value, nodes.Tuple) else (value,) * len(targets)
        for target, part in zip(targets, parts, strict=True):
            if isinstance(target, nodes.Item):
                if self.kinds.get(target.name) == "table":
                    raise self.error(
                        f"an assignment to an element of {target.name}, a constant", "constants cannot change"
                    )
                self.number(target, known)
                if kind_of(part, self.kinds) == "condition":
                    raise self.condition()
            elif target.name in self.function.constants or self.kinds[target.name] in ARRAYS:
                raise self.error(
                    f"an assignment to {target.name} as a whole", "assign to numbers and to elements of arrays"
                )
            elif (self.kinds[target.name] == "condition") != (kind_of(part, self.kinds) == "condition"):
                raise self.error(
                    f"{target.name}, a number in one place and a condition in another", "give each a name of its own"
                )

    def test(self, node: Expression, known: set[str]) -> None:
        """A condition, or a number, which holds where it is not 0."""
        match node:
            case nodes.And(parts=parts) | nodes.Or(parts=parts):
                for part in parts:
                    self.test(part, known)
            case nodes.Not(operand=operand):
                self.test(operand, known)
            case nodes.Compare(operands=operands):
                for operand in operands:
                    self.number(operand, known)
            case nodes.Name(name=name) if self.kinds.get(name) == "condition":
                self.known(name, known)
            case _:
                self.number(node, known)

    def value(self, node: Expression, known: set[str]) -> None:
        """A number or a condition."""
        (self.test if kind_of(node, self.kinds) == "condition" else self.number)(node, known)

    def whole(self, node: Expression, known: set[str], what: str) -> None:
        self.number(node, known)
        argument = (
            isinstance(node, nodes.Name) and node.name in self.function.arguments
        )  # the caller may give a whole one
        if kind_of(node, self.kinds) != "whole" and not argument:
            raise self.error(f"{what} that may not be a whole number", "use whole numbers, or int(…)")

    def number(self, node: Expression, known: set[str]) -> None:
        match node:
            case nodes.Name(name=name):
                self.known(name, known)
                if self.kinds[name] in ARRAYS:
                    raise self.error(f"{name}, an array where a number belongs", "take an element, as x[i]")
                if self.kinds[name] == "condition":
                    raise self.condition()
            case nodes.Item(name=name, indices=indices):
                self.item(name, indices, known)
            case nodes.Unary(operand=operand):
                self.number(operand, known)
            case nodes.Binary(left=left, right=right):
                self.number(left, known)
                self.number(right, known)
            case nodes.Conditional(test=test, then=then, otherwise=otherwise):
                self.test(test, known)
                self.number(then, known)
                self.number(otherwise, known)
            case nodes.Call():
                self.call(node, known, used=1)
            case nodes.Compare() | nodes.And() | nodes.Or() | nodes.Not():
                raise self.condition()

    def condition(self) -> FormError:
        return self.error("a condition where a number belongs", "write 1.0 if a < b else 0.0")

    def item(self, name: str, indices: tuple[Expression, ...], known: set[str]) -> None:
        wanted: dict[Kind, int] = {"vector": 1, "matrix": 2, "table": 1}
        if self.kinds.get(name) not in wanted:
            raise self.error(f"an element of {name}, which is no array", "arrays are arguments and tables of constants")
        if wanted[self.kinds[name]] != len(indices):
            raise self.error(f"{name} with {len(indices)} indices", f"{name} is a {self.kinds[name]}")
        for index in indices:
            negative = isinstance(index, nodes.Name) and _below_zero(self.function.constants.get(index.name, 0))
            if negative or isinstance(index, nodes.Unary):
                raise self.error("an index from the end", "indices count from 0")
            self.whole(index, known, f"an index of {name}")

    def known(self, name: str, known: set[str]) -> None:
        if name not in known:
            raise self.error(f"{name} may have no value here", "give a variable a value on each path before it is read")

    def call(self, node: nodes.Call, known: set[str], used: int | None) -> None:
        """Check a call; ``used``: how many of its values are used, None if it is called only for its effect."""
        if node.function == "len" and isinstance(node.arguments[0], nodes.Name):
            name = node.arguments[0].name
            if self.kinds.get(name) not in ("vector", "table"):
                raise self.error(f"the length of {name}", "vectors and tables have one")
            return
        if node.function not in self.function.helpers:
            for argument in node.arguments:
                self.number(argument, known)
            if used != 1:
                raise self.error(f"{node.function} where its number of values does not fit", "use its value")
            return
        helper = self.function.helpers[node.function]
        if len(helper.arguments) != len(node.arguments):
            raise self.error(
                f"{node.function} with {len(node.arguments)} arguments", f"give it {len(helper.arguments)}"
            )
        wanted = helper.kinds
        for name, argument in zip(helper.arguments, node.arguments, strict=True):
            if wanted[name] not in ARRAYS:
                self.number(argument, known)
            elif not isinstance(argument, nodes.Name) or self.kinds.get(argument.name) != wanted[name]:
                raise self.error(f"{node.function} without a {wanted[name]} for {name}", "give it one by its name")
        given = results(helper)
        if used is not None and used != given:
            raise self.error(f"{node.function}, which returns {given} values, for {used}", "use as many as it returns")


def _returns(function: Function) -> list[nodes.Return]:
    return [node for node in nodes.walk(*function.body) if isinstance(node, nodes.Return)]


def _count(node: nodes.Return) -> int:
    """Return how many values a return gives."""
    return len(node.value.parts) if isinstance(node.value, nodes.Tuple) else int(node.value is not None)


def _below_zero(value: float | nodes.Table) -> bool:
    return not isinstance(value, tuple) and value < 0
