"""The settings of an experiment as frozen, validated values, and the presets.

A configuration holds what a person or a file supplies. `changed` is the one way to alter a
field: it validates, and says what is wrong in a sentence that names the field.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from lstm_gui.core.errors import ConfigError
from lstm_gui.core.knobs import Choice, Knob, knobs_of, percent_text
from lstm_gui.core.words import QT_TRANSLATE_NOOP

__all__ = [
    "DEFAULT_PRESET",
    "KNOBS",
    "PRESETS",
    "CellKind",
    "ComputeConfig",
    "CorpusConfig",
    "Experiment",
    "GenerateRequest",
    "Implementation",
    "ModelConfig",
    "Preset",
    "TrainConfig",
    "changed",
    "needs_new_model",
    "preset_of",
    "value_at",
    "with_live_settings",
]

CellKind = Literal["lstm", "gru", "rnn"]
Implementation = Literal["fast", "concise", "scratch"]
Sampling = Literal["consecutive", "random"]
Optimizer = Literal["sgd", "adam"]
Initialization = Literal["normal", "fan_in"]

BOOK_CHARACTERS = 10_000
MAX_SEED = 2**31 - 1
MAX_PREFIX = 200
MAX_PREFIXES = 20


class _Config(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, validate_default=True, strict=True
    )


def _clean_prefixes(prefixes: tuple[str, ...]) -> tuple[str, ...]:
    kept = tuple(prefix for prefix in prefixes if prefix)
    if any(len(prefix) > MAX_PREFIX for prefix in kept):
        raise ValueError(f"A prefix may have at most {MAX_PREFIX} characters.")
    return kept


class ModelConfig(_Config):
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


class TrainConfig(_Config):
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


class ComputeConfig(_Config):
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


class CorpusConfig(_Config):
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


class Experiment(_Config):
    """Everything that defines a run, apart from the text itself."""

    model: ModelConfig = ModelConfig()
    train: TrainConfig = TrainConfig()
    compute: ComputeConfig = ComputeConfig()
    corpus: CorpusConfig = CorpusConfig()


class GenerateRequest(_Config):
    """One text to write: what follows `prefix`, character by character."""

    id: int = 0
    prefix: Annotated[str, Field(min_length=1, max_length=10_000)]
    length: Annotated[int, Field(ge=1, le=5000)] = 50
    temperature: Annotated[float, Field(ge=0, le=10)] = 0.0
    top_k: Annotated[int, Field(ge=0)] = 0
    seed: Annotated[int, Field(ge=0, le=MAX_SEED)] = 0


class Preset(_Config):
    """A named experiment; `warning` is what to expect of one that is meant to fail."""

    name: str
    label: str
    experiment: Experiment
    warning: str = ""


_BOOK = Experiment()

PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            name="book-lstm",
            label=QT_TRANSLATE_NOOP("Presets", "Book LSTM"),
            experiment=_BOOK,
        ),
        Preset(
            name="book-gru",
            label=QT_TRANSLATE_NOOP("Presets", "Book GRU"),
            experiment=_BOOK.model_copy(update={"model": ModelConfig(cell="gru")}),
        ),
        Preset(
            name="article",
            label=QT_TRANSLATE_NOOP("Presets", "Article as printed"),
            experiment=_BOOK.model_copy(update={"train": TrainConfig(clipping_theta=98.0)}),
            warning=QT_TRANSLATE_NOOP(
                "Presets",
                "The article's code sets θ = 1e2-2, which is 98, so nothing is clipped and "
                "training diverges. The book's value is 1e-2.",
            ),
        ),
        Preset(
            name="quick",
            label=QT_TRANSLATE_NOOP("Presets", "Quick"),
            experiment=_BOOK.model_copy(
                update={
                    "model": ModelConfig(init="fan_in", forget_bias=1.0),
                    "train": TrainConfig(
                        optimizer="adam",
                        learning_rate=0.01,
                        clipping_theta=1.0,
                        epochs=40,
                        sample_every=10,
                    ),
                }
            ),
        ),
    )
}
DEFAULT_PRESET = "quick"

_SECTIONS: dict[str, type[_Config]] = {
    "corpus": CorpusConfig,
    "model": ModelConfig,
    "train": TrainConfig,
    "compute": ComputeConfig,
}

KNOBS: dict[str, Knob] = {
    knob.path: knob for section, config in _SECTIONS.items() for knob in knobs_of(config, section)
}
"""Every setting by its dotted name, such as `train.learning_rate`, in the order of the form."""


def changed(experiment: Experiment, path: str, value: Any) -> Experiment:  # Any: checked here
    """Return `experiment` with one setting replaced, or raise a `ConfigError` that names it."""
    section_name, _, field = path.partition(".")
    section = getattr(experiment, section_name)
    try:
        new = type(section)(**{**section.model_dump(), field: value})
    except ValidationError as error:
        raise _explained(path, value, error) from None
    return experiment.model_copy(update={section_name: new})


def needs_new_model(old: Experiment, new: Experiment) -> tuple[str, ...]:
    """Name the settings that differ and cannot act on the model in training."""
    return tuple(
        path
        for path, knob in KNOBS.items()
        if not knob.live and value_at(old, path) != value_at(new, path)
    )


def with_live_settings(current: Experiment, wanted: Experiment) -> Experiment:
    """Return `current` with those settings of `wanted` that can act on the model in training."""
    for path, knob in KNOBS.items():
        if knob.live and value_at(current, path) != value_at(wanted, path):
            current = changed(current, path, value_at(wanted, path))
    return current


def preset_of(experiment: Experiment) -> str | None:
    """Name the preset with these settings, whatever computes them, the seed and the prefixes."""
    for preset in PRESETS.values():
        model = experiment.model.model_copy(update={"seed": preset.experiment.model.seed})
        train = experiment.train.model_copy(update={"prefixes": preset.experiment.train.prefixes})
        same_text = experiment.corpus == preset.experiment.corpus
        if same_text and (model, train) == (preset.experiment.model, preset.experiment.train):
            return preset.name
    return None


def value_at(experiment: Experiment, path: str) -> object:
    """Return one setting by its dotted name."""
    section, _, field = path.partition(".")
    value: object = getattr(getattr(experiment, section), field)
    return value


def _bound(value: float | None) -> str:
    if value is None:
        return "∞"
    return f"{value:,.0f}" if abs(value) >= 1 else f"{value:g}"


def _explained(path: str, value: object, error: ValidationError) -> ConfigError:
    knob = KNOBS[path]
    kind = error.errors()[0]["type"]
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "finite_number"):
        if knob.percent and isinstance(value, (int, float)):
            low, high, got = (percent_text(part or 0.0) for part in (knob.low, knob.high, value))
            return ConfigError.out_of_range(path, low, high, got)
        low, high = (_bound(bound) for bound in (knob.low, knob.high))
        return ConfigError.out_of_range(path, low, high, value)
    if kind in ("int_type", "int_parsing", "int_from_float"):
        template = QT_TRANSLATE_NOOP("Errors", "Must be a whole number, got {got}.")
    elif kind in ("float_type", "float_parsing"):
        template = QT_TRANSLATE_NOOP("Errors", "Must be a number, got {got}.")
    elif kind == "literal_error":
        names = ", ".join(choice.value for choice in knob.choices)
        template = QT_TRANSLATE_NOOP("Errors", "Must be one of {names}, got {got}.")
        return ConfigError(path, template, names=names, got=value)
    elif kind in ("too_long", "string_too_long", "value_error"):
        template = QT_TRANSLATE_NOOP(
            "Errors", "At most {count} prefixes of at most {length} characters each."
        )
        return ConfigError(path, template, count=MAX_PREFIXES, length=MAX_PREFIX)
    elif kind == "string_pattern_mismatch":
        template = QT_TRANSLATE_NOOP("Errors", "Must be cpu or gpu:0, gpu:1 and so on, got {got}.")
    else:
        template = QT_TRANSLATE_NOOP("Errors", "Cannot be {got}.")
    return ConfigError(path, template, got=value)
