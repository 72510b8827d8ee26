"""A study with trials, made by hand."""

from __future__ import annotations

from lstm_gui.core.search.messages import (
    BestMessage,
    ImportanceMessage,
    Outcome,
    StudyMessage,
    TrialMessage,
    UnderWayMessage,
)
from lstm_gui.core.search.plan import Measure, parse_ranges
from lstm_gui.core.settings.experiment import Experiment, changed
from lstm_gui.gui.search.board import StudyBoard

RANGES = parse_ranges(["learning_rate=1e-3:1e-1", "hidden=8:64", "optimizer=sgd,adam"])


def study(name: str = "a", measure: Measure = "perplexity") -> StudyMessage:
    share = 0.1 if measure == "held_out" else 0.0
    return StudyMessage(
        study=name,
        storage="here",
        trials=30,
        epochs=2,
        measure=measure,
        source="zh",
        digest="0" * 64,
        ranges=RANGES,
        experiment=changed(changed(Experiment(), "model.cell", "gru"), "corpus.held_out", share),
    )


def trial(
    number: int,
    perplexity: float | None,
    outcome: Outcome = "complete",
    *,
    hidden: int = 16,
    optimizer: str = "adam",
) -> TrialMessage:
    curve = () if perplexity is None else (2 * perplexity, perplexity)
    rate = 0.001 * (number + 1)
    return TrialMessage(
        number=number,
        outcome=outcome,
        settings={"hidden": hidden, "optimizer": optimizer, "learning_rate": rate},
        score=perplexity,
        perplexity=perplexity,
        epochs=len(curve),
        seconds=3.0,
        curve=curve,
    )


def board(trials: tuple[TrialMessage, ...] = ()) -> StudyBoard:
    """Return what is known of a study with these trials."""
    found = StudyBoard()
    found.take(study())
    for one in trials:
        found.take(one)
    complete = [one for one in trials if one.outcome == "complete" and one.perplexity]
    if complete:
        best = min(complete, key=lambda one: one.perplexity or 0.0)
        found.take(
            BestMessage(
                number=best.number,
                settings=best.settings,
                score=best.perplexity or 0.0,
                perplexity=best.perplexity,
                command="lstm-gui train",
            )
        )
    shares = {"learning_rate": 0.5, "hidden": 0.3, "optimizer": 0.2} if len(complete) > 9 else {}
    found.take(ImportanceMessage(method="PED-ANOVA", trials=len(complete), shares=shares))
    found.take(UnderWayMessage(ended=len(trials), trials=()))
    return found


def held_out_board() -> StudyBoard:
    """Return a study that compares what is held out, with a trial that crams and one that reads."""
    found = StudyBoard()
    found.take(study(measure="held_out"))
    reads, crams = (
        trial(number, trained).model_copy(
            update={"score": score, "held_out": score, "held_out_curve": (None, score)}
        )
        for number, trained, score in ((0, 9.0, 40.0), (1, 2.0, 90.0))
    )
    for one in (reads, crams):
        found.take(one)
    best = BestMessage(
        number=0, settings=reads.settings, score=40.0, perplexity=9.0, held_out=40.0, command="x"
    )
    found.take(best)
    found.take(UnderWayMessage(ended=2, trials=()))
    return found
