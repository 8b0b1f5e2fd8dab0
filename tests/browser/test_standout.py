"""What stands out, the head of the page, groups as lines, what is said by hand, and two analyses compared."""

from __future__ import annotations

import csv
import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect

from lpntk.pipeline.workspace import Workspace
from lpntk.serving.server import PageServer
from support.analyses import REQUEST, finished_analysis

HIGHEST_HEAD = 96
"""What name, facts and tabs may take of the height, in pixels."""


def images_shown(page) -> int:
    """How many images the grid says that it shows."""
    return int(page.get_by_text(re.compile(r"^\d+ (of 200 )?images$")).inner_text().split()[0])


def test_the_page_begins_with_what_stands_out(visitor, site):
    page = visitor.page
    page.goto(f"/analyses/{site.id}")
    expect(page).to_have_url(re.compile("/standout$"))
    expect(page.get_by_text("200 samples in 10 classes")).to_be_visible()
    hardest = page.get_by_role("region", name="Hardest")
    images = hardest.get_by_role("listbox", name="Hardest").get_by_role("option")
    expect(images.first).to_have_attribute("title", re.compile(r"Sample \d+, labelled \d, "))
    images.first.click()
    index = images.first.get_attribute("data-index")
    expect(page.get_by_role("heading", name=f"Sample {index}", exact=True)).to_be_visible()


def test_each_line_leads_to_all_of_its_images(visitor, site):
    page = visitor.page
    page.goto(site.path("standout"))
    redundant = page.get_by_role("region", name="Most redundant")
    first = redundant.get_by_role("option").first.get_attribute("data-index")
    link = redundant.get_by_role("link", name=re.compile("show all"))
    count = int(re.search(r"all (\d+) images", link.get_attribute("aria-label"))[1])
    link.click()
    expect(page).to_have_url(re.compile(r"/images\?.*sort=interchangeable_partners"))
    expect(page.get_by_text(re.compile(rf"^{count} (of 200 )?images$"))).to_be_visible()
    grid = page.get_by_role("listbox", name="Images")
    assert grid.get_by_role("option").first.get_attribute("data-index") == first


def test_the_suspicious_labels_are_listed_as_they_stand_out(visitor, site):
    page = visitor.page
    page.goto(site.path("standout"))
    region = page.get_by_role("region", name="Suspicious labels")
    shown = [image.get_attribute("data-index") for image in region.get_by_role("option").all()[:5]]
    words = region.get_by_role("link", name=re.compile("show all")).get_attribute("aria-label")
    count = re.search(r"all (\d+) images", words)[1]
    page.goto(site.path("labels", "doubted=true&by=left_out_margin"))
    expect(page.get_by_role("heading", name=f"{count} candidates", exact=True)).to_be_visible()
    ranking = page.get_by_role("list", name="Ranking").get_by_role("link")
    for index, row in zip(shown, ranking.all(), strict=False):
        expect(row).to_have_accessible_name(re.compile(f"Sample {index}, labelled .*the others say"))
    page.get_by_role("button", name="Take the filter away: suspicious").click()
    expect(page.get_by_role("heading", name="200 candidates")).to_be_visible()


def test_a_line_is_one_stop_of_the_tab_key(visitor, site):
    page = visitor.page
    page.goto(site.path("standout"))
    line = page.get_by_role("listbox", name="Hardest")
    line.focus()
    line.press("ArrowRight")
    line.press("Enter")
    second = line.get_by_role("option").nth(1)
    expect(second).to_have_attribute("aria-current", "true")
    line.press("ArrowRight")
    expect(line.get_by_role("option").nth(2)).to_have_attribute("aria-current", "true")
    line.press(" ")
    expect(line.get_by_role("option").nth(2)).to_have_attribute("aria-selected", "true")


@pytest.mark.parametrize("width", [1280, 1920])
def test_the_head_leaves_the_height_to_the_view(visitor, site, width):
    page = visitor.page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(site.path("standout"))
    top = page.get_by_role("heading", level=1).locator("xpath=..").bounding_box()
    tabs = page.get_by_role("navigation", name="Views of this analysis").bounding_box()
    assert tabs["y"] + tabs["height"] - top["y"] <= HIGHEST_HEAD
    page.get_by_role("button", name="About").click()
    about = page.get_by_role("dialog")
    expect(about).to_contain_text("parameters")
    expect(about).to_contain_text("sign")


