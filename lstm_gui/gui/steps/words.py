"""Slow motion in words: for each phase its equation, a sentence or two, and every number."""

from __future__ import annotations

import html
import math
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from lstm_gui.core.i18n import QT_TRANSLATE_NOOP
from lstm_gui.core.inspection.anatomy import StepAnatomy
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.numbers import compact, significant, thousands
from lstm_gui.core.worker.events import SlowStepDone
from lstm_gui.gui.steps.timeline import Phase, Sequence, StepPlace
from lstm_gui.gui.steps.update_views import parameter_name
from lstm_gui.gui.widgets.characters import visible_character
from lstm_gui.gui.widgets.formats import percent

__all__ = ["PHASES", "caption", "lines_of_moment"]

PHASES: dict[Phase, str] = {
    Phase.FORWARD: QT_TRANSLATE_NOOP("Steps", "Forward"),
    Phase.LOSS: QT_TRANSLATE_NOOP("Steps", "Loss"),
    Phase.BACKWARD: QT_TRANSLATE_NOOP("Steps", "Backward"),
    Phase.CLIP: QT_TRANSLATE_NOOP("Steps", "Clip"),
    Phase.UPDATE: QT_TRANSLATE_NOOP("Steps", "Update"),
}
_GUESSED = 3
_UPDATE = {"sgd": "w ← w − η g", "adam": "w ← w − ηₜ m / (√v + εₜ)"}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Steps", text)


def _percent(part: float) -> str:
    """Write a part of 1 as a percentage that is not broken at the end of a line."""
    return percent(part).replace(" ", "\u00a0")


def _translated(template: str, **values: object) -> str:
    """Return a translated sentence as rich text; values are plain text."""
    shown = {name: html.escape(str(value)) for name, value in values.items()}
    return html.escape(_tr(template)).format(**shown)


def caption(done: SlowStepDone) -> str:
    """Say which batch this is."""
    template = _tr(QT_TRANSLATE_NOOP("Steps", "epoch {epoch}, batch {batch} of {batches}"))
    return template.format(
        epoch=thousands(done.epoch),
        batch=thousands(done.batch),
        batches=thousands(done.batches),
    )


def lines_of_moment(done: SlowStepDone, sequence: Sequence, place: StepPlace) -> tuple[str, ...]:
    """Return what is to be said at a place: lines of rich text, the equation first."""
    t = min(place.t, len(sequence) - 1)
    tellers: dict[Phase, Callable[[], tuple[str, ...]]] = {
        Phase.FORWARD: lambda: _forward(done.anatomy, sequence, t),
        Phase.LOSS: lambda: _loss(done, sequence, t),
        Phase.BACKWARD: lambda: _backward(done.anatomy, sequence, t),
        Phase.CLIP: lambda: _clip(done),
        Phase.UPDATE: lambda: _update(done.anatomy),
    }
    return tellers[place.phase]()


def _time(sequence: Sequence, t: int) -> str:
    return _translated(
        QT_TRANSLATE_NOOP("Steps", "Time step {t} of {steps}"), t=t + 1, steps=len(sequence)
    )


def _forward(anatomy: StepAnatomy, sequence: Sequence, t: int) -> tuple[str, ...]:
    guesses = ", ".join(
        f"{visible_character(one.character)} {_percent(one.probability)}"
        for one in sequence.guesses[t][:_GUESSED]
    )
    lines = [
        f"{CELLS[anatomy.cell].formula}<br>p = softmax(hₜW<sub>hq</sub> + b<sub>q</sub>)",
        f"<b>{_time(sequence, t)}</b>",
        _translated(
            QT_TRANSLATE_NOOP("Steps", "It reads {character} and expects {guesses}."),
            character=visible_character(sequence.inputs[t]),
            guesses=guesses,
        ),
        _translated(
            QT_TRANSLATE_NOOP("Steps", "What comes is {character}: {percentage}, guess {rank}."),
            character=visible_character(sequence.targets[t]),
            percentage=_percent(math.exp(-float(sequence.losses[t]))),
            rank=thousands(int(sequence.ranks[t]) + 1),
        ),
        _states(sequence, t),
    ]
    if t == 0:
        carried = QT_TRANSLATE_NOOP("Steps", "The state goes on from the last batch.")
        zeros = QT_TRANSLATE_NOOP("Steps", "The state begins at zero.")
        lines.append(_translated(zeros if anatomy.from_zeros else carried))
    return tuple(lines)


def _states(sequence: Sequence, t: int) -> str:
    """Return what becomes of the states at a time step."""
    h_before = sequence.start_h if t == 0 else float(sequence.h[t - 1])
    line = _went("‖h‖", h_before, float(sequence.h[t]))
    if sequence.c is None:
        return line
    c_before = sequence.start_c if t == 0 else float(sequence.c[t - 1])
    return line + "&nbsp;&nbsp; " + _went("‖c‖", c_before, float(sequence.c[t]))


