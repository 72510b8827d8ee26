"""The settings of the engine: which implementation computes, and on which device."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lstm_gui.core.config.base import Config
from lstm_gui.core.knobs import Choice, Knob
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["ComputeConfig", "Implementation"]

Implementation = Literal["fast", "concise", "scratch"]


class ComputeConfig(Config):
    """By what the network is computed. Neither field changes the mathematics."""

    implementation: Annotated[
        Implementation,
        Knob(
            kind="choice",
            group="engine",
            flag="--implementation",
            label=QT_TRANSLATE_NOOP("Knobs", "Implementation"),
            help=QT_TRANSLATE_NOOP(
                "Knobs",
                "Three ways to write the same equations: from scratch, gate by gate; concise, "
                "with gluon.rnn; fast, made for this machine. Their results agree.",
            ),
            choices=(
                Choice("fast", QT_TRANSLATE_NOOP("Knobs", "Fast")),
                Choice("concise", QT_TRANSLATE_NOOP("Knobs", "Concise (gluon)")),
                Choice("scratch", QT_TRANSLATE_NOOP("Knobs", "From scratch")),
            ),
            live=True,
        ),
    ] = "fast"
    context: Annotated[
        str,
        Field(pattern=r"^(cpu|gpu:\d{1,2})$"),
        Knob(
            kind="text",
            group="engine",
            flag="--context",
            label=QT_TRANSLATE_NOOP("Knobs", "Context"),
            help=QT_TRANSLATE_NOOP(
                "Knobs", "The device that computes: the processor, or a graphics card."
            ),
            live=True,
        ),
    ] = "cpu"
