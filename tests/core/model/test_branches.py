"""Branches keep what they share with their parent, and can be walked, pruned and compared."""

from __future__ import annotations

import numpy as np
import pytest

from lstm_gui.core.model.branches import BranchTree, Comparison


def test_a_branch_keeps_the_beginning_and_goes_on():
    tree = BranchTree()
    root = tree.begin("分开")
    tree.extend(root, "我不要再想")
    other = tree.fork(root, "分开我你")
    tree.extend(other, "在哪里")
    assert tree.whole(root) == "分开我不要再想"
    assert tree.whole(other) == "分开我你在哪里"
    assert (tree[other].parent, tree[other].place, tree[other].text) == (root, 3, "你在哪里")
    tree.extend(root, "了")
    assert tree.whole(other) == "分开我你在哪里"


def test_a_branch_grows_from_where_it_truly_turns_off():
    tree = BranchTree()
    root = tree.begin("abcdef")
    child = tree.fork(root, "abcX")
    tree.extend(child, "YZ")
    assert tree[tree.fork(child, "abcXYQ")].parent == child
    assert tree[tree.fork(child, "abcQ")].parent == root  # beside X, not under it
    assert tree[tree.fork(child, "aQ")].parent == root
    assert tree[tree.fork(root, "Q")].parent == root  # typed from the first character on


def test_walking_pruning_comparing():
    tree = BranchTree()
    root = tree.begin("abcdef")
    first, second = tree.fork(root, "abcX"), tree.fork(root, "abY")
    under = tree.fork(first, "abcXZ")
    alone = tree.begin("other")
    order = [(depth, branch.number) for depth, branch in tree.walk()]
    assert order == [(0, root), (1, first), (2, under), (1, second), (0, alone)]
    assert tree.compare(first, second) == Comparison("ab", "cX", "Y")
    assert tree.compare(root, alone) == Comparison("", "abcdef", "other")
    assert tree.prune(first) == (first, under)
    assert first not in tree and under not in tree
    assert len(tree) == 3
    with pytest.raises(KeyError):
        tree.whole(under)
    assert tree.begin("new") > under  # numbers are not used again


def test_any_fork_has_the_text_that_was_asked_for():
    rng = np.random.default_rng(3)
    tree = BranchTree()
    texts = {tree.begin("abab"): "abab"}
    for _ in range(300):
        number = int(rng.choice(list(texts)))
        kept = "".join(rng.choice(list("ab"), size=int(rng.integers(1, 9))))
        texts[tree.fork(number, kept)] = kept
    assert all(tree.whole(number) == text for number, text in texts.items())
