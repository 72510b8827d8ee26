"""Pieces that were kept: a text with how it came to be, written as text, Markdown or JSON."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from lstm_gui.core.inspection.copies import Novelty
from lstm_gui.core.model.branches import Origin
from lstm_gui.core.numbers import brief

__all__ = ["Piece", "as_json", "as_markdown", "as_text"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that was kept.

    Args:
        text: On one line, as the model reads it.
        lines: A space in it is the end of a line.
        origin: By what it was written; None for one that was typed.
        novelty: How much of it is new; None if it was not looked up.
    """

    text: str
    lines: bool
    origin: Origin | None = None
    novelty: Novelty | None = None

    @property
    def shown(self) -> str:
        """The text as it is read: in lines, where its lines can be seen."""
        return self.text.replace(" ", "\n") if self.lines else self.text

    @property
    def facts(self) -> dict[str, object]:
        """How it came to be, by the names that the command line has for it."""
        facts: dict[str, object] = {}
        if self.origin is not None:
            request = self.origin.request
            facts = {
                "epoch": self.origin.epoch,
                "perplexity": _finite(self.origin.perplexity),
                "prefix": request.prefix,
                "length": request.length,
                "until_line_end": request.until_line_end,
                "temperature": request.temperature,
                "top_k": request.top_k,
                "top_p": request.top_p,
                "repetition_penalty": request.repetition_penalty,
                "seed": request.seed,
            }
        if self.novelty is not None:
            facts |= {
                "novelty": self.novelty.share_new,
                "mean_span": self.novelty.mean_span,
                "longest_span": self.novelty.longest,
            }
        return facts


def as_text(pieces: Sequence[Piece]) -> str:
    """Return the pieces one after the other, with a line between them that says how each came."""
    return "\n\n".join(f"{piece.shown}\n({_summary(piece)})" for piece in pieces) + "\n"


def as_markdown(pieces: Sequence[Piece]) -> str:
    """Return the pieces as quotations, each line with its break, and their facts as lists."""
    return "\n".join(_quoted(piece) for piece in pieces)


def as_json(pieces: Sequence[Piece]) -> str:
    """Return the pieces as a list of objects."""
    objects = [{"text": piece.text, **piece.facts} for piece in pieces]
    return json.dumps(objects, ensure_ascii=False, indent=2) + "\n"


def _finite(value: float | None) -> float | None:
    """Return a number that JSON has."""
    return value if value is not None and math.isfinite(value) else None


def _quoted(piece: Piece) -> str:
    lines = [re.sub(r"([\\`*_{}\[\]<>#+\-!|~])", r"\\\1", line) for line in piece.shown.split("\n")]
    quotation = "\n".join(f"> {line}  " if line else ">" for line in lines)
    facts = "\n".join(f"- {name}: {_value(value)}" for name, value in piece.facts.items())
    return f"{quotation}\n\n{facts}\n"


def _summary(piece: Piece) -> str:
    return ", ".join(f"{name} {_value(value)}" for name, value in piece.facts.items())


def _value(value: object) -> str:
    return brief(value) if isinstance(value, float) else str(value)
