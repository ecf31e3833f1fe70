"""Writes functions of the form as tapes: loops are unrolled, helpers inlined, both branches computed and one selected.

The loops and indices of the function must not depend on its inputs. Elementary functions are single operations.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from . import elementary, nodes
from .errors import FormError
from .evaluate import BINARY, CALLED, COMPARE, evaluate
from .nodes import Expression, Function, Statement
from .tape import FIELD, OPERATIONS, Instruction, Tape, bits, number

SIGNS = {"+": "add", "-": "subtract", "*": "multiply", "/": "divide"}
Shape = int | tuple[int, int] | None
"""Of an input: the length of a vector, rows and columns of a matrix, None for a number."""


class Register(int):
    """The register of a number that is not known before the tape is played."""


Cell = float | Register
"""A number: known, or in a register. Conditions are 1 and 0, also True and False where they are known."""
Scope = dict[str, Any]
"""Cells, lists of cells (vectors) and lists of those (matrices), by name."""


def tape_of(function: Function, shapes: Mapping[str, Shape] | None = None, changed: Sequence[str] = ()) -> Tape:
    """Return ``function`` as a tape with the same bits; its inputs are the arguments, element by element, in order.

    shapes: of arguments that are arrays. changed: the arrays whose elements are results, after what is returned.
    Raises FormError where a loop or an index depends on an input, or more than 8192 registers would be needed.

    Example:
        >>> from optimizers import OPTIMIZERS
        >>> from optimizers.form.play import play
        >>> shapes = {"x": 2, "g": 2, "state": (0, 2), "p": 1}
        >>> sgd = tape_of(OPTIMIZERS["sgd"].form, shapes, changed=["x"])
        >>> play(sgd, 1.0, 2.0, 10.0, 20.0, 1.0, 0.5)  # x, g, t, p
        (-4.0, -8.0)
    """
    writer = _Writer(function)
    given: list[Any] = []
    inputs = 0
    for name in function.arguments:
        shape = (shapes or {}).get(name)
        rows, columns = shape if isinstance(shape, tuple) else (1, 1 if shape is None else shape)
        cells = [[Register(inputs + row * columns + i) for i in range(columns)] for row in range(rows)]
        inputs += rows * columns
        given.append(cells if isinstance(shape, tuple) else cells[0][0] if shape is None else cells[0])
    writer.inputs = inputs
    scope = dict(zip(function.arguments, given, strict=True))
    result: Any = writer.run(function, scope)
    outputs: list[Cell] = [*(result if isinstance(result, tuple) else () if result is None else (result,))]
    for name in changed:
        outputs += [cell for row in scope[name] for cell in (row if isinstance(row, list) else [row])]
    return writer.tape(outputs)


class _Writer:
    """Collects instructions. Until the end, registers of results are numbered from ``FIELD``, and constants below 0."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.inputs = 0
        self.constants: dict[bytes, Register] = {}
        self.code: dict[Instruction, Register] = {}

    def error(self, construct: str, allowed: str) -> FormError:
        return FormError(self.function.file, self.function.line, construct, allowed)

    def tape(self, outputs: Sequence[Cell]) -> Tape:
        last = [self.register(cell) for cell in outputs]
        begin = self.inputs + len(self.constants)

        def final(register: int) -> int:
            if register >= FIELD:
                return begin + register - FIELD
            return register if register >= 0 else self.inputs - 1 - register

        code = [(operation, final(a), final(b), final(c)) for operation, a, b, c in self.code]
        return Tape(self.inputs, tuple(map(number, self.constants)), tuple(code), tuple(map(final, last)))

    def register(self, cell: Cell) -> Register:
        """Return the register that holds a number."""
        if isinstance(cell, Register):
            return cell
        return self.constants.setdefault(bits(cell), Register(-1 - len(self.constants)))

    def emit(self, operation: str, *operands: Cell) -> Register:
        """Return the register of a result, the same one if it was computed before."""
        a, b, c = (*map(self.register, operands), 0, 0)[:3]
        instruction = OPERATIONS.index(operation), a, b, c
        if (numbers := self.inputs + len(self.constants) + len(self.code) + 1) > FIELD:
            raise self.error(f"{numbers} numbers", f"at most {FIELD}")
        return self.code.setdefault(instruction, Register(FIELD + len(self.code)))

    # Statements

    def run(self, function: Function, scope: Scope) -> Any:
        """Return what ``function`` returns, given its arguments in ``scope``, which is changed."""
        caller, self.function = self.function, function
        scope |= {name: [*value] if isinstance(value, tuple) else value for name, value in function.constants.items()}
        result = self.block([*function.body], scope)
        self.function = caller
        return result.value if isinstance(result, _Returned) else None

    def block(self, body: list[Statement], scope: Scope) -> Any:
        """Run statements; return _Returned, Continue or Break where they end before their last, otherwise None."""
        for index, node in enumerate(body):
            if isinstance(node, nodes.If):
                test = self.test(node.test, scope)
                rest = body[index + 1 :]
                if isinstance(test, Register):
                    return self.both(test, [*node.then], [*node.otherwise], rest, scope)
                return self.block([*(node.then if test else node.otherwise), *rest], scope)
            end = self.statement(node, scope)
            if end is not None:
                return end
        return None

    def both(
        self, test: Register, then: list[Statement], otherwise: list[Statement], rest: list[Statement], scope: Scope
    ) -> Any:
        """Run both ways, and what comes after them once, or within each way where one of them does not get there."""
        inside = nodes.walk(*then, *otherwise)
        apart = any(isinstance(node, nodes.Return | nodes.Continue | nodes.Break) for node in inside)
        one, other = _copied(scope), _copied(scope)
        ends = self.block(then + rest * apart, one), self.block(otherwise + rest * apart, other)
        for name in one | other:
            _store(scope, name, self.selected(test, one.get(name), other.get(name)))
        if all(isinstance(end, _Returned) for end in ends):
            return _Returned(self.selected(test, ends[0].value, ends[1].value))
        if ends[0] is not ends[1]:
            raise self.error("a way that leaves a loop or the function, and one that does not", "let both do the same")
        return ends[0] if apart else self.block(rest, scope)

    def selected(self, test: Register, one: Any, other: Any) -> Any:
        if isinstance(one, list | tuple) and isinstance(other, list | tuple):
            return type(one)([self.selected(test, *pair) for pair in zip(one, other, strict=True)])
        if one is None or other is None:  # a name that has a value on one way alone is not read afterward
            return other if one is None else one
        return one if self.register(one) == self.register(other) else self.emit("select", test, one, other)

    def statement(self, node: Statement, scope: Scope) -> Any:
        match node:
            case nodes.Assign(targets=targets, value=value):
                found = self.value(value, scope)
                for target, cell in zip(targets, found if len(targets) > 1 else (found,), strict=True):
                    if isinstance(target, nodes.Name):
                        scope[target.name] = cell
                    else:
                        array, last = self.element(target, scope)
                        array[last] = cell
            case nodes.For(name=name, start=start, stop=stop, step=step, body=body):
                turn = [*body, nodes.Continue(node.line)]
                for count in range(self.known(start, scope), self.known(stop, scope), step):
                    scope[name] = count
                    end = self.block(turn, scope)
                    if end is nodes.Break:
                        break
                    if isinstance(end, _Returned):
                        return end
            case nodes.Continue() | nodes.Break():
                return type(node)
            case nodes.Return(value=value):
                return _Returned(None if value is None else self.value(value, scope))
            case nodes.Do(call=call):
                self.value(call, scope)
            case _:
                raise self.error("a while loop", "a loop over a range")
        return None

    # Expressions

    def value(self, node: Expression, scope: Scope) -> Any:
        match node:
            case nodes.Number(value=value):
                return value
            case nodes.Name(name=name):
                return scope[name]
            case nodes.Item():
                array, last = self.element(node, scope)
                return array[last]
            case nodes.Binary(operator=sign, left=left, right=right):
                return self.operation(SIGNS[sign], BINARY[sign], self.value(left, scope), self.value(right, scope))
            case nodes.Unary(operator=sign, operand=operand):
                inner = self.value(operand, scope)
                return inner if sign == "+" else self.operation("negative", lambda a: -a, inner)
            case nodes.Call(function=name, arguments=arguments):
                return self.called(name, arguments, scope)
            case nodes.Conditional(test=test, then=then, otherwise=otherwise):
                found = self.test(test, scope)
                if not isinstance(found, Register):
                    return self.value(then if found else otherwise, scope)
                return self.selected(found, self.value(then, scope), self.value(otherwise, scope))
            case nodes.Tuple(parts=parts):
                return tuple([self.value(part, scope) for part in parts])
        return self.test(node, scope)

    def operation(self, name: str, known: Any, *operands: Cell) -> Cell:
        """Return the result of an operation, computed at once where its operands are known."""
        if any(isinstance(operand, Register) for operand in operands):
            return self.emit(name, *operands)
        result: float = known(*operands)
        return result

    def test(self, node: Expression, scope: Scope) -> Cell:
        """Return 1 or 0, or any other number, which holds where it is not 0."""
        match node:
            case nodes.Compare(operands=operands, operators=operators):
                values = [self.value(one, scope) for one in operands]
                pairs = zip(operators, values[:-1], values[1:], strict=True)
                return self.all([self.compared(*each) for each in pairs])
            case nodes.And(parts=parts):
                return self.all([self.test(part, scope) for part in parts])
            case nodes.Or(parts=parts):
                return self.opposite(self.all([self.opposite(self.test(part, scope)) for part in parts]))
            case nodes.Not(operand=operand):
                return self.opposite(self.test(operand, scope))
        found: Cell = self.value(node, scope)
        return found

    def compared(self, sign: str, a: Cell, b: Cell) -> Cell:
        if sign in (">", ">="):
            return self.compared(sign.replace(">", "<"), b, a)
        if sign == "!=":
            return self.opposite(self.compared("==", a, b))
        return self.operation({"<": "less", "<=": "at_most", "==": "equal"}[sign], COMPARE[sign], a, b)

    def opposite(self, test: Cell) -> Cell:
        return self.operation("equal", COMPARE["=="], test, 0.0)

    def all(self, tests: list[Cell]) -> Cell:
        result: Cell = True
        for test in tests:
            if not isinstance(result, Register):
                result = test if result else False
            elif isinstance(test, Register) or not test:
                result = self.emit("select", result, test, 0.0)
        return result

    def known(self, node: Expression, scope: Scope) -> int:
        """Return a whole number that does not depend on an input."""
        found = self.value(node, scope)
        if isinstance(found, Register):
            raise self.error("an index or a bound of a range that depends on an input", "use one that is fixed")
        return int(found)

    def element(self, node: nodes.Item, scope: Scope) -> tuple[Any, int]:
        array = scope[node.name]
        *first, last = [self.known(index, scope) for index in node.indices]
        for index in first:
            array = array[index]
        return array, last

    def called(self, name: str, arguments: tuple[Expression, ...], scope: Scope) -> Any:
        if name == "len" and isinstance(arguments[0], nodes.Name):
            return len(scope[arguments[0].name])
        values = [self.value(one, scope) for one in arguments]
        helper = self.function.helpers.get(name)
        if helper is None:
            return self.intrinsic(name, *values)
        if helper.path != elementary.__file__ or helper.name not in OPERATIONS:
            return self.run(helper, dict(zip(helper.arguments, values, strict=True)))
        if helper.name == "power" and not isinstance(values[1], Register) and values[1] == 2:
            return self.operation("multiply", BINARY["*"], values[0], values[0])  # as power does
        return self.operation(helper.name, lambda *numbers: evaluate(helper, *map(float, numbers)), *values)

    def intrinsic(self, name: str, *values: Cell) -> Cell:
        if name not in OPERATIONS and any(isinstance(value, Register) for value in values):
            if name == "float":
                return values[0]
            raise self.error("a whole number that depends on an input", "use floor(…)")
        return self.operation(name, CALLED[name], *values)


class _Returned:
    """A return was reached."""

    def __init__(self, value: Any) -> None:
        self.value = value


def _copied(scope: Scope) -> Scope:
    def copied(value: Any) -> Any:
        return [copied(one) for one in value] if isinstance(value, list) else value

    return {name: copied(value) for name, value in scope.items()}


def _store(into: Any, at: Any, value: Any) -> None:
    """Put ``value`` into a scope or an array; into an array element by element, for others may have it too."""
    if isinstance(value, list) and (isinstance(into, list) or at in into):
        for index, one in enumerate(value):
            _store(into[at], index, one)
    else:
        into[at] = value