def test_groups_are_lines_of_images_and_those_alone_are_one(visitor, site):
    page = visitor.page
    page.goto(site.path("clusters"))
    row = page.get_by_role("list", name="Clusters").get_by_role("listitem").first
    head = re.search(r"cluster=(\d+)", row.get_by_role("link").get_attribute("href"))[1]
    images = row.get_by_role("option")
    assert images.first.get_attribute("data-index") == head
    assert images.count() > 1
    alone = page.get_by_role("link", name=re.compile("^Alone"))
    count = int(re.search(r"\d+", alone.inner_text())[0])
    alone.click()
    expect(page).to_have_url(re.compile("where=cluster_size"))
    expect(page.get_by_text(f"{count} of 200 images")).to_be_visible()


def test_what_is_said_by_hand_is_in_the_list(visitor, site, tmp_path):
    page = visitor.page
    page.goto(site.path("pruning", "strategy=fpc-largest&keep=0.5"))
    plan = page.get_by_role("region", name="Plan")
    expect(plan.get_by_text("100 stay, 100 go")).to_be_visible()
    row = page.get_by_role("region", name="Pruned images").get_by_role("listitem").first
    index = re.search(r"\d+", row.get_by_role("button").first.get_attribute("aria-label"))[0]
    row.get_by_role("button", name=f"Always keep sample {index}").click()
    expect(plan.get_by_text("101 stay, 99 go")).to_be_visible()
    expect(page).to_have_url(re.compile("stay="))
    hand = page.get_by_role("region", name="By hand")
    expect(hand).to_contain_text("1 always stay")
    with page.expect_download() as download:
        plan.get_by_role("button", name="101 to keep").click()
        page.get_by_role("menuitem", name="as .csv").click()
    assert "by-hand" in download.value.suggested_filename
    download.value.save_as(tmp_path / "kept.csv")
    rows = {row["index"]: row for row in csv.DictReader((tmp_path / "kept.csv").read_text().splitlines())}
    assert rows[index]["keep"].lower() in ("true", "1")
    hand.get_by_role("button", name=f"Leave sample {index}").click()
    expect(plan.get_by_text("100 stay, 100 go")).to_be_visible()
    expect(hand).to_have_count(0)


def test_what_goes_is_listed_too(visitor, site, tmp_path):
    page = visitor.page
    page.goto(site.path("pruning", "strategy=fpc-largest&keep=0.8"))
    plan = page.get_by_role("region", name="Plan")
    with page.expect_download() as download:
        plan.get_by_role("button", name="40 to drop").click()
        page.get_by_role("menuitem", name="as .txt").click()
    download.value.save_as(tmp_path / "gone.txt")
    assert len((tmp_path / "gone.txt").read_text().split()) == 40


def test_the_slider_asks_nothing_while_it_moves(visitor, site):
    page = visitor.page
    page.goto(site.path("pruning", "strategy=fpc-largest&keep=0.8"))
    plan = page.get_by_role("region", name="Plan")
    slider = plan.get_by_role("slider", name="Share to keep")
    expect(plan.get_by_text("160 stay, 40 go")).to_be_visible()
    page.wait_for_load_state("networkidle")
    visitor.forget()
    for _ in range(10):
        slider.press("ArrowLeft")
    expect(plan.get_by_text("140 stay, 60 go")).to_be_visible()
    assert not [request for request in visitor.requests if "/plan/order" in request]


def test_two_analyses_are_compared(visit, tmp_path):
    database, identifier = finished_analysis(tmp_path)
    with Workspace.open(database) as workspace:
        kernel = replace(REQUEST.kernel, label_vector="residual")
        other = workspace.submit(replace(REQUEST, kernel=kernel, name="The residual")).id
        workspace.run(other)
    with PageServer(database, port=0, supervise=False) as server:
        page = visit(server.url()).page
        page.goto(f"/analyses/{identifier}/standout")
        page.get_by_role("button", name=re.compile("^Actions for")).click()
        page.get_by_role("menuitem", name="The residual").click()
        expect(page).to_have_url(re.compile(f"/compare/{identifier}/{other}"))
        numbers = page.get_by_role("list", name="How far they agree")
        expect(numbers.get_by_role("listitem")).to_have_count(4)
        expect(numbers).to_contain_text("Rank correlation of c")
        changed = page.get_by_role("region", name="Whose neighbours changed most")
        expect(changed.locator("[data-preview=shown]").first).to_be_visible()
        page.get_by_role("combobox", name="Score", exact=True).click()
        page.get_by_role("option", name="Loss", exact=True).click()
        expect(page).to_have_url(re.compile("score=loss"))
        canvas = page.get_by_role("img", name=re.compile("^Loss"))
        # Both have the same checkpoint, so that every loss is on the diagonal; the smallest are at its foot.
        box = canvas.bounding_box()
        canvas.click(position={"x": 10, "y": box["height"] - 10})
        page.get_by_role("link", name="Open in The residual", exact=True).click()
        expect(page).to_have_url(re.compile(rf"/analyses/{other}/images\?sample=\d+"))
