"""SQL on the file of the runs, past the store and beside it, as another process would."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from lstm_gui.core.runs.store import FILE


def sql(folder: Path, statement: str, *values: object) -> list[tuple[object, ...]]:
    """Execute one statement, and return the rows that it gives."""
    with closing(sqlite3.connect(folder / FILE)) as connection, connection:
        return connection.execute(statement, values).fetchall()
