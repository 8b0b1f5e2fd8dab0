"""For everybody: nothing that axe-core calls serious, small and enlarged screens, forced colours."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from support.columns import indices

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
VIEWS = (
    "standout",
    "map",
    "map?sample={index}",
    "images",
    "images?sample={index}&class=1",
    "clusters",
    "labels",
    "pruning",
    "kernel",
    "statistics",
    "experiments",
    "details",
)


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe-core finds serious or worse by WCAG 2.2 A and AA, with the elements it is about."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        """() => axe.run(document, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        })"""
    )
    return [
        {"rule": one["id"], "where": [node["html"][:200] for node in one["nodes"][:4]], "help": one["help"]}
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", VIEWS)
def test_no_view_shuts_anybody_out(visit, site, view, scheme):
    page = visit(site.url, scheme=scheme).page
    index = indices(httpx.Client(base_url=site.url), site.id)[0]
    page.goto(site.path(view.format(index=index)))
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_label("Loading")).to_have_count(0)
    page.wait_for_load_state("networkidle")
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/", "/new"])
def test_the_list_and_the_form_shut_nobody_out(visitor, path):
    visitor.page.goto(path)
    expect(visitor.page.get_by_role("heading", level=1)).to_be_visible()
    visitor.page.wait_for_load_state("networkidle")
    assert violations(visitor.page) == []


@pytest.mark.parametrize("view", ["standout", "map", "images", "pruning"])
def test_a_telephone_shows_everything_in_its_width(visitor, site, view):
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(site.path(view))
    expect(page.get_by_role("heading", name="Two hundred digits")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.goto("/")
    expect(page.get_by_role("link", name="Two hundred digits")).to_be_visible()


def test_twice_the_size_leaves_the_map_in_sight(visitor, site):
    page = visitor.page
    page.set_viewport_size({"width": 640, "height": 400})  # 1280 x 800 at 200 %
    page.goto(site.path("map"))
    box = visitor.map().bounding_box()
    assert box["height"] >= 180
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_forced_colours_leave_words_and_controls(visitor, site):
    page = visitor.page
    page.emulate_media(forced_colors="active")
    page.goto(site.path("map"))
    visitor.map()
    expect(page.get_by_role("region", name="Legend: Class").get_by_role("button").first).to_be_visible()
