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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "More text gives the model more to learn and more different characters, and "
                "each epoch takes longer. Perplexities of different amounts of text are not "
                "comparable.",
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "More songs measure better what the model has understood, and fewer are left to "
                "learn from. At 0 nothing is held out, and overfitting cannot be seen.",
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "LSTM: the gates decide what the memory keeps, so it can remember over a "
                "hundred characters and more. GRU: two gates, fewer weights, often sooner at "
                "its goal. RNN: fast and simple, and forgets soon. Peephole: an LSTM that can "
                "time itself better, for it sees its own memory.",
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "Each layer reads what the one below shows. More layers can find more involved "
                "patterns; they need more time, and with little text they seldom help.",
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "More cells can remember more at once. An LSTM layer of h units that reads v "
                "different characters has so many weights; twice the units take up to four "
                "times as long. With little text a large model soon learns by heart.",
            ),
            formula="4 h (v + h + 1)",
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "With 0.01 the network begins almost asleep, and the first epochs show little. "
                "With 1/√(inputs) signals keep their size from step to step, and learning "
                "begins at once.",
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "At 0 a new cell forgets half of its memory at each character; at 1 about a "
                "quarter, at 3 a twentieth. A higher bias helps where much has to be remembered "
                "over long distances.",
            ),
            formula="F_t = σ(X_t W_{xf} + H_{t−1} W_{hf} + b_f)",
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "Another seed is neither better nor worse: it is another beginning. Train with "
                "several to see how much of a difference is chance.",
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "Longer sequences let the gradient reach farther back, so that longer "
                "connections can be learnt. There are fewer steps in an epoch, and each takes "
                "longer.",
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "Larger batches give smoother gradients and use the processor better, and there "
                "are fewer steps in an epoch. Usually the learning rate may rise with them.",
            ),
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "Consecutive: what was read before the batch still counts, as it does when the "
                "model writes. Random: batches differ more from one another, which steadies "
                "SGD, but nothing before a sequence is known.",
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "SGD needs a learning rate that fits, and shows plainly what clipping does. "
                "Adam gets down sooner and forgives more; with the book's 100 it would break "
                "down at once.",
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "The perplexity falls faster, up to a point; beyond it the curve jumps up, and "
                "in the end training breaks down. With clipping and SGD the length of a step is "
                "at most η θ, so both numbers count together.",
            ),
            formula="W ← W − η g",
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "Fewer batches are clipped and their steps grow longer, up to the point where "
                "nothing is clipped and one steep place can throw the weights off. Lower it, "
                "and all steps become short and alike.",
            ),
            formula="g ← min(1, θ / ‖g‖) g",
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "The model reads the text more often and learns more of it; on little text it "
                "learns it by heart after some twenty. The number can be raised while it "
                "trains.",
            ),
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "Samples come less often, and less time goes into writing them.",
            ),
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "Samples tell more of what the model keeps up over a distance, and take longer "
                "to write.",
            ),
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "Each prefix gives a sample of its own. Take a line of the text to see whether "
                "the model goes on with it word for word.",
            ),
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "From scratch: the book's equations as they are, slowest. Concise: the same by "
                "gluon's layer. Fast: compiled for this processor. Change it while the model "
                "trains, and the curve goes on as if nothing had happened.",
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
            raised=QT_TRANSLATE_NOOP(
                "Knobs",
                "A graphics card is worth its trouble with many hidden units and large batches; "
                "the book's sizes leave it little to do.",
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
