"""A second reading of typed expressions, in complex long double, to differentiate them by complex steps."""

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

from optimizers.surfaces.custom import canonical

STEP, APART = np.longdouble("1e-40"), np.longdouble("1e-7")
OF_ONE: dict[str, Callable[[Any], Any]] = {
    **{name: getattr(np, name) for name in ("sqrt", "exp", "log", "sin", "cos", "tanh")},
    "abs": lambda a: a if a.real >= 0 else -a,
    "floor": lambda a: np.clongdouble(np.floor(a.real)),
}
OF_TWO: dict[Any, Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    "min": lambda a, b: b if b.real < a.real else a,
    "max": lambda a, b: b if b.real > a.real else a,
}


class Reading:
    """The value of an expression at a complex point, and the largest number on the way, with its derivative."""

    def __init__(self, text: str) -> None:
        self.tree = ast.parse(canonical(text), mode="eval").body
        self.largest, self.closest = 1.0, np.inf  # closest: how near a kink or a pole is

    def at(self, x: Any, y: Any) -> Any:
        self.names = {"x": x, "y": y, "pi": np.clongdouble(np.pi), "e": np.clongdouble(np.e)}
        with np.errstate(all="ignore"):
            return self.value(self.tree)

    def value(self, node: ast.expr) -> Any:
        found = self.noted(node)
        self.largest = max(self.largest, abs(float(found.real)), abs(float(found.imag / STEP)))
        return found

    def noted(self, node: ast.expr) -> Any:
        match node:
            case ast.Constant(value=int() | float() as value):
                return np.clongdouble(value)
            case ast.Name(id=name):
                return self.names[name]
            case ast.UnaryOp(op=op, operand=operand):
                return -self.value(operand) if isinstance(op, ast.USub) else self.value(operand)
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return self.power(self.value(left), self.value(right))
            case ast.BinOp(left=left, op=op, right=right):
                a, b = self.value(left), self.value(right)
                if isinstance(op, ast.Div):
                    self.near(b.real)
                return OF_TWO[type(op)](a, b)
            case ast.Call(func=ast.Name(id=name), args=[one]):
                a = self.value(one)
                if name in ("sqrt", "log", "abs"):
                    self.near(a.real)
                if name == "floor":
                    self.near(a.real - np.round(a.real))
                return OF_ONE[name](a)
            case ast.Call(func=ast.Name(id=name), args=[one, other]):
                a, b = self.value(one), self.value(other)
                self.near(a.real - b.real)
                return OF_TWO[name](a, b)
        raise TypeError(ast.dump(node))

    def power(self, a: Any, b: Any) -> Any:
        self.near(a.real)
        if b.imag == 0 and abs(b.real) < 50 and b.real == round(float(b.real)):
            product = np.clongdouble(1)
            for _ in range(abs(int(b.real))):
                product = product * a
            return product if b.real >= 0 else 1 / product
        if a.real < 0:
            return np.clongdouble(complex(np.nan, np.nan))  # its slope, the imaginary part, is no number either
        return np.exp(b * np.log(a))

    def near(self, distance: Any) -> None:
        self.closest = min(self.closest, abs(float(distance)))

    def derivatives(self, x: float, y: float) -> tuple[list[float], float, float]:
        """Return (fx, fy, fxx, fxy, fyy), the largest number on the way, and how near a kink or a pole is."""
        at, i = np.array([x, y], np.clongdouble), np.clongdouble(1j) * STEP
        across, up = np.eye(2, dtype=np.longdouble)
        slopes = [self.at(*(at + i * axis)) for axis in (across, up)]
        pairs = (across, across), (across, up), (up, up)
        near, far = (
            [[self.at(*(at + sign * apart * by + i * of)).imag for by, of in pairs] for sign in (1, -1)]
            for apart in (APART, 2 * APART)
        )
        with np.errstate(all="ignore"):  # of the fourth order: a steep exponential function needs it
            bends = [(8 * (a - b) - (c - d)) / (12 * APART) for a, b, c, d in zip(*near, *far, strict=True)]
        found = [float(one.imag / STEP) for one in slopes] + [float(one / STEP) for one in bends]
        return found, self.largest, self.closest
