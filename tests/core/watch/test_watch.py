"""The watch finds what it should, says nothing else, does not flicker, and costs nothing."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Iterable
from itertools import pairwise

import numpy as np
import pytest

from lstm_gui.core.model.backend import Memory, Trace
from lstm_gui.core.model.cell_kinds import CELLS
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.core.settings.groups import CellKind, ModelConfig, TrainConfig
from lstm_gui.core.training.progress import Diverged, EpochDone, HeldOutDone, StepDone
from lstm_gui.core.watch.findings import Finding
from lstm_gui.core.watch.rules import Goals
from lstm_gui.core.watch.watch import Watch

CALM = Experiment(train=TrainConfig(optimizer="adam", learning_rate=0.01, clipping_theta=1.0))
BOOK = Experiment()


def step(number: int, loss: float, norm: float = 0.5, batches: int = 8) -> StepDone:
    epoch, batch = divmod(number - 1, batches)
    return StepDone(1, number, epoch + 1, batch + 1, batches, 100, loss, norm, 0.01)


def feed(watch: Watch, losses: Iterable[float], norm: float = 0.5, first: int = 1) -> int:
    number = first
    for loss in losses:
        watch.add(step(number, loss, norm))
        number += 1
    return number


def falling(count: int, noise: float = 0.1) -> list[float]:
    rng = random.Random(1)
    return [1 + 5 * math.exp(-n / 400) + rng.gauss(0, noise) for n in range(count)]


def only(watch: Watch) -> Finding:
    (finding,) = watch.findings
    assert "{" not in f"{finding.sentence}{finding.meaning}"
    return finding


def keys(watch: Watch) -> list[str]:
    return [finding.key for finding in watch.findings]


def trace_of(cell: CellKind = "lstm", length: int = 40, hidden: int = 20, **given: float) -> Trace:
    """Lively states and gates that are half open, unless given."""
    rng = np.random.default_rng(3)
    shape = (2, length, hidden)
    names = {"h", "c"} if CELLS[cell].has_c else {"h"}
    quantities = {
        name: rng.uniform(0.2, 0.8, shape).astype(np.float32)
        for name in names | set(CELLS[cell].packing)
    }
    for name, value in given.items():
        quantities[name][1] = value
    start = Memory(np.zeros((2, 1, hidden), np.float32), None)
    logits = np.zeros((length, 3), np.float32)
    return Trace(cell, np.zeros(length, np.int32), start, quantities, logits)


def test_good_training_is_left_alone() -> None:
    watch = Watch(CALM)
    feed(watch, falling(1200))
    assert watch.findings == () and watch.take_reached() == ()


def test_a_breakdown_is_said_at_once_and_forgotten_after_a_while() -> None:
    watch = Watch(CALM)
    feed(watch, falling(50))
    watch.add(Diverged(1, 51, 6, 480.0))
    finding = only(watch)
    assert finding.key == "diverged" and "480 nats" in str(finding.sentence)
    assert finding.remedy is not None
    assert finding.remedy.applied(CALM).train.learning_rate == 0.001
    losses = falling(300)
    feed(watch, losses[40:190], first=40)
    assert only(watch) is finding
    feed(watch, losses[190:], first=190)
    assert watch.findings == ()


@pytest.mark.parametrize("loss", [math.nan, math.inf])
def test_what_is_no_number_is_said(loss: float) -> None:
    for event in (step(3, loss), step(3, 1.0, norm=loss), Diverged(1, 3, 1, loss)):
        watch = Watch(CALM)
        watch.add(event)
        assert only(watch).key == "not_a_number"


def test_the_article_as_printed_is_told_to_clip_as_the_book_does() -> None:
    article = changed(BOOK, "train.clipping_theta", 98.0)
    watch = Watch(article)
    watch.add(Diverged(1, 3, 1, math.nan))
    remedy = only(watch).remedy
    assert remedy is not None and remedy.applied(article) == BOOK
    assert str(remedy.label) == "Clipping θ 98 → 0.01"


def test_a_rising_perplexity_is_said_and_taken_back() -> None:
    watch = Watch(CALM)
    number = feed(watch, [3.0] * 100)
    number = feed(watch, [4.5] * 60, first=number)
    finding = only(watch)
    assert finding.key == "rising" and finding.remedy is not None
    assert finding.remedy.applied(CALM).train.learning_rate == 0.003
    feed(watch, [2.9 - n / 100 for n in range(100)], first=number)
    assert watch.findings == ()


def test_a_flat_perplexity_is_said() -> None:
    watch = Watch(CALM)
    number = feed(watch, falling(1000))
    assert not watch.findings
    rng = random.Random(2)
    number = feed(watch, [1.4 + rng.gauss(0, 0.05) for _ in range(900)], first=number)
    finding = only(watch)
    assert finding.key == "flat" and finding.remedy is not None
    assert finding.remedy.applied(CALM).train.learning_rate == 0.003
    feed(watch, [1.4 - n / 1000 for n in range(600)], first=number)
    assert watch.findings == ()


def test_flat_from_the_beginning_asks_for_larger_steps() -> None:
    watch = Watch(CALM)
    feed(watch, [6.0] * 400)
    remedy = only(watch).remedy
    assert remedy is not None and remedy.applied(CALM).train.learning_rate == 0.03


def test_a_text_known_by_heart_needs_no_remedy() -> None:
    watch = Watch(CALM)
    feed(watch, [*falling(300), *([0.01] * 600)])
    finding = only(watch)
    assert finding.remedy is None and "by heart" in str(finding.meaning)


def test_findings_do_not_flicker_at_the_border() -> None:
    watch = Watch(CALM)
    number = feed(watch, [3.0] * 60)
    before, seen = watch.revision, []
    for n in range(2000):
        watch.add(step(number + n, 3.0 + math.log(2) + 0.02 * (-1) ** (n // 10), batches=50_000))
        seen.append("rising" in keys(watch))
    assert sum(a != b for a, b in pairwise(seen)) <= 1
    assert watch.revision - before <= 2


def test_clipping_of_every_batch_is_said_with_steps_that_stay_as_long() -> None:
    watch = Watch(BOOK)
    number = feed(watch, falling(99), norm=0.05)
    assert not watch.findings
    number = feed(watch, falling(10), norm=0.05, first=number)
    finding = only(watch)
    assert finding.key == "clipped" and "θ: 1" in str(finding.meaning)
    assert finding.remedy is not None
    after = finding.remedy.applied(BOOK).train
    assert (after.clipping_theta, after.learning_rate) == (0.1, 10.0)
    feed(watch, falling(9), norm=0.005, first=number)
    assert only(watch) is finding
    feed(watch, falling(9), norm=0.005, first=number + 9)
    assert watch.findings == ()


@pytest.mark.parametrize(
    ("cell", "gates", "named"),
    [
        ("lstm", {"f": 0.99}, "100 % of gate f in layer 2"),
        ("gru", {"z": 0.01}, "100 % of gate z in layer 2"),
        ("rnn", {"h": -0.999}, "100 % of state h in layer 2"),
    ],
)
def test_saturated_gates_are_named(cell: CellKind, gates: dict[str, float], named: str) -> None:
    watch = Watch(changed(CALM, "model.cell", cell))
    for _ in range(2):
        watch.add(trace_of(cell, **gates))
    assert not watch.findings
    watch.add(trace_of(cell, **gates))
    finding = next(f for f in watch.findings if f.key == "saturated")
    assert named in str(finding.sentence)
    assert ("gate" in str(finding.meaning)) is (cell != "rnn")
    for _ in range(3):
        watch.add(trace_of(cell))
    assert watch.findings == ()


def test_dead_cells_are_counted() -> None:
    watch = Watch(CALM)
    trace = trace_of()
    trace.quantities["h"][0, :, :4] = 0.3
    for _ in range(3):
        watch.add(trace)
    assert str(only(watch).sentence) == "4 of 40 cells hardly ever change."
    assert only(watch).remedy is None
    watch.add(trace_of(length=4))  # too short to tell
    assert keys(watch) == ["dead"]


def test_a_network_at_its_beginning_is_not_called_dead() -> None:
    watch = Watch(CALM)
    trace = trace_of()
    trace.quantities["h"][:] *= np.float32(1e-3)
    for _ in range(5):
        watch.add(trace)
    assert watch.findings == ()


def test_dismissed_means_until_it_comes_back() -> None:
    watch = Watch(CALM)
    watch.add(Diverged(1, 5, 1, 99.0))
    watch.dismiss("diverged")
    assert watch.findings == ()
    watch.add(Diverged(1, 5, 1, 99.0))
    assert keys(watch) == ["diverged"]


def test_settings_that_matter_begin_the_watch_afresh() -> None:
    watch = Watch(CALM)
    watch.add(Diverged(1, 5, 1, 99.0))
    watch.configured(changed(CALM, "train.epochs", 7))
    watch.configured(changed(changed(CALM, "train.epochs", 7), "compute.context", "gpu:0"))
    assert keys(watch) == ["diverged"]
    watch.configured(changed(CALM, "train.learning_rate", 0.001))
    assert watch.findings == ()


def test_going_back_to_an_earlier_moment_begins_afresh() -> None:
    watch = Watch(BOOK)
    feed(watch, falling(200), norm=9.0)
    assert keys(watch) == ["clipped"]
    feed(watch, falling(3), first=50)
    assert watch.findings == ()


def test_goals_are_told_once() -> None:
    watch = Watch(CALM, Goals(perplexity_below=2.0))
    for epoch, perplexity in enumerate((5.0, math.nan, 2.0, 1.9, 1.8), 1):
        watch.add(EpochDone(1, epoch, perplexity, 1.0))
    (reached,) = watch.take_reached()
    assert not reached.stop and "Perplexity 1.90 in epoch 4" in str(reached.sentence)
    assert watch.take_reached() == ()
    watch.set_goals(Goals(perplexity_below=1.5))
    watch.add(EpochDone(1, 6, 1.4, 1.0))
    assert len(watch.take_reached()) == 1


def test_of_very_fast_training_batches_are_counted_not_events() -> None:
    watch = Watch(CALM)
    number = 500
    while not watch.findings:
        watch.add(step(number, 3.0))
        number += 50  # the next event stands for so many batches
        assert number < 1500
    assert only(watch).key == "flat"


def test_flat_stops_if_that_is_a_goal() -> None:
    watch = Watch(CALM, Goals(stop_when_flat=True))
    feed(watch, [2.0] * 2000)
    (reached,) = watch.take_reached()
    assert reached.stop


def test_a_remedy_at_the_end_of_the_range_is_none() -> None:
    lowest = changed(CALM, "train.learning_rate", 1e-6)
    watch = Watch(lowest)
    watch.add(Diverged(1, 5, 1, 99.0))
    assert only(watch).remedy is None


def test_the_watch_costs_next_to_nothing() -> None:
    watch = Watch(CALM)
    events = [step(n, loss) for n, loss in enumerate(falling(20_000), 1)]
    started = time.thread_time()
    for event in events:
        watch.add(event)
    assert (time.thread_time() - started) / len(events) < 200e-6


def test_a_look_at_the_book_model_is_quick() -> None:
    watch = Watch(Experiment(model=ModelConfig(layers=2)))
    trace = trace_of(hidden=256, length=100)
    watch.add(trace)
    started = time.thread_time()
    for _ in range(10):
        watch.add(trace)
    assert (time.thread_time() - started) / 10 < 0.2


# Overfitting


def read_epochs(watch: Watch, held_out: list[float], trained: list[float]) -> None:
    for epoch, (held, own) in enumerate(zip(held_out, trained, strict=True), start=1):
        watch.add(EpochDone(1, epoch, own, 0.1))
        watch.add(HeldOutDone(1, epoch, held, 0.01))


def test_overfitting_is_told_once_it_lasts() -> None:
    watch = Watch(CALM)
    read_epochs(watch, [300, 200, 210, 230], [250, 150, 120, 90])
    assert not watch.findings
    read_epochs(watch, [300, 200, 210, 230, 260, 320, 380], [250, 150, 120, 90, 60, 30, 10])
    finding = only(watch)
    assert finding.key == "overfitting"
    assert "from 200 after epoch 2" in str(finding.sentence)
    assert finding.remedy is not None and finding.remedy.back_to_best
    assert "epoch 2" in str(finding.remedy.label)


def test_overfitting_goes_when_held_out_text_is_read_better() -> None:
    watch = Watch(CALM)
    read_epochs(watch, [200, 220, 230, 240, 199, 190, 180], [150, 120, 90, 80, 70, 60, 50])
    assert not watch.findings


def test_a_rise_on_both_texts_is_no_overfitting() -> None:
    watch = Watch(CALM)
    read_epochs(watch, [200, 300, 400, 500, 600], [150, 250, 350, 450, 550])
    assert "overfitting" not in keys(watch)


def test_noise_on_held_out_text_is_no_overfitting() -> None:
    watch = Watch(CALM)
    rng = random.Random(0)
    held = [200 * math.exp(rng.gauss(0, 0.02)) for _ in range(200)]
    read_epochs(watch, held, [150 * math.exp(-n / 50) for n in range(200)])
    assert not watch.findings


def test_a_loss_that_overflows_is_a_rise_like_any_other() -> None:
    watch = Watch(CALM)
    feed(watch, [*falling(60), *[1e38] * 60])
    said = {finding.key: str(finding.sentence) for finding in watch.findings}
    assert "∞ times" in said["rising"]
