"""How kernels are compiled: what Python calls in one piece with everything that it calls.

Left alone, numba compiles each function by itself as well, and links a copy into each of its
callers, where it is optimised anew. Here the parts of a program wait for it and are optimised
once, with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import llvmlite.binding as llvm
import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler
from numba.extending import intrinsic

from lstm_gui.engine.kernels.programs import CHOICE, LEVELS, Level, fitting_level

__all__ = [
    "TARGET",
    "claim",
    "compiled",
    "finish",
    "float_of_bits",
    "internalize",
    "share_of",
    "wait_for",
]


def _target() -> Level:
    """Return the level that is to be compiled for: the chosen one, or that of this processor."""
    chosen = [level for level in LEVELS if level.name == os.environ.get(CHOICE)]
    return chosen[0] if chosen else fitting_level() or LEVELS[-1]


TARGET = _target()


class _Part(JITCodeLibrary):  # type: ignore[misc]
    """A function that waits for its program to be optimised."""

    def _optimize_final_module(self) -> None:
        pass


class _Program(JITCodeLibrary):  # type: ignore[misc]
    """A function with its parts in it, which nobody else sees."""

    def _optimize_final_module(self) -> None:
        internalize(self._final_module)
        super()._optimize_final_module()


def internalize(module: Any) -> None:
    """Let nobody see what numba has linked into a program."""
    for function in module.functions:
        if function.linkage == llvm.Linkage.linkonce_odr:  # so numba marks it
            function.linkage = llvm.Linkage.internal


class _PartCompiler(Compiler):  # type: ignore[misc]
    """numba's own, but for where the code goes."""

    _kind = _Part

    def __init__(self, typing: Any, target: Any, library: Any, *rest: Any) -> None:
        library = self._kind(target.codegen(), self._kind.__name__)
        super().__init__(typing, target, library, *rest)


class _ProgramCompiler(_PartCompiler):
    _kind = _Program


F = TypeVar("F", bound=Callable[..., Any])  # Any: kernels have all kinds of arguments

# Sums may be reordered, so that they go into the lanes of a vector. NaN stays NaN: a training
# that diverges must show it.
_FASTMATH = {"reassoc", "contract", "arcp", "nsz"}


def compiled(called: bool = False, finite: bool = False) -> Callable[[F], F]:
    """Compile a function on first use; it runs without the interpreter's lock.

    It must not make arrays: the counting of references that this needs would take longer to
    compile than all the rest.

    Args:
        called: Python calls it, in tests. The others are parts of what is called.
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
        pipeline = _ProgramCompiler if called else _PartCompiler
        kernel: F = numba.njit(pipeline_class=pipeline, **options)(function)
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


@intrinsic  # type: ignore[untyped-decorator]
def _count_up(_context: Any, _address: Any) -> Any:
    """Add one to the integer at an address, in one piece for all threads; return what it was."""

    def generate(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        word = ir.IntType(64)
        place = builder.inttoptr(arguments[0], word.as_pointer())
        return builder.atomic_rmw("add", place, ir.Constant(word, 1), "seq_cst")

    return types.int64(types.uintp), generate


_sched_yield = types.ExternalFunction("sched_yield", types.int32())
_usleep = types.ExternalFunction("usleep", types.int32(types.uint32))
_PATIENCE = 20  # turns, some microseconds
_DONE = 8  # a line of the cache further: who asks for work is not in the way of who waits


@compiled()
def claim(work: Any, phase: Any) -> Any:
    """Return the next piece of a phase's work that no thread has yet, from 0.

    Args:
        work: (phases, 16), zeros at first: how many pieces are taken, and how many are done.
        phase: Which phase.
    """
    return _count_up(work.ctypes.data + phase * work.strides[0])


@compiled()
def finish(work: Any, phase: Any) -> None:
    """Say that a piece is done; whoever waits for it sees what it wrote."""
    _count_up(work.ctypes.data + phase * work.strides[0] + _DONE * work.strides[1])


@compiled()
def wait_for(work: Any, phase: Any, pieces: Any) -> None:
    """Wait until so many pieces are done: for work, never for a thread that has none.

    A thread that lost its core to another program holds nobody up but for the piece it is at.
    """
    turns = 0
    while work[phase, _DONE] < pieces:
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
