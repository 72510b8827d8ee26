"""MXNet's arrays as the engine's modules name them, and the way into them from numpy."""

from __future__ import annotations

import ctypes
import functools
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

import mxnet as mx
import numpy as np
from mxnet.base import _LIB, check_call

from lstm_gui.core.arrays import Floats

__all__ = ["Context", "NDArray", "ndarray", "shared", "wait_for"]

NDArray = Any  # mxnet has no types
Context = Any  # mxnet has no types

_PAUSE_S = 0.005
"""How often a waiting thread looks for something else to do."""


def ndarray(array: Floats, ctx: Context) -> NDArray:
    """Copy a float array to a context."""
    return mx.nd.array(np.ascontiguousarray(array), ctx, dtype="float32")


def shared(array: NDArray) -> Floats:
    """Return an NDArray's memory as a numpy array, once all that writes to it has finished."""
    array.wait_to_read()
    data = ctypes.c_void_p()
    check_call(_LIB.MXNDArrayGetData(array.handle, ctypes.byref(data)))
    pointer = ctypes.cast(data, ctypes.POINTER(ctypes.c_float))
    return np.ctypeslib.as_array(pointer, shape=array.shape)


def wait_for(array: NDArray, meanwhile: Callable[[], None]) -> None:
    """Call `meanwhile` now and then until an array is computed; raises what went wrong in it.

    MXNet has no question that would return at once, so another thread waits. It does nothing else
    with MXNet, which is what a second thread may do.
    """
    answer: SimpleQueue[Exception | None] = SimpleQueue()
    _waiting_thread().put((array, answer))
    while True:
        meanwhile()
        try:
            error = answer.get(timeout=_PAUSE_S)
        except Empty:
            continue
        break
    if error is not None:
        raise error


@functools.cache
def _waiting_thread() -> SimpleQueue[tuple[NDArray, SimpleQueue[Exception | None]]]:
    """Start the thread, once in a process, and return where it takes what to wait for."""
    asked: SimpleQueue[tuple[NDArray, SimpleQueue[Exception | None]]] = SimpleQueue()

    def wait() -> None:
        while True:
            array, answer = asked.get()
            try:
                array.wait_to_read()
            except Exception as error:  # handed to who asked
                answer.put(error)
            else:
                answer.put(None)

    threading.Thread(target=wait, name="engine-wait", daemon=True).start()
    return asked
