"""Figures and files over HTTP."""

from __future__ import annotations

import pytest

from lpntk.api.files import attachment


@pytest.mark.parametrize("kind", ["map", "histogram", "class-means", "cluster-sizes"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_figure(finished, kind, theme):
    answer = finished.get(f"/figures/{kind}", theme=theme)
    assert answer.status_code == 200
    assert answer.json().keys() == {"data", "layout"}
    assert answer.json()["data"]


@pytest.mark.parametrize("colour", ["class", "cluster", "loss", "self_max"])
def test_a_map_in_each_colour(finished, colour):
    assert finished.get("/figures/map", colour=colour).json()["data"]


def test_a_map_in_a_colour_that_there_is_not(finished):
    answer = finished.get("/figures/map", colour="los")
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "colour"
    assert "Did you mean 'loss'" in answer.json()["error"]["message"]


def test_a_map_of_what_is_pruned(finished):
    answer = finished.get("/figures/map", colour="pruned", strategy="random", keep=0.5)
    assert answer.json()["data"]


def test_a_map_of_what_is_pruned_needs_a_strategy(finished):
    answer = finished.get("/figures/map", colour="pruned")
    assert answer.status_code == 422
    assert answer.json()["error"]["field"] == "strategy"


def test_the_report_is_a_page_to_keep(finished):
    answer = finished.get("/export/report", format="html")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert (
        answer.headers["Content-Disposition"] == 'attachment; filename="lpntk-Two-hundred-digits-report.html"'
    )


def test_a_format_that_a_result_has_not(finished):
    answer = finished.get("/export/kernel", format="html")
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["field"] == "format"
    assert "npy" in error["message"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("mnist", "kernel"), "lpntk-mnist-kernel.npy"),
        (('a"\r\nSet-Cookie: b', "kernel"), "lpntk-a-Set-Cookie-b-kernel.npy"),
        (("../../etc", "kernel"), "lpntk-etc-kernel.npy"),
        (("数字", "kernel"), "lpntk-kernel.npy"),
    ],
)
def test_a_file_s_name_is_safe(words, name):
    assert attachment(b"", words, "npy").headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_a_download_is_sent_as_it_is(finished):
    answer = finished.get("/export/scores", format="csv")
    assert len(answer.content) > 10_000
    assert "Content-Encoding" not in answer.headers
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert finished.get("/page").headers["Content-Encoding"] == "gzip"
