"""numba, for those who compile with it; where it does not exist, as in Pyodide, names that let all run as plain Python.

The library then works as with ``NUMBA_DISABLE_JIT=1``, with the same bits, and slower.
"""

import itertools
import os
from typing import Any

__all__ = [
    "CFunc",
    "CompileResultCacheImpl",
    "FunctionCache",
    "IndexDataCacheFile",
    "UserProvidedCacheLocator",
    "carray",
    "cgutils",
    "config",
    "intrinsic",
    "ir",
    "normalize_signature",
    "numba",
    "overload",
    "register_jitable",
    "types",
]

try:
    import numba
    from llvmlite import ir
    from numba import carray, types
    from numba.core import cgutils, config
    from numba.core.bytecode import FunctionIdentity
    from numba.core.caching import (
        CompileResultCacheImpl,
        FunctionCache,
        IndexDataCacheFile,
        UserProvidedCacheLocator,
    )
    from numba.core.ccallback import CFunc
    from numba.core.sigutils import normalize_signature
    from numba.extending import intrinsic, overload, register_jitable
except ModuleNotFoundError:

    class _Absent:
        """Stands for every name that is only mentioned where nothing is compiled, such as a type."""

        def __getattr__(self, name: str) -> "_Absent":
            return self

        def __getitem__(self, key: Any) -> "_Absent":
            return self

        def __call__(self, *arguments: Any, **options: Any) -> "_Absent":
            return self

    class _Configuration:
        DISABLE_JIT = 1
        CACHE_DIR = ""

    def _unchanged(**options: Any) -> Any:
        return lambda function: function

    config, register_jitable = _Configuration, _unchanged
    CompileResultCacheImpl = FunctionCache = IndexDataCacheFile = UserProvidedCacheLocator = object
    numba = types = ir = cgutils = carray = normalize_signature = intrinsic = overload = _Absent()
    CFunc = _Absent()  # type: ignore[assignment, misc]  # mypy knows it as numba's class
else:

    def _number_from_random() -> None:
        """Let numba number what this process compiles from a random number on.

        numba numbers functions from 1 in every process. Closures of one function have the same name but for this
        number. If two processes compile closures with the same number, a process that loads both links only one of
        them: one rule runs in place of another, on memory of the wrong shape.
        """
        FunctionIdentity._unique_ids = itertools.count(int.from_bytes(os.urandom(7)))

    _number_from_random()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_number_from_random)
