"""MXNet's arrays as the engine's modules name them, and the way into them from numpy."""

from __future__ import annotations

import ctypes
from typing import Any

import mxnet as mx
import numpy as np
from mxnet.base import _LIB, check_call

from lstm_gui.core.arrays import Floats

__all__ = ["Context", "NDArray", "ndarray", "shared"]

NDArray = Any  # mxnet has no types
Context = Any  # mxnet has no types


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
