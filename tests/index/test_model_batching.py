"""Packing texts into batches."""

from __future__ import annotations

import unicodedata

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.model.batching import Distinct, matrices, packed, padded_length, prepared


@given(st.lists(st.integers(1, 512), max_size=80), st.integers(512, 2048))
def test_every_position_is_in_exactly_one_batch_within_the_budget(lengths: list[int], budget: int) -> None:
    groups = list(packed(lengths, budget))
    assert sorted(at for group in groups for at in group) == list(range(len(lengths)))
    for group in groups:
        assert len(group) * max(padded_length(lengths[at]) for at in group) <= max(budget, 512)


@given(st.text())
def test_preparing_is_idempotent_and_composes(text: str) -> None:
    once = prepared(text)
    assert prepared(once) == once == unicodedata.normalize("NFC", once)
    once.encode("utf-8")


def test_nul_and_lone_surrogates_do_not_reach_the_engine() -> None:
    assert prepared("phủ\x00sóng\ud800") == "phủ sóng?"


def test_matrices_pad_and_mask() -> None:
    ids, mask = matrices([[0, 5, 6, 2], [0, 2]], pad=1)
    assert ids.shape == mask.shape == (2, 8)
    assert ids[1].tolist() == [0, 2, 1, 1, 1, 1, 1, 1]
    assert mask.sum(axis=1).tolist() == [4, 2]


def test_equal_texts_share_one_row_and_all_their_places_are_filled() -> None:
    distinct = Distinct.of(["a", "b ", "a", "b"])
    assert distinct.texts == ["a", "b"]
    vectors = np.zeros((4, 2), np.float32)
    assert distinct.put(vectors, [1], np.ones((1, 2), np.float32)) == 2
    assert vectors[:, 0].tolist() == [0, 1, 0, 1]
