"""The settings in their groups, each with range, unit and help: text, network, training, engine."""

from __future__ import annotations

import secrets
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from lstm_gui.core.clean_text import one_line
from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.settings.knob import Choice, Knob

__all__ = [
    "CellKind",
    "ComputeConfig",
    "Config",
    "CorpusConfig",
    "DrawConfig",
    "GenerateRequest",
    "Implementation",
    "Initialization",
    "MAX_PREFIX",
    "MAX_PREFIXES",
    "MAX_SEED",
    "MAX_VARIANTS",
    "ModelConfig",
    "Optimizer",
    "Sampling",
    "TrainConfig",
    "random_seed",
]

MAX_SEED = 2**31 - 1


def random_seed() -> int:
    """Return a seed for those who chose none."""
    return secrets.randbelow(MAX_SEED + 1)


class Config(BaseModel):
    """A group of settings; a value out of its range raises a `pydantic.ValidationError`."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True, strict=True
    )


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


CellKind = Literal["lstm", "gru", "rnn", "peephole"]
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
                "The recurrent cell. An LSTM keeps a memory c beside its hidden state h, and in a "
                "peephole LSTM the gates see it; a GRU and a plain RNN have h alone.",
            ),
            choices=(
                Choice("lstm", QT_TRANSLATE_NOOP("Knobs", "LSTM")),
                Choice("gru", QT_TRANSLATE_NOOP("Knobs", "GRU")),
                Choice("rnn", QT_TRANSLATE_NOOP("Knobs", "RNN (tanh)")),
                Choice("peephole", QT_TRANSLATE_NOOP("Knobs", "Peephole LSTM")),
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
            cells=("lstm", "peephole"),
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


Sampling = Literal["consecutive", "random"]
Optimizer = Literal["sgd", "adam"]

MAX_PREFIX = 200
"""In characters."""

MAX_PREFIXES = 20


def _cleaned(prefix: object) -> object:
    return one_line(prefix) if isinstance(prefix, str) else prefix


def _without_empty(prefixes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(filter(None, prefixes))


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
        tuple[Annotated[str, BeforeValidator(_cleaned), Field(max_length=MAX_PREFIX)], ...],
        Field(max_length=MAX_PREFIXES),
        AfterValidator(_without_empty),
        Knob(
            kind="texts",
            group="samples",
            flag="--prefix",
            label=QT_TRANSLATE_NOOP("Knobs", "Prefixes"),
            help=QT_TRANSLATE_NOOP("Knobs", "What the samples begin with, one a line."),
            live=True,
        ),
    ] = ("分开", "不分开")


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
                Choice(
                    "concise",
                    QT_TRANSLATE_NOOP("Knobs", "Concise (gluon)"),
                    without=("peephole",),
                ),
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


class DrawConfig(Config):
    """How the next character is drawn from the model's scores; see `core.model.writing`."""

    temperature: Annotated[float, Field(ge=0, le=10)] = 0.0
    top_k: Annotated[int, Field(ge=0)] = 0
    top_p: Annotated[float, Field(gt=0, le=1)] = 1.0
    repetition_penalty: Annotated[float, Field(ge=1, le=10)] = 1.0


MAX_VARIANTS = 64


class GenerateRequest(DrawConfig):
    """Texts to write: what follows `prefix`, character by character, in so many variants.

    Variant k is drawn with seed + k, so each can be written again alone.
    """

    id: int = 0
    prefix: Annotated[str, BeforeValidator(_cleaned), Field(min_length=1, max_length=10_000)]
    length: Annotated[int, Field(ge=1, le=5000)] = 50
    until_line_end: bool = False
    variants: Annotated[int, Field(ge=1, le=MAX_VARIANTS)] = 1
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 0
