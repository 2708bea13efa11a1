"""Data envelopment analysis: how near a township is to the best that any mixture of others reaches with as little.

Input-oriented, radial, by two linear programs a township (the radial share, then the largest slacks), as DEAP 2.1 does
(Coelli 1996); a second stage takes out of the logarithm of efficiency what endowments explain, for the inputs alone do
not (Stevens 2005). Source: docs/methods/assessment.md.
"""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from jianfu.assessment.differing.adjusted import Adjusted
from jianfu.assessment.differing.conditions import Conditions
from jianfu.assessment.differing.regression import adjust_totals
from jianfu.assessment.scoring.data import Floats

_HAIR = 1e-9
_LEAST_OUTPUT = 1.0
"""Points: an area without any would make every mixture possible."""


class NoSolution(Exception):
    """A linear program without an answer; the message says in Chinese which township and why."""


@dataclass(frozen=True, slots=True)
class Efficiency:
    """`radial` float64[units] in (0, 1], 1 on the frontier. `weights` float64[units, units]: the mixture that each is
    held against. `input_slacks` float64[units, inputs] and `output_slacks` float64[units, outputs]."""

    radial: Floats
    weights: Floats
    input_slacks: Floats
    output_slacks: Floats


def measure_efficiency(inputs: Floats, outputs: Floats, *, is_scale_free: bool = True) -> Efficiency:
    """Efficiency of float64[units, inputs] and float64[units, outputs], all above 0. NoSolution.

    `is_scale_free`: constant returns to scale; else variable ones, where mixtures are averages.
    """
    if (inputs <= 0).any() or (outputs < 0).any() or not len(inputs):
        raise NoSolution("数据包络要求投入都大于 0、产出不小于 0。请核对基础条件里的数。")
    found = [_solve(inputs, outputs, unit, is_scale_free) for unit in range(len(inputs))]
    radial, weights, slack_in, slack_out = (np.array(part) for part in zip(*found, strict=True))
    return Efficiency(radial, weights, slack_in + 0.0, slack_out + 0.0)


def _solve(inputs: Floats, outputs: Floats, unit: int, is_scale_free: bool) -> tuple[float, Floats, Floats, Floats]:
    """minimise θ with Σλx ≤ θx₀, Σλy ≥ y₀; then, θ held, the largest sum of slacks."""
    count, ins, outs = len(inputs), inputs.shape[1], outputs.shape[1]
    bounds = np.block([[inputs.T, -inputs[unit][:, None]], [-outputs.T, np.zeros((outs, 1))]])
    limits = np.concatenate([np.zeros(ins), -outputs[unit]])
    sum_to_one = None if is_scale_free else (np.append(np.ones(count), 0.0)[None, :], [1.0])
    aim = np.append(np.zeros(count), 1.0)
    first = linprog(aim, bounds, limits, *(sum_to_one or (None, None)), method="highs")
    if first.status != 0:
        raise NoSolution(f"第 {unit + 1} 个乡镇的线性规划没有解（{first.message}）。请核对它的投入和产出。")
    radial = float(first.x[-1])
    equal = np.block(
        [[inputs.T, np.eye(ins), np.zeros((ins, outs))], [outputs.T, np.zeros((outs, ins)), -np.eye(outs)]]
    )
    right = np.concatenate([radial * inputs[unit], outputs[unit]])
    if not is_scale_free:
        equal = np.vstack([equal, np.concatenate([np.ones(count), np.zeros(ins + outs)])])
        right = np.append(right, 1.0)
    aim = np.concatenate([np.zeros(count), -np.ones(ins + outs)])
    second = linprog(aim, None, None, equal, right, method="highs")
    if second.status != 0:  # rounding of θ left no room: the radial mixture stands, without slacks
        return radial, first.x[:-1], np.zeros(ins), np.zeros(outs)
    return radial, second.x[:count], second.x[count : count + ins], second.x[count + ins :]


def adjust_by_envelopment(areas: Floats, conditions: Conditions) -> Adjusted:
    """Scores of float64[draws, townships, areas]: efficiency with what helps as inputs and the areas as outputs, less
    what all endowments explain of it, in points around the county's mean."""
    totals = areas.sum(axis=-1)
    if conditions.amounts.shape[1] == 0 or conditions.matrix.shape[1] == 0:
        return Adjusted.unchanged(totals)
    outputs = np.maximum(areas, _LEAST_OUTPUT)
    radial = np.stack([_radial(conditions.amounts, one) for one in outputs])
    logs = np.log(np.maximum(radial, _HAIR))
    second = adjust_totals(logs, conditions.matrix)
    centre = totals.mean(axis=1, keepdims=True)
    own = second.scores - logs.mean(axis=1, keepdims=True)
    return Adjusted(centre * (1 + own), totals - centre * own, second.spread * float(centre.mean()), second.keep)


def _radial(inputs: Floats, outputs: Floats) -> Floats:
    """Radial efficiency alone: one program a unit, for draws."""
    count, ins = inputs.shape
    radial = np.empty(count)
    for unit in range(count):
        bounds = np.block([[inputs.T, -inputs[unit][:, None]], [-outputs.T, np.zeros((outputs.shape[1], 1))]])
        limits = np.concatenate([np.zeros(ins), -outputs[unit]])
        found = linprog(np.append(np.zeros(count), 1.0), bounds, limits, method="highs")
        if found.status != 0:
            raise NoSolution(f"第 {unit + 1} 个乡镇的线性规划没有解（{found.message}）。请核对它的基础条件。")
        radial[unit] = found.fun
    return radial
