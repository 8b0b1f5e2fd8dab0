"""The kernel as a whole: zooming, hovering and choosing on the heat map, each of them in the address."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from lpntk.domain import AnalysisRequest, DataSettings, KernelSettings, LearningSettings
from lpntk.serving.server import PageServer
from support.analyses import finished_analysis
from support.browser import require_bundle

NOTHING = AnalysisRequest(
    DataSettings("digits", limit=200), LearningSettings(epochs=2), KernelSettings(storage_budget=1)
)

SIMILARITIES = "Similarities of pairs"
AVERAGE_COLOUR = """canvas => {
  const { width, height } = canvas;
  const pixels = canvas.getContext('2d').getImageData(0, 0, width, height).data;
  let blue = 0;
  for (let i = 0; i < pixels.length; i += 4) blue += pixels[i + 2] - pixels[i];
  return blue / (width * height);
}"""


def open_map(page: Page, path: str) -> dict[str, float]:
    """The rectangle of the heat map, once it is drawn."""
    page.goto(path)
    expect(page.get_by_role("group", name="Heat map")).to_have_attribute("aria-busy", "false")
    page.get_by_role("img", name=SIMILARITIES).scroll_into_view_if_needed()
    box = page.get_by_role("img", name=SIMILARITIES).bounding_box()
    assert box is not None
    return dict(box)


def at(box: dict[str, float], x: float, y: float) -> tuple[float, float]:
    """A place on the map, from shares of its sides."""
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def test_all_pairs_and_what_they_come_to(visitor, site):
    page = visitor.page
    open_map(page, site.path("kernel"))
    expect(page.get_by_role("status", name="What is shown")).to_have_text(
        "All 200 samples, each pair by itself"
    )
    assert page.get_by_role("img", name=SIMILARITIES).evaluate(AVERAGE_COLOUR) > 20
    for name in ("Within and between classes", "Spectrum", "Classes"):
        card = page.get_by_role("region", name=name, exact=True)
        expect(card.locator("[data-state=drawn]")).to_be_visible()
    expect(page.get_by_role("region", name="Spectrum")).to_contain_text("effective rank of")


def test_a_rectangle_is_zoomed_to_and_back_leads_out(visitor, site):
    page = visitor.page
    box = open_map(page, site.path("kernel"))
    page.mouse.move(*at(box, 0.2, 0.1))
    page.mouse.down()
    page.mouse.move(*at(box, 0.7, 0.35), steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"zoom=(19|20)-\d+%2C(39|40)-\d+"))
    shown = page.get_by_role("status", name="What is shown")
    expect(shown).to_have_text(re.compile(r"5\d × 10\d samples, each pair by itself"))
    page.reload()
    expect(shown).to_have_text(re.compile(r"5\d × 10\d samples"))
    page.go_back()
    expect(shown).to_have_text(re.compile("All 200 samples"))
    expect(page.get_by_role("button", name="Show all")).to_be_disabled()


def test_wheel_buttons_and_keys_zoom_and_move(visitor, site):
    page = visitor.page
    box = open_map(page, site.path("kernel"))
    shown = page.get_by_role("status", name="What is shown")
    page.mouse.move(*at(box, 0.5, 0.5))
    page.mouse.wheel(0, -400)
    expect(page).to_have_url(re.compile(r"zoom=\d+-\d+"))
    expect(shown).not_to_have_text(re.compile("All"))
    page.get_by_role("button", name="Show all").click()
    expect(shown).to_have_text(re.compile("All 200 samples"))
    page.get_by_role("button", name="Zoom in").click()
    expect(page).to_have_url(re.compile("zoom=50-149"))
    page.get_by_role("group", name="Heat map").press("ArrowDown")
    expect(page).to_have_url(re.compile("zoom=75-174%2C50-149"))
    page.get_by_role("group", name="Heat map").press("-")
    expect(shown).to_have_text(re.compile("All 200 samples"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_pair_shows_its_samples_and_a_click_opens_one(visit, site, scheme):
    visitor = visit(site.url, scheme=scheme)
    page = visitor.page
    answer = page.request.get(f"{visitor.url}/api/analyses/{site.id}/kernel/order").body()
    order = [int.from_bytes(answer[i : i + 4], "little") for i in range(0, len(answer), 4)]
    box = open_map(page, site.path("kernel", "zoom=40-49,60-69"))
    page.mouse.move(*at(box, 0.75, 0.25))
    card = page.get_by_test_id("pair")
    expect(card).to_contain_text(str(order[42]))
    expect(card).to_contain_text(str(order[67]))
    expect(card).to_contain_text(re.compile(r"−?[01]\.\d\d similarity"))
    assert card.locator("[data-preview]").count() == 2
    page.mouse.down()
    page.mouse.up()
    expect(page).to_have_url(re.compile(rf"sample={order[42]}(&|$)"))
    expect(visitor.panel().get_by_role("heading", name=f"Sample {order[42]}", exact=True)).to_be_visible()


def test_nonsense_in_the_address_shows_all(visitor, site):
    open_map(visitor.page, site.path("kernel", "zoom=9-3"))
    expect(visitor.page.get_by_role("status", name="What is shown")).to_have_text(re.compile("All 200"))


def test_a_kernel_that_is_not_stored_says_why(visit, tmp_path):
    require_bundle()
    database, identifier = finished_analysis(tmp_path, NOTHING)
    with PageServer(database, port=0, supervise=False) as server:
        visitor = visit(server.url())
        visitor.page.goto(f"/analyses/{identifier}/kernel")
        expect(visitor.page.get_by_role("region", name="All pairs")).to_contain_text(
            "neither the kernel's matrix nor a sketch"
        )
        card = visitor.page.get_by_role("region", name="Classes", exact=True)
        expect(card.locator("[data-state=drawn]")).to_be_visible()
        visitor.page.goto("about:blank")
