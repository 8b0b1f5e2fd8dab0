"""Looking at a finished analysis: from the list to an image, its neighbours, and theirs."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from lpntk.domain import Relation
from support.browser import MOST_ISOLATED_POINT


def has_selected(page: Page, index: int) -> None:
    expect(page).to_have_url(re.compile(rf"[?&]sample={index}(&|$)"))
    expect(page.get_by_role("heading", name=f"Sample {index}", exact=True)).to_be_visible()


def test_the_list_leads_to_the_analysis(visitor, site):
    page = visitor.page
    page.goto("/")
    expect(page.get_by_role("listitem", name="Two hundred digits")).to_contain_text("200 samples")
    page.get_by_role("link", name="Two hundred digits").click()
    expect(page).to_have_url(site.url.rstrip("/") + site.path("standout"))
    expect(page.get_by_role("heading", name="Two hundred digits")).to_be_visible()
    expect(page.get_by_role("region", name="Most redundant")).to_be_visible()


def test_opening_a_page_costs_two_requests_beside_the_options_and_a_click_two(visitor, site):
    analysis = f"/api/analyses/{site.id}"
    visitor.page.goto(site.path("map"))
    shown = visitor.map()
    asked = [request.partition("?")[0] for request in visitor.requests]
    assert sorted(asked[:3]) == [f"{analysis}/columns", f"{analysis}/page", "/api/options"]
    point = shown.evaluate(MOST_ISOLATED_POINT)
    visitor.page.wait_for_load_state("networkidle")
    visitor.forget()
    visitor.page.mouse.click(point["x"], point["y"])
    has_selected(visitor.page, point["index"])
    expect(visitor.panel().get_by_role("region", name="Interchangeable")).to_be_visible()
    sample = f"{analysis}/samples/{point['index']}"
    asked = [request.partition("?")[0] for request in visitor.requests]
    assert {sample, f"{sample}/row"} <= set(asked)
    assert len(asked) == len(set(asked))


def test_the_options_are_asked_for_once_however_many_views_are_seen(visitor, site):
    page = visitor.page
    page.goto("/")
    page.get_by_role("link", name="Two hundred digits").click()
    for view in ("Images", "Pruning", "Details"):
        page.get_by_role("link", name=view, exact=True).click()
    page.get_by_role("link", name="New analysis").click()
    expect(page.get_by_role("form", name="New analysis")).to_be_visible()
    assert visitor.requests.count("/api/options") == 1


def test_an_image_opens_with_three_rows_of_neighbours(visitor, site):
    visitor.page.goto(site.path("images"))
    image = visitor.page.get_by_role("option").nth(3)
    index = int(image.get_attribute("data-index"))
    image.click()
    has_selected(visitor.page, index)
    expect(visitor.panel().get_by_role("img", name=re.compile(f"Sample {index}, labelled"))).to_be_visible()
    for relation in Relation:
        row = visitor.panel().get_by_role("region", name=relation, exact=False)
        expect(row.get_by_role("link").first).to_be_visible()
        # Those that count; where they are few, up to six more that come nearest.
        assert 6 <= row.get_by_role("link").count() <= 12
        expect(row.get_by_role("link").first).to_have_accessible_name(
            re.compile(r"^Sample \d+, similarity −?[01]\.\d\d ?, labelled \d( |$)")
        )


def test_neighbours_lead_on_and_back_leads_back(visitor, site):
    visitor.page.goto(site.path("images"))
    first = visitor.page.get_by_role("option").first
    index = int(first.get_attribute("data-index"))
    first.click()
    neighbour = visitor.panel().get_by_role("region", name="Unrelated").get_by_role("link").first
    further = int(neighbour.get_attribute("data-index"))
    neighbour.click()
    has_selected(visitor.page, further)
    visitor.page.go_back()
    has_selected(visitor.page, index)
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.get_by_text("Click any image or point")).to_be_visible()
    expect(visitor.page).not_to_have_url(re.compile("sample="))


def test_keys_move_in_the_grid(visitor, site):
    visitor.page.goto(site.path("images"))
    grid = visitor.page.get_by_role("listbox", name="Images")
    third = int(visitor.page.get_by_role("option").nth(2).get_attribute("data-index"))
    grid.focus()
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        visitor.page.keyboard.press(key)
    has_selected(visitor.page, third)
    visitor.page.keyboard.press("End")
    expect(visitor.page.get_by_role("option").last).to_have_attribute("aria-posinset", "200")


@pytest.mark.parametrize(
    "view", ["standout", "map", "images", "clusters", "pruning", "statistics", "details"]
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_draws_in_both_schemes(visit, site, view, scheme):
    visitor = visit(site.url, scheme=scheme)
    visitor.page.goto(site.path(view))
    expect(visitor.page.locator("html")).to_have_attribute("data-mantine-color-scheme", scheme)
    expect(visitor.page.get_by_role("heading", name="Two hundred digits")).to_be_visible()
    if view == "map":
        visitor.map()
    if view == "statistics":
        visitor.plot()
        assert all(f"theme={scheme}" in request for request in visitor.requests if "/figures/" in request)
    expect(visitor.page.get_by_label("Loading")).to_have_count(0)


def test_a_chosen_scheme_stays(visitor):
    page = visitor.page
    page.goto("/")
    page.get_by_role("button", name="Colour scheme").click()
    page.get_by_role("menuitem", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
