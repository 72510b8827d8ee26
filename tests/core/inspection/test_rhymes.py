"""Rhymes of Chinese lines: by the thirteen tracks, near each other, counted by group and way."""

from __future__ import annotations

import sys

import pytest

from lstm_gui.core.errors import PlaygroundError
from lstm_gui.core.inspection.rhymes import NEAR, Rhymes, finals_by_pypinyin, read_rhymes

FINALS = {
    "忙": "ang", "光": "uang", "强": "iang", "风": "eng", "空": "ong", "明": "ing", "月": "ve",
    "家": "ia", "花": "ua", "我": "uo", "歌": "e", "雨": "v", "衣": "i", "儿": "er", "天": "ian",
    "远": "van", "嗯": "n",
}  # fmt: skip


def final_of(characters: str) -> str:
    return FINALS[characters[-1]]


def rhymes(*ends: str) -> Rhymes:
    return read_rhymes(" ".join(f"一二{end}" for end in ends), final_of)


def partners(found: Rhymes) -> list[int]:
    return [end.partner for end in found.ends]


def test_finals_of_one_track_rhyme_whatever_stands_before_the_vowel():
    assert partners(rhymes("忙", "光", "强")) == [2, 1, 2]
    assert partners(rhymes("风", "空", "明")) == [2, 1, 2]
    assert partners(rhymes("我", "歌")) == [2, 1]
    assert partners(rhymes("雨", "衣", "儿")) == [2, 1, 2]
    assert partners(rhymes("天", "远")) == [2, 1]
    assert partners(rhymes("家", "花", "忙")) == [2, 1, 0]
    assert partners(rhymes("忙", "风")) == [0, 0]


@pytest.mark.parametrize(
    ("ends", "ways"),
    [
        ("忙光家花", {1: 2}),  # AABB
        ("忙家光花", {2: 2}),  # ABAB
        ("忙家花光", {1: 1, 3: 1}),  # ABBA
        ("忙光风强", {1: 1, 2: 1}),  # AABA
        ("忙风家月", {}),
    ],
)
def test_ways_are_counted_by_how_far_the_line_above_is(ends, ways):
    assert rhymes(*ends).ways() == ways


def test_groups_are_counted_over_the_lines_that_rhyme():
    found = rhymes("忙", "光", "月", "强", "家", "天", "花", "风")
    assert [(group.final, count) for group, count in found.groups()] == [("ang", 3), ("a", 2)]
    assert len(found.rhyming) == 5 and len(found.ends) == 8
    assert found.ends[0].group is not None and found.ends[0].group.name == "江阳"


def test_lines_far_from_each_other_do_not_rhyme():
    fill = ["风", "月", "家"]
    assert NEAR == 3
    assert rhymes("忙", *fill[:2], "光").ways() == {3: 1}
    assert rhymes("忙", *fill, "光").rhyming == ()


def test_a_line_ends_in_its_last_chinese_character():
    found = read_rhymes("a 天很忙！ oh  yeah 有光, 嗯 ", final_of)
    assert [(end.line, end.place) for end in found.ends] == [(2, 4), (5, 17), (6, 20)]
    assert partners(found) == [5, 2, 0] and found.ends[2].group is None
    assert found.at(4) is found.ends[0] and found.at(5) is None
    assert read_rhymes("", final_of).ends == () and read_rhymes("   ", final_of).ends == ()


def test_the_rest_of_the_line_says_how_a_character_is_read():
    heard = []
    read_rhymes("听 a音乐b", lambda characters: heard.append(characters) or "e")
    assert heard == ["听", "音乐"]


def test_without_pypinyin_the_remedy_is_said(monkeypatch):
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    with pytest.raises(PlaygroundError, match=r'pip install "lstm-gui\[lyrics\]"'):
        finals_by_pypinyin()


def test_pypinyin_tells_finals_in_full_and_by_the_phrase():
    pytest.importorskip("pypinyin")
    final = finals_by_pypinyin()
    found = [final(word) for word in ("我", "有", "归", "论", "女", "月", "云", "用", "是", "音乐")]
    assert found == ["uo", "iou", "uei", "uen", "v", "ve", "vn", "iong", "i", "ve"]
    assert final("快乐") == "e"
