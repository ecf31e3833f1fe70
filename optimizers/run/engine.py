"""How the kernel calls rules and surfaces: each is compiled once, separately, and called through its address.

So N rules and M surfaces cost N + M compilations and not N × M, a rule may be paired with anything at run time, and the
kernel knows none of them by name. A call through an address costs a few nanoseconds. With ``NUMBA_DISABLE_JIT=1``
everything here is plain Python, for the debugger, coverage and the bit-for-bit tests. A little over
300 lines: signatures, addresses and the plain twins have to agree.
"""

import ctypes
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

import numpy as np

from ..form.compiler import carray, intrinsic, ir, register_jitable, types
from ..form.compiling import COMPILED, OPTIONS, callback, compilable
from ..form.play import play_on, registers
from ..rules.rule import MOST_NUMBERS, Rule
from ..surfaces.surface import Surface
from ..terms.types import Vector
from . import needs

DOUBLES = types.CPointer(types.float64)
STEP = types.void(DOUBLES, DOUBLES, DOUBLES, types.int64, DOUBLES, DOUBLES)
EVALUATE = types.float64(DOUBLES, DOUBLES, DOUBLES)
BEND = types.void(DOUBLES, DOUBLES, DOUBLES)
VALUE, NOTHING = (ctypes.CFUNCTYPE(kind, *[ctypes.c_void_p] * 3) for kind in (ctypes.c_double, None))
"""The last two, as Python calls them."""

TAPE = MOST_NUMBERS
"""Where the tape of a rule begins in p, after its hyper-parameters, of which there are at most so many."""

Address = Any
"""Of a compiled function, a whole number; the function itself where nothing is compiled; 0 where there is none."""


@lru_cache(maxsize=1000)  # a family has any number of members
def compile_rule(rule: Rule, size: int = 2) -> tuple[Address, Address, int]:
    """Return what the kernel takes of a rule for positions of ``size`` numbers.

    That is its step and its point as ``call_step`` takes them, and what has to be done for it (see ``needs.flags``).
    """
    if rule.tape:
        return _played_step(), 0, needs.flags(rule)
    point = _compile_step(rule, rule.point, (), size) if rule.point else 0
    return _compile_step(rule, rule.step, rule.needs, size), point, needs.flags(rule)


def _compile_step(rule: Rule, function: Callable[..., None], needed: tuple[str, ...], size: int) -> Address:
    step = _supplied(function, tuple(needs.pick(need, size) for need in needed))
    if not COMPILED:
        return step
    shape, room = (len(rule.state), size), needs.room(size)
    count = len(rule.pack({p.name: p.initial or 0.0 for p in rule.parameters}))
    if not needed:  # called directly: the detour through ``step`` takes longer than what most rules compute
        compilable(function)

        def compiled_plain_step(x: Any, g: Any, state: Any, t: int, p: Any, e: Any) -> None:
            function(carray(x, size), carray(g, size), carray(state, shape), t, carray(p, count))

        return _compile(STEP, compiled_plain_step)
    compilable(step)

    def compiled_step(x: Any, g: Any, state: Any, t: int, p: Any, e: Any) -> None:
        step(carray(x, size), carray(g, size), carray(state, shape), t, carray(p, count), carray(e, room))

    return _compile(STEP, compiled_step)


@cache
def _played_step() -> Address:
    """Return the step of all rules that are tapes: it plays the tape in p, where ``with_tape`` puts it."""

    def played_step(x: Any, g: Any, state: Any, t: int, p: Any, e: Any) -> None:
        rows, count = 2 * int(p[TAPE]), int(p[TAPE + 1])
        r = registers()
        for i in range(2):
            r[i] = x[i]
            r[2 + i] = g[i]
        for i in range(rows):
            r[4 + i] = state[i]
        r[4 + rows] = float(t)
        for i in range(count):
            r[5 + rows + i] = p[i]
        end = play_on(p, TAPE + 2, r)
        for i in range(2):
            x[i] = r[int(p[end + i])]
        for i in range(rows):
            state[i] = r[int(p[end + 2 + i])]

    def flat(x: Any, g: Any, state: Any, t: int, p: Any, e: Any) -> None:
        played_step(x, g, state.reshape(-1), t, p, e)

    return _compile(STEP, played_step) if COMPILED else flat


