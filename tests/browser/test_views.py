"""Filters, clusters, thresholds and pruning, each of them in the address."""

from __future__ import annotations

import csv
import json
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from lpntk.domain.relations import RULES


def shown(page) -> int:
    """How many images the grid says that it shows."""
    words = page.get_by_text(re.compile(r"^\d+ (of 200 )?images$")).inner_text()
    return int(words.split()[0])


def test_a_class_in_the_address_filters_the_grid(visitor, site):
    page = visitor.page
    page.goto(site.path("images", "class=7"))
    expect(page.get_by_role("combobox", name="Class")).to_have_value("7")
    assert 0 < shown(page) < 200
    labels = {tile.get_attribute("title") for tile in page.get_by_role("option").all()}
    assert labels
    assert all(", labelled 7" in label for label in labels)
    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_text("200 images", exact=True)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("class=7"))


def test_choosing_filters_writes_the_address(visitor, site):
    page = visitor.page
    page.goto(site.path("images"))
    page.get_by_role("combobox", name="Prediction").click()
    page.get_by_role("option", name="Predicted wrong").click()
    expect(page).to_have_url(re.compile("prediction=wrong"))
    page.get_by_role("combobox", name="Kept or pruned").click()
    page.get_by_role("option", name="Pruned", exact=True).click()
    expect(page).to_have_url(re.compile("status=pruned"))


def test_a_cluster_leads_to_its_members(visitor, site):
    page = visitor.page
    page.goto(site.path("clusters"))
    cluster = page.get_by_role("list", name="Clusters").get_by_role("link").first
    head = re.search(r"cluster=(\d+)", cluster.get_attribute("href"))[1]
    count = re.search(r"(\d+) images?", cluster.inner_text())[1]
    cluster.click()
    expect(page).to_have_url(re.compile(rf"/images\?.*cluster={head}"))
    expect(page.get_by_text(f"{count} of 200 images")).to_be_visible()
    expect(page.get_by_role("heading", name=f"Sample {head}", exact=True)).to_be_visible()


def test_thresholds_are_pythons_and_move_without_the_server(visitor, site):
    page = visitor.page
    page.goto(site.path("statistics"))
    visitor.plot()
    expect(page.get_by_label("Similarity between classes").locator("[data-state=drawn]")).to_be_visible()
    expect(page.get_by_label("Sizes of clusters").locator("[data-state=drawn]")).to_be_visible()
    card = page.get_by_role("region", name="Similarity of pairs")
    for relation, rule in RULES.items():
        slider = card.get_by_role("slider", name=re.compile(relation, re.IGNORECASE))
        assert float(slider.get_attribute("aria-valuenow")) == rule.threshold

    pairs = card.get_by_role("status", name="Interchangeable pairs")
    before = int(pairs.inner_text().split()[0].replace(",", ""))
    visitor.forget()
    slider = card.get_by_role("slider", name=re.compile("Interchangeable"))
    slider.press("Home")
    expect(page).to_have_url(re.compile(r"interchangeable=0(&|$)"))
    expect(pairs).not_to_contain_text(f"{before:,} pairs")
    assert int(pairs.inner_text().split()[0].replace(",", "")) > before
    assert visitor.requests == []


def test_the_slider_changes_what_goes_and_each_format_takes_it_home(visitor, site, tmp_path):
    page = visitor.page
    page.goto(site.path("pruning", "strategy=fpc-largest"))
    plan = page.get_by_role("region", name="Plan")
    outcome = plan.get_by_text(re.compile(r"\d+ stay, \d+ go"))
    before = outcome.inner_text()
    plan.get_by_role("slider", name="Share to keep").press("ArrowLeft")
    expect(page).to_have_url(re.compile("keep=0.79"))
    expect(outcome).not_to_have_text(before)
    kept, pruned = map(int, re.findall(r"\d+", outcome.inner_text()))
    assert kept + pruned == 200
    expect(page.get_by_role("region", name="Pruned images")).to_contain_text(f"{pruned} pruned images")

    files = {}
    for format in ("npy", "json", "csv", "txt"):
        with page.expect_download() as download:
            plan.get_by_role("button", name=f"{kept} to keep").click()
            page.get_by_role("menuitem", name=f"as .{format}").click()
        files[format] = tmp_path / download.value.suggested_filename
        download.value.save_as(files[format])
        assert files[format].suffix == f".{format}"
    indices = np.load(files["npy"], allow_pickle=False).tolist()
    assert len(indices) == kept
    assert json.loads(files["json"].read_text())["indices"] == indices
    assert [int(line) for line in files["txt"].read_text().split()] == indices
    rows = csv.DictReader(files["csv"].read_text().splitlines())
    assert [int(row["index"]) for row in rows if row["keep"].lower() in ("true", "1")] == indices


def test_a_pruned_image_has_its_reason_and_opens(visitor, site):
    page = visitor.page
    page.goto(site.path("pruning", "strategy=fpc-largest&keep=0.5&class=3"))
    rows = page.get_by_role("region", name="Pruned images").get_by_role("link")
    expect(rows.first).to_contain_text(re.compile(r"3 \d+.*[a-z]{4}", re.DOTALL))
    rows.first.click()
    expect(visitor.panel().get_by_role("region", name="Interchangeable")).to_be_visible()
    page.get_by_role("link", name="Map", exact=True).click()
    visitor.map()
    page.get_by_role("combobox", name="Colour by").click()
    page.get_by_role("option", name=re.compile("^Stay or go")).click()
    expect(page).to_have_url(re.compile("colour=pruned"))
    expect(page.get_by_role("region", name="Legend: Pruned")).to_contain_text("go")


def test_nonsense_in_the_address_is_dropped(visitor, site):
    visitor.page.goto(site.path("images", "class=seven&sample=-3&sort=beauty&colour=beauty&cluster=1.5"))
    expect(visitor.page.get_by_text("200 images", exact=True)).to_be_visible()
    expect(visitor.page.get_by_text("Click any image or point")).to_be_visible()
    expect(visitor.page.get_by_role("combobox", name="Order")).to_have_value("Index")
    visitor.page.get_by_role("link", name="Map", exact=True).click()
    expect(visitor.page.get_by_role("combobox", name="Colour by")).to_have_value("Class")
    visitor.map()


@pytest.mark.parametrize(
    ("failing", "view"),
    [
        ("**/api/options", "map"),
        ("**/analyses/*/page", "images"),
        ("**/analyses/*/columns?*", "standout"),
        ("**/analyses/*/columns?*loss*", "map?colour=loss"),
        ("**/analyses/*/columns?*loss*", "images?sort=loss"),
    ],
)
def test_what_could_not_be_loaded_is_said_and_tried_again(visit, site, failing, view):
    visitor = visit(site.url, refusals=True)
    page = visitor.page
    # What the server tells of itself would have the page try again by itself.
    page.route("**/api/events", lambda route: route.abort())
    page.route(failing, lambda route: route.fulfill(status=500, body="{}"))
    page.goto(site.path(view))
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("This could not be loaded")
    page.unroute(failing)
    alert.get_by_role("button", name="Try again").click()
    expect(alert).to_have_count(0)
    expect(page.get_by_role("navigation", name="Views of this analysis")).to_be_visible()
