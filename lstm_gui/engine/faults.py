"""Turns what MXNet throws into sentences, at the border of the engine."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast

from mxnet.base import MXNetError

from lstm_gui.core.errors import EngineError
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["engine_call", "explained"]

P = ParamSpec("P")
R = TypeVar("R")

_MEMORY = re.compile(r"out of memory|failed to allocate|cannot allocate|memory allocation", re.I)
_NO_GPU = re.compile(r"USE_CUDA|invalid device|no CUDA|CUDA driver", re.I)


class _Owned(Protocol):
    def _check_thread(self) -> None: ...


S = TypeVar("S", bound=_Owned)


def engine_call(method: Callable[Concatenate[S, P], R]) -> Callable[Concatenate[S, P], R]:
    """Guard a backend's method: the right thread, and errors that a person can read."""

    @functools.wraps(method)
    def guarded(self: S, *args: P.args, **kwargs: P.kwargs) -> R:
        self._check_thread()
        try:
            return method(self, *args, **kwargs)
        except (MXNetError, MemoryError) as error:
            raise explained(error) from error

    return cast("Callable[Concatenate[S, P], R]", guarded)


def explained(error: Exception) -> EngineError:
    """Say what an error of MXNet means, and what to do."""
    text = str(error)
    values: dict[str, Any] = {}  # what fills the sentence, as EngineError takes it
    if isinstance(error, MemoryError) or _MEMORY.search(text):
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "There is not enough memory for this network. Use fewer hidden units or layers, a "
            "smaller batch, or fewer time steps.",
        )
    elif _NO_GPU.search(text):
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "MXNet cannot use this graphics card. Choose the context cpu, or install a build of "
            "MXNet for your CUDA version.",
        )
    else:
        template = QT_TRANSLATE_NOOP(
            "Errors",
            "MXNet stopped with an error ({reason}). Build the network anew; if it happens "
            "again, try another implementation.",
        )
        values["reason"] = _reason(text)
    return EngineError(template, **values)


def _reason(text: str) -> str:
    """Find the sentence in MXNet's message: the line after `Error: `, or the first one."""
    found = re.search(r"(?:Error|Check failed): (.*)", text)
    lines = (found[1] if found else text).strip().splitlines()
    return lines[0] if lines else "no reason given"
