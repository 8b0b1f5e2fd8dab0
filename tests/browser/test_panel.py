"""The panel of the chosen sample: its width, its thresholds, its neighbours, and the ways to look closer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from support.browser import Visitor


@pytest.fixture
def opened(visitor: Visitor, site) -> Visitor:
    """A visitor who has opened the first image."""
    visitor.page.goto(site.path("images"))
    visitor.page.get_by_role("option").first.click()
    expect(relation(visitor, "Interchangeable")).to_be_visible()
    return visitor


def relation(visitor: Visitor, name: str) -> Locator:
    return visitor.panel().get_by_role("region", name=name)


def chosen(visitor: Visitor) -> int:
    """The index of the chosen sample, by the address."""
    found = re.search(r"[?&]sample=(\d+)", visitor.page.url)
    assert found
    return int(found[1])


def index_of(element: Locator) -> int:
    return int(element.get_attribute("data-index"))


def width(visitor: Visitor) -> float:
    box = visitor.panel().bounding_box()
    assert box
    return box["width"]


def test_the_panel_is_as_wide_as_a_person_made_it(opened):
    page, usual = opened.page, width(opened)
    edge = opened.panel().get_by_role("separator", name="Width of the panel")
    edge.focus()
    page.keyboard.press("Shift+ArrowLeft")
    assert width(opened) == usual + 120
    box = edge.bounding_box()
    page.mouse.move(box["x"] + 4, 400)
    page.mouse.down()
    page.mouse.move(box["x"] - 46, 400, steps=4)
    page.mouse.up()
    wide = width(opened)
    assert wide == pytest.approx(usual + 170, abs=6)
    page.reload()
    expect(relation(opened, "Interchangeable")).to_be_visible()
    assert width(opened) == wide
    edge.dblclick()
    assert width(opened) == usual


def test_thresholds_are_edges_on_the_histogram_and_the_rows_follow(opened):
    page, row = opened.page, relation(opened, "Interchangeable")
    edge = opened.panel().get_by_role("slider", name="Interchangeable from")
    expect(edge).to_have_attribute("aria-valuetext", "c ≥ 0.80")
    before = int(row.get_by_text(" at c ≥ 0.80").inner_text().split()[0])
    edge.press("Home")
    expect(row.get_by_text(" at c ≥ 0.00")).to_be_visible()
    assert int(row.get_by_text(" at c ≥ 0.00").inner_text().split()[0]) > before
    expect(page).to_have_url(re.compile("interchangeable=0"))
    edge.press("End")
    expect(row.get_by_text("none at c ≥ 1.00")).to_be_visible()
    expect(row.get_by_role("heading", name="Nearest to it, but not")).to_be_visible()
    expect(row.get_by_role("link")).to_have_count(6)
    opened.panel().get_by_role("button", name="Default thresholds").click()
    expect(row.get_by_text(" at c ≥ 0.80")).to_be_visible()


def test_an_edge_is_dragged(opened):
    page = opened.page
    edge = opened.panel().get_by_role("slider", name="Unrelated from")
    box = edge.bounding_box()
    middle = box["x"] + box["width"] / 2
    page.mouse.move(middle, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(middle + 40, box["y"] + 20, steps=4)
    expect(edge).not_to_have_attribute("aria-valuetext", "|c| ≤ 0.10")
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"unrelated=0\.[23]"))


def test_a_hundred_neighbours_are_listed_and_fill_the_page_without_asking_again(opened):
    page, row = opened.page, relation(opened, "Interchangeable")
    opened.panel().get_by_role("slider", name="Interchangeable from").press("Home")
    expect(row.get_by_role("link")).to_have_count(12)
    opened.forget()
    opened.panel().get_by_text("30", exact=True).click()
    expect(row.get_by_role("link")).to_have_count(30)
    opened.panel().get_by_text("100", exact=True).click()
    expect(row.get_by_role("link")).to_have_count(100)
    page.get_by_role("button", name="Large view").click()
    large = page.get_by_role("dialog", name=re.compile("Neighbours of sample"))
    neighbour = large.get_by_role("region", name="Interchangeable").get_by_role("link").first
    assert [request for request in opened.requests if "/samples/" in request] == []
    index = index_of(neighbour)
    neighbour.click()
    expect(large).to_contain_text(f"Neighbours of sample {index}")
    page.keyboard.press("Escape")
    expect(large).to_have_count(0)
    assert chosen(opened) == index


def test_the_image_opens_at_its_own_size_with_a_sentence_where_it_is_gone(visit, site):
    visitor = visit(site.url, refusals=True)
    page = visitor.page
    page.goto(site.path("images"))
    page.get_by_role("option").first.click()
    preview = page.request.get(f"/api/datasets/1/previews/{chosen(visitor)}").body()
    gone = {"error": {"kind": "not_found", "message": "Its folder is gone.", "field": None}}
    page.route(
        "**/images/*?v=*", lambda route: route.fulfill(body=preview, content_type="image/png"), times=1
    )
    image = visitor.panel().get_by_role("button", name=re.compile(r"Sample \d+, labelled"))
    image.click()
    dialog = page.get_by_role("dialog", name=re.compile(r"Sample \d+, labelled"))
    expect(dialog).to_contain_text("8 × 8 pixels, shown 70 times as large")
    index = chosen(visitor)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    assert chosen(visitor) == index
    page.route("**/images/*?v=*", lambda route: route.fulfill(status=404, json=gone))
    page.get_by_role("option").nth(1).click()
    image.click()
    expect(dialog).to_contain_text("Its preview: Its folder is gone.")


def test_a_key_leads_to_a_sample_by_its_number(opened, site):
    page = opened.page
    other = int(page.get_by_role("option").nth(5).get_attribute("data-index"))
    page.keyboard.press("g")
    field = opened.panel().get_by_role("textbox", name="Go to sample")
    expect(field).to_be_focused()
    field.fill("999999")
    page.keyboard.press("Enter")
    expect(opened.panel()).to_contain_text("There is no sample 999999")
    field.fill(str(other))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Sample {other}", exact=True)).to_be_visible()


def test_neighbours_are_one_stop_of_the_tab_key_and_arrows_move_among_them(opened):
    page, row = opened.page, relation(opened, "Unrelated")
    links = row.get_by_role("link")
    assert row.locator("[data-item][tabindex='0']").count() == 1
    links.first.focus()
    page.keyboard.press("ArrowRight")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(links.last).to_be_focused()
    index = index_of(links.last)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Sample {index}", exact=True)).to_be_visible()


def test_one_walks_in_the_graph_of_neighbours_by_keys_and_back(opened):
    page, start = opened.page, chosen(opened)
    opened.panel().get_by_role("button", name="Walk").click()
    graph = page.get_by_role("group", name="Graph of neighbours")
    expect(graph.locator("[data-ring='1']")).to_have_count(8)
    expect(graph.locator("[data-ring='2']").first).to_be_visible()
    expect(graph.locator("[data-ring='0']")).to_be_focused()
    page.keyboard.press("ArrowRight")
    index = index_of(page.locator("[data-ring]:focus"))
    page.keyboard.press("Enter")
    expect(graph.locator("[data-ring='0']")).to_have_accessible_name(re.compile(f"^Sample {index},"))
    expect(graph.locator("[data-ring='0']")).to_be_focused()
    page.go_back()
    expect(graph.locator("[data-ring='0']")).to_have_accessible_name(re.compile(f"^Sample {start},"))


def test_what_it_does_to_each_class_filters_by_class(opened):
    section = opened.panel().get_by_role("region", name="What it does to each class")
    bar = section.get_by_role("button", name=re.compile("^3 ?: mean c"))
    bar.click()
    expect(opened.page).to_have_url(re.compile(r"[?&]class=3"))
    expect(bar).to_have_attribute("aria-pressed", "true")
    bar.click()
    expect(opened.page).not_to_have_url(re.compile(r"[?&]class=3"))


def test_two_samples_stand_side_by_side_with_the_layers_that_make_their_kernel(opened):
    page, start = opened.page, chosen(opened)
    neighbour = relation(opened, "Interchangeable").get_by_role("link").first
    other = index_of(neighbour)
    neighbour.focus()
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile(rf"[?&]pair={other}"))
    pair = page.get_by_role("dialog", name=f"Sample {start} and sample {other}")
    for index in (start, other):
        side = pair.get_by_role("region", name=f"Sample {index}", exact=True)
        expect(side.get_by_role("row")).to_have_count(6)
        expect(side.get_by_role("columnheader", name="Left out")).to_be_visible()
    layers = pair.get_by_role("region", name="Which layers make it")
    expect(layers.get_by_role("row").first).to_contain_text("%")
    shares = [row.replace("\u2212", "-").split()[-2] for row in layers.get_by_role("row").all_inner_texts()]
    assert sum(map(float, shares)) == pytest.approx(100, abs=0.3)
    pair.get_by_role("button", name=f"Go on to sample {other}").click()
    expect(page.get_by_role("heading", name=f"Sample {other}", exact=True)).to_be_visible()
    expect(pair).to_have_count(0)
