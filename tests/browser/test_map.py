"""The map: points that answer, what the chosen sample does to every other, outlines that select."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from lpntk.domain import KernelSettings
from lpntk.serving.server import PageServer
from support.analyses import BESIDE, REQUEST, finished_analysis
from support.browser import MOST_ISOLATED_POINT, require_bundle

NOTHING = replace(REQUEST, kernel=KernelSettings(storage_budget=1))

COLOURS_SEEN = """map => {
  const canvas = map.querySelector('canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Map();
  for (let at = 0; at < data.length; at += 4) {
    const colour = `${data[at]},${data[at + 1]},${data[at + 2]}`;
    seen.set(colour, (seen.get(colour) ?? 0) + 1);
  }
  return [...seen].filter(([, count]) => count > 30).map(([colour]) => colour);
}"""


def outline(page: Page, shown: Locator, to: float, key: str | None = None) -> None:
    """Drag a box from the left upper corner to a share of the width."""
    box = shown.bounding_box()
    if key:
        page.keyboard.down(key)
    page.mouse.move(box["x"] + 4, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + to * box["width"], box["y"] + box["height"] - 4, steps=6)
    page.mouse.up()
    if key:
        page.keyboard.up(key)


def selected_count(page: Page, other_than: int | None = None) -> int:
    """How many are selected, as the page says once it says something else than before."""
    status = page.get_by_role("region", name="Selected images").get_by_role("status").first
    if other_than is not None:
        expect(status).not_to_have_text(re.compile(rf"^{other_than} images? selected$"))
    return int(re.match(r"[\d,]+", status.inner_text())[0].replace(",", ""))


def test_a_click_shows_what_learning_the_sample_does_to_every_other(visitor, site):
    page = visitor.page
    page.goto(site.path("map"))
    shown = visitor.map()
    point = shown.evaluate(MOST_ISOLATED_POINT)
    page.mouse.click(point["x"], point["y"])
    expect(page).to_have_url(re.compile(rf"[?&]sample={point['index']}(&|$)"))
    legend = page.get_by_role("region", name=f"Legend: Learning sample {point['index']}")
    for word in ("hurts", "nothing", "helps"):
        expect(legend).to_contain_text(word)
    page.get_by_role("switch", name="What the chosen sample does").click()
    expect(page.get_by_role("region", name="Legend: Class")).to_be_visible()
    expect(page).to_have_url(re.compile("effect=off"))


def test_beside_an_exact_kernel_the_colours_say_that_they_are_of_a_sketch(visit, tmp_path):
    require_bundle()
    database, identifier = finished_analysis(tmp_path, BESIDE)
    with PageServer(database, port=0, supervise=False) as server:
        visitor = visit(server.url())
        page = visitor.page
        page.goto(f"/analyses/{identifier}/map")
        point = visitor.map().evaluate(MOST_ISOLATED_POINT)
        page.mouse.click(point["x"], point["y"])
        legend = page.get_by_role("region", name=f"Legend: Learning sample {point['index']}")
        expect(legend).to_contain_text("From a sketch of 100 numbers a sample: c is off by 0.0")
        expect(legend).to_contain_text("on average; neighbours are exact.")
        expect(visitor.panel().get_by_role("heading", name=re.compile("Interchangeable"))).to_be_visible()
        page.goto(f"/analyses/{identifier}/kernel")
        expect(page.get_by_role("region", name="All pairs")).to_contain_text("From a sketch of 100 numbers")


def test_where_no_row_is_kept_the_map_says_why(visit, tmp_path):
    require_bundle()
    database, identifier = finished_analysis(tmp_path, NOTHING)
    with PageServer(database, port=0, supervise=False) as server:
        visitor = visit(server.url(), refusals=True)
        page = visitor.page
        page.goto(f"/analyses/{identifier}/map")
        point = visitor.map().evaluate(MOST_ISOLATED_POINT)
        page.mouse.click(point["x"], point["y"])
        legend = page.get_by_role("region", name="Legend: Class")
        expect(legend).to_contain_text("keeps neither the kernel's matrix nor a sketch of it")


def test_arrow_keys_go_from_sample_to_sample(visitor, site):
    page = visitor.page
    page.goto(site.path("map"))
    visitor.map().focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("sample="))
    before = page.url
    page.keyboard.press("ArrowRight")
    try:
        expect(page).not_to_have_url(before, timeout=3000)
    except AssertionError:  # it was the rightmost of all
        page.keyboard.press("ArrowLeft")
        expect(page).not_to_have_url(before)
    after = page.url
    page.go_back()
    expect(page).to_have_url(before)
    page.go_forward()
    expect(page).to_have_url(after)


def test_boxes_select_add_and_take_away_and_a_link_shows_the_same(visitor, site):
    page = visitor.page
    page.goto(site.path("map"))
    shown = visitor.map()
    page.get_by_label(re.compile("Select with a box")).first.click()
    outline(page, shown, 0.4)
    few = selected_count(page)
    assert 0 < few < 200
    outline(page, shown, 0.6, "Shift")
    more = selected_count(page, other_than=few)
    assert more > few
    page.reload()
    visitor.map()
    assert selected_count(page) == more
    page.get_by_label(re.compile("Select with a box")).first.click()
    outline(page, visitor.map(), 0.4, "Alt")
    assert selected_count(page, other_than=more) < more
    page.go_back()
    expect(page.get_by_role("region", name="Selected images")).to_contain_text(f"{more} images selected")


def test_a_drag_with_shift_adds_a_box_whatever_the_tool(visitor, site):
    page = visitor.page
    page.goto(site.path("map"))
    outline(page, visitor.map(), 0.4, "Shift")
    few = selected_count(page)
    assert 0 < few < 200
    outline(page, visitor.map(), 0.6, "Shift")
    more = selected_count(page, other_than=few)
    assert more > few
    outline(page, visitor.map(), 0.4, "Alt")
    assert selected_count(page, other_than=more) < more
    page.keyboard.press("Control+z")
    outline(page, visitor.map(), 0.4)
    assert selected_count(page) == more, "a plain drag moves the map"


@pytest.mark.parametrize("width", [390, 1280])
def test_the_legend_lies_beside_the_map(visitor, site, width):
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site.path("map"))
    shown = visitor.map().bounding_box()
    legend = page.get_by_role("region", name="Legend: Class").bounding_box()
    is_beside = legend["x"] >= shown["x"] + shown["width"] - 1
    assert is_beside or legend["y"] >= shown["y"] + shown["height"] - 1
    assert min(shown["width"], shown["height"]) > 150


def test_the_legend_hides_groups_and_shows_one_alone(visitor, site):
    page = visitor.page
    page.goto(site.path("map"))
    shown = visitor.map()
    before = set(shown.evaluate(COLOURS_SEEN))
    legend = page.get_by_role("region", name="Legend: Class")
    legend.get_by_role("button").nth(1).click()
    expect(page).to_have_url(re.compile("hide="))
    expect(legend.get_by_role("button").nth(1)).to_have_attribute("aria-pressed", "false")
    page.wait_for_function(
        "count => (" + COLOURS_SEEN + ")(document.querySelector('[role=application]')).length < count",
        arg=len(before),
    )
    legend.get_by_role("button").nth(0).dblclick()
    expect(legend.get_by_role("button", pressed=True)).to_have_count(1)


def test_the_wheel_zooms_until_points_are_images(visitor, site):
    page = visitor.page
    page.goto(site.path("map"))
    shown = visitor.map()
    before = shown.evaluate(COLOURS_SEEN)
    box = shown.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    with page.expect_request(re.compile("/sheet")):
        page.mouse.wheel(0, -600)
    page.get_by_role("button", name="Show the whole map").click()
    page.wait_for_function(
        "wanted => JSON.stringify((" + COLOURS_SEEN + ")(document.querySelector('[role=application]'))"
        ".sort()) === wanted",
        arg=json.dumps(sorted(before), separators=(",", ":")),
    )


def test_the_map_is_saved_as_a_picture(visitor, site):
    page = visitor.page
    page.goto(site.path("map"))
    visitor.map()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save the map as PNG").click()
    assert download.value.suggested_filename == "lpntk-map.png"
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
