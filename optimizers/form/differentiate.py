"""Gradient and Hessian of a function in the form, as functions in the form, so that every engine computes the same
bits.

The value is written as a list of assignments, each of one operation on names and numbers. The rules of calculus turn
each into others; equal operations are computed once. Only zeros and ones are simplified.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from . import elementary, nodes
from .evaluate import BINARY
from .nodes import Binary, Call, Compare, Conditional, Expression, Function, Name, Number, Sign, Unary
from .reader import read
from .tape import bits

ZERO, ONE, TWO = Number(0.0), Number(1.0), Number(2.0)
Atom = Name | Number


def gradient_of(value: Function, by: Sequence[str]) -> Function:
    """Return the gradient of ``value``, one expression of numbers, with respect to the arguments ``by``.

    Where the value has a kink, as abs(x) has at 0, the derivative is the one on one side, or 0.

    Example:
        >>> from optimizers.form.evaluate import evaluate
        >>> from optimizers.form.expression import read_expression
        >>> evaluate(gradient_of(read_expression("x^2 * y", ("x", "y")), ("x", "y")), 3.0, 2.0)
        (12.0, 9.0)
    """
    return derived(value, by).gradient


def hessian_of(value: Function, by: Sequence[str]) -> Function:
    """Return the Hessian of ``value`` with respect to ``by``, its upper triangle row by row: (xx, xy, yy) of two.

    Example:
        >>> from optimizers.form.evaluate import evaluate
        >>> from optimizers.form.expression import read_expression
        >>> evaluate(hessian_of(read_expression("x^2 * y", ("x", "y")), ("x", "y")), 3.0, 2.0)
        (4.0, 6.0, 0.0)
    """
    return derived(value, by).hessian


class Derived(NamedTuple):
    """A function's gradient, its value and gradient as one function, and its Hessian."""

    gradient: Function
    value_and_gradient: Function
    hessian: Function


def derived(value: Function, by: Sequence[str]) -> Derived:
    """Return the derivatives of ``value`` with respect to ``by``; what they share is computed once in each.

    Example:
        >>> from optimizers.form.evaluate import evaluate
        >>> from optimizers.form.expression import read_expression
        >>> evaluate(derived(read_expression("x^2 * y", ("x", "y")), ("x", "y")).value_and_gradient, 3.0, 2.0)
        (18.0, 12.0, 9.0)
    """
    program = _Program(value)
    slopes = [program.derivative(program.result, name) for name in by]
    bends = [program.derivative(slope, other) for row, slope in enumerate(slopes) for other in by[row:]]
    return Derived(
        program.function("gradient", slopes),
        program.function("value_and_gradient", [program.result, *slopes]),
        program.function("hessian", bends),
    )


