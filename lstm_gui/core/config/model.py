"""The settings of the network: cell, size, and how its weights begin."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lstm_gui.core.config.base import MAX_SEED, Config
from lstm_gui.core.knobs import Choice, Knob
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["CellKind", "Initialization", "ModelConfig"]

CellKind = Literal["lstm", "gru", "rnn"]
Initialization = Literal["normal", "fan_in"]


class ModelConfig(Config):
    """The shape of the network and how its weights begin."""

    cell: Annotated[
        CellKind,
        Knob(
            kind="choice",
            group="model",
            flag="--cell",
            label=QT_TRANSLATE_NOOP("Knobs", "Cell"),
            help=QT_TRANSLATE_NOOP(
                "Knobs",
                "The recurrent cell. An LSTM keeps a memory c beside its hidden state h; a GRU "
                "and a plain RNN have h alone.",
            ),
            choices=(
                Choice("lstm", QT_TRANSLATE_NOOP("Knobs", "LSTM")),
                Choice("gru", QT_TRANSLATE_NOOP("Knobs", "GRU")),
                Choice("rnn", QT_TRANSLATE_NOOP("Knobs", "RNN (tanh)")),
            ),
        ),
    ] = "lstm"
    layers: Annotated[
        int,
        Field(ge=1, le=3),
        Knob(
            kind="integer",
            group="model",
            flag="--layers",
            label=QT_TRANSLATE_NOOP("Knobs", "Layers"),
            help=QT_TRANSLATE_NOOP(
                "Knobs", "How many recurrent layers are stacked. The book uses one."
            ),
            slider=(1, 3),
        ),
    ] = 1
    hidden: Annotated[
        int,
        Field(ge=1, le=4096),
        Knob(
            kind="integer",
            group="model",
            flag="--hidden",
            label=QT_TRANSLATE_NOOP("Knobs", "Hidden units"),
            help=QT_TRANSLATE_NOOP(
                "Knobs",
                "Memory cells in each layer. More remember more and cost more time; the book "
                "uses 256.",
            ),
            slider=(8, 1024),
            log_scale=True,
            binary=True,
        ),
    ] = 256
    init: Annotated[
        Initialization,
        Knob(
            kind="choice",
            group="model",
            flag="--init",
            label=QT_TRANSLATE_NOOP("Knobs", "Initial weights"),
            help=QT_TRANSLATE_NOOP(
                "Knobs",
                "Where the weights start: drawn from a normal distribution with standard "
                "deviation 0.01, as in the book, or with 1/√(inputs), which learns sooner.",
            ),
            choices=(
                Choice("normal", QT_TRANSLATE_NOOP("Knobs", "Normal, 0.01")),
                Choice("fan_in", QT_TRANSLATE_NOOP("Knobs", "Normal, 1/√(inputs)")),
            ),
        ),
    ] = "normal"
    forget_bias: Annotated[
        float,
        Field(ge=-10, le=10),
        Knob(
            kind="number",
            group="model",
            flag="--forget-bias",
            label=QT_TRANSLATE_NOOP("Knobs", "Forget bias"),
            help=QT_TRANSLATE_NOOP(
                "Knobs",
                "The forget gate's bias at the start (LSTM only). Above 0 the cells keep their "
                "memory from the beginning; the book starts at 0.",
            ),
            slider=(-2, 4),
            step=0.1,
        ),
    ] = 0.0
    seed: Annotated[
        int,
        Field(ge=0, le=MAX_SEED),
        Knob(
            kind="integer",
            group="model",
            flag="--seed",
            label=QT_TRANSLATE_NOOP("Knobs", "Seed"),
            help=QT_TRANSLATE_NOOP(
                "Knobs",
                "The starting point of all random numbers. The same seed on the same machine "
                "gives the same curve, to the last bit.",
            ),
        ),
    ] = 0
