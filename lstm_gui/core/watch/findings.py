"""The findings of the watch: a sentence, what it means, and the change of settings that helps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP, Sentence, say
from lstm_gui.core.numbers import compact, significant, thousands
from lstm_gui.core.settings.experiment import KNOBS, Experiment, changed

__all__ = ["Finding", "Key", "ORDER", "found"]

Key = Literal[
    "not_a_number", "diverged", "rising", "overfitting", "flat", "saturated", "dead", "clipped"
]

ORDER: tuple[Key, ...] = (
    "not_a_number",
    "diverged",
    "rising",
    "overfitting",
    "flat",
    "saturated",
    "dead",
    "clipped",
)
"""The findings, the gravest first."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting and the value that it should have."""

    path: str
    value: float | int | str


@dataclass(frozen=True, slots=True)
class Remedy:
    """A change of settings that helps, or the way back to the best model; what its button says."""

    settings: tuple[Setting, ...]
    label: Sentence
    back_to_best: bool = False

    def applied(self, experiment: Experiment) -> Experiment:
        """Return the settings with this change."""
        for setting in self.settings:
            experiment = changed(experiment, setting.path, setting.value)
        return experiment


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the watch has noticed; `meaning` tells what it means for training."""

    key: Key
    sentence: Sentence
    meaning: Sentence
    remedy: Remedy | None


_TEXTS: dict[Key, tuple[str, str]] = {
    "not_a_number": (
        QT_TRANSLATE_NOOP("Steering", "A weight or gradient is no longer a number."),
        QT_TRANSLATE_NOOP("Steering", "The steps were so large that numbers overflowed."),
    ),
    "diverged": (
        QT_TRANSLATE_NOOP("Steering", "Training has broken down: the loss is {loss} nats."),
        QT_TRANSLATE_NOOP("Steering", "The steps are too large, and overshoot again and again."),
    ),
    "rising": (
        QT_TRANSLATE_NOOP("Steering", "The perplexity is {times} times what it was at best."),
        QT_TRANSLATE_NOOP("Steering", "The steps may be too large; it may also recover."),
    ),
    "overfitting": (
        QT_TRANSLATE_NOOP(
            "Steering",
            "On held-out text the perplexity has risen from {best} after epoch {epoch} to "
            "{now}, while on the training text it falls.",
        ),
        QT_TRANSLATE_NOOP(
            "Steering",
            "The model learns the training text by heart (overfitting), and that does not help "
            "with other text. More text, fewer hidden units or an earlier end help.",
        ),
    ),
    "flat": (
        QT_TRANSLATE_NOOP(
            "Steering",
            "The perplexity has hardly moved for {steps} batches, near {perplexity}.",
        ),
        QT_TRANSLATE_NOOP("Steering", "With these settings the model may not learn much more."),
    ),
    "saturated": (
        QT_TRANSLATE_NOOP(
            "Steering", "{percent} % of gate {gate} in layer {layer} is fully open or shut."
        ),
        QT_TRANSLATE_NOOP(
            "Steering", "Such gates pass on almost no gradient, so they can hardly learn."
        ),
    ),
    "dead": (
        QT_TRANSLATE_NOOP("Steering", "{count} of {cells} cells hardly ever change."),
        QT_TRANSLATE_NOOP("Steering", "They cost time and remember nothing of the probe text."),
    ),
    "clipped": (
        QT_TRANSLATE_NOOP("Steering", "Every batch is clipped: the gradient's norm is above θ."),
        QT_TRANSLATE_NOOP(
            "Steering",
            "With SGD every step has the same length, learning rate times θ: {length}. The "
            "book's recipe does this on purpose.",
        ),
    ),
}
_SATURATED_STATE = (
    QT_TRANSLATE_NOOP("Steering", "{percent} % of state h in layer {layer} is close to −1 or 1."),
    QT_TRANSLATE_NOOP(
        "Steering", "There tanh passes on almost no gradient, so these cells can hardly learn."
    ),
)
"""A plain RNN has no gates."""
_CLIPPED_ADAM = QT_TRANSLATE_NOOP(
    "Steering", "With Adam this changes little, because it scales each step by itself."
)
_ALL_LEARNT = QT_TRANSLATE_NOOP("Steering", "It knows the text by heart: nothing is left to learn.")
_CLIP_AT = QT_TRANSLATE_NOOP("Steering", "Clipping θ {old} → {new}")
_BY_HEART = 1.1
_PASSES_ALL = 1.0
_USUAL_ADAM, _USUAL_STEP = 0.1, 10.0
"""Larger learning rates of Adam, or steps of clipped SGD (the book's are 1), break down at once."""


def found(key: Key, experiment: Experiment, **values: float | str) -> Finding:
    """Make a finding under these settings; `values` fill its sentence, and choose its remedy."""
    sentence, meaning = _TEXTS[key]
    train = experiment.train
    filling: dict[str, object] = {}
    if key == "clipped":
        filling = {"length": significant(train.learning_rate * train.clipping_theta)}
        meaning = meaning if train.optimizer == "sgd" else _CLIPPED_ADAM
    if key == "saturated" and values["gate"] == "h":
        sentence, meaning = _SATURATED_STATE
    if key == "flat" and float(values["perplexity"]) < _BY_HEART:
        meaning = _ALL_LEARNT
    make = _REMEDIES.get(key)
    remedy = None if make is None else make(experiment, values)
    written = {name: _written(value) for name, value in values.items()}
    return Finding(key, say(sentence, **written), say(meaning, **filling), remedy)


def _written(value: float | str) -> str:
    if isinstance(value, int):
        return thousands(value)
    return significant(value) if isinstance(value, float) else value


def smaller_step(experiment: Experiment, factor: float) -> Remedy | None:
    """Multiply the learning rate; None at the end of its range."""
    old = experiment.train.learning_rate
    new = _within("train.learning_rate", old * factor)
    if new == old:
        return None
    label = QT_TRANSLATE_NOOP("Steering", "Learning rate {old} → {new}")
    return Remedy(
        (Setting("train.learning_rate", new),), say(label, old=compact(old), new=compact(new))
    )


def _within(path: str, value: float) -> float:
    knob = KNOBS[path]
    assert knob.low is not None and knob.high is not None
    return min(max(float(f"{value:.2g}"), knob.low), knob.high)


_Values = dict[str, float | str]


def _after_breakdown(experiment: Experiment, values: _Values) -> Remedy | None:
    """Clip as the book does where SGD takes huge steps unclipped; else take smaller steps."""
    train = experiment.train
    if train.optimizer == "sgd" and train.learning_rate > 1 and train.clipping_theta > _PASSES_ALL:
        new = _within("train.clipping_theta", 1 / train.learning_rate)
        sentence = say(_CLIP_AT, old=compact(train.clipping_theta), new=compact(new))
        return Remedy((Setting("train.clipping_theta", new),), sentence)
    usual = _USUAL_ADAM if train.optimizer == "adam" else _USUAL_STEP / train.clipping_theta
    return smaller_step(experiment, min(0.1, usual / train.learning_rate))


def _after_rise(experiment: Experiment, values: _Values) -> Remedy | None:
    return smaller_step(experiment, 0.3)


def _when_flat(experiment: Experiment, values: _Values) -> Remedy | None:
    """Take finer steps near a goal, larger ones where nothing has been learnt yet."""
    if float(values["perplexity"]) < _BY_HEART:
        return None
    return smaller_step(experiment, 3.0 if values["learnt"] == "nothing" else 0.3)


def _when_clipped(experiment: Experiment, values: _Values) -> Remedy | None:
    """Raise θ above the usual norm; with SGD the learning rate falls as much, so steps stay."""
    train = experiment.train
    theta = _within("train.clipping_theta", 2 * float(values["norm"]))
    if theta <= train.clipping_theta:
        return None
    settings = [Setting("train.clipping_theta", theta)]
    label = _CLIP_AT
    if train.optimizer == "sgd":
        rate = train.learning_rate * train.clipping_theta / theta
        settings.append(Setting("train.learning_rate", _within("train.learning_rate", rate)))
        label = QT_TRANSLATE_NOOP("Steering", "Clipping θ {old} → {new}, with steps as long")
    words = say(label, old=compact(train.clipping_theta), new=compact(theta))
    return Remedy(tuple(settings), words)


def _when_overfitting(experiment: Experiment, values: _Values) -> Remedy | None:
    label = QT_TRANSLATE_NOOP("Steering", "Pause and go back to epoch {epoch}")
    return Remedy((), say(label, epoch=_written(values["epoch"])), back_to_best=True)


_REMEDIES: dict[Key, Callable[[Experiment, _Values], Remedy | None]] = {
    "not_a_number": _after_breakdown,
    "diverged": _after_breakdown,
    "rising": _after_rise,
    "overfitting": _when_overfitting,
    "flat": _when_flat,
    "saturated": _after_rise,
    "clipped": _when_clipped,
}
