"""Scores: those that there are, and one that this page has never heard of."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from lpntk.api.columns import encode
from lpntk.scores import SCORES, Group
from support.columns import decode

MADE_UP = {
    "name": "made_up",
    "title": "Made-up score",
    "help": "Nobody has told the page of it.",
    "unit": "blinks",
    "suspicious": "high",
    "is_flag": False,
    "group": "At the checkpoint",
    "categories": [],
}


def add_score(page: Page) -> None:
    """Have the server's answers hold one score more: a sample's index, which is highest for the last."""

    def add_to_options(route: Route) -> None:
        answer = route.fetch()
        options = answer.json()
        options["scores"].insert(0, MADE_UP)
        route.fulfill(response=answer, json=options)

    def add_to_page(route: Route) -> None:
        answer = route.fetch()
        data = answer.json()
        data["scores"].append("made_up")
        data["columns"]["made_up"] = "0123456789abcdef"
        route.fulfill(response=answer, json=data)

    def add_to_sample(route: Route) -> None:
        answer = route.fetch()
        sample = answer.json()
        sample["scores"]["made_up"] = sample["index"]
        route.fulfill(response=answer, json=sample)

    def add_column(route: Route) -> None:
        names = parse_qs(urlsplit(route.request.url).query)["name"]
        others = [name for name in names if name != "made_up"]
        query = urlencode([("name", name) for name in ["index", *others]])
        answer = route.fetch(url=f"{route.request.url.partition('?')[0]}?{query}")
        found = decode(answer.body()).columns
        columns = {name: found["index"].astype("<f4") if name == "made_up" else found[name] for name in names}
        route.fulfill(body=encode(columns), content_type="application/octet-stream")

    page.route(re.compile(r"/columns\?.*name=made_up"), add_column)
    page.route("**/api/analyses/*/samples/*", add_to_sample)
    page.route("**/api/options", add_to_options)
    page.route("**/api/analyses/*/page", add_to_page)


def option(page: Page, score_title: str) -> Locator:
    """The score in an open list; its explanation follows its title."""
    return page.get_by_role("option", name=re.compile(f"^{re.escape(score_title)}"))


def indices(page: Page, count: int) -> list[int]:
    """The first images of the grid."""
    expect(page.get_by_role("option").nth(count)).to_be_visible()
    return [int(tile.get_attribute("data-index")) for tile in page.get_by_role("option").all()[:count]]


def test_a_new_score_sorts_the_images_and_is_among_the_facts_by_itself(visitor, site):
    page = visitor.page
    add_score(page)
    page.goto(site.path("images"))
    first = indices(page, 3)
    page.get_by_role("combobox", name="Order").click()
    choice = option(page, "Made-up score")
    expect(choice).to_contain_text("Nobody has told the page of it.")
    choice.click()
    expect(page).to_have_url(re.compile("sort=made_up"))
    # The suspicious end, which is the high one, comes first.
    expect(page.get_by_role("option").first).not_to_have_attribute("data-index", str(first[0]))
    shown = indices(page, 3)
    assert shown == sorted(shown, reverse=True)
    assert min(shown) > max(first)

    page.get_by_role("option").first.click()
    term = visitor.panel().get_by_text("Made-up score")
    expect(term.locator("xpath=following-sibling::dd")).to_have_text(f"{shown[0]:,} blinks")
    expect(term.locator("xpath=..")).to_have_attribute("title", "Nobody has told the page of it.")


def test_a_new_score_colours_the_map_by_itself(visitor, site):
    page = visitor.page
    add_score(page)
    page.goto(site.path("map"))
    visitor.map()
    page.get_by_role("combobox", name="Colour by").click()
    option(page, "Made-up score").click()
    expect(page).to_have_url(re.compile("colour=made_up"))
    expect(page.get_by_role("region", name="Legend: Made-up score")).to_contain_text("blinks")


def test_every_score_sorts_and_colours(visitor, site):
    page = visitor.page
    page.goto(site.path("images"))
    page.get_by_role("combobox", name="Order").click()
    data = page.request.get(f"{site.url.rstrip('/')}/api/analyses/{site.id}/page").json()
    there = [SCORES[name] for name in data["scores"]]
    assert len(there) >= 20
    for score in there:
        expect(option(page, score.title)).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Map", exact=True).click()
    visitor.map()
    colours = page.get_by_role("combobox", name="Colour by")
    for score in there:
        colours.click()
        option(page, score.title).click()
        expect(page.get_by_role("region", name=f"Legend: {score.title}", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_map_coloured_by_a_score_has_a_scale_and_leads_back(visit, site, scheme):
    visitor = visit(site.url, scheme=scheme)
    page = visitor.page
    page.goto(site.path("map", "colour=loss"))
    visitor.map()
    expect(page.get_by_role("region", name="Legend: Loss")).to_contain_text("nats")
    page.get_by_role("combobox", name="Colour by").click()
    option(page, "Largest clusters").click()
    expect(page).to_have_url(re.compile("colour=cluster"))
    expect(page.get_by_role("region", name="Legend: Largest clusters")).to_be_visible()


def test_flags_read_as_yes_or_no(visitor, site):
    visitor.page.goto(site.path("images"))
    visitor.page.get_by_role("option").first.click()
    visitor.panel().get_by_text("More scores").click()
    flags = [score.title for score in SCORES.values() if score.is_flag]
    for title in flags:
        value = visitor.panel().get_by_text(title, exact=True).locator("xpath=following-sibling::dd")
        expect(value).to_have_text(re.compile("^(yes|no)$"))


def test_other_scores_unfold_group_by_group_and_stay_so_for_the_next_sample(visitor, site):
    page = visitor.page
    page.goto(site.path("images"))
    page.get_by_role("option").first.click()
    likeness = visitor.panel().get_by_role("region", name=Group.SIMILARITY)
    expect(visitor.panel().get_by_text("Loss", exact=True)).to_be_visible()
    expect(likeness).to_have_count(0)
    visitor.panel().get_by_text("More scores").click()
    expect(likeness.get_by_text("Nearest of another label")).to_be_visible()
    expect(visitor.panel().get_by_text("Data-IQ group").locator("xpath=following-sibling::dd")).to_have_text(
        re.compile("^(easy|ambiguous|hard)$")
    )
    page.get_by_role("option").nth(1).click()
    expect(likeness.get_by_text("Nearest of another label")).to_be_visible()


def test_the_chart_of_confidence_and_uncertainty_is_among_the_statistics(visitor, site):
    page = visitor.page
    page.goto(site.path("statistics"))
    card = page.get_by_role("region", name="Confidence and uncertainty")
    expect(card.get_by_text("mean confidence")).to_be_visible()
    for group in ("easy", "ambiguous", "hard"):
        expect(card.get_by_text(group, exact=True)).to_be_visible()
