"""How the kernels are compiled, and what they need that Python has no words for. No MXNet here.

numba compiles Python to machine code without a compiler on the machine, and keeps the result in
a folder of the user's, so the wait comes once. Compiled code runs without the interpreter's lock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import llvmlite.binding as llvm  # type: ignore[import-untyped]
import numba
import numpy as np
import platformdirs
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from lstm_gui.engine.programs import compile_part, compile_program

__all__ = ["GRU", "LSTM", "RNN", "compiled", "float_of_bits", "meet", "share_of"]

LSTM, GRU, RNN = 0, 1, 2  # compiled code has no words

F = TypeVar("F", bound=Callable[..., Any])  # Any: kernels have all kinds of arguments

# Sums may be reordered, so that they go into the lanes of a vector. NaN stays NaN: a training
# that diverges must show it.
_FASTMATH = {"reassoc", "contract", "arcp", "nsz"}

_SOURCES = (
    "compiled.py",
    "gradients.py",
    "kernels.py",
    "panels.py",
    "programs.py",
    "rows.py",
    "update.py",
)


def _choose_cache() -> None:
    """Keep machine code in a folder that is named after the sources and the processor.

    numba sees that a function's own file has changed, but not the files of what it calls. It may
    be told to compile for another processor, but panels.py asks the one that is here.
    """
    digest = hashlib.sha256(llvm.get_host_cpu_features().flatten().encode())
    for name in _SOURCES:
        digest.update(Path(__file__).with_name(name).read_bytes())
    own = platformdirs.user_cache_dir("lstm-gui", appauthor=False)
    chosen = Path(numba.config.CACHE_DIR or own)
    numba.config.CACHE_DIR = str(chosen / f"kernels-{digest.hexdigest()[:16]}")


_choose_cache()


def compiled(called: bool = False, finite: bool = False) -> Callable[[F], F]:
    """Compile a function on first use, or take it from the cache; it runs without the GIL.

    It must not make arrays: the counting of references that this needs would take longer to
    compile than all the rest.

    Args:
        called: Python calls it: a program, see programs.py. The others are parts of such.
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
