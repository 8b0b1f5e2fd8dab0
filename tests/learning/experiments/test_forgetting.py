"""Forgetting foretold: the first-order change of a step, and what counts as foretold."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.func import functional_call, jacrev

from lpntk.domain import InputError
from lpntk.learning.experiments.forgetting import ERROR, SIGN, Walk
from support.courses import course_of
from support.training import TrainingSample

OBSERVED = torch.arange(100, 140)
BATCH = torch.arange(0, 24)
ROUNDING = 5e-6


def walk(sample: TrainingSample, rate: float, seed: int = 0, model: str = "mlp") -> Walk:
    return Walk(course_of(sample, model), OBSERVED, learning_rate=rate, batch_size=24, seed=seed)


def ahead(sample: TrainingSample, rate: float, seed: int, way: str) -> tuple[torch.Tensor, torch.Tensor]:
    """How a step really changes the predictions, and how that was foretold."""
    one = walk(sample, rate, seed)
    before, direction = one.predictions().double(), one.direction(BATCH, way)
    foretold = one.change(direction).double()
    one._take(direction)
    return one.predictions().double() - before, foretold


@settings(deadline=None, max_examples=10)
@given(seed=st.integers(0, 1000), way=st.sampled_from([ERROR, SIGN]))
def test_the_error_of_what_is_foretold_falls_with_the_square_of_the_rate(
    few_digits: TrainingSample, seed: int, way: str
) -> None:
    errors = []
    for rate in (0.04, 0.005):
        real, foretold = ahead(few_digits, rate, seed, way)
        errors.append(float((real - foretold).norm()))
        assert errors[-1] < 0.3 * float(real.norm())
    assert errors[1] < errors[0] / 16 + ROUNDING


def test_it_is_the_kernels_blocks_times_the_errors(few_digits: TrainingSample) -> None:
    one = walk(few_digits, rate=0.1)
    model, course = one._model, one._course
    weights = {name: value.detach() for name, value in model.named_parameters()}

    def jacobians(rows: torch.Tensor) -> torch.Tensor:
        """(n, K, P)"""
        found = jacrev(lambda w: functional_call(model, w, (course.batches.images(rows),)))(weights)
        return torch.cat([part.flatten(2) for part in found.values()], dim=2)

    q, mine, theirs = one.predictions(), jacobians(OBSERVED), jacobians(BATCH)
    block = torch.einsum("okp,blp->obkl", mine, theirs)
    errors = torch.nn.functional.one_hot(course.labels[BATCH], 10) - course.looked_at(model, BATCH).softmax(1)
    damping = torch.diag_embed(q) - q[:, :, None] * q[:, None, :]
    expected = 0.1 * torch.einsum("oij,objl,bl->oi", damping, block, errors) / len(BATCH)

    torch.testing.assert_close(one.change(one.direction(BATCH, ERROR)), expected, rtol=1e-3, atol=1e-6)


def test_what_is_foretold_really_happens(few_digits: TrainingSample) -> None:
    one = walk(few_digits, rate=0.02, model="lenet")
    events = [one.step() for _ in range(25)]

    forgotten = sum(event.forgotten for event in events)
    hits, named = (sum(getattr(event, what)[ERROR] for event in events) for what in ("hits", "named"))
    assert forgotten > 10
    assert 2 * hits / (named + forgotten) > 0.7
    for event in events:
        assert event.forgotten <= event.right <= len(OBSERVED)
        assert event.hits[SIGN] <= min(event.named[SIGN], event.forgotten)


def test_steps_without_a_look_lead_to_the_same_place(few_digits: TrainingSample) -> None:
    looking, skipping = walk(few_digits, 0.05), walk(few_digits, 0.05)
    for _ in range(12):
        looking.step()
        skipping.skip()

    assert looking.step() == skipping.step()


def test_parameters_that_are_not_used_stay(few_digits: TrainingSample) -> None:
    one, plain = walk(few_digits, 0.05), walk(few_digits, 0.05)
    one._model.register_parameter("unused", torch.nn.Parameter(torch.ones(2)))
    assert one.step() == plain.step()
    torch.testing.assert_close(one._model.get_parameter("unused"), torch.ones(2), check_dtype=False)


class NoForwardMode(torch.autograd.Function):
    """Has a derivative, but no forward one."""

    @staticmethod
    def forward(ctx: object, inputs: torch.Tensor) -> torch.Tensor:
        return inputs.clone()

    @staticmethod
    def backward(ctx: object, gradient: torch.Tensor) -> torch.Tensor:
        return gradient


def test_a_model_that_cannot_be_differentiated_forwards_is_named(few_digits: TrainingSample) -> None:
    one = walk(few_digits, 0.05)
    one._model.register_forward_hook(lambda model, inputs, output: NoForwardMode.apply(output))
    with pytest.raises(InputError, match="Model mlp cannot be differentiated forwards"):
        one.step()
