"""What the data folder holds: models of runs and one's own texts, with their sizes and dates."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from lstm_gui.core.files import path_of
from lstm_gui.core.runs.run import Run
from lstm_gui.core.runs.store import RunStore

__all__ = ["StoredFile", "delete_files", "list_files"]

Kind = Literal["model", "text"]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file: the model of a run, or a text. Without a run, no run in the table has this model.

    `in_use` tells that a run under way needs it, so that it cannot be deleted.
    """

    path: Path
    kind: Kind
    size: int
    changed: float
    run: Run | None = None
    in_use: bool = False


def list_files(
    store: RunStore, texts: Path, live: Collection[str] = (), sources: Collection[str] = ()
) -> tuple[StoredFile, ...]:
    """Return all files, the largest first.

    Args:
        store: The table of runs.
        texts: The folder of one's own texts.
        live: The runs under way in this window.
        sources: Where the texts in use here were opened.
    """
    busy = {*live, *store.owners.under_way()}
    runs = {run.id: run for run in store.runs()}
    used = {path_of(source) for source in sources if source}
    used |= {path_of(runs[run_id].source) for run_id in busy if run_id in runs}
    models = () if store.models is None else store.models.folder.glob("*.safetensors")
    found = [*_models(models, runs, busy), *_texts(texts, used)]
    return tuple(sorted(found, key=lambda file: -file.size))


def delete_files(store: RunStore, files: Iterable[StoredFile], live: Collection[str] = ()) -> int:
    """Delete these, but for what is in use by now; return how many bytes that has freed."""
    busy, freed = {*live, *store.owners.under_way()}, 0
    for file in files:
        if file.in_use or (file.kind == "model" and file.path.stem in busy):
            continue
        with contextlib.suppress(OSError):
            file.path.unlink()
            freed += file.size
            if file.kind == "text":  # a choice of songs has a small file beside it
                file.path.with_name(f"{file.path.name}.songs").unlink(missing_ok=True)
    return freed


def _models(
    paths: Iterable[Path], runs: dict[str, Run], busy: Collection[str]
) -> Iterable[StoredFile]:
    with contextlib.suppress(OSError):
        for path in paths:
            with contextlib.suppress(OSError):
                about, run = path.stat(), runs.get(path.stem)
                in_use = path.stem in busy
                yield StoredFile(path, "model", about.st_size, about.st_mtime, run, in_use)


def _texts(folder: Path, used: Collection[Path]) -> Iterable[StoredFile]:
    with contextlib.suppress(OSError):
        for path in folder.glob("*.txt"):
            with contextlib.suppress(OSError):
                about = path.stat()
                yield StoredFile(path, "text", about.st_size, about.st_mtime, None, path in used)
