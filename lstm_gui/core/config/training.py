"""The settings of training: batches, optimizer, clipping, and the samples on the way."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from lstm_gui.core.config.base import Config
from lstm_gui.core.knobs import Choice, Knob
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = ["MAX_PREFIX", "MAX_PREFIXES", "Optimizer", "Sampling", "TrainConfig"]

Sampling = Literal["consecutive", "random"]
Optimizer = Literal["sgd", "adam"]

MAX_PREFIX = 200
"""In characters."""

MAX_PREFIXES = 20


def _clean_prefixes(prefixes: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(prefix for prefix in prefixes if prefix)
    if any(len(prefix) > MAX_PREFIX for prefix in kept):
        raise ValueError(f"A prefix may have at most {MAX_PREFIX} characters.")
    return kept


class TrainConfig(Config):
    """How the network is trained and when it is asked to write."""

    num_steps: Annotated[
        int,
        Field(ge=1, le=1000),
        Knob(
            kind="integer",
            group="training",
            flag="--steps",
            label=QT_TRANSLATE_NOOP("Knobs", "Time steps"),
            unit=QT_TRANSLATE_NOOP("Knobs", "characters"),
            help=QT_TRANSLATE_NOOP(
                "Knobs",
                "num_steps: how many characters one training sequence has, and so how far "
                "back a gradient reaches.",
            ),
            slider=(1, 200),
            log_scale=True,
        ),
    ] = 35
    batch_size: Annotated[
        int,
        Field(ge=1, le=4096),
        Knob(
            kind="integer",
            group="training",
            flag="--batch",
            label=QT_TRANSLATE_NOOP("Knobs", "Batch size"),
            unit=QT_TRANSLATE_NOOP("Knobs", "sequences"),
            help=QT_TRANSLATE_NOOP("Knobs", "How many sequences are trained on side by side."),
            slider=(1, 256),
            log_scale=True,
            binary=True,
        ),
    ] = 32
    sampling: Annotated[
        Sampling,
        Knob(
            kind="choice",
            group="training",
            flag="--sampling",
            label=QT_TRANSLATE_NOOP("Knobs", "Sampling"),
            help=QT_TRANSLATE_NOOP(
                "Knobs",
                "Consecutive: each batch goes on where the last one ended, and the state is "
                "carried over. Random: sequences from anywhere, the state starts at zero for "
                "each batch.",
            ),
            choices=(
                Choice("consecutive", QT_TRANSLATE_NOOP("Knobs", "Consecutive")),
                Choice("random", QT_TRANSLATE_NOOP("Knobs", "Random")),
            ),
        ),
    ] = "consecutive"
    optimizer: Annotated[
        Optimizer,
        Knob(
            kind="choice",
            group="training",
            flag="--optimizer",
            label=QT_TRANSLATE_NOOP("Knobs", "Optimizer"),
            help=QT_TRANSLATE_NOOP(
                "Knobs",
                "SGD takes plain steps down the gradient, as in the book. Adam scales each "
                "weight's step by its own history; use a learning rate near 0.01 with it.",
            ),
            choices=(
                Choice("sgd", QT_TRANSLATE_NOOP("Knobs", "SGD")),
                Choice("adam", QT_TRANSLATE_NOOP("Knobs", "Adam")),
            ),
        ),
    ] = "sgd"
    learning_rate: Annotated[
        float,
        Field(ge=1e-6, le=1e6),
        Knob(
            kind="number",
            group="training",
            flag="--lr",
            label=QT_TRANSLATE_NOOP("Knobs", "Learning rate"),
            help=QT_TRANSLATE_NOOP(
                "Knobs",
                "How far each step goes. The book's 100 is that large because clipping makes "
                "the gradients that small.",
            ),
            live=True,
            log_scale=True,
            slider=(1e-4, 1e3),
        ),
    ] = 100.0
    clipping_theta: Annotated[
        float,
        Field(ge=1e-6, le=1e6),
        Knob(
            kind="number",
            group="training",
            flag="--clip",
            label=QT_TRANSLATE_NOOP("Knobs", "Clipping θ"),
            help=QT_TRANSLATE_NOOP(
                "Knobs",
                "Gradient clipping: when the norm of all gradients together is larger than θ, "
                "they are scaled down to θ.",
            ),
            live=True,
            log_scale=True,
            slider=(1e-4, 1e2),
        ),
    ] = 0.01
    epochs: Annotated[
        int,
        Field(ge=1, le=1_000_000),
        Knob(
            kind="integer",
            group="training",
            flag="--epochs",
            label=QT_TRANSLATE_NOOP("Knobs", "Epochs"),
            help=QT_TRANSLATE_NOOP("Knobs", "How often the text is read from start to end."),
            live=True,
            slider=(1, 1000),
            log_scale=True,
        ),
    ] = 160
    sample_every: Annotated[
        int,
        Field(ge=1, le=1_000_000),
        Knob(
            kind="integer",
            group="samples",
            flag="--sample-every",
            label=QT_TRANSLATE_NOOP("Knobs", "Sample every"),
            unit=QT_TRANSLATE_NOOP("Knobs", "epochs"),
            help=QT_TRANSLATE_NOOP("Knobs", "How often the model writes after each prefix."),
            live=True,
            slider=(1, 100),
            log_scale=True,
        ),
    ] = 40
    sample_length: Annotated[
        int,
        Field(ge=1, le=5000),
        Knob(
            kind="integer",
            group="samples",
            flag="--length",
            label=QT_TRANSLATE_NOOP("Knobs", "Sample length"),
            unit=QT_TRANSLATE_NOOP("Knobs", "characters"),
            help=QT_TRANSLATE_NOOP("Knobs", "How many characters it writes after a prefix."),
            live=True,
            slider=(10, 1000),
            log_scale=True,
        ),
    ] = 50
    prefixes: Annotated[
        tuple[Annotated[str, Field(max_length=MAX_PREFIX)], ...],
        Field(max_length=MAX_PREFIXES),
        AfterValidator(_clean_prefixes),
        Knob(
            kind="texts",
            group="samples",
            flag="--prefix",
            label=QT_TRANSLATE_NOOP("Knobs", "Prefixes"),
            help=QT_TRANSLATE_NOOP("Knobs", "What the samples begin with, separated by commas."),
            live=True,
        ),
    ] = ("分开", "不分开")
