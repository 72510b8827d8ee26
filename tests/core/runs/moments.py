"""A small moment of a run, with something of everything in it."""

from __future__ import annotations

import numpy as np

from lstm_gui.core.corpus.decoding import Decoded
from lstm_gui.core.corpus.text import Corpus, make_corpus
from lstm_gui.core.inspection.time_machine import MomentStore
from lstm_gui.core.runs.moment_file import HISTORY_BYTES, SavedMoment, ViewState
from lstm_gui.core.runs.run import Curve, KeptChange, new_run, with_digest
from lstm_gui.core.settings.experiment import Experiment, changed_together
from lstm_gui.core.training.loop import Training
from lstm_gui.core.training.progress import SampleDone
from tests.fakes import FakeBackend

SONGS = "# 一\n分开 abc\n不分开 cab\n# 二\nab 分开\n不 bca 分\n"
STEPS = 7


def corpus(text: str = SONGS) -> Corpus:
    return make_corpus(Decoded(text, "utf-8", "utf-8", 0), "songs.txt")


def experiment(**settings: object) -> Experiment:
    values = {
        "model.hidden": 3,
        "train.batch_size": 2,
        "train.num_steps": 2,
        "train.prefixes": ("分",),
        "train.learning_rate": 0.5,
    }
    values.update({name.replace("__", "."): value for name, value in settings.items()})
    return changed_together(Experiment(), values)


def moment(*, with_text: bool = True) -> SavedMoment:
    """Return a run of a few steps, its snapshots, a sample and a change."""
    text, settings = corpus(), experiment()
    training = Training(FakeBackend(), text, settings)
    history, x = MomentStore(), []
    probe = "分开 ab"
    for step in range(STEPS):
        training.step()
        x.append(training.position.x(training.batches))
        trace = training.backend.trace(text.vocabulary.encode(probe))
        history.add(step + 1, 0, x[-1], 9.0 - step, probe, trace)
    numbers = np.arange(1.0, STEPS + 1)
    assert 1 < x[-1] < 2
    changed = changed_together(settings, {"train.learning_rate": 0.25})
    run = with_digest(new_run(settings, text), text).model_copy(
        update={
            "name": "mine",
            "notes": "so far",
            "changes": (KeptChange(x=x[1], before=changed, after=settings),),
        }
    )
    return SavedMoment(
        model=training.checkpoint(),
        run=run,
        curve=Curve(
            epochs=np.array([[1.0], [7.5], [0.5]]),
            batches=np.stack([x, numbers, 2.0 / numbers, numbers / 10]),
            held_out=np.array([[1.0], [8.5], [0.5]]),
        ),
        gradients=np.stack([numbers, np.full(STEPS, 3.0), np.full(STEPS, 0.5)]),
        samples=(SampleDone(0, 1, 7.5, 0.5, "分", "开 abc"),),
        history=history.history_within(HISTORY_BYTES),
        text=text if with_text else None,
        view=ViewState(probe=probe, quantity="h", cell=2, position=3, pins=((1, 2),), smoothing=9),
    )
