"""What the studio keeps from one session to the next: pieces, and prefixes that were written after.

A JSON file. Each change is made to the file as it is then, so several windows share it. No Qt here.
"""

from __future__ import annotations

import errno
import math
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from lstm_gui.core.clean_text import one_line
from lstm_gui.core.files import alone_in, set_aside, write_atomically
from lstm_gui.core.inspection.copies import Novelty
from lstm_gui.core.inspection.pieces import Piece
from lstm_gui.core.model.branches import Origin
from lstm_gui.core.settings.groups import GenerateRequest

__all__ = ["MOST_PIECES", "MOST_PREFIXES", "KeptFile", "KeptPieces"]

MOST_PIECES = 1000
MOST_PREFIXES = 20
_LONGEST_PIECE = 100_000
_LONGEST_PREFIX = 10_000
_LARGEST = 64 * 2**20


class _Kept(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class _Origin(_Kept):
    """By what a piece was written."""

    request: GenerateRequest
    epoch: Annotated[int, Field(ge=0)] = 0
    perplexity: Annotated[float, Field(ge=0)] | None = None

    @classmethod
    def of(cls, origin: Origin) -> _Origin:
        known = origin.perplexity is not None and math.isfinite(origin.perplexity)
        perplexity = origin.perplexity if known else None
        return cls(request=origin.request, epoch=origin.epoch, perplexity=perplexity)

    def origin(self) -> Origin:
        return Origin(self.request, self.epoch, self.perplexity)


class _Novelty(_Kept):
    """How much of a piece was new."""

    share_new: Annotated[float, Field(ge=0, le=1)]
    mean_span: Annotated[float, Field(ge=0)]
    longest: Annotated[int, Field(ge=0)]

    @classmethod
    def of(cls, new: Novelty) -> _Novelty:
        return cls(share_new=new.share_new, mean_span=new.mean_span, longest=new.longest)

    def novelty(self) -> Novelty:
        return Novelty(self.share_new, self.mean_span, self.longest)


class _Piece(_Kept):
    """A piece, as it stands in the file."""

    text: Annotated[str, Field(min_length=1, max_length=_LONGEST_PIECE), AfterValidator(one_line)]
    lines: bool
    origin: _Origin | None = None
    novelty: _Novelty | None = None

    @classmethod
    def of(cls, piece: Piece) -> _Piece:
        origin = None if piece.origin is None else _Origin.of(piece.origin)
        novelty = None if piece.novelty is None else _Novelty.of(piece.novelty)
        return cls(text=piece.text, lines=piece.lines, origin=origin, novelty=novelty)

    def piece(self) -> Piece:
        origin = None if self.origin is None else self.origin.origin()
        novelty = None if self.novelty is None else self.novelty.novelty()
        return Piece(self.text, self.lines, origin, novelty)


_Prefix = Annotated[str, Field(min_length=1, max_length=_LONGEST_PREFIX), AfterValidator(one_line)]


class KeptPieces(_Kept):
    """Pieces and prefixes, the newest first."""

    version: Literal[1] = 1
    stored: Annotated[tuple[_Piece, ...], Field(max_length=MOST_PIECES)] = ()
    prefixes: Annotated[tuple[_Prefix, ...], Field(max_length=MOST_PREFIXES)] = ()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The pieces."""
        return tuple(one.piece() for one in self.stored)

    def with_piece(self, piece: Piece) -> KeptPieces:
        """Put a piece on top; of too many the oldest is lost."""
        stored = (_Piece.of(piece), *self.stored)[:MOST_PIECES]
        return self.model_copy(update={"stored": stored})

    def without(self, pieces: Sequence[Piece]) -> KeptPieces:
        """Take pieces away: of several that are the same, as many as are given."""
        stored = list(self.stored)
        for gone in map(_Piece.of, pieces):
            if gone in stored:
                stored.remove(gone)
        return self.model_copy(update={"stored": tuple(stored)})

    def with_prefix(self, prefix: str) -> KeptPieces:
        """Put a prefix on top."""
        others = (other for other in self.prefixes if other != prefix)
        return self.model_copy(update={"prefixes": (prefix, *others)[:MOST_PREFIXES]})


class KeptFile:
    """Reads and changes the file at one place.

    Every method raises OSError if the file cannot be read or written, and ValueError for what no
    file can hold.

    Attributes:
        set_aside: Where a damaged file went; None if there was none.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.set_aside: Path | None = None

    def load(self) -> KeptPieces:
        """Return what is kept."""
        try:
            return self._read()
        except FileNotFoundError:
            return KeptPieces()
        except (ValidationError, ValueError, RecursionError):
            self.set_aside = set_aside(self.path)
            return KeptPieces()

    def keep(self, piece: Piece) -> None:
        """Keep a piece."""
        self._change(lambda kept: kept.with_piece(piece))

    def drop(self, pieces: Sequence[Piece]) -> None:
        """Keep these no longer."""
        self._change(lambda kept: kept.without(pieces))

    def remember(self, prefix: str) -> None:
        """Keep a prefix."""
        self._change(lambda kept: kept.with_prefix(prefix))

    def _change(self, change: Callable[[KeptPieces], KeptPieces]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with alone_in(self.path.parent):  # or another window could write between the two
            changed = change(self.load())
            write_atomically(self.path, changed.model_dump_json(indent=1).encode())

    def _read(self) -> KeptPieces:
        if self.path.exists() and not self.path.is_file():  # to open a pipe would wait
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        if self.path.stat().st_size > _LARGEST:
            raise ValueError("too large")
        return KeptPieces.model_validate_json(self.path.read_bytes())
