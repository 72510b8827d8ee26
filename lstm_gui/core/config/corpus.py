"""The settings of the text: how much is used, and how much is held out."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from lstm_gui.core.config.base import Config
from lstm_gui.core.knobs import Knob
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["CorpusConfig"]

BOOK_CHARACTERS = 10_000


class CorpusConfig(Config):
    """How much of the text is used, and how much of that is kept from training."""

    max_chars: Annotated[
        int | None,
        Field(ge=2, le=64 * 2**20),
        Knob(
            kind="integer",
            group="corpus",
            flag="--max-chars",
            label=QT_TRANSLATE_NOOP("Knobs", "Use the first"),
            unit=QT_TRANSLATE_NOOP("Knobs", "characters"),
            help=QT_TRANSLATE_NOOP(
                "Knobs", "How much of the text is trained on. The book uses the first 10,000."
            ),
            slider=(1000, 100_000),
            log_scale=True,
        ),
    ] = BOOK_CHARACTERS
    held_out: Annotated[
        float,
        Field(ge=0, le=0.5),
        Knob(
            kind="number",
            group="corpus",
            flag="--held-out",
            label=QT_TRANSLATE_NOOP("Knobs", "Held out"),
            unit="%",
            help=QT_TRANSLATE_NOOP(
                "Knobs",
                "The last songs are kept from training and only read, to measure what the model "
                "has understood and not learned by heart. The book holds nothing out. Reading "
                "takes at most a second and 5 % of the time, so a long text is not read after "
                "every epoch.",
            ),
            percent=True,
            slider=(0, 0.5),
            step=0.01,
        ),
    ] = 0.0
