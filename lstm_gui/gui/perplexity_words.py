"""What the perplexity plot says of a point: its epoch, its value, and the value in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.baselines import Baselines, in_words
from lstm_gui.gui.format import duration
from lstm_gui.gui.notices import told
from lstm_gui.gui.perplexity_curves import Reading
from lstm_gui.gui.plot_track import PlotAxis

__all__ = [
    "described",
    "figures",
    "held_out_words",
    "stick_caption",
    "stick_names",
    "twin_words",
    "words",
]


def described(
    reading: Reading, reference: float | None, label: str, axis: PlotAxis = "epoch"
) -> list[str]:
    """Return the parts of a readout: where it is, perplexity, and the reference's beside it."""
    value = figures(reading.perplexity)
    if axis != "epoch":
        number = QCoreApplication.translate("PerplexityPlot", "batch {number}")
        batches = number.format(number=f"{reading.x:,.0f}")
        place = batches if axis == "batch" else duration(reading.x)
        template = (
            QCoreApplication.translate("PerplexityPlot", "perplexity {value}")
            if reading.whole_epoch
            else QCoreApplication.translate("PerplexityPlot", "batch perplexity {value}")
        )
        return [place, template.format(value=value)]
    epoch = QCoreApplication.translate("PerplexityPlot", "epoch {epoch}")
    if not reading.whole_epoch:
        batch = QCoreApplication.translate("PerplexityPlot", "batch perplexity {value}")
        return [epoch.format(epoch=f"{reading.x:.2f}"), batch.format(value=value)]
    whole = QCoreApplication.translate("PerplexityPlot", "perplexity {value}")
    parts = [epoch.format(epoch=f"{reading.x:,.0f}"), whole.format(value=value)]
    return parts if reference is None else [*parts, f"{label} {figures(reference)}".strip()]


def held_out_words(epoch: float, reading: tuple[float, float] | None) -> list[str]:
    """Return what a readout says of the part held out, and when it was read, if not just then."""
    if reading is None:
        return []
    read, perplexity = reading
    if read == epoch:
        text = QCoreApplication.translate("PerplexityPlot", "held out {value}")
    else:
        text = QCoreApplication.translate("PerplexityPlot", "held out {value} at epoch {epoch}")
    return [text.format(value=figures(perplexity), epoch=f"{read:,.0f}")]


def twin_words(perplexity: float) -> str:
    """Return what a readout says of the twin; its part held out comes after that."""
    text = QCoreApplication.translate("PerplexityPlot", "B: perplexity {value}")
    return text.format(value=figures(perplexity))


def words(reading: Reading | None) -> str:
    """Say a perplexity as a choice among so many characters; nothing for no point."""
    return "" if reading is None else told(in_words(reading.perplexity))


def stick_caption(*, part: bool) -> str:
    """Return what stands above the names of the measuring sticks when the rest is held out."""
    return QCoreApplication.translate("PerplexityPlot", "training text") if part else ""


def stick_names(baselines: Baselines | None) -> tuple[str, ...]:
    """Return what stands at the ends of the measuring sticks."""
    if baselines is None:
        return ("", "", "", "")
    return (
        QCoreApplication.translate("PerplexityPlot", "uniform {value}").format(
            value=figures(baselines.uniform)
        ),
        QCoreApplication.translate("PerplexityPlot", "unigram {value}").format(
            value=figures(baselines.unigram)
        ),
        QCoreApplication.translate("PerplexityPlot", "bigram {value}").format(
            value=figures(baselines.bigram)
        ),
        QCoreApplication.translate("PerplexityPlot", "trigram {value}").format(
            value=figures(baselines.trigram)
        ),
    )


def figures(value: float) -> str:
    """Write a perplexity to about four digits."""
    if value >= 1e6:
        return f"{value:.3g}"
    decimals = 3 if value < 10 else 2 if value < 100 else 1
    return f"{value:,.{decimals}f}"
