"""Which context, implementation and reader a configuration asks for, on this machine."""

from __future__ import annotations

import functools
import logging
from typing import Any

import mxnet as mx
from mxnet.base import MXNetError

from lstm_gui.core.backend import Arrays
from lstm_gui.core.config import ComputeConfig
from lstm_gui.core.errors import EngineError
from lstm_gui.core.words import QT_TRANSLATE_NOOP
from lstm_gui.engine.concise import ConciseNetwork
from lstm_gui.engine.graph import GraphNetwork
from lstm_gui.engine.network import Network
from lstm_gui.engine.reader import GraphReader, Reader
from lstm_gui.engine.scratch import ScratchNetwork
from lstm_gui.engine.weights import Spec

__all__ = ["find_context", "gpu_count", "has_kernels", "make_network", "make_reader"]

_log = logging.getLogger(__name__)


def gpu_count() -> int:
    """Count the graphics cards that this build of MXNet can use."""
    try:
        return int(mx.context.num_gpus())
    except MXNetError:  # a CUDA build on a machine whose driver does not answer
        return 0


def find_context(name: str) -> Any:  # Any: mxnet has no types
    """Return MXNet's context for `cpu` or `gpu:i`, or raise an `EngineError`."""
    if name == "cpu":
        return mx.cpu()
    index, count = int(name.removeprefix("gpu:")), gpu_count()
    if index < count:
        return mx.gpu(index)
    if count == 0:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "The context {context} cannot be used: MXNet finds no graphics card here. Choose "
            "cpu, or install a build of MXNet for your CUDA version.",
        )
    else:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "The context {context} cannot be used: the last graphics card is gpu:{last}. "
            "Choose that, or cpu.",
        )
    raise EngineError(template, context=name, last=count - 1)


def make_network(spec: Spec, compute: ComputeConfig, weights: Arrays) -> Network:
    """Make the network in the wanted implementation from canonical weights."""
    ctx = find_context(compute.context)
    if compute.implementation == "scratch":
        return ScratchNetwork(spec, ctx, weights)
    if compute.implementation == "concise":
        return ConciseNetwork(spec, ctx, weights)
    if compute.context == "cpu" and has_kernels():
        from lstm_gui.engine.fast import FastNetwork

        return FastNetwork(spec, ctx, weights)
    return GraphNetwork(spec, ctx, weights)


def make_reader(spec: Spec, compute: ComputeConfig) -> Reader:
    """Make what reads with the network's weights."""
    if compute.context == "cpu" and has_kernels():
        from lstm_gui.engine.fast import KernelReader

        return KernelReader(spec)
    return GraphReader(spec, find_context(compute.context))


@functools.cache
def has_kernels() -> bool:
    """Compile the kernels, and say whether they work here; else the static graph does their job.

    The first time on a machine this takes some ten seconds, later a fraction of one.
    """
    try:
        from lstm_gui.engine import fast

        fast.warm_up()
    except ModuleNotFoundError as error:
        _log.info("no compiled kernels: %s", error)
        return False
    except (ImportError, OSError, RuntimeError, ValueError, TypeError):
        # numba does not fit this code or this machine.
        _log.warning("the kernels do not compile; training is slower", exc_info=True)
        return False
    return True
