"""How the kernel reaches rules and surfaces: each is compiled once, on its own, and called through its address.

So N rules and M surfaces cost N + M compilations and not N × M, a rule may be paired with anything at run time, and the
kernel knows none of them by name. A call through an address costs a few nanoseconds. With ``NUMBA_DISABLE_JIT=1``
everything here is plain Python, for the debugger, coverage and the bit-for-bit tests.
"""

import hashlib
import os
import stat
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import llvmlite
import numba
import numpy as np
from llvmlite import ir
from numba import carray, cfunc, types
from numba.core import config
from numba.extending import intrinsic

from ..form.compiling import COMPILED, OPTIONS
from ..form.compiling import compilable as _compilable
from ..rules.rule import Rule
from ..surfaces.surface import Surface


def _fingerprint() -> str:
    """Return a hash of the library's source and its compilers.

    numba looks only at the file of the compiled function, and so would load a stale kernel when a rule changed.
    """
    digest = hashlib.sha256(f"{numba.__version__} {llvmlite.__version__} {np.__version__}".encode())
    for path in sorted(Path(__file__).parents[1].rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_directory() -> Path:
    """Return a writable folder for compiled kernels: NUMBA_CACHE_DIR, else the user's cache, else a temporary one."""
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = Path(config.CACHE_DIR or home) / "optimizer-trajectories" / _fingerprint()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return _temporary_directory()
    return folder if os.access(folder, os.W_OK) else _temporary_directory()


def _temporary_directory() -> Path:
    """Return a folder that only this user can write to: kernels planted by another would be run."""
    user = os.getuid() if hasattr(os, "getuid") else "user"
    folder = Path(tempfile.gettempdir()) / f"optimizer-trajectories-{user}-{_fingerprint()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid == user and not stat.S_IMODE(found.st_mode) & 0o077
    return folder if ours or user == "user" else Path(tempfile.mkdtemp(prefix="optimizer-trajectories-"))


if COMPILED:
    config.CACHE_DIR = str(_cache_directory())

DOUBLES = types.CPointer(types.float64)
STEP = types.void(DOUBLES, DOUBLES, DOUBLES, types.int64, DOUBLES)
EVALUATE = types.float64(DOUBLES, DOUBLES, DOUBLES)


@cache
def compile_rule(rule: Rule) -> Any:
    """Return what ``call_step`` takes: the address of the compiled step, or the plain function."""
    if not COMPILED:
        return rule.step
    step = _compilable(rule.step)
    state_shape, count = (len(rule.state), 2), len(rule.parameters)

    def compiled_step(x: Any, g: Any, state: Any, t: int, p: Any) -> None:
        step(carray(x, (2,)), carray(g, (2,)), carray(state, state_shape), t, carray(p, (count,)))

    return _compile(STEP, compiled_step)


@cache
def compile_surface(surface: Surface) -> Any:
    """Return what ``call_evaluate`` takes: the address of the compiled surface, or a plain function."""
    value, gradient = surface.value, surface.gradient
    if not COMPILED:

        def evaluate(x: Any, g: Any, q: Any) -> Any:
            g[0], g[1] = gradient(x[0], x[1], q)
            return value(x[0], x[1], q)

        return evaluate
    value, gradient = _compilable(value), _compilable(gradient)
    count = len(surface.constants(surface.defaults()))

    def compiled_evaluate(x: Any, g: Any, q: Any) -> Any:
        position = carray(x, (2,))
        slope = carray(g, (2,))
        constants = carray(q, (count,))
        slope[0], slope[1] = gradient(position[0], position[1], constants)
        return value(position[0], position[1], constants)

    return _compile(EVALUATE, compiled_evaluate)


_kept: list[Any] = []  # a compiled function lives as long as its Python object; the address alone would dangle


def _compile(signature: Any, function: Callable[..., Any]) -> int:
    compiled = cfunc(signature, cache=True, **OPTIONS)(function)
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
    def call_step(typingctx: Any, address: Any, x: Any, g: Any, state: Any, t: Any, p: Any) -> Any:
        """Call the rule at ``address``."""
        return _call(STEP, address)

    @intrinsic
    def call_evaluate(typingctx: Any, address: Any, x: Any, g: Any, q: Any) -> Any:
        """Call the surface at ``address``: writes the gradient, returns the value."""
        return _call(EVALUATE, address)

else:

    def row(array: Any, index: int) -> Any:
        return array[index]

    def call_step(step: Any, x: Any, g: Any, state: Any, t: int, p: Any) -> None:
        step(x, g, state, t, p)

    def call_evaluate(evaluate: Any, x: Any, g: Any, q: Any) -> Any:
        return evaluate(x, g, q)
