"""Places for studies: a journal, and a database that does not wait for the disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with Optuna's tables and no study, which take a while to make."""
    from lstm_gui.core.search.storage import open_storage, require_optuna

    require_optuna()
    path = tmp_path_factory.mktemp("tables") / "empty.db"
    open_storage(f"sqlite:///{path}", "a").close()
    return path


@pytest.fixture
def no_waiting_for_disks(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let SQLite and journals go on before what they wrote is on the disk."""
    from sqlalchemy import event
    from sqlalchemy.engine import Engine

    def relax(connection, _record) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    monkeypatch.setattr("os.fsync", lambda _: None)
    event.listen(Engine, "connect", relax)
    yield
    event.remove(Engine, "connect", relax)


@pytest.fixture(params=["journal", "sqlite"])
def place(
    request: pytest.FixtureRequest, tmp_path: Path, tables: Path, no_waiting_for_disks: None
) -> str:
    """Return a file that is not there yet, or the address of a database without a study."""
    if request.param == "journal":
        return str(tmp_path / "a.journal")
    shutil.copyfile(tables, tmp_path / "a.db")
    return f"sqlite:///{tmp_path / 'a.db'}"