def with_tape(rule: Rule, p: Vector) -> Vector:
    """Return ``p`` (n,) as the kernel takes it: the tape of a played rule starts at ``TAPE``."""
    return np.array([*p, *[0.0] * (TAPE - len(p)), *rule.tape]) if rule.tape else p


def _supplied(step: Callable[..., None], picks: tuple[Callable[[Any], Any], ...]) -> Callable[..., None]:
    """Return ``step`` as a function of ``e`` in place of what it needs, which ``picks`` take from ``e``."""
    if COMPILED:
        for function in (step, *picks):
            compilable(function)

    def given(x: Any, g: Any, state: Any, t: int, p: Any, e: Any, more: Any) -> None:
        step(x, g, state, t, p, *more)

    for pick in reversed(picks):
        given = _adding(given, pick)

    def supplied(x: Any, g: Any, state: Any, t: int, p: Any, e: Any) -> None:
        given(x, g, state, t, p, e, ())

    if COMPILED:
        compilable(given)
    return supplied


def _adding(given: Callable[..., None], pick: Callable[[Any], Any]) -> Callable[..., None]:
    """Return ``given`` as it takes one argument less, which ``pick`` takes from ``e``."""
    if COMPILED:
        compilable(given)

    def adding(x: Any, g: Any, state: Any, t: int, p: Any, e: Any, more: Any) -> None:
        given(x, g, state, t, p, e, (*more, pick(e)))

    return adding


@lru_cache(maxsize=1000)
def compile_hessian(surface: Surface) -> Address:
    """Return what ``call_hessian`` takes."""
    if surface.typed:
        return _played_hessian()
    hessian, count = surface.hessian, _count(surface)
    if not COMPILED:

        def bend(x: Any, h: Any, q: Any) -> None:
            h[0], h[1], h[3] = hessian(x[0], x[1], q[: _length(count, q)])
            h[2] = h[1]

        return bend
    compilable(hessian)

    def compiled_hessian(x: Any, h: Any, q: Any) -> None:
        h[0], h[1], h[3] = hessian(x[0], x[1], carray(q, (_length(count, q),)))
        h[2] = h[1]

    return _compile(BEND, compiled_hessian)


@lru_cache(maxsize=1000)
def compile_surface(surface: Surface) -> Any:
    """Return what ``call_evaluate`` takes: the address of the compiled surface, or a plain function."""
    if surface.typed:
        return _played_surface()
    value, gradient, count = surface.value, surface.gradient, _count(surface)
    if not COMPILED:

        def evaluate(x: Any, g: Any, q: Any) -> Any:
            constants = q[: _length(count, q)]  # the last batch of an epoch may be smaller than the others
            g[0], g[1] = gradient(x[0], x[1], constants)
            return value(x[0], x[1], constants)

        return evaluate
    compilable(value)
    compilable(gradient)

    def compiled_evaluate(x: Any, g: Any, q: Any) -> Any:
        constants = carray(q, (_length(count, q),))
        g[0], g[1] = gradient(x[0], x[1], constants)
        return value(x[0], x[1], constants)

    return _compile(EVALUATE, compiled_evaluate)


def evaluator(surface: Surface) -> Callable[[Vector, Vector, Vector], float]:
    """Return a compiled surface as Python calls it: of x (2,), g (2,), to which it writes the gradient, and q.

    It has the bits of value and gradient, which as plain Python take a hundred times as long where there are data.
    """
    found: Callable[[Vector, Vector, Vector], float] = _from_python(VALUE, compile_surface(surface))
    return found


def bender(surface: Surface) -> Callable[[Vector, Vector, Vector], None]:
    """Return a compiled Hessian as Python calls it: of x (2,), h (4,), to which it writes the matrix, and q."""
    found: Callable[[Vector, Vector, Vector], None] = _from_python(NOTHING, compile_hessian(surface))
    return found


