"""Lessons as files: those that come with the program, and what is said of one that is damaged."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lstm_gui.core.files import resource
from lstm_gui.core.lessons.lesson import in_language, numbers_in
from lstm_gui.core.lessons.lesson_file import (
    LARGEST,
    LessonError,
    load_lesson,
    looks_like_lesson,
    shipped_lessons,
)
from lstm_gui.core.settings.experiment import value_at

SHORT = """\
[lesson]
title = Short
summary = A step

[step]
title = One
text = Read **this**,
    please.

    And this.
text.zh = 读
    这个
question = Which?
choice = a
choice.zh = 甲
choice = b
answer = 2
corpus = task:recall:delay=5
settings = cell gru, epochs 3, prefix !a..?
twin = cell rnn
check = right > 0.5 twin right
check = perplexity at 2 < 10
after = It was {right} and {twin right}.
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "own.lesson"
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize("path", shipped_lessons(), ids=lambda path: path.stem)
def test_each_that_is_shipped_is_whole_in_both_languages(path: Path) -> None:
    lesson = load_lesson(path)
    assert 3 <= len(lesson.steps) <= 6
    assert any(step.check for step in lesson.steps)
    texts = [lesson.title, lesson.summary]
    for step in lesson.steps:
        if not step.question:
            assert not step.corpus, "a run is predicted first"
        texts += [step.title, step.text, step.question, *step.choice, step.after]
        assert not step.corpus or step.check, "a run decides something"
    for words in filter(None, texts):
        chinese = in_language(words, "zh_CN")
        if not re.fullmatch(r"[−\d.]+", words[""]):  # a number is the same in both
            assert re.search(r"[\u4e00-\u9fff]", chinese), words[""]
        numbers = [{one for _, one in numbers_in(text)} for text in (words[""], chinese)]
        assert numbers[0] == numbers[1]


def test_all_that_are_there_are_listed() -> None:
    assert set(resource("lessons").iterdir()) == set(shipped_lessons())
    assert len(shipped_lessons()) >= 8
    assert all(looks_like_lesson(path) for path in shipped_lessons())


def test_a_teachers_file_is_read(tmp_path: Path) -> None:
    (step,) = load_lesson(written(tmp_path, SHORT)).steps
    assert step.text == {"": "Read **this**, please.\nAnd this.", "zh": "读这个"}
    assert step.choice == ({"": "a", "zh": "甲"}, {"": "b"})
    assert in_language(step.choice[1], "zh_CN") == "b"
    assert value_at(step.experiment, "model.cell") == "gru"
    assert value_at(step.experiment, "train.prefixes") == ("!a..?",)
    assert value_at(step.experiment, "train.batch_size") == 16, "the task's own"
    assert step.difference.path == "model.cell" and step.difference.value == "rnn"
    assert [check.text for check in step.check] == [
        "right > 0.5 twin right",
        "perplexity at 2 < 10",
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("[lesson]", "[lessons]", 1, "There is no [lessons]"),
        ("[lesson]", "", 2, "A lesson begins with [lesson]."),
        ("summary = A step", "", 1, "This part has no summary."),
        ("summary = A step", "title = Again", 3, "title stands here a second time."),
        ("title = One", "titel = One", 6, "There is no titel."),
        ("title = One", "title: One", 6, "A line is key = value"),
        ("title = One\n", "", 5, "This part has no title."),
        ("choice = b", "", 13, "A question needs at least two choices."),
        ("answer = 2", "answer = 3", 17, "The answer is the number of a choice, 1 to 2."),
        ("answer = 2", "answer = two", 17, "Must be a whole number, got two."),
        ("task:recall", "task:recal", 18, "There is no task recal"),
        ("delay=5", "delay=-5", 18, "delay"),
        ("cell gru", "cel gru", 19, "There is no cel."),
        ("cell gru", "cell gro", 19, "gro"),
        ("epochs 3", "epochs 0", 19, "Must be between 1 and"),
        ("epochs 3", "epochs three", 19, "Must be a whole number"),
        ("twin = cell rnn", "twin = cell rnn, epochs 4", 20, "This cannot stand behind twin."),
        ("right > 0.5 twin right", "right => 2", 21, "right => 2 is no comparison."),
        ("perplexity at 2 < 10", "__import__('os') < 10", 22, "is no comparison."),
        ("{twin right}", "{right.__class__}", 23, "right.__class__ is not measured."),
        ("twin = cell rnn", "show = perplexity, curves", 20, "There is no curves."),
        ("twin = cell rnn", "quantity = q", 20, "There is no q."),
        ("twin = cell rnn", "layer = 9", 20, "This cannot stand behind layer."),
        ("corpus = task:recall:delay=5", "corpus.zh = zh", 18, "the same in all languages"),
        ("corpus = task:recall:delay=5\n", "", 18, "This needs a run"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in SHORT
    with pytest.raises(LessonError) as refused:
        load_lesson(written(tmp_path, SHORT.replace(old, new, 1)))
    assert str(refused.value).startswith(f"own.lesson, line {line}: "), refused.value
    assert said in str(refused.value)


def test_a_lesson_without_steps_is_none(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match=r"line 1: The lesson has no \[step\]"):
        load_lesson(written(tmp_path, SHORT.partition("[step]")[0]))
    with pytest.raises(LessonError, match="line 1: A lesson begins"):
        load_lesson(written(tmp_path, ""))


def test_files_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.lesson"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LessonError, match="no text in UTF-8"):
        load_lesson(file)
    file.write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(LessonError, match="too long"):
        load_lesson(file)
    with pytest.raises(LessonError, match="could not be read"):
        load_lesson(tmp_path / "none.lesson")
    with pytest.raises(LessonError, match="could not be read"):
        load_lesson(tmp_path)
