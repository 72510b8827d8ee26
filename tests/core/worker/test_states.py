"""The table of states, row by row: what is not written here is not allowed."""

from __future__ import annotations

import pytest

from lstm_gui.core.worker.states import Act, RunState, allowed, next_state

R, A = RunState, Act

ROWS: dict[RunState, dict[Act, RunState]] = {
    R.LOADING: {},
    R.EMPTY: {},
    R.READY: {
        A.START: R.RUNNING,
        A.STEP: R.PAUSED,
        A.EPOCH: R.RUNNING,
        A.SLOWLY: R.PAUSED,
        A.WRITE: R.READY,
        A.SAVE: R.READY,
    },
    R.RUNNING: {
        A.EPOCH: R.RUNNING,
        A.SLOWLY: R.PAUSED,
        A.PAUSE: R.PAUSED,
        A.STOP: R.STOPPED,
        A.RESET: R.READY,
        A.WRITE: R.RUNNING,
        A.SAVE: R.RUNNING,
    },
    R.PAUSED: {
        A.START: R.RUNNING,
        A.STEP: R.PAUSED,
        A.EPOCH: R.RUNNING,
        A.SLOWLY: R.PAUSED,
        A.STOP: R.STOPPED,
        A.RESET: R.READY,
        A.WRITE: R.PAUSED,
        A.SAVE: R.PAUSED,
    },
    R.STOPPED: {A.START: R.RUNNING, A.RESET: R.READY, A.WRITE: R.STOPPED, A.SAVE: R.STOPPED},
    R.FINISHED: {A.START: R.RUNNING, A.RESET: R.READY, A.WRITE: R.FINISHED, A.SAVE: R.FINISHED},
    R.DIVERGED: {
        A.START: R.RUNNING,
        A.STOP: R.STOPPED,
        A.RESET: R.READY,
        A.WRITE: R.DIVERGED,
        A.SAVE: R.DIVERGED,
    },
    R.FAILED: {A.RESET: R.READY},
}


def test_every_state_has_a_row() -> None:
    assert set(ROWS) == set(RunState)


@pytest.mark.parametrize("state", list(RunState))
@pytest.mark.parametrize("act", list(Act))
def test_row(state: RunState, act: Act) -> None:
    assert allowed(state, act) == (act in ROWS[state])
    assert next_state(state, act) is ROWS[state].get(act, state)
