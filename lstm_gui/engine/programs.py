"""Programs: what Python calls is compiled in one piece with everything that it calls.

Left alone, numba compiles each function by itself as well, and links a copy into each of its
callers, where it is optimised anew. A function then has as many versions as callers, with sums in
another order (see compiled.py), and one name for all: the loader takes the first that it meets.
A process that compiled had met the function itself; one that took its caller out of the cache
met the copy; and the last bits of their results differed.

Here the parts of a program are optimised once, as the program, and belong to it alone. So it is
the same whether it was compiled or loaded, and whatever was loaded before it.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import llvmlite.binding as llvm  # type: ignore[import-untyped]
import numba
from numba.core.caching import CompileResultCacheImpl, FunctionCache
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler

__all__ = ["compile_part", "compile_program"]

_log = logging.getLogger(__name__)

Function = Callable[..., Any]  # Any: kernels have all kinds of arguments


def compile_part(function: Function, options: dict[str, Any]) -> Any:
    """Compile what only compiled functions call, on first use."""
    return numba.njit(pipeline_class=_PartCompiler, **options)(function)


def compile_program(function: Function, options: dict[str, Any]) -> Any:
    """Compile what Python calls, on first use, or take it from the cache."""
    program = numba.njit(pipeline_class=_ProgramCompiler, **options)(function)
    try:
        program._cache = _Cache(function)
    except RuntimeError:  # compile anew in each process
        _warn("cannot be written to")
    return program


class _Part(JITCodeLibrary):  # type: ignore[misc]
    """A function that waits for its program to be optimised."""

    def _optimize_final_module(self) -> None:
        pass


class _Program(JITCodeLibrary):  # type: ignore[misc]
    """A function with its parts in it, which nobody else sees."""

    def _optimize_final_module(self) -> None:
        for function in self._final_module.functions:
            if function.linkage == llvm.Linkage.linkonce_odr:  # so numba marks what it links in
                function.linkage = llvm.Linkage.internal
        super()._optimize_final_module()


class _PartCompiler(Compiler):  # type: ignore[misc]
    """numba's own, but for where the code goes."""

    _kind = _Part

    def __init__(self, typing: Any, target: Any, library: Any, *rest: Any) -> None:
        library = self._kind(target.codegen(), self._kind.__name__)
        library.enable_object_caching()
        super().__init__(typing, target, library, *rest)


class _ProgramCompiler(_PartCompiler):
    _kind = _Program


class _Place(CompileResultCacheImpl):  # type: ignore[misc]
    """The chosen folder; numba's others are not named after the sources."""

    _locator_classes = CompileResultCacheImpl._locator_classes[:1]


class _Cache(FunctionCache):  # type: ignore[misc]
    """A cache that may fail: what cannot be read or kept is compiled."""

    _impl_class = _Place

    def load_overload(self, signature: Any, target: Any) -> Any:
        try:
            return super().load_overload(signature, target)
        except Exception as error:  # half a file can raise anything
            _warn(f"cannot be read ({type(error).__name__})")
            with suppress(OSError):
                self.flush()
            return None

    def save_overload(self, signature: Any, result: Any) -> None:
        try:
            super().save_overload(signature, result)
        except OSError as error:
            _warn(error.strerror or type(error).__name__)


@functools.cache  # once for each reason
def _warn(reason: str) -> None:
    _log.warning("the kernels are compiled anew, cache %s: %s", numba.config.CACHE_DIR, reason)
