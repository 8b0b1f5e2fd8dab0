"""Seals: what they are does not change, since databases are full of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lpntk.store import seals
from lpntk.store.tables import CheckpointRow, NoteRow

PLAIN = st.none() | st.booleans() | st.integers() | st.text() | st.floats() | st.binary()


@given(text=PLAIN, index=PLAIN, written_at=st.integers() | st.floats(allow_nan=False))
def test_a_seal_is_the_checksum_of_what_it_covers_by_column(
    text: object, index: object, written_at: float
) -> None:
    values = {"fingerprint": "d" * 64, "index": index, "text": text, "written_at": written_at}

    seal = seals.sealed(NoteRow, values)["seal"]

    by_column = {"fingerprint": "d" * 64, "sample_index": index, "text": text}
    assert seal == seals.checksum("note", {**by_column, "written_at": float(written_at)})


@given(mean=st.lists(st.floats()), parameters=st.integers())
def test_lists_are_sealed_as_json_has_them(mean: list[float], parameters: int) -> None:
    names = [field.key for field in seals.fields(CheckpointRow) if field.key != "seal"]
    values = dict.fromkeys(names) | {"mean": mean, "parameters": parameters}

    assert seals.sealed(CheckpointRow, values)["seal"] == seals.checksum("checkpoint", values)
