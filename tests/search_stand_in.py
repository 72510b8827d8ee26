"""`lstm-gui` with the stand-in engine, run as a script: a test of processes needs no MXNet."""

from __future__ import annotations

import os
import sys

from lstm_gui import engine
from lstm_gui.__main__ import run_verb
from lstm_gui.core.model.backend import Backend
from tests.fakes import FakeBackend


def _create_backend(threads: int | None = None) -> Backend:
    return FakeBackend(step_seconds=float(os.environ.get("STEP_SECONDS", "0")))


if __name__ == "__main__":
    engine.create_backend = _create_backend
    sys.exit(run_verb(sys.argv[1:]))
