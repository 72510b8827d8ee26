"""Builds the libraries that are shipped: `python -m lstm_gui.engine.kernels.source.build`.

Needs numba and a C compiler, which links; users need neither. All programs are compiled as one
piece for each level of processors, so that their parts are there once. C knows a program as a
function of a thread's number and the address of a table. A row of the table has the address of an
array and its shape, or a number; weights and buffers take a row for each of their fields.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array
from numba.np.numpy_support import from_dtype

from lstm_gui.engine.kernels.programs import (
    CHOICE,
    COLUMNS,
    LEVELS,
    LIBRARIES,
    MADE,
    PROGRAMS,
    Kind,
    source_digest,
)
from lstm_gui.engine.kernels.source import batch, update
from lstm_gui.engine.kernels.source.compiling import TARGET, compiled, internalize

__all__ = ["build_all", "compile_object"]

_NAME = "lstm_gui.engine.kernels.source.build"
_SAME = {"PYTHONHASHSEED": "0"}  # numba goes through sets: another order is another program
_TRIPLE = "x86_64-unknown-linux-gnu"
_ENTRY = """
declare i32 @"{inner}"(ptr, ptr, i64, i64)
define void @"{name}"(i64 %thread, i64 %table) {{
  %result = alloca ptr
  %error = alloca ptr
  %status = call i32 @"{inner}"(ptr %result, ptr %error, i64 %thread, i64 %table)
  ret void
}}
"""
"""A function as C calls it. numba's have a place for an exception, which kernels never raise."""


def _type_of(kind: Kind) -> Any:  # Any: numba has no types that mypy knows
    if isinstance(kind.of, type):  # a tuple with names
        return types.NamedTuple([_type_of(part) for part in kind.parts], kind.of)
    if not kind.dimensions:
        return types.int64
    return types.Array(from_dtype(np.dtype(kind.of)), kind.dimensions, "C")


class _Taker:
    """Appends to a function in LLVM's language what reads its arguments from the table."""

    def __init__(self, context: Any, builder: Any, address: Any) -> None:
        self._context, self._b = context, builder
        word = context.get_value_type(types.int64)
        self._table = builder.inttoptr(address, word.as_pointer())
        self._next = 0

    def take(self, kind: Kind) -> Any:
        """Read the rows of one argument."""
        kind_type = _type_of(kind)
        if kind.parts:
            return self._context.make_tuple(self._b, kind_type, [self.take(p) for p in kind.parts])
        words = [
            self._b.load(cgutils.gep_inbounds(self._b, self._table, self._next * COLUMNS + column))
            for column in range(1 + kind.dimensions)
        ]
        self._next += 1
        if not kind.dimensions:
            return words[0]
        array = make_array(kind_type)(self._context, self._b)
        size = self._context.get_constant(types.intp, np.dtype(kind.of).itemsize)
        strides = [size]
        for length in reversed(words[2:]):
            strides.insert(0, self._b.mul(strides[0], length))
        populate_array(
            array,
            data=self._b.inttoptr(words[0], array.data.type),
            shape=cgutils.pack_array(self._b, words[1:]),
            strides=cgutils.pack_array(self._b, strides),
            itemsize=size,
            meminfo=None,
        )
        return array._getvalue()


def _export(function: Callable[..., None], kinds: tuple[Kind, ...]) -> Callable[..., None]:
    """Return a function of two integers that calls this one with the arguments in the table."""
    returned = types.Tuple([_type_of(kind) for kind in kinds])

    @intrinsic  # type: ignore[untyped-decorator]
    def arguments(_context: Any, _address: Any) -> Any:
        def generate(context: Any, builder: Any, _signature: Any, given: Any) -> Any:
            taker = _Taker(context, builder, given[0])
            return context.make_tuple(builder, returned, [taker.take(kind) for kind in kinds])

        return returned(types.int64), generate

    def entry(thread: Any, address: Any) -> None:
        function(thread, *arguments(address))

    return entry


_FUNCTIONS: dict[str, Callable[..., None]] = {
    "train": batch.train,
    "read": batch.read,
    "sgd": update.sgd,
    "adam": update.adam,
}
_EXPORTS = {name: _export(function, PROGRAMS[name]) for name, function in _FUNCTIONS.items()}


def build_all(folder: Path = LIBRARIES) -> None:
    """Compile the source for each level of processors, link it, and note its digest."""
    made = {"source": source_digest()}
    for level in LEVELS:
        library = folder / level.path.name
        with tempfile.TemporaryDirectory() as place:
            compiled = Path(place, "kernels.o")
            # One process for each: the tile of the products is a constant of the source.
            command = [sys.executable, "-m", _NAME, str(compiled)]
            subprocess.run(  # noqa: S603 - this module
                command, env={**os.environ, **_SAME, CHOICE: level.name}, check=True
            )
            link = ["cc", "-shared", "-nostdlib", "-Wl,-s", "-o", str(library), str(compiled)]
            subprocess.run([*link, "-lm", "-lc"], check=True)  # noqa: S603 - no shell
        made[level.name] = hashlib.sha256(library.read_bytes()).hexdigest()
    (folder / MADE.name).write_text(json.dumps(made, indent=2) + "\n")


def compile_object() -> bytes:
    """Compile all programs for the chosen level into one object file."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_triple(_TRIPLE).create_target_machine(
        cpu=TARGET.name, features="", opt=3, reloc="pic", codemodel="default"
    )
    whole: Any = None  # llvmlite has no types
    for name, function in _EXPORTS.items():
        program = compiled()(function)
        program.compile((types.int64, types.int64))  # type: ignore[attr-defined]
        (made,) = program.overloads.values()  # type: ignore[attr-defined]
        inner = made.fndesc.llvm_func_name
        module = llvm.parse_assembly(str(made.library._final_module))
        entry = llvm.parse_assembly(_ENTRY.format(inner=inner, name=name))
        if whole is None:
            whole = module
        else:
            whole.link_in(module)
        entry.triple, entry.data_layout = whole.triple, whole.data_layout
        whole.link_in(entry)
        whole.get_function(inner).linkage = llvm.Linkage.internal
    internalize(whole)
    whole.triple, whole.data_layout = _TRIPLE, str(machine.target_data)
    whole.verify()
    tuning = llvm.create_pipeline_tuning_options(speed_level=3)
    tuning.loop_vectorization = tuning.slp_vectorization = True
    passes = llvm.create_pass_builder(machine, tuning)
    passes.getModulePassManager().run(whole, passes)
    return bytes(machine.emit_object(whole))


if __name__ == "__main__":
    if len(sys.argv) == 1:
        build_all()
    else:
        Path(sys.argv[1]).write_bytes(compile_object())
