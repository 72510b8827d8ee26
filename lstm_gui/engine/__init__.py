"""The engine: the only place that imports MXNet. Importing this package loads nothing heavy.

`create_backend` is the one door; the thread that calls it owns MXNet until the process ends.
"""

from __future__ import annotations

from lstm_gui.core.model.backend import Backend

__all__ = ["create_backend"]


def create_backend(threads: int | None = None) -> Backend:
    """Load MXNet in the calling thread and return an engine that belongs to this thread.

    Args:
        threads: How many processor cores to compute with; None takes `OMP_NUM_THREADS` if it is
            set, and otherwise every physical core that this process may use. The first call in
            a process decides.

    Raises:
        EngineError: MXNet is missing, or cannot run on this machine.
    """
    from lstm_gui.engine import _compat

    _compat.load_mxnet(threads)
    from lstm_gui.engine.mxnet_backend import MxnetBackend

    return MxnetBackend()
