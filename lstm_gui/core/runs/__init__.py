"""The runs that were ever made: rows, curves and kept models, in a file of the user's own.

numpy, pydantic and sqlite3; no Qt, no MXNet.
"""

from lstm_gui.core.runs.clerk import Clerk
from lstm_gui.core.runs.live import LiveRun
from lstm_gui.core.runs.marks import Left
from lstm_gui.core.runs.recovery import Entry, Found, Outcome, examine, put_on_record
from lstm_gui.core.runs.run import (
    Curve,
    KeptChange,
    Origin,
    Run,
    digest_of,
    new_run,
    summed_up,
    text_difference,
    with_digest,
)
from lstm_gui.core.runs.shelf import Shelf
from lstm_gui.core.runs.store import RunStore, open_store

__all__ = [
    "Clerk",
    "Curve",
    "Entry",
    "Found",
    "KeptChange",
    "Left",
    "LiveRun",
    "Origin",
    "Outcome",
    "Run",
    "RunStore",
    "Shelf",
    "digest_of",
    "examine",
    "new_run",
    "open_store",
    "put_on_record",
    "summed_up",
    "text_difference",
    "with_digest",
]
