"""An analysis request: what it refuses, and that it says the same after a round trip."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lpntk.domain import (
    AnalysisRequest,
    Contents,
    DataSettings,
    InputError,
    KernelSettings,
    LearningSettings,
    StructureSettings,
)

REQUEST = AnalysisRequest(DataSettings("digits"), LearningSettings("lenet"))

requests = st.builds(
    AnalysisRequest,
    data=st.builds(
        DataSettings,
        source=st.text(),
        root=st.none() | st.text(),
        limit=st.none() | st.integers(2, 10**9),
        image_size=st.none() | st.integers(4, 512),
        labels=st.none() | st.text(),
        label_noise=st.none() | st.floats(0, 0.99, exclude_min=True),
    ),
    learning=st.builds(
        LearningSettings,
        epochs=st.integers(1, 10_000),
        learning_rate=st.none() | st.floats(1e-8, 10),
        batch_size=st.integers(1, 65_536),
    ),
    kernel=st.builds(
        KernelSettings,
        label_vector=st.sampled_from(["sign", "centred", "residual"]),
        neighbours=st.integers(1, 1000),
        memory_budget=st.integers(1 << 26, 1 << 50),
        storage_budget=st.integers(1, 1 << 50),
    ),
    structure=st.builds(StructureSettings, heads=st.floats(0, 1, exclude_min=True)),
    seed=st.integers(0, 2**32 - 1),
    device=st.sampled_from(["auto", "cpu", "cuda", "mps"]),
    name=st.none() | st.text(),
)


@settings(max_examples=25)
@given(requests)
def test_survives_json(request_: AnalysisRequest) -> None:
    back = AnalysisRequest.from_dict(json.loads(json.dumps(request_.to_dict())))
    assert back == request_
    assert back.key() == request_.key()


def test_settings_that_came_later_are_no_part_of_the_key_where_they_are_left_out() -> None:
    """What was asked for by an older program is found again."""
    added = DataSettings("digits", limit=5)
    extension = replace(REQUEST, data=replace(REQUEST.data, additions=(added,)), extends=3)

    assert REQUEST.key() == "c606fa2e1cabbf1d3d5d8c0b7e278abb71861029fe16b0837ab9310b12e96f04"
    assert extension.key() == "e334448e8dcd28a5ccdc38cb5356c965a20c4ce6c70fc78bf549126ef52aa0bf"
    for settings_ in ({"labels": "x.npy"}, {"label_noise": 0.1}):
        assert replace(REQUEST, data=replace(REQUEST.data, **settings_)).key() != REQUEST.key()
    normalised = replace(REQUEST, learning=replace(REQUEST.learning, normalisation="half"))
    assert normalised.key() != REQUEST.key()
    traced = replace(REQUEST, learning=replace(REQUEST.learning, trace="run.trace"))
    assert traced.key() != REQUEST.key()
    assert replace(traced, contents=Contents(trace="0" * 64)).key() != traced.key()
    in_float32 = replace(REQUEST, kernel=replace(REQUEST.kernel, arithmetic="float32"))
    assert in_float32.key() != REQUEST.key()


@pytest.mark.parametrize("share", [0, 1, -0.5, float("nan")])
def test_label_noise_is_a_share(share: float) -> None:
    with pytest.raises(InputError, match=r"label_noise is .*: it must be above 0 and at most 0\.99"):
        AnalysisRequest(DataSettings("digits", label_noise=share))


def test_the_name_is_no_part_of_the_key() -> None:
    assert replace(REQUEST, name="mine").key() == REQUEST.key()
    assert len(REQUEST.key()) == 64


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, seed=1),
        replace(REQUEST, device="cpu"),
        replace(REQUEST, data=DataSettings("digits", split="test")),
        replace(REQUEST, learning=LearningSettings(epochs=11)),
        replace(REQUEST, kernel=KernelSettings(label_vector="residual")),
        replace(REQUEST, structure=StructureSettings(heads=0.2)),
    ],
)
def test_every_setting_is_a_part_of_the_key(other: AnalysisRequest) -> None:
    assert other.key() != REQUEST.key()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"data": DataSettings("digits", limit=1)}, "limit"),
        ({"data": DataSettings("digits", image_size=3)}, "image_size"),
        ({"data": DataSettings("digits", image_size=513)}, "image_size"),
        ({"learning": LearningSettings(epochs=0)}, "epochs"),
        ({"learning": LearningSettings(learning_rate=0)}, "learning_rate"),
        ({"learning": LearningSettings(learning_rate=float("nan"))}, "learning_rate"),
        ({"learning": LearningSettings(batch_size=0)}, "batch_size"),
        ({"kernel": KernelSettings(label_vector="signs")}, "label_vector"),
        ({"kernel": KernelSettings(neighbours=0)}, "neighbours"),
        ({"kernel": KernelSettings(memory_budget=1)}, "memory_budget"),
        ({"kernel": KernelSettings(storage_budget=0)}, "storage_budget"),
        ({"structure": StructureSettings(heads=0)}, "heads"),
        ({"structure": StructureSettings(heads=1.5)}, "heads"),
        ({"structure": StructureSettings(heads=float("nan"))}, "heads"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**32}, "seed"),
        ({"device": "gpu"}, "device"),
    ],
)
def test_refuses_settings_out_of_bounds_and_names_them(changes: dict, field: str) -> None:
    with pytest.raises(InputError) as caught:
        replace(REQUEST, **changes)
    assert caught.value.field == field
    assert caught.value.message.endswith((".", "?"))


def test_what_steers_a_terminal_is_refused_anew_but_read_where_it_is_stored() -> None:
    request = AnalysisRequest(DataSettings("digits"), name="two\nlines")
    assert AnalysisRequest.from_dict(request.to_dict()) == request
    with pytest.raises(InputError, match="with characters that cannot be shown") as caught:
        request.check_new()
    assert caught.value.field == "name"
