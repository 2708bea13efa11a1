"""Data envelopment gives the published answers to their printed digits.

EG1 of DEAP 2.1 (Coelli 1996), its output EG1-out.txt as published; EG2 is DEAP's second example.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianfu.assessment.differing.envelopment import NoSolution, measure_efficiency

INPUTS = np.array([(2, 5), (2, 4), (6, 6), (3, 2), (6, 2)], np.float64)
OUTPUTS = np.array([[1], [2], [3], [1], [2]], np.float64)
EG2_INPUTS, EG2_OUTPUTS = np.array([[2.0], [4], [3], [5], [6]]), np.array([[1.0], [2], [3], [4], [5]])


def test_eg1_radial_efficiencies_and_their_mean() -> None:
    found = measure_efficiency(INPUTS, OUTPUTS)
    assert [f"{one:.3f}" for one in found.radial] == ["0.500", "1.000", "0.833", "0.714", "1.000"]
    assert f"{found.radial.mean():.3f}" == "0.810"


def test_eg1_slacks_and_peers() -> None:
    found = measure_efficiency(INPUTS, OUTPUTS)
    np.testing.assert_allclose(found.input_slacks, [(0, 0.5), (0, 0), (0, 0), (0, 0), (0, 0)], atol=1e-6)
    np.testing.assert_allclose(found.output_slacks, 0, atol=1e-6)
    peers = {unit: {int(one) + 1 for one in np.flatnonzero(line > 1e-6)} for unit, line in enumerate(found.weights, 1)}
    assert peers == {1: {2}, 2: {2}, 3: {2, 5}, 4: {2, 5}, 5: {5}}
    assert [f"{one:.3f}" for one in found.weights[2][[4, 1]]] == ["0.500", "1.000"]
    assert [f"{one:.3f}" for one in found.weights[3][[4, 1]]] == ["0.286", "0.214"]


def test_eg2_under_both_returns_to_scale() -> None:
    constant = measure_efficiency(EG2_INPUTS, EG2_OUTPUTS).radial
    variable = measure_efficiency(EG2_INPUTS, EG2_OUTPUTS, is_scale_free=False).radial
    assert [f"{one:.3f}" for one in constant] == ["0.500", "0.500", "1.000", "0.800", "0.833"]
    assert [f"{one:.3f}" for one in variable] == ["1.000", "0.625", "1.000", "0.900", "1.000"]


@settings(max_examples=20)
@given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=6), st.integers(2, 9))
def test_efficiency_knows_no_units_and_somebody_is_on_the_frontier(units: list[tuple[int, int]], factor: int) -> None:
    inputs, outputs = np.array(units, np.float64)[:, :1], np.array(units, np.float64)[:, 1:]
    found = measure_efficiency(inputs, outputs).radial
    np.testing.assert_allclose(found, measure_efficiency(inputs * factor, outputs).radial, atol=1e-7)
    assert found.max() == pytest.approx(1)
    assert found.min() > 0


@pytest.mark.parametrize("inputs", [[[0.0], [1.0]], [[-1.0], [1.0]]])
def test_inputs_that_are_none(inputs: list[list[float]]) -> None:
    with pytest.raises(NoSolution, match="大于 0"):
        measure_efficiency(np.array(inputs), np.ones((2, 1)))
