"""The states of a run and which command is allowed in which. Pure; no thread here."""

from __future__ import annotations

from enum import Enum

__all__ = ["Act", "ENDED", "NO_MODEL", "RunState", "UNTRAINED", "allowed", "next_state"]


class RunState(Enum):
    """Where a run is."""

    LOADING = "loading"
    """The engine is being imported."""
    EMPTY = "empty"
    """The engine is there, no model yet."""
    READY = "ready"
    """A model with its initial weights."""
    RUNNING = "running"
    PAUSED = "paused"
    STOPPED = "stopped"
    """Ended by hand; the model stays and writes."""
    FINISHED = "finished"
    """The last epoch is done."""
    DIVERGED = "diverged"
    """Broke down; the model is back at its last good weights."""
    FAILED = "failed"
    """The engine reported an error; a new model recovers."""


NO_MODEL = (RunState.LOADING, RunState.EMPTY)
"""There has been no model yet."""

UNTRAINED = (*NO_MODEL, RunState.READY, RunState.FAILED)
"""There is no model that has learned anything."""

ENDED = (RunState.STOPPED, RunState.FINISHED)
"""Training is over; to start again takes a new model."""


class Act(Enum):
    """What a person can ask of a run."""

    START = "start"
    PAUSE = "pause"
    STEP = "step"
    EPOCH = "epoch"
    """Train to the end of the epoch, then pause."""
    SLOWLY = "slowly"
    """Train on one batch, and see it taken apart first."""
    STOP = "stop"
    RESET = "reset"
    WRITE = "write"
    SAVE = "save"


_R, _A = RunState, Act

_TABLE: dict[tuple[RunState, Act], RunState] = {
    (_R.READY, _A.START): _R.RUNNING,
    (_R.PAUSED, _A.START): _R.RUNNING,
    (_R.DIVERGED, _A.START): _R.RUNNING,
    # Starting over builds a new run first, so these two lead through READY.
    (_R.STOPPED, _A.START): _R.RUNNING,
    (_R.FINISHED, _A.START): _R.RUNNING,
    (_R.RUNNING, _A.PAUSE): _R.PAUSED,
    (_R.READY, _A.STEP): _R.PAUSED,
    (_R.PAUSED, _A.STEP): _R.PAUSED,
    (_R.READY, _A.EPOCH): _R.RUNNING,
    (_R.PAUSED, _A.EPOCH): _R.RUNNING,
    (_R.RUNNING, _A.EPOCH): _R.RUNNING,
    (_R.READY, _A.SLOWLY): _R.PAUSED,
    (_R.PAUSED, _A.SLOWLY): _R.PAUSED,
    (_R.RUNNING, _A.SLOWLY): _R.PAUSED,
    (_R.RUNNING, _A.STOP): _R.STOPPED,
    (_R.PAUSED, _A.STOP): _R.STOPPED,
    (_R.DIVERGED, _A.STOP): _R.STOPPED,
    (_R.RUNNING, _A.RESET): _R.READY,
    (_R.PAUSED, _A.RESET): _R.READY,
    (_R.STOPPED, _A.RESET): _R.READY,
    (_R.FINISHED, _A.RESET): _R.READY,
    (_R.DIVERGED, _A.RESET): _R.READY,
    (_R.FAILED, _A.RESET): _R.READY,
}
_HAS_MODEL = (_R.READY, _R.RUNNING, _R.PAUSED, _R.STOPPED, _R.FINISHED, _R.DIVERGED)
_TABLE.update({(state, act): state for state in _HAS_MODEL for act in (_A.WRITE, _A.SAVE)})


def allowed(state: RunState, act: Act) -> bool:
    """Tell whether `act` makes sense in `state`."""
    return (state, act) in _TABLE


def next_state(state: RunState, act: Act) -> RunState:
    """Return the state after `act`, or `state` itself where the act is not allowed."""
    return _TABLE.get((state, act), state)
