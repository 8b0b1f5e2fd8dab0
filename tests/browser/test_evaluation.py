"""The proof by retraining: asked for on the page, followed until it is there, and looked at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from lpntk.serving.server import PageServer
from support.analyses import finished_analysis
from support.browser import require_bundle


@pytest.fixture
def own_site(tmp_path) -> Iterator[tuple[str, int]]:
    """The address of a server that works, and the number of a finished analysis."""
    require_bundle()
    database, identifier = finished_analysis(tmp_path)
    with PageServer(database, port=0) as server:
        yield server.url(), identifier


def open_dialog(page: Page, identifier: int):
    page.goto(f"/analyses/{identifier}/pruning?strategy=fpc-largest")
    page.get_by_role("region", name="Proof by retraining").get_by_role("button").click()
    dialog = page.get_by_role("dialog", name="Proof by retraining")
    expect(dialog).to_be_visible()
    return dialog


def test_an_evaluation_is_asked_for_followed_and_looked_at(own_site, visit):
    url, identifier = own_site
    page = visit(url).page
    dialog = open_dialog(page, identifier)
    # The plan that is looked at is chosen already.
    expect(dialog.get_by_role("group", name="Shares to keep").get_by_label("80 %")).to_be_checked()
    dialog.get_by_role("group", name="Shares to keep").get_by_text("50 %").click()
    dialog.get_by_label("Seeds").fill("3")
    dialog.get_by_label("epochs").check()
    estimate = dialog.get_by_role("status", name="What it will take")
    expect(estimate).to_contain_text("27 trainings", timeout=60_000)
    expect(estimate).to_contain_text("on this machine")
    dialog.get_by_role("button", name="Start the evaluation").click()

    table = dialog.get_by_role("table", name="What each was trained to")
    expect(table.get_by_role("row")).to_have_count(6, timeout=120_000)
    expect(dialog.get_by_role("button", name="Cancel")).to_have_count(0, timeout=120_000)
    verdicts = dialog.get_by_role("list", name="Verdicts").get_by_role("listitem")
    expect(verdicts).to_have_count(2)
    expect(verdicts.first).to_contain_text("random")
    expect(dialog.locator(".js-plotly-plot")).to_have_attribute("data-state", "drawn")
    expect(dialog.get_by_text("samples that training held out")).to_be_visible()
    dialog.get_by_text("Same epochs").click()
    expect(table.get_by_role("row")).to_have_count(6)
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Download every training as csv").click()
    assert download.value.suggested_filename.endswith(".csv")

    dialog.get_by_role("combobox", name="Evaluation", exact=True).click()
    page.get_by_role("option", name="A new evaluation").click()
    expect(dialog.get_by_role("form", name="What to evaluate")).to_be_visible()


def test_a_test_set_that_is_not_there_is_said_at_its_field(own_site, visit):
    url, identifier = own_site
    page = visit(url, refusals=True).page
    dialog = open_dialog(page, identifier)
    dialog.get_by_label("Test set").fill("nowhere.npz")
    dialog.get_by_role("button", name="Start the evaluation").click()
    expect(dialog.get_by_label("Test set")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_role("status", name="What it will take")).to_contain_text("The test set")


def test_an_evaluation_is_stopped_and_gone_on_with(own_site, visit):
    url, identifier = own_site
    page = visit(url).page
    dialog = open_dialog(page, identifier)
    dialog.get_by_label("Seeds").fill("20")
    for share in ("90 %", "70 %", "60 %", "50 %", "40 %", "30 %"):
        dialog.get_by_role("group", name="Shares to keep").get_by_text(share).click()
    dialog.get_by_role("button", name="Start the evaluation").click()
    dialog.get_by_role("button", name="Cancel").click(timeout=60_000)
    expect(dialog.get_by_text("Cancelled. What was finished is kept.")).to_be_visible(timeout=60_000)
    dialog.get_by_role("button", name="Go on").click()
    expect(dialog.get_by_role("button", name="Cancel")).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog.get_by_text("Cancelled. What was finished is kept.")).to_be_visible(timeout=60_000)
    dialog.get_by_role("button", name="Delete this evaluation").click()
    expect(dialog.get_by_role("form", name="What to evaluate")).to_be_visible()
