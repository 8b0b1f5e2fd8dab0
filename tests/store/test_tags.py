"""Tags in the database: sets of samples, of which nobody's is lost, and whose damage is said."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from lpntk.domain import ConflictError, InputError, NotFoundError, StoreError
from lpntk.domain.keeping import Tag
from lpntk.pipeline.workspace import Workspace
from lpntk.store import tags
from lpntk.store.engine import Database
from support.records import add_analysis, add_dataset

DATA, OTHER = "d" * 64, "e" * 64


def change(
    database: Database, name: str, add: Sequence[int] = (), remove: Sequence[int] = (), of: str = DATA
) -> tuple[Tag | None, int]:
    with database.writing() as session:
        given, taken = (np.array(indices, dtype=np.int64) for indices in (add, remove))
        return tags.change(session, of, name, add=given, remove=taken, now=1.5)


def rename(database: Database, name: str, to: str, *, merge: bool = False) -> Tag:
    with database.writing() as session:
        return tags.rename(session, DATA, name, to, merge=merge, now=2.5)


def found(database: Database, of: str = DATA) -> dict[str, list[int]]:
    with database.reading() as session:
        return {tag.name: tag.indices.tolist() for tag in tags.get_all(session, of)}


def test_what_was_tagged_comes_back(database: Database) -> None:
    tag, changed = change(database, "Look again", [40, 3, 3, 11])

    assert tag is not None
    assert (tag.name, tag.colour, changed) == ("Look again", 0, 3)
    assert tag.indices.dtype == np.int64
    assert found(database) == {"Look again": [3, 11, 40]}
    assert found(database, OTHER) == {}


def test_case_makes_no_other_tag(database: Database) -> None:
    change(database, "Odd", [1])
    tag, changed = change(database, "ODD", [1, 2])

    assert tag is not None
    assert (tag.name, changed) == ("Odd", 1)
    assert found(database) == {"Odd": [1, 2]}


def test_without_samples_there_is_none(database: Database) -> None:
    change(database, "odd", [7])

    assert change(database, "odd", remove=[7, 8]) == (None, 1)
    assert found(database) == {}
    with pytest.raises(NotFoundError, match="no tag 'odd'"):
        change(database, "odd", remove=[7])


def test_who_is_in_both_has_it(database: Database) -> None:
    change(database, "odd", [1, 2])

    assert change(database, "odd", [2, 3], remove=[1, 2])[1] == 2
    assert found(database) == {"odd": [2, 3]}


def test_each_has_a_colour_that_no_other_has(database: Database) -> None:
    for name in ("a", "b", "c"):
        change(database, name, [1])
    change(database, "b", remove=[1])
    change(database, "d", [1])

    with database.reading() as session:
        assert {tag.name: tag.colour for tag in tags.get_all(session, DATA)} == {"a": 0, "c": 2, "d": 1}


def test_another_name(database: Database) -> None:
    change(database, "odd", [1, 2])
    change(database, "even", [2, 4])

    assert rename(database, "ODD", "Odd").name == "Odd"
    assert found(database) == {"even": [2, 4], "Odd": [1, 2]}
    with pytest.raises(ConflictError, match="There is a tag 'even' already, on 2 samples"):
        rename(database, "odd", "EVEN")
    merged = rename(database, "odd", "EVEN", merge=True)
    assert (merged.name, merged.colour) == ("EVEN", 1)
    assert found(database) == {"EVEN": [1, 2, 4]}
    with pytest.raises(NotFoundError, match="no tag 'odd'"):
        rename(database, "odd", "x")


def test_one_is_deleted(database: Database) -> None:
    change(database, "odd", [1])
    change(database, "odd", [1], of=OTHER)

    with database.writing() as session:
        tags.delete(session, DATA, "ODD")

    assert (found(database), found(database, OTHER)) == ({}, {"odd": [1]})
    with database.writing() as session, pytest.raises(NotFoundError, match="no tag 'odd'"):
        tags.delete(session, DATA, "odd")


def test_there_are_only_so_many(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tags, "MOST", 2)
    for name in ("a", "b"):
        change(database, name, [1])

    with pytest.raises(InputError, match="There are 2 tags already: delete one first"):
        change(database, "c", [1])
    change(database, "a", [2])


def test_of_many_who_tag_at_the_same_time_none_is_lost(database: Database) -> None:
    start, failed = threading.Barrier(6), []

    def tag(number: int) -> None:
        start.wait()
        try:
            change(database, "odd", [number, 10 * number])
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=tag, args=(number,)) for number in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    assert found(database) == {"odd": sorted({*range(1, 7), *range(10, 70, 10)})}


@pytest.mark.parametrize(
    "damage",
    ["name = 'other'", "\"key\" = 'x'", "fingerprint = 'x'", "colour = 7", "checksum = 1", "seal = seal + 1"],
)
def test_a_damaged_one_is_said(database: Database, damage: str) -> None:
    change(database, "odd", [1])
    with database.writing() as session:
        session.execute(text(f"UPDATE tag SET {damage}"))

    with pytest.raises(StoreError, match=r"the tag '.*' does not match .*; restore the database from"):
        found(database)


def test_it_outlives_the_analysis(database: Database) -> None:
    analysis_id, _ = add_analysis(database)
    add_dataset(database, analysis_id)
    change(database, "odd", [1], of="f" * 64)
    Workspace(database).delete(analysis_id)

    assert found(database, "f" * 64) == {"odd": [1]}


INDICES = st.lists(st.integers(0, 70), max_size=6)
STEPS = st.lists(st.tuples(st.sampled_from(["a", "A", "b"]), INDICES, INDICES), max_size=25)


@settings(max_examples=25)
@given(STEPS)
def test_they_are_what_python_s_sets_would_be(
    tmp_path_factory: pytest.TempPathFactory, steps: object
) -> None:
    folder, known = tmp_path_factory.mktemp("tags"), {"a": set[int](), "b": set[int]()}
    with Database(f"sqlite:///{folder / 'x.db'}") as database:
        for name, add, remove in steps:  # type: ignore[attr-defined]
            before = known[name.lower()]
            after = (before - set(remove)) | set(add)
            if not before and not add:
                with pytest.raises(NotFoundError):
                    change(database, name, add, remove)
                continue
            tag, changed = change(database, name, add, remove)
            assert changed == len(before ^ after)
            assert (tag.indices.tolist() if tag else []) == sorted(after)
            known[name.lower()] = after
        have = {name.lower(): indices for name, indices in found(database).items()}
        assert have == {name: sorted(indices) for name, indices in known.items() if indices}


@given(INDICES, INDICES)
def test_bits_are_sets(one: list[int], other: list[int]) -> None:
    first, second = (tags.bits_of(np.array(indices, dtype=np.int64)) for indices in (one, other))

    def members(bits: tags.Bits) -> set[int]:
        return set(np.flatnonzero(np.unpackbits(bits, bitorder="little")).tolist())

    assert members(tags.union(first, second)) == set(one) | set(other)
    assert members(tags.without(first, second)) == set(one) - set(other)
    assert members(tags.difference(first, second)) == set(one) ^ set(other)
    assert not set(one) <= set(other) or tags.without(first, second).size == 0
