"""Named experiments to begin with, the book's and the article's among them."""

from __future__ import annotations

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.settings.experiment import Experiment
from lstm_gui.core.settings.groups import Config, ModelConfig, TrainConfig

__all__ = ["DEFAULT_PRESET", "PRESETS", "Preset", "preset_of"]


class Preset(Config):
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
                    "model": ModelConfig(init="fan_in"),
                    "train": TrainConfig(
                        optimizer="adam",
                        learning_rate=0.02,
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


def preset_of(experiment: Experiment) -> str | None:
    """Name the preset with these settings, whatever computes them, the seed and the prefixes."""
    for preset in PRESETS.values():
        model = experiment.model.model_copy(update={"seed": preset.experiment.model.seed})
        train = experiment.train.model_copy(update={"prefixes": preset.experiment.train.prefixes})
        same_text = experiment.corpus == preset.experiment.corpus
        if same_text and (model, train) == (preset.experiment.model, preset.experiment.train):
            return preset.name
    return None
