"""What results look like in a notebook and in a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
import torch

import lpntk
from lpntk.pipeline.review import saved_views
from support.analyses import REQUEST, finished_analysis
from support.said import finished_rows, finished_texts

MOST = 200_000


class _Balanced(HTMLParser):
    """Every element that is opened is closed, and none can run anything."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.feed(html)
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag != "img":
            self.open.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def html_of(thing: Any) -> str:
    html: str = thing._repr_html_()
    assert len(html) < MOST
    assert {*_Balanced(html).seen} <= {"div", "b", "table", "tr", "th", "td", "img"}
    return html


@pytest.fixture
def library(tmp_path: Path) -> Iterator[lpntk.Library]:
    url, _ = finished_analysis(tmp_path)
    with lpntk.open(url) as library:
        yield library


@pytest.fixture
def analysis(library: lpntk.Library) -> lpntk.Analysis:
    return library[1]


def test_a_library_is_a_table_of_its_analyses(library: lpntk.Library) -> None:
    library.workspace.submit(replace(REQUEST, seed=7, name="<script>alert(1)</script> & more"))
    html = html_of(library)
    assert "2 analyses in " in html
    assert "Two hundred digits" in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html
    waiting = html_of(library[2])
    assert "queued" in waiting
    assert "<img" not in waiting


def test_an_analysis_says_what_it_is_of_and_shows_some_samples(analysis: lpntk.Analysis) -> None:
    html = html_of(analysis)
    for fact in ("200 images, each 8 × 8 × 1", "10 classes", "lenet", "of all samples", "interchangeable"):
        assert fact in html
    assert html.count("<img") == 20
    assert {*re.findall(r'title="\d+: (\d)"', html)} == set("0123456789")


def test_neighbours_are_a_tuple_with_pictures(analysis: lpntk.Analysis) -> None:
    found = analysis.neighbours(14, 5)
    indices, similarity = found
    assert found.indices is indices
    assert found.similarity is similarity
    np.testing.assert_array_equal(
        found.label,
        analysis.samples().label[np.isin(analysis.samples().index, indices)][np.argsort(np.argsort(indices))],
    )
    html = html_of(found)
    assert html.count("<img") == 6
    assert f"{similarity[0]:.3f}" in html
    lines = repr(found).splitlines()
    assert lines[0].startswith("Interchangeable with sample 14 (")
    assert lines[1].split() == ["index", "label", "c"]
    assert lines[2].split() == [str(indices[0]), str(found.label[0]), f"{similarity[0]:.3f}"]


def test_label_issues_have_pictures_and_their_evidence(analysis: lpntk.Analysis) -> None:
    issues = analysis.label_issues()
    assert isinstance(issues, list)
    assert len(issues) == 50
    html = html_of(issues)
    assert "for the suggested label" in html
    assert "and 38 more" in html
    assert html.count("<img") > 12
    assert len(repr(issues).splitlines()) == 13
    assert "and 40 more" in repr(issues)
    assert html_of(analysis.evidence(issues[0].index)).count("<img") == 17


def test_a_plan_says_how_many_of_each_class_go_and_why(analysis: lpntk.Analysis) -> None:
    plan = analysis.prune("fpc-heads", keep=0.8)
    html = html_of(plan)
    assert f"fpc-heads keeps {len(plan.kept)} of 200 samples" in html
    assert plan.why([int(plan.order[0])])[0] in html
    assert html.count("<img") == 8
    assert "\n" not in repr(plan)
    stays = html_of(plan.by_hand(stay=plan.pruned.tolist()))
    assert "fpc-heads keeps 200 of 200 samples" in stays
    assert "The first to go" not in stays


def test_what_is_forecast_is_said_in_a_sentence(analysis: lpntk.Analysis) -> None:
    outlook = analysis.outlook("random", keep=0.8)
    assert outlook.to_dict()["strategy"] == "random"
    assert "random" in html_of(outlook)
    outlooks = analysis.outlooks(keep=0.8)
    assert html_of(outlooks).count("<tr") == len(outlooks) + 1
    assert len(repr(outlooks).splitlines()) == 13
    assert "right before" in html_of(analysis.forecast(remove=[14, 17]))


def test_what_people_keep_is_seen(analysis: lpntk.Analysis) -> None:
    index = int(analysis.samples().index[40])
    analysis.tag("<b>odd & more", [index])
    analysis.note(index, "Is it a 7 & no 1?")
    analysis.workspace.decide(analysis.id, index, "exclude")
    with analysis.workspace.results(analysis.id) as results:
        saved_views.save(results, "two of them", "map?colour=loss&selected=r14.2")

    assert "&lt;b&gt;odd &amp; more" in html_of(analysis.tags)
    assert repr(analysis.tags).splitlines()[-1].split() == ["<b>odd", "&", "more", "1"]
    assert "Is it a 7 &amp; no 1?" in html_of(analysis.notes)
    assert analysis.notes == {index: "Is it a 7 & no 1?"}
    assert "exclude" in html_of(analysis.decisions())
    view = analysis.views["two of them"]
    assert view.selected.tolist() == analysis.samples().index[40:42].tolist()
    assert repr(view) == "<View 'two of them', 2 selected>"
    assert html_of(analysis.views).count("<img") == 2
    for kept in (analysis.tags, analysis.notes, analysis.decisions(), analysis.views):
        assert len(repr(kept).splitlines()) == 3


def test_tables_are_taken_by_pandas_and_polars(analysis: lpntk.Analysis) -> None:
    table = analysis.samples()
    frame = pd.DataFrame(table)
    assert list(frame.columns) == list(table.columns)
    np.testing.assert_array_equal(frame["index"], table.index)
    np.testing.assert_array_equal(frame["loss"], table.scores["loss"])
    assert frame["index"].dtype == np.int64
    assert pl.DataFrame(table)["loss"].to_numpy().tolist() == table.scores["loss"].tolist()
    assert html_of(table).count("<img") == 10
    scores = analysis.scores(frame=False)
    assert len(repr(scores).splitlines()) == 13
    assert len(re.findall("<tr", html_of(scores))) == len(scores) + 1
    assert html_of(analysis.clusters()).count("<img") > 12
    assert len(repr(analysis.clusters()).splitlines()) == 13


def test_of_what_is_gone_nothing_is_drawn_but_what_is_known(library: lpntk.Library) -> None:
    issues = library[1].label_issues(3)
    library.workspace.delete(1)
    html = html_of(issues)
    assert str(issues[0].index) in html
    assert "<img" not in html


def test_large_pictures_stop_before_a_notebook_is_large(tmp_path: Path) -> None:
    torch.manual_seed(0)
    images, labels = torch.rand(60, 3, 96, 96), torch.arange(60) % 2
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(3 * 96 * 96, 2))
    analysis = lpntk.analyse(model, (images, labels), f"sqlite:///{tmp_path / 'x.db'}")
    for thing in (analysis, analysis.neighbours(0, 20), analysis.label_issues(), analysis.clusters()):
        assert 0 < html_of(thing).count("<img") < 20
    analysis.workspace.close()


def test_texts_and_rows_say_how_they_begin(tmp_path):
    for finished, words in ((finished_texts, "the river rises in the mountains"), (finished_rows, "alcohol")):
        folder = tmp_path / finished.__name__
        folder.mkdir()
        url, identifier = finished(folder)
        with lpntk.open(url) as library:
            shown = library[identifier].neighbours(0)._repr_html_()
        assert words in shown
        assert "<img" not in shown
