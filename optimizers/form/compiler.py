"""numba, for those who compile with it; where it does not exist, as in Pyodide, names that let all run as plain Python.

The library then works as with ``NUMBA_DISABLE_JIT=1``, with the same bits, and slower.
"""

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
