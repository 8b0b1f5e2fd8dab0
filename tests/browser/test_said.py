"""Analyses of texts and of rows of a table on the page: read, held against each other, searched, reviewed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from browser.conftest import Site
from lpntk.serving.server import PageServer
from support.browser import require_bundle
from support.said import finished_rows, finished_texts
from support.tables import SENTENCES


@pytest.fixture(scope="module")
def texts(tmp_path_factory) -> Iterator[Site]:
    require_bundle()
    database, identifier = finished_texts(tmp_path_factory.mktemp("texts"))
    with PageServer(database, port=0, supervise=False) as server:
        yield Site(server.url(), identifier)


@pytest.fixture(scope="module")
def rows(tmp_path_factory) -> Iterator[Site]:
    require_bundle()
    database, identifier = finished_rows(tmp_path_factory.mktemp("rows"))
    with PageServer(database, port=0, supervise=False) as server:
        yield Site(server.url(), identifier)


def _tile(page: Page, index: int) -> Locator:
    return page.locator(f"[role=option][data-index='{index}']")


def test_texts_are_read_in_the_grid_and_whole_in_the_panel(texts, visit):
    page = visit(texts.url).page
    page.goto(texts.path("images"))
    expect(page.get_by_role("link", name="Texts", exact=True)).to_have_attribute("aria-current", "page")
    expect(page.get_by_text("64 texts")).to_be_visible()
    expect(_tile(page, 3)).to_contain_text(SENTENCES[3][0][:40])
    _tile(page, 3).click()
    panel = page.get_by_role("complementary", name="Selected sample")
    whole = panel.get_by_role("region", name=re.compile("its text"))
    expect(whole).to_have_text(f"{SENTENCES[3][0]}\n\nin the story of chapter 0")
    # A long one is fetched to its end.
    page.goto(texts.path("images", "sample=63"))
    expect(whole).to_contain_text("to the very ash")


def test_what_a_neighbour_shares_is_marked_without_stop_words(texts, visit):
    page = visit(texts.url).page
    page.goto(texts.path("images", "sample=0"))
    neighbours = page.get_by_role("region", name="Interchangeable").locator("li")
    marks = neighbours.first.locator("mark")
    expect(marks.first).to_be_visible()
    words = {text.lower() for text in marks.all_inner_texts()}
    assert words <= set(re.findall(r"\w+", (SENTENCES[0][0] + " story chapter").lower()))
    assert not words & {"the", "and", "in", "to"}


def test_words_are_searched_for_and_stay_in_the_address(texts, visit):
    page = visit(texts.url).page
    page.goto(texts.path("images"))
    box = page.get_by_label("Words in the texts")
    box.fill("RIVER chapter")
    expect(page.get_by_text("8 of 64 texts")).to_be_visible()
    expect(page).to_have_url(re.compile("words=RIVER"))
    page.reload()
    expect(page.get_by_text("8 of 64 texts")).to_be_visible()
    expect(box).to_have_value("RIVER chapter")
    box.fill("nothing like this")
    expect(page.get_by_text("No text passes these filters")).to_be_visible()
    page.get_by_role("button", name="Clear the words").click()
    expect(page.get_by_text("64 texts", exact=True)).to_be_visible()


def test_two_texts_side_by_side(texts, visit):
    page = visit(texts.url).page
    page.goto(texts.path("images", "sample=0&pair=8"))
    for index in (0, 8):
        side = page.get_by_role("region", name=f"Sample {index}", exact=True)
        expect(side.locator("mark").filter(has_text="river")).to_be_visible()


def test_what_is_under_the_pointer_on_the_map_is_read(texts, visit):
    visitor = visit(texts.url)
    visitor.page.goto(texts.path("map"))
    picture = np.asarray(Image.open(BytesIO(visitor.map().screenshot())).convert("RGB")).astype(int)
    coloured = np.argwhere(np.ptp(picture, axis=2) > 80)
    box = visitor.map().bounding_box()
    assert len(coloured)
    assert box is not None
    down, across = coloured[len(coloured) // 2]
    visitor.page.mouse.move(box["x"] + float(across), box["y"] + float(down))
    expect(visitor.page.locator("[data-preview=shown]")).to_contain_text(re.compile("the|a"))


@pytest.mark.parametrize("kind", ["texts", "rows"])
def test_every_view_shows_them(kind, visit, request):
    site = request.getfixturevalue(kind)
    page = visit(site.url).page
    for view in ("standout", "clusters", "labels", "pruning", "kernel", "statistics", "details"):
        page.goto(site.path(view))
        if view in ("standout", "clusters", "labels"):
            expect(page.locator("[data-preview=shown]").first).to_be_visible()
        expect(page.get_by_role("main")).not_to_contain_text(re.compile(r"\bimages?\b"))


def test_a_suspicious_text_is_reviewed_with_the_texts_that_say_so(texts, visit):
    page = visit(texts.url).page
    page.goto(texts.path("labels"))
    candidate = page.get_by_role("region", name="Candidate")
    expect(candidate.get_by_role("region", name=re.compile("its text"))).to_contain_text("chapter")
    evidence = page.get_by_role("region", name=re.compile("^These say")).first
    expect(evidence.get_by_role("link").first).to_contain_text(re.compile("the|a"))


def test_rows_are_small_tables_and_two_are_told_apart(rows, visit):
    page = visit(rows.url).page
    page.goto(rows.path("images"))
    expect(_tile(page, 0)).to_contain_text("alcohol 14.23")
    _tile(page, 0).click()
    cells = page.get_by_role("region", name=re.compile("its cells"))
    expect(cells.get_by_role("row", name="proline 1,065")).to_be_visible()
    expect(cells.get_by_role("row", name="colour deep")).to_be_visible()
    page.goto(rows.path("images", "sample=0&pair=177"))
    side = page.get_by_role("region", name="Sample 0", exact=True).get_by_role("table").first
    expect(side.locator("[data-mark-of=apart]")).to_have_count(3)
    expect(side.get_by_role("row", name="colour deep the same")).to_be_visible()
    expect(side.get_by_role("row", name=re.compile("σ$")).first).to_be_visible()


def test_cells_filter_and_colour(rows, visit):
    page = visit(rows.url).page
    page.goto(rows.path("images"))
    page.get_by_label("Words in the rows").fill("deep")
    expect(page.get_by_text(re.compile(r"^\d+ of 178 rows"))).to_be_visible()
    page.goto(rows.path("map", "colour=row.colour"))
    legend = page.get_by_role("region", name="Legend: colour")
    expect(legend.get_by_role("listitem")).to_have_text([re.compile("deep"), re.compile("light")])
    page.goto(rows.path("images", "where=row.alcohol~14~&sort=row.alcohol"))
    expect(page.get_by_text(re.compile(r"^\d+ of 178 rows"))).to_be_visible()
    expect(page.get_by_role("option").first).to_contain_text("alcohol 14")
