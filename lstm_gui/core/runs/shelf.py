"""The kept models of runs: one checkpoint file each, the newest and the pinned, within a budget."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable
from pathlib import Path

__all__ = ["MOST_BYTES", "MOST_MODELS", "Shelf"]

MOST_MODELS = 20
MOST_BYTES = 2 * 2**30
"""Pinned runs keep their models whatever they take."""

_SUFFIX = ".safetensors"

_log = logging.getLogger(__name__)


class Shelf:
    """A folder of checkpoints, each named by the id of its run. The files themselves are the list.

    Args:
        folder: Where they lie; it is made when the first one comes.
    """

    def __init__(self, folder: Path, *, most: int = MOST_MODELS, budget: int = MOST_BYTES) -> None:
        self.folder = folder
        self._most = most
        self._budget = budget

    def path(self, run_id: str) -> Path:
        """Return where the model of a run lies, or would lie."""
        return self.folder / f"{run_id}{_SUFFIX}"

    def make_room(self) -> bool:
        """Make the folder; False where that cannot be."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            _log.info("no folder for models: %s", error)
            return False
        return True

    def sizes(self) -> dict[str, int]:
        """Return how large each kept model is, by the id of its run."""
        sizes: dict[str, int] = {}
        with contextlib.suppress(OSError):
            for path in self.folder.glob(f"*{_SUFFIX}"):
                with contextlib.suppress(OSError):
                    sizes[path.stem] = path.stat().st_size
        return sizes

    def remove(self, run_id: str) -> None:
        """Throw a model away."""
        with contextlib.suppress(OSError):
            self.path(run_id).unlink(missing_ok=True)

    def sweep(self, run_id: str) -> None:
        """Throw away what a process that died while it wrote this model has left half-written."""
        with contextlib.suppress(OSError):
            for path in self.folder.glob(f".{run_id}*.tmp"):
                path.unlink(missing_ok=True)

    def trim(self, newest_first: Iterable[str]) -> None:
        """Throw away what does not fit, of these runs, which are the ones that are not pinned."""
        sizes, count, total = self.sizes(), 0, 0
        for run_id in newest_first:
            if run_id not in sizes:
                continue
            count, total = count + 1, total + sizes[run_id]
            if count > self._most or (total > self._budget and count > 1):
                self.remove(run_id)
