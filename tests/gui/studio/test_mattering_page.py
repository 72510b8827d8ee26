"""The page coloured by who mattered to the character before the cursor."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDockWidget, QLabel

from lstm_gui.core.inspection.mattering import Mattering
from lstm_gui.core.worker.commands import Follow
from tests.gui.studio.test_rhyme_colors import choose, colored

TEXT = "分开我说你"


@pytest.fixture
def posted(stage):
    """What is followed of the page from now on: text and place, or None."""
    kept, post = [], stage.bridge.post

    def keep(command):
        if isinstance(command, Follow) and command.topic == "pageMattered":
            job = command.job
            kept.append(None if job is None else (job.text, job.position))
        post(command)

    stage.bridge.post = keep
    return kept


@pytest.fixture
def page(stage):
    """The page of the studio, in front."""
    stage.find(QDockWidget, "studioDock").raise_()
    page = stage.parts.studio.page
    stage.until(page.isVisible)
    page.set_text(TEXT)
    return page


def test_the_characters_before_the_cursor_are_coloured(stage, page, posted):
    answers = []
    stage.bridge.run.followed.connect(answers.append)
    choose(stage, "Who mattered")
    page.set_place(4)
    stage.until(lambda: colored(page) != {})
    assert posted[-1] == (TEXT[:4], 3)
    stage.until(lambda: "".join(colored(page)) == TEXT[:3])
    found = next(one.result for one in answers if one.result.position == 3)
    assert isinstance(found, Mattering) and found.text == TEXT[:4]
    said = stage.find(QLabel, "studioRhymes").text
    assert said().startswith("说 was expected with ") and "most for it:" in said()
    page.set_place(2)
    stage.until(lambda: "".join(colored(page)) == TEXT[:1])
    choose(stage, "No colours")
    assert posted[-1] is None and colored(page) == {} and said() == ""


def test_nothing_is_asked_that_is_not_seen_or_has_nothing_before_it(stage, page, posted):
    page.set_place(3)
    assert posted == []
    choose(stage, "Who mattered")
    assert posted == [(TEXT[:3], 2)]
    page.set_place(1)
    assert posted[-1] is None
    page.set_place(3)
    stage.find(QDockWidget, "perplexityDock").raise_()
    stage.until(lambda: posted[-1] is None)
    stage.find(QDockWidget, "studioDock").raise_()
    stage.until(lambda: posted[-1] == (TEXT[:3], 2))


def test_after_another_model_it_is_asked_anew(stage, page, posted):
    choose(stage, "Who mattered")
    page.set_place(4)
    stage.until(lambda: colored(page) != {})
    asked = len(posted)
    stage.session.reset()
    stage.until(lambda: len(posted) > asked and posted[-1] == (TEXT[:4], 3))
    stage.until(lambda: "".join(colored(page)) == TEXT[:3])
