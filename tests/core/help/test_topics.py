"""The help's tables hold together: names, words, views and settings that they speak of exist."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from lstm_gui.core import errors
from lstm_gui.core.help.control_topics import CONTROLS
from lstm_gui.core.help.glossary import TERMS
from lstm_gui.core.help.memory_topics import MEMORY
from lstm_gui.core.help.topic import Topic
from lstm_gui.core.help.troubles import TROUBLES
from lstm_gui.core.help.view_topics import VIEWS
from lstm_gui.core.help.window_topics import WINDOW
from lstm_gui.core.lessons.lesson_file import LessonError
from lstm_gui.core.settings.experiment import KNOBS
from lstm_gui.core.watch.findings import ORDER
from tests.translations import messages

TOPICS = (*VIEWS, *CONTROLS, *MEMORY, *WINDOW)
EVERY = (*TOPICS, *dict.fromkeys(TROUBLES.values()))
DOCKS = {name.removesuffix("Dock") for topic in VIEWS for name in topic.names}


def test_each_thing_has_one_topic() -> None:
    names = Counter(name for topic in TOPICS for name in topic.names)
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("topic", EVERY, ids=lambda topic: topic.names[0])
def test_what_a_topic_points_at_is_there(topic: Topic) -> None:
    assert set(topic.terms) <= set(TERMS)
    assert set(topic.see) <= DOCKS | {"memory"}
    assert topic.text.endswith(".")


def test_every_trouble_has_a_title_and_says_what_helps() -> None:
    for name, topic in TROUBLES.items():
        assert topic.title and "What helps:" in topic.text, name


def test_every_error_and_every_finding_has_its_trouble() -> None:
    kinds = [getattr(errors, name) for name in errors.__all__]
    named = {kind.help for kind in (*kinds, LessonError) if kind.help}
    assert {"text", "encoding", "model", "output", "engine", "download", "export"} <= named
    assert named | set(ORDER) <= set(TROUBLES)


def test_every_setting_says_what_comes_of_it() -> None:
    assert [path for path, knob in KNOBS.items() if not knob.raised.endswith(".")] == []


def test_the_words_of_the_glossary_are_in_both_languages() -> None:
    chinese = {one.source: one.translation for one in messages() if one.context == "Glossary"}
    assert len(TERMS) >= 35
    for key, term in TERMS.items():
        assert chinese[term.name] == term.chinese, key
        assert not term.setting or term.setting in KNOBS, key
        assert term.place.partition(":")[0] in DOCKS | {"", "memory"}, key
        assert term.place or term.setting, key


def test_indices_of_formulas_are_closed() -> None:
    formulas = [one.formula for one in (*EVERY, *TERMS.values(), *KNOBS.values())]
    for formula in filter(None, formulas):
        bare = re.sub(r"_\{[^{}]+\}|_\w", "", formula)
        assert not set("_{}") & set(bare), formula
