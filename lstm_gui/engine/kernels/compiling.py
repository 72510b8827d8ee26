"""How kernels are compiled: what Python calls in one piece with everything that it calls.

Left alone, numba compiles each function by itself as well, and links a copy into each of its
callers, where it is optimised anew. A function then has as many versions as callers, with sums in
another order (see `compiled` below), and one name for all: the loader takes the first it meets.
A process that compiled had met the function itself; one that took its caller out of the cache
met the copy; and the last bits of their results differed.

Here the parts of such a program are optimised once, as the program, and belong to it alone. So it
is the same whether it was compiled or loaded, and whatever was loaded before it.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import llvmlite.binding as llvm
import numba
import numpy as np
import platformdirs
from llvmlite import ir
from numba import types
from numba.core.caching import CompileResultCacheImpl, FunctionCache
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.extending import intrinsic

__all__ = [
    "GRU",
    "LSTM",
    "PEEPHOLE",
    "RNN",
    "compile_part",
    "compile_program",
    "compiled",
    "float_of_bits",
    "meet",
    "only_mine",
    "share_of",
]

_log = logging.getLogger(__name__)

Function = Callable[..., Any]  # Any: kernels have all kinds of arguments


def compile_part(function: Function, options: dict[str, Any]) -> Any:
    """Compile what only compiled functions call, on first use."""
    return numba.njit(pipeline_class=_PartCompiler, **options)(function)


def compile_program(function: Function, options: dict[str, Any]) -> Any:
    """Compile what Python calls, on first use, or take it from the cache."""
    program = numba.njit(pipeline_class=_ProgramCompiler, **options)(function)
    if not only_mine(Path(numba.config.CACHE_DIR)):
        _warn("is not this user's alone")
        return program
    try:
        program._cache = _Cache(function)
    except RuntimeError:  # compile anew in each process
        _warn("cannot be written to")
    return program


def only_mine(folder: Path) -> bool:
    """Make the folder of the cache; tell whether nobody else can have put anything there.

    numba keeps what it compiles as pickle, and a pickle runs what stands in it.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        above = [one.stat().st_mode for one in folder.absolute().parents]
    except OSError:
        return True  # there is nothing to be read, and that it cannot be written shows later
    mine = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    replaced = any(mode & stat.S_IWOTH and not mode & stat.S_ISVTX for mode in above)
    return mine and not found.st_mode & 0o077 and not replaced


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
            # numba would first load all that a compiler knows, which takes half a second.
            return self._load_overload(signature, target)
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


LSTM, GRU, RNN, PEEPHOLE = 0, 1, 2, 3  # compiled code has no words

F = TypeVar("F", bound=Callable[..., Any])  # Any: kernels have all kinds of arguments

# Sums may be reordered, so that they go into the lanes of a vector. NaN stays NaN: a training
# that diverges must show it.
_FASTMATH = {"reassoc", "contract", "arcp", "nsz"}


def _choose_cache() -> None:
    """Keep machine code in a folder that is named after the sources and the processor.

    numba sees that a function's own file has changed, but not the files of what it calls. It may
    be told to compile for another processor, but products.py asks the one that is here.
    """
    digest = hashlib.sha256(llvm.get_host_cpu_features().flatten().encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(source.read_bytes())
    own = platformdirs.user_cache_dir("lstm-gui", appauthor=False)
    chosen = Path(numba.config.CACHE_DIR or own)
    numba.config.CACHE_DIR = str(chosen / f"kernels-{digest.hexdigest()[:16]}")


_choose_cache()


def compiled(called: bool = False, finite: bool = False) -> Callable[[F], F]:
    """Compile a function on first use, or take it from the cache; it runs without the GIL.

    It must not make arrays: the counting of references that this needs would take longer to
    compile than all the rest.

    Args:
        called: Python calls it: a program, as said above. The others are parts of such.
        finite: Assume that there is no NaN, without which LLVM cannot vectorize a maximum.
    """

    def decorate(function: F) -> F:
        options = {
            "nogil": True,
            "fastmath": _FASTMATH | ({"nnan"} if finite else set()),
            "_nrt": False,
            "no_cpython_wrapper": not called,
            "no_cfunc_wrapper": True,
            "error_model": "numpy",  # a division does not stop to look for zero
        }
        kernel: F = (compile_program if called else compile_part)(function, options)
        return kernel

    return decorate


@intrinsic  # type: ignore[untyped-decorator]
def float_of_bits(_context: Any, bits: Any) -> Any:
    """Read the 32 bits of an integer as a float."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.FloatType())

    return types.float32(types.int32), generate


@intrinsic  # type: ignore[untyped-decorator]
def _fence(_context: Any) -> Any:
    """Order memory: what this thread wrote before is seen before what it writes after."""

    def generate(_context: Any, builder: Any, _signature: Any, _arguments: Any) -> Any:
        builder.fence("seq_cst")
        return ir.Constant(ir.IntType(32), 0)

    return types.int32(), generate


_sched_yield = types.ExternalFunction("sched_yield", types.int32())
_usleep = types.ExternalFunction("usleep", types.int32(types.uint32))
_PATIENCE = 2000  # turns, some tenths of a millisecond


@compiled()
def meet(arrived: Any, part: Any) -> None:
    """Wait until every thread of a team has come here.

    Args:
        arrived: (threads, 8), how often each thread has come; a row is a line of the cache.
        part: Which of the threads this one is.
    """
    _fence()
    arrived[part, 0] += 1
    _fence()
    turns = 0
    for other in range(len(arrived)):
        while arrived[other, 0] < arrived[part, 0]:
            turns += 1
            if turns < _PATIENCE:
                _sched_yield()  # lets the window have the core, should it want it
            else:
                _usleep(np.uint32(50))  # somebody does: the other thread may need this core
    _fence()


@compiled()
def share_of(total: Any, index: Any, count: Any) -> Any:
    """Return where the index-th of `count` nearly equal shares of `total` begins and ends."""
    return index * total // count, (index + 1) * total // count