def _from_python(kind: Any, address: Address) -> Any:
    if not COMPILED:
        return address
    function = kind(address)
    return lambda x, written, q: function(x.ctypes.data, written.ctypes.data, q.ctypes.data)


@cache
def _played_surface() -> Address:
    """Return what ``compile_surface`` does, of all surfaces that are tapes: the first tape in q, after one number."""

    def played_surface(x: Any, g: Any, q: Any) -> Any:
        r = registers()
        r[0] = x[0]
        r[1] = x[1]
        end = play_on(q, 1, r)
        g[0] = r[int(q[end + 1])]
        g[1] = r[int(q[end + 2])]
        return r[int(q[end])]

    return _compile(EVALUATE, played_surface) if COMPILED else played_surface


@cache
def _played_hessian() -> Address:
    """Return what ``compile_hessian`` does, of all surfaces that are tapes: the one that begins where q[0] says."""

    def played_hessian(x: Any, h: Any, q: Any) -> None:
        r = registers()
        r[0] = x[0]
        r[1] = x[1]
        end = play_on(q, int(q[0]), r)
        h[0] = r[int(q[end])]
        h[1] = r[int(q[end + 1])]
        h[2] = h[1]
        h[3] = r[int(q[end + 2])]

    return _compile(BEND, played_hessian) if COMPILED else played_hessian


ITSELF = -1  # a number of constants that the first of them says


def _count(surface: Surface) -> int:
    """Return how many constants a surface has, which for one with data depends on them."""
    return len(surface.constants(surface.defaults())) if surface.data is None else ITSELF


@register_jitable(**OPTIONS)
def _length(count: int, q: Any) -> int:
    return int(q[0]) if count == ITSELF else count


_kept: list[Any] = []  # a compiled function lives as long as its Python object; the address alone would dangle


def _compile(signature: Any, function: Callable[..., Any]) -> int:
    compiled = callback(signature, function)
    _kept.append(compiled)
    return int(compiled.address)


if COMPILED:

    @intrinsic
    def row(typingctx: Any, array: Any, index: Any) -> Any:
        """The address of ``array[index]``, of a C-contiguous array of float64."""

        def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            struct = context.make_array(signature.args[0])(context, builder, arguments[0])
            stride = builder.extract_value(struct.strides, 0)
            offset = builder.sdiv(builder.mul(arguments[1], stride), stride.type(8))
            return builder.gep(struct.data, [offset])

        return DOUBLES(array, types.int64), codegen

    def _call(declared: Any, address: Any) -> Any:
        def codegen(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            result = context.get_value_type(declared.return_type)
            returns = ir.VoidType() if declared.return_type == types.void else result
            function = ir.FunctionType(returns, [context.get_value_type(kind) for kind in declared.args])
            returned = builder.call(builder.inttoptr(arguments[0], function.as_pointer()), arguments[1:])
            return context.get_dummy_value() if declared.return_type == types.void else returned

        return declared.return_type(address, *declared.args), codegen

    @intrinsic
    def call_step(typingctx: Any, address: Any, x: Any, g: Any, state: Any, t: Any, p: Any, e: Any) -> Any:
        """Call the rule's step or point at ``address``; e: what it needs besides the gradient."""
        return _call(STEP, address)

    @intrinsic
    def call_hessian(typingctx: Any, address: Any, x: Any, h: Any, q: Any) -> Any:
        """Call the surface at ``address``: writes the Hessian, row by row."""
        return _call(BEND, address)

    @intrinsic
    def call_evaluate(typingctx: Any, address: Any, x: Any, g: Any, q: Any) -> Any:
        """Call the surface at ``address``: writes the gradient, returns the value."""
        return _call(EVALUATE, address)

else:

    def row(array: Any, index: int) -> Any:
        return array[index]

    def call_step(step: Any, x: Any, g: Any, state: Any, t: int, p: Any, e: Any) -> None:
        step(x, g, state, t, p, e)

    def call_hessian(bend: Any, x: Any, h: Any, q: Any) -> None:
        bend(x, h, q)

    def call_evaluate(evaluate: Any, x: Any, g: Any, q: Any) -> Any:
        return evaluate(x, g, q)