def _went(symbol: str, before: float, after: float) -> str:
    return f"{symbol} {significant(before)} → {significant(after)}"


def _loss(done: SlowStepDone, sequence: Sequence, t: int) -> tuple[str, ...]:
    anatomy, loss = done.anatomy, float(sequence.losses[t])
    lines = [
        "L = −1/NT Σ log p(yₜ)",
        f"<b>{_time(sequence, t)}</b>",
        f"−log p({html.escape(visible_character(sequence.targets[t]))}) = "
        f"−log {significant(math.exp(-loss))} = {significant(loss)}",
        _translated(
            QT_TRANSLATE_NOOP("Steps", "All {texts} sequences at this time step: {mean}"),
            texts=thousands(len(anatomy.losses)),
            mean=significant(float(anatomy.losses_by_step[t])),
        ),
        _translated(
            QT_TRANSLATE_NOOP("Steps", "The whole batch: L = {loss}, perplexity {perplexity}"),
            loss=significant(anatomy.loss, 4),
            perplexity=significant(_exp(anatomy.loss)),
        ),
    ]
    if done.step is not None:
        lines.append(_by_engine(significant(done.step.loss, 4)))
    return tuple(lines)


def _exp(loss: float) -> float:
    try:
        return math.exp(loss)
    except OverflowError:
        return math.inf


def _by_engine(number: str) -> str:
    text = QT_TRANSLATE_NOOP("Steps", "The engine itself computed {number}.")
    return _translated(text, number=number)


def _backward(anatomy: StepAnatomy, sequence: Sequence, t: int) -> tuple[str, ...]:
    of_h, of_c = sequence.gradients
    last_h = sequence.last_gradients[0]
    numbers = f"‖∂L/∂hₜ‖ = {significant(float(of_h[t]))}"
    if of_c is not None:
        numbers += f"<br>‖∂L/∂cₜ‖ = {significant(float(of_c[t]))}"
    back = len(sequence) - 1 - t
    lines = [CELLS[anatomy.cell].back_formula, f"<b>{_time(sequence, t)}</b>", numbers]
    end = float(last_h[-1])
    if back == 0:
        lines.append(
            _translated(QT_TRANSLATE_NOOP("Steps", "The way back begins at the last loss."))
        )
    elif end > 0:
        lines.append(
            _translated(
                QT_TRANSLATE_NOOP(
                    "Steps",
                    "Of the gradient of the last loss, {percentage} arrives {steps} steps back.",
                ),
                percentage=_percent(float(last_h[t]) / end),
                steps=back,
            )
        )
    return tuple(lines)


def _clip(done: SlowStepDone) -> tuple[str, ...]:
    anatomy = done.anatomy
    norm, theta = anatomy.grad_norm, anatomy.train.clipping_theta
    scale = significant(anatomy.clip_scale) if anatomy.clipped else "1"
    factor = f"min(1, {compact(theta)} / {significant(norm)}) = {scale}"
    if not math.isfinite(norm):
        text = QT_TRANSLATE_NOOP("Steps", "The norm is not a number: training breaks down here.")
    elif anatomy.clipped:
        text = QT_TRANSLATE_NOOP(
            "Steps",
            "The norm is above θ, so every gradient is multiplied by the same factor. The "
            "direction stays.",
        )
    else:
        text = QT_TRANSLATE_NOOP("Steps", "The norm is not above θ, so nothing is changed.")
    lines = [
        "g ← min(1, θ / ‖g‖) g",
        f"‖g‖ = {significant(norm, 4)}",
        factor,
        _translated(text),
    ]
    if done.step is not None:
        lines.append(_by_engine(significant(done.step.grad_norm, 4)))
    return tuple(lines)


def _update(anatomy: StepAnatomy) -> tuple[str, ...]:
    moving = [one for one in anatomy.parameters if math.isfinite(one.ratio)]
    lines = [
        f"{_UPDATE[anatomy.train.optimizer]}<br>η = {compact(anatomy.train.learning_rate)}",
        _translated(
            QT_TRANSLATE_NOOP("Steps", "All weights together move by {number}."),
            number=significant(anatomy.update_norm),
        ),
    ]
    if moving:
        most = max(moving, key=lambda one: one.ratio)
        lines.append(
            _translated(
                QT_TRANSLATE_NOOP(
                    "Steps", "Measured by its own size, {symbol} moves most: {percentage}."
                ),
                symbol=parameter_name(most, len(anatomy.h_norms)),
                percentage=_percent(most.ratio),
            )
        )
    lines.append(
        _translated(
            QT_TRANSLATE_NOOP("Steps", "Bars: ‖Δw‖ / ‖w‖, from a millionth to 1, log scale.")
        )
    )
    return tuple(lines)
