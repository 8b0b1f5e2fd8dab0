"""Every strategy by what is forecast of it: the list, the chart, the sentence, the warning, the advice."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from lpntk.domain import AnalysisRequest, DataSettings, LearningSettings
from lpntk.pruning import STRATEGIES
from lpntk.serving.server import PageServer
from support.analyses import finished_analysis

SETTLED_MILLISECONDS = 120_000
"""What all strategies may take at five shares."""


def forecast(page: Page) -> Locator:
    """The section, once every strategy is forecast."""
    section = page.get_by_role("region", name="Forecast", exact=True)
    # The advice waits for all of them.
    expect(section.get_by_role("status")).to_be_visible(timeout=SETTLED_MILLISECONDS)
    return section


def rows(section: Locator) -> Locator:
    return section.get_by_role("radiogroup", name="Strategy").get_by_role("radio")


def verdict(section: Locator) -> Locator:
    return section.get_by_label("What is forecast of this plan")


def test_strategies_are_listed_by_what_is_forecast_of_them(visitor, site):
    page = visitor.page
    page.goto(site.path("pruning", "strategy=fpc-largest&keep=0.3"))
    listed = rows(forecast(page))
    expect(listed).to_have_count(len(STRATEGIES))
    accuracies = [float(re.search(r"([\d.]+) %", text)[1]) for text in listed.all_inner_texts()]
    assert accuracies == sorted(accuracies, reverse=True)
    assert len(set(accuracies)) > 1
    chosen = [row for row in listed.all() if row.get_attribute("aria-checked") == "true"]
    assert [STRATEGIES["fpc-largest"].title in row.inner_text() for row in chosen] == [True]
    visitor.plot()


def test_choosing_a_row_changes_the_plan_and_the_address(visitor, site):
    page = visitor.page
    page.goto(site.path("pruning", "strategy=fpc-largest&keep=0.3"))
    section = forecast(page)
    before = verdict(section).inner_text()
    rows(section).filter(has_text=STRATEGIES["average-low"].title).click()
    expect(page).to_have_url(re.compile("strategy=average-low"))
    expect(page.get_by_role("region", name="Plan")).to_contain_text(STRATEGIES["average-low"].title)
    expect(verdict(section)).not_to_have_text(before)
    expect(rows(section).filter(has_text=STRATEGIES["average-low"].title)).to_be_checked()
    page.reload()
    expect(rows(forecast(page)).filter(has_text=STRATEGIES["average-low"].title)).to_be_checked()


def test_a_plan_worse_than_random_is_warned_of(visitor, site):
    page = visitor.page
    page.goto(site.path("pruning", "strategy=average-low&keep=0.1"))
    said = verdict(page.get_by_role("region", name="Forecast", exact=True))
    expect(said).to_contain_text("worse than each of 10 random plans")
    expect(said).to_contain_text("choose another strategy, or keep more")
    expect(said).to_contain_text("nothing was retrained")
    expect(said.get_by_role("alert")).to_contain_text("Do not train on this plan without a proof")
    expect(said.get_by_role("alert")).to_contain_text("Training on what average-low keeps at 0.1 is forecast")


def test_the_slider_moves_what_is_forecast(visitor, site):
    page = visitor.page
    page.goto(site.path("pruning", "strategy=random&keep=0.3"))
    said = verdict(forecast(page))
    before = said.inner_text()
    expect(said.get_by_role("alert")).to_have_count(0)
    slider = page.get_by_role("region", name="Plan").get_by_role("slider", name="Share to keep")
    slider.press("Home")
    expect(page).not_to_have_url(re.compile(r"keep=0\.3(&|$)"))
    expect(said).not_to_have_text(before)
    expect(said).to_contain_text("10 random plans lie between")


def test_the_advice_is_the_highest_forecast_and_can_be_taken(visitor, site):
    page = visitor.page
    page.goto(site.path("pruning", "strategy=random&keep=0.1"))
    section = forecast(page)
    advice = section.get_by_role("status")
    named = re.search(r"“(.+)”", advice.inner_text())
    assert named, advice.inner_text()
    assert named[1] in rows(section).first.inner_text()
    advice.get_by_role("button", name="Choose it").click()
    expect(rows(section).first).to_be_checked()
    expect(advice.get_by_role("button", name="Choose it")).to_have_count(0)


def test_any_score_can_be_pruned_by(visitor, site):
    page = visitor.page
    page.goto(site.path("pruning", "strategy=random&keep=0.3"))
    section = forecast(page)
    section.get_by_role("combobox", name="Prune by a score").click()
    page.get_by_role("option", name="Loss", exact=True).click()
    expect(page).to_have_url(re.compile(r"strategy=by(:|%3A)loss(:|%3A)highest(&|$)"))
    section.get_by_role("combobox", name="Which end stays").click()
    page.get_by_role("option", name="lowest").click()
    section.get_by_role("combobox", name="How it is drawn").click()
    page.get_by_role("option", name="coverage").click()
    expect(page).to_have_url(re.compile(r"by(:|%3A)loss(:|%3A)lowest(:|%3A)coverage"))
    expect(verdict(forecast(page))).to_contain_text("Forecast")
    expect(rows(section)).to_have_count(len(STRATEGIES) + 1)
    expect(rows(section).filter(has_text="loss, lowest, coverage")).to_be_checked()
    expect(page.get_by_role("region", name="Plan").get_by_text(re.compile("stay, .* go"))).to_be_visible()


def test_a_strategy_that_cannot_be_forecast_says_why(visit, tmp_path):
    one_epoch = AnalysisRequest(DataSettings("digits", limit=60), LearningSettings("mlp", epochs=1))
    database, identifier = finished_analysis(tmp_path, one_epoch)
    with PageServer(database, port=0, supervise=False) as server:
        page = visit(server.url()).page
        page.goto(f"/analyses/{identifier}/pruning?strategy=random&keep=0.5")
        row = rows(forecast(page)).filter(has_text=STRATEGIES["aum"].title)
        expect(row).to_be_disabled()
        expect(row).to_contain_text("not here")
        row.hover(force=True)
        expect(page.get_by_role("tooltip")).to_contain_text("goes by the score aum")
