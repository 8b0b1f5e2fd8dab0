"""The report is one file: everything in it, nothing fetched, nothing that breaks out of its place."""

from __future__ import annotations

import base64
import json
from html.parser import HTMLParser

import numpy as np
import pytest

from lpntk.figures import Strip, cluster_sizes_figure, map_figure, report_html

PNG = b"\x89PNG\r\n\x1a\nnot quite"
NASTY = "</script><img src=x onerror=alert(1)> & co"


class Page(HTMLParser):
    """What a browser would find: elements with their attributes, scripts and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict]] = []
        self.scripts: list[str] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "script":
            self.scripts[-1] += data
        elif data.strip():
            self.texts.append(data)


@pytest.fixture(scope="module")
def page() -> Page:
    ones = np.arange(3)
    figures = [
        ("Map", NASTY, map_figure(ones, ones, ones, ones, ["a", "b", NASTY], theme="dark")),
        ("Sizes", "", cluster_sizes_figure(ones + 1, ones, ["a", "b", "c"])),
    ]
    strips = [Strip("Heads", NASTY, [(PNG, "7"), (PNG, NASTY)])]
    return Page(report_html(NASTY, [("Samples", "3"), (NASTY, NASTY)], figures, strips))


def test_text_is_text(page: Page) -> None:
    assert page.texts.count(NASTY) == 7
    assert {tag for tag, attributes in page.elements if "onerror" in attributes} == set()


def test_figures_are_inside_without_a_theme_of_their_own(page: Page) -> None:
    figures = [
        json.loads(script)
        for script, (_, attributes) in zip(
            page.scripts, [element for element in page.elements if element[0] == "script"], strict=True
        )
        if attributes == {"type": "application/json"}
    ]
    assert [len(figure["data"]) for figure in figures] == [3, 3]
    assert all("template" not in figure["layout"] for figure in figures)
    assert figures[0]["data"][2]["name"] == "&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; &amp; co"
    assert sum(attributes.get("class") == "figure" for _, attributes in page.elements) == 2


def test_nothing_is_fetched_and_plotly_is_there_once(page: Page) -> None:
    for tag, attributes in page.elements:
        assert tag != "link"
        source = attributes.get("src") or attributes.get("href") or "data:"
        assert source.startswith("data:")
    assert sum("plotly.js v" in script for script in page.scripts) == 1


def test_both_themes_are_there_for_the_reader_to_choose(page: Page) -> None:
    templates = next(json.loads(script) for script in page.scripts if script.startswith('{"light"'))
    assert templates["light"]["layout"]["font"]["color"] != templates["dark"]["layout"]["font"]["color"]
    assert "prefers-color-scheme: dark" in page.scripts[-1]


def test_images_are_inside(page: Page) -> None:
    images = [attributes["src"] for tag, attributes in page.elements if tag == "img"]
    assert len(images) == 2
    assert base64.b64decode(images[0].removeprefix("data:image/png;base64,")) == PNG


def test_a_report_without_figures_is_a_page() -> None:
    assert Page(report_html("Empty", [], [])).texts[-1] == "Empty"
