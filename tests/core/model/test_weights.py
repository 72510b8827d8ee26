"""Names, shapes and number of the weights, in their canonical form."""

from __future__ import annotations

from lstm_gui.core.model.weights import parameter_count, weight_shapes
from lstm_gui.core.settings.groups import ModelConfig


def test_an_lstm_has_four_gates() -> None:
    assert weight_shapes(ModelConfig(hidden=3), 5) == {
        "l0.W_x": (5, 12),
        "l0.W_h": (3, 12),
        "l0.b": (12,),
        "W_hq": (3, 5),
        "b_q": (5,),
    }


def test_a_gru_has_three_gates_and_two_biases() -> None:
    shapes = weight_shapes(ModelConfig(cell="gru", hidden=3), 5)
    assert shapes["l0.W_x"] == (5, 9) and shapes["l0.b_x"] == shapes["l0.b_h"] == (9,)
    assert "l0.b" not in shapes


def test_layers_above_the_first_read_the_one_below() -> None:
    shapes = weight_shapes(ModelConfig(cell="rnn", hidden=3, layers=3), 5)
    assert [shapes[f"l{layer}.W_x"] for layer in range(3)] == [(5, 3), (3, 3), (3, 3)]


def test_the_book_model_has_as_many_parameters_as_it_should() -> None:
    # 4 (1027·256 + 256·256 + 256) + 256·1027 + 1027
    assert parameter_count(ModelConfig(), 1027) == 1_578_755