class _Program:
    """Assignments of one operation each, in an order in which they can be executed."""

    def __init__(self, value: Function) -> None:
        self.value = value
        self.assigned: dict[str, Expression] = {}
        self.known: dict[Any, Name] = {}
        self.reads: dict[str, list[str]] = {}
        (end,) = value.body
        assert isinstance(end, nodes.Return)
        assert end.value is not None
        self.result = self.atom(end.value)

    # What is computed

    def atom(self, node: Expression) -> Atom:
        """Return the name or the number that stands for an expression, after its parts are assigned."""
        match node:
            case Number() | Name():
                return node
            case Unary(operator="+", operand=operand):
                return self.atom(operand)
            case Unary(operand=operand):
                return self.minus(ZERO, self.atom(operand), negative=True)
            case Binary(operator=sign, left=left, right=right):
                return self.named(Binary(sign, self.atom(left), self.atom(right)))
            case Call(function=name, arguments=arguments):
                return self.named(Call(name, tuple(self.atom(one) for one in arguments)))
        raise TypeError(f"{node!r} is not part of a typed expression")

    def named(self, node: Expression) -> Name:
        """Return the name of an operation, the same one if it was assigned before."""
        key = _key(node)
        if key not in self.known:
            name = f"t{len(self.assigned) + 1}"
            while name in (*self.value.arguments, *self.value.constants):
                name += "_"
            self.assigned[name] = node
            self.known[key] = Name(name)
            self.reads[name] = _names(node)
        return self.known[key]

    def plus(self, a: Atom, b: Atom) -> Atom:
        if ZERO in (a, b):
            return b if a == ZERO else a
        return self.folded("+", a, b)

    def minus(self, a: Atom, b: Atom, negative: bool = False) -> Atom:
        if b == ZERO and not negative:
            return a
        if a == ZERO:
            return Number(-b.value) if isinstance(b, Number) else self.named(Unary("-", b))
        return self.folded("-", a, b)

    def times(self, a: Atom, b: Atom) -> Atom:
        if ZERO in (a, b):
            return ZERO
        if ONE in (a, b):
            return b if a == ONE else a
        return self.folded("*", a, b)

    def over(self, a: Atom, b: Atom) -> Atom:
        return a if a == ZERO or b == ONE else self.folded("/", a, b)

    def folded(self, sign: Sign, a: Atom, b: Atom) -> Atom:
        if isinstance(a, Number) and isinstance(b, Number):
            return Number(BINARY[sign](a.value, b.value))
        return self.named(Binary(sign, a, b))

    # Calculus

    def derivative(self, of: Atom, by: str) -> Atom:
        """Return the derivative of what is assigned, forward from the arguments: no deeper for a deeper expression."""
        found: dict[str, Atom] = dict.fromkeys((*self.value.arguments, *self.value.constants), ZERO)
        found[by] = ONE
        for name in self.needed([of]):
            found[name] = self.rule(self.assigned[name], Name(name), found)
        return found[of.name] if isinstance(of, Name) else ZERO

    def rule(self, node: Expression, own: Name, found: dict[str, Atom]) -> Atom:
        """Return the derivative of one operation, whose result is called ``own``."""

        def d(part: Expression) -> Atom:
            return found[part.name] if isinstance(part, Name) else ZERO

        match node:
            case Unary(operand=a):
                return self.minus(ZERO, d(a))
            case Binary(operator="+", left=a, right=b):
                return self.plus(d(a), d(b))
            case Binary(operator="-", left=a, right=b):
                return self.minus(d(a), d(b))
            case Binary(operator="*", left=Name() | Number() as a, right=Name() | Number() as b):
                return self.plus(self.times(d(a), b), self.times(a, d(b)))
            case Binary(operator="/", right=Name() | Number() as b, left=a):
                return self.over(self.minus(d(a), self.times(own, d(b))), b)
            case Conditional(test=test, then=a, otherwise=b):
                return self.either(test, d(a), d(b))
            case Call(function="min" | "max" as name, arguments=[a, b]):
                return self.either(Compare((b, a), ("<" if name == "min" else ">",)), d(b), d(a))
            case Call(function="power", arguments=[Name() | Number() as a, Name() | Number() as b]):
                return self.power(a, b, own, d(a), d(b))
            case Call(function=name, arguments=[Name() | Number() as a]):
                return self.of_one(name, a, own, d(a))
        raise TypeError(f"{node!r} has no derivative here")

    def of_one(self, name: str, a: Atom, own: Name, da: Atom) -> Atom:
        """Return the derivative of a function of one number."""
        if da == ZERO or name == "floor":
            return ZERO
        if name == "abs":
            falling = self.either(Compare((a, ZERO), ("<",)), self.minus(ZERO, da), ZERO)
            return self.either(Compare((a, ZERO), (">",)), da, falling)
        if name == "sqrt":
            return self.over(da, self.times(TWO, own))
        if name == "log":
            return self.over(da, a)
        factors: dict[str, Callable[[], Atom]] = {
            "exp": lambda: own,
            "sin": lambda: self.named(Call("cos", (a,))),
            "cos": lambda: self.minus(ZERO, self.named(Call("sin", (a,)))),
            "tanh": lambda: self.minus(ONE, self.times(own, own)),
        }
        return self.times(factors[name](), da)

    def power(self, a: Atom, b: Atom, own: Name, da: Atom, db: Atom) -> Atom:
        """Return the derivative of a to the power of b; with b constant it is right also where a is not above 0."""
        constant: Atom = ZERO
        if da != ZERO:
            less = self.minus(b, ONE)
            lower: Atom = a if less == ONE else ONE if less == ZERO else self.named(Call("power", (a, less)))
            constant = self.times(self.times(b, lower), da)
        if db == ZERO:
            return constant
        return self.plus(constant, self.times(self.times(own, self.named(Call("log", (a,)))), db))

    def either(self, test: Expression, then: Atom, otherwise: Atom) -> Atom:
        return then if then == otherwise else self.named(Conditional(test, then, otherwise))

    # The result

    def needed(self, results: Iterable[Atom]) -> list[str]:
        """Return the names that have to be assigned for ``results``, in their order."""
        wanted = {one.name for one in results if isinstance(one, Name)}
        for name in reversed(self.assigned):
            if name in wanted:
                wanted.update(self.reads[name])
        return [name for name in self.assigned if name in wanted]

    def function(self, name: str, results: Sequence[Atom]) -> Function:
        value, needed = self.value, self.needed(results)
        body: list[nodes.Statement] = [nodes.Assign((Name(one),), self.assigned[one], value.line) for one in needed]
        body.append(nodes.Return(nodes.Tuple(tuple(results)), value.line))
        read_names = {one.name for one in results if isinstance(one, Name)}
        read_names.update(*(self.reads[one] for one in needed))
        calls = {node.function for one in needed if isinstance(node := self.assigned[one], Call)} - {*nodes.INTRINSICS}
        constants = {one: number for one, number in value.constants.items() if one in read_names}
        helpers = {one: value.helpers.get(one) or read(getattr(elementary, one)) for one in sorted(calls)}
        known: dict[str, nodes.Kind] = dict.fromkeys((*value.arguments, *constants, *needed), "number")
        return Function(name, value.arguments, tuple(body), constants, helpers, known, value.file, value.line)


def _key(node: Expression) -> Any:
    """Return what tells an operation from others: its operands too, also −0 from 0."""
    match node:
        case Name(name=name):
            return name
        case Number(value=value):
            return bits(value)
        case Unary(operand=a):
            return "negative", _key(a)
        case Binary(operator=sign, left=a, right=b):
            return sign, _key(a), _key(b)
        case Call(function=name, arguments=arguments):
            return name, *map(_key, arguments)
        case Compare(operands=operands, operators=operators):
            return operators, *map(_key, operands)
        case Conditional(test=test, then=a, otherwise=b):
            return "if", _key(test), _key(a), _key(b)
    raise TypeError(f"{node!r} is no operation")


def _names(node: Expression) -> list[str]:
    """Return the names that an operation reads."""
    return [one.name for one in nodes.walk(node) if isinstance(one, Name)]
