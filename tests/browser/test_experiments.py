"""The view "Experiments": run one, see its verdict, take it home; and a sample's replay over the training."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from lpntk.pipeline.experiments.registry import EXPERIMENTS
from lpntk.pipeline.workspace import Workspace
from lpntk.serving.server import PageServer
from support.analyses import finished_analysis
from support.browser import require_bundle
from support.experiments import submit


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that runs experiments on a finished analysis, number 1, of which one is done."""
    require_bundle()
    url, _ = finished_analysis(tmp_path_factory.mktemp("lab"))
    with Workspace.open(url) as workspace:
        workspace.run_task(submit(workspace, "kernel-over-training", checkpoints="1,best"))
    with PageServer(url, port=0) as server:
        yield server.url()


def card(page: Page, name: str):
    return page.get_by_role("region", name=EXPERIMENTS[name].title, exact=True)


def test_every_experiment_is_there_with_its_claim(visit, lab):
    page = visit(lab).page
    page.goto("/analyses/1/map")
    page.get_by_role("link", name="Experiments").click()
    for one in EXPERIMENTS.values():
        expect(card(page, one.name)).to_contain_text(one.claim)
        for option in one.options:
            expect(card(page, one.name).get_by_label(option.title)).to_have_value("")


def test_an_experiment_is_run_and_its_verdict_shown(visit, lab):
    page = visit(lab).page
    page.goto("/analyses/1/experiments")
    forgetting = card(page, "forgetting")
    forgetting.get_by_label("Runs").fill("3")
    forgetting.get_by_label("Steps").fill("4")
    forgetting.get_by_label("Observed samples").fill("30")
    forgetting.get_by_role("button", name="Run").click()

    verdict = forgetting.get_by_role("status", name="Verdict")
    expect(verdict).to_have_text("undecided")
    expect(forgetting).to_contain_text("too few to say; take more steps.")
    expect(forgetting.get_by_role("table")).to_contain_text("eNTK with the error")
    expect(forgetting.locator("[data-state=drawn]")).to_be_visible()
    forgetting.get_by_role("button", name="Download").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name="Forgetting foretold as json").click()
    assert json.loads(download.value.path().read_text())["options"]["steps"] == 4


def test_an_experiment_is_cancelled_and_gone_on_with(visit, lab):
    page = visit(lab).page
    page.goto("/analyses/1/experiments")
    company = card(page, "difficulty-company")
    company.get_by_label("Targets").fill("200")
    company.get_by_label("Updates").fill("2000")
    company.get_by_role("button", name="Run").click()
    expect(company.get_by_role("progressbar")).to_be_visible()
    company.get_by_role("button", name="Cancel").click()
    expect(company).to_contain_text("Cancelled. What was finished is kept.")
    expect(company.get_by_role("button", name="Go on")).to_be_visible()


def test_what_is_refused_is_said_at_its_field(visit, lab):
    page = visit(lab, refusals=True).page
    page.goto("/analyses/1/experiments")
    over = card(page, "kernel-over-training")
    over.get_by_label("Checkpoints").fill("1,9")
    over.get_by_role("button", name="Run").click()
    expect(over.get_by_text("names epoch 9, and the training has 2")).to_be_visible()
    expect(over.get_by_role("status", name="Verdict")).to_be_visible()


def test_a_samples_neighbours_are_replayed(visit, lab):
    visitor = visit(lab)
    page, panel = visitor.page, visitor.panel()
    page.goto("/analyses/1/images")
    page.get_by_role("option").first.click()
    replay = panel.get_by_role("region", name="Over training")
    replay.get_by_role("button", name="Over training").click()
    expect(replay.get_by_role("status", name="Checkpoint")).to_have_text(re.compile("the best"))
    here = replay.get_by_role("group", name="Interchangeable over training").get_by_role("link")
    expect(here).to_have_count(6)
    section = panel.get_by_role("region", name="Interchangeable", exact=True).get_by_role("link")
    assert [one.get_attribute("data-index") for one in here.all()] == [
        one.get_attribute("data-index") for one in section.all()[:6]
    ]

    replay.get_by_role("slider", name="Checkpoint").press("Home")
    expect(replay.get_by_role("status", name="Checkpoint")).to_have_text("Epoch 1")


def test_without_a_look_at_the_training_there_is_no_replay(visitor, site):
    page = visitor.page
    page.goto(site.path("images"))
    page.get_by_role("option").first.click()
    expect(visitor.panel().get_by_role("region", name="Interchangeable")).to_be_visible()
    expect(visitor.panel().get_by_role("region", name="Over training")).to_have_count(0)
