"""Tasks: made alike by seed, named by one line, and what is asked in them can be known."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest

from lstm_gui.core.corpus.named_texts import (
    absolute_name,
    file_of,
    load_named,
    name_of_text,
    names_file,
    settings_with,
)
from lstm_gui.core.corpus.task_sequences import BETWEEN
from lstm_gui.core.corpus.tasks import LONGEST, NUM_STEPS, TASKS, Task, load_task, task_of
from lstm_gui.core.corpus.text import load_shipped
from lstm_gui.core.errors import CorpusError
from lstm_gui.core.settings.experiment import Experiment, changed_together
from lstm_gui.core.training.held_out import training_length
from lstm_gui.core.training.loop import prepare_text

NAMES = tuple(TASKS)


def test_there_are_the_seven() -> None:
    assert NAMES == ("count", "count3", "brackets", "recall", "reverse", "refrain", "order")
    for spec in TASKS.values():
        assert spec.asks.count(".") == 2  # two sentences
        assert spec.size in spec.parameters.model_fields


@pytest.mark.parametrize("name", NAMES)
def test_a_text_is_made_again_from_its_name(name: str) -> None:
    one, again = load_task(f"task:{name}"), load_task(f"task:{name}")
    other = load_task(f"task:{name}:seed=1")
    assert one.text == again.text != other.text
    assert one.digest == again.digest
    assert (one.name, other.name) == (f"task:{name}", f"task:{name}:seed=1")
    task = task_of(other.first(600))
    assert task is not None and task.name == other.name


@pytest.mark.parametrize("name", NAMES)
def test_a_text_is_lines_of_all_sizes(name: str) -> None:
    task, corpus = Task.of(f"task:{name}"), load_task(f"task:{name}")
    lines = task.lines()
    assert [corpus.line(k) for k in range(20)] == lines[:20]
    assert corpus.text == BETWEEN.join(lines)
    assert abs(len(corpus) - task.parameters.characters) < 200
    assert not corpus.songs and not corpus.remarks
    held = training_length(corpus, 0.1)
    assert held in corpus.line_starts.tolist()  # whole lines are held out


@pytest.mark.parametrize("name", NAMES)
def test_what_is_asked_can_be_known_from_what_stands_before(name: str) -> None:
    task = Task.of(f"task:{name}")
    closed = task.spec.closed
    rng = np.random.default_rng(5)
    follows: dict[str, set[str]] = defaultdict(set)
    asked: set[str] = set()
    for _ in range(3000):
        sequence = task.sequence(int(rng.integers(1, min(task.size, 4) + 1)), rng)
        assert sequence.text.endswith(BETWEEN) and BETWEEN not in sequence.text[:-1]
        for place, character in enumerate(sequence.text):
            if not closed or character in closed:
                follows[sequence.text[:place]].add(character)
        asked.update(sequence.text[:place] for place in sequence.asked)
    assert asked and all(len(follows[before]) == 1 for before in asked)
    assert len({next(iter(follows[before])) for before in asked}) > 1


@pytest.mark.parametrize("name", NAMES)
def test_a_sequence_has_the_size_that_is_wanted_also_beyond_training(name: str) -> None:
    task = Task.of(f"task:{name}")
    rng = np.random.default_rng(0)
    lengths = [len(task.sequence(size, rng).text) for size in (1, task.size, LONGEST * task.size)]
    assert lengths == sorted(set(lengths))
    assert lengths[1] < task.num_steps


@pytest.mark.parametrize("name", NAMES)
def test_unseen_lines_are_alike_at_any_time_and_new_where_there_are_new_ones(name: str) -> None:
    task = Task.of(f"task:{name}")
    sizes = [task.size, 2 * task.size, LONGEST * task.size]
    one, again = task.unseen(sizes), task.unseen(sizes)
    assert one == again
    seen = set(task.lines())
    assert not {sequence.text.strip() for sequence in one[1:]} & seen
    if name not in ("count", "count3", "recall"):  # of those there is one, or few, of each size
        assert one[0].text.strip() not in seen


@pytest.mark.parametrize("name", NAMES)
def test_its_settings_can_be_used_and_reach_over_a_sequence(name: str) -> None:
    task = Task.of(f"task:{name}")
    experiment = changed_together(Experiment(), task.settings)
    corpus = prepare_text(load_task(task.name), experiment)
    assert len(corpus) > 19_000  # all of it, and not the book's first characters
    assert experiment.model.hidden <= 32 and experiment.train.optimizer == "adam"
    assert not corpus.vocabulary.unknown("".join(experiment.train.prefixes))
    assert task.settings[NUM_STEPS] == task.num_steps


def test_a_name_has_only_what_is_not_as_always() -> None:
    assert Task.of("task:recall:delay=50,seed=0").name == "task:recall"
    task = Task.of("task:recall:seed=3,delay=7")
    assert task.name == Task.of(task.name).name
    assert task.changed({"delay": 50}).name == "task:recall:seed=3"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("task:forget", "no task forget. Choose one of count, count3"),
        ("task:recall:n=3", "no parameter n. It has delay, symbols, fillers, characters, seed"),
        ("task:recall:delay=0", "delay of the task recall must be a whole number between 1 and"),
        ("task:recall:delay=much", "got much"),
        ("task:count:n", "n of the task count"),
    ],
)
def test_what_cannot_be_made_is_refused_with_a_sentence(name: str, said: str) -> None:
    with pytest.raises(CorpusError, match=said):
        load_named(name)
    assert settings_with(name) == {}


def test_a_text_is_found_by_its_name(tmp_path) -> None:
    file = tmp_path / "song.txt"
    file.write_text("la la la\nlu lu lu")
    assert load_named("en").digest == load_shipped("en").digest
    assert load_named(str(file)).text == "la la la lu lu lu"
    assert [names_file(name) for name in ("zh", "task:recall", str(file))] == [False, False, True]
    assert absolute_name("task:recall") == "task:recall"
    assert absolute_name("song.txt").startswith("/")
    assert file_of("task:recall") is None and file_of(str(file)) == file
    assert file_of("zh").name == "lyrics_zh.txt"
    assert name_of_text(load_shipped("zh"), None) == "zh"
    assert name_of_text(load_task("task:order:gap=9"), None) == "task:order:gap=9"
    assert name_of_text(load_named(str(file)), file) == str(file)
    assert settings_with("zh") == {} == settings_with(str(file))
