"""What a plan drops, seen: who stays for whom, the averages, and other strategies beside it."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

PLAN = "strategy=fpc-largest&keep=0.5"


def what_goes(page: Page) -> Locator:
    return page.get_by_role("region", name="What goes")


def test_who_stays_for_whom(visitor, site):
    page = visitor.page
    page.goto(site.path("pruning", PLAN))
    section = what_goes(page)
    rows = section.get_by_role("listitem")
    expect(rows.first).to_contain_text(re.compile(r"\d+ stays for these \d+"))
    expect(section.get_by_role("status")).to_contain_text("100 samples go")
    head = rows.first.get_by_role("button").first
    name = re.match(r"Sample (\d+), labelled (\d)", head.get_attribute("aria-label"))
    expect(rows.first).to_contain_text(f"{name[1]} stays for")
    member = rows.first.get_by_role("button").nth(1)
    assert re.search(rf"labelled {name[2]}, similarity 0\.\d\d", member.get_attribute("aria-label"))
    member.click()
    expect(visitor.panel().get_by_role("heading", name=re.compile(r"^Sample \d+$"))).to_be_visible()


def test_one_class_alone(visitor, site):
    page = visitor.page
    page.goto(site.path("pruning", f"{PLAN}&class=3"))
    section = what_goes(page)
    expect(section.get_by_role("combobox", name="Class")).to_have_value("3")
    expect(section.get_by_role("listitem").first).to_be_visible()
    labels = {
        link.get_attribute("aria-label")
        for link in section.get_by_role("button", name=re.compile("^Sample")).all()
    }
    assert labels
    assert all("labelled 3" in label for label in labels)


def test_more_groups_come_when_asked_for(visitor, site):
    page = visitor.page
    page.goto(site.path("pruning", "strategy=random&keep=0.4"))
    section = what_goes(page)
    rows = section.get_by_role("listitem")
    expect(rows.first).to_be_visible()
    before = rows.count()
    more = section.get_by_role("button", name=re.compile(r"Show more \(\d+ of \d+\)"))
    if before < 50:
        expect(more).to_have_count(0)
        return
    more.click()
    expect(rows).not_to_have_count(before)


def test_averages_of_what_stays_and_goes(visitor, site):
    page = visitor.page
    page.goto(site.path("pruning", PLAN))
    what_goes(page).get_by_role("tab", name="On average").click()
    expect(page).to_have_url(re.compile("goes=average"))
    for name in ("Mean of what stays: 4", "Mean of what goes: 4"):
        image = page.get_by_role("img", name=name)
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", True)
        assert image.evaluate("image => image.naturalWidth") == 8


def test_another_strategy_beside_it(visitor, site):
    page = visitor.page
    page.goto(site.path("pruning", f"{PLAN}&goes=compared&beside=average-high"))
    section = what_goes(page)
    expect(section.get_by_role("status")).to_contain_text(
        re.compile(r"fpc-largest and average-high agree on \d+% of what either drops, .* two random plans")
    )
    here = section.get_by_role("region", name="Goes only with Thin the largest clusters")
    there = section.get_by_role("region", name=re.compile(r"Goes only with (?!Thin)"))
    only_here = {link.get_attribute("aria-label") for link in here.get_by_role("button").all()}
    only_there = {link.get_attribute("aria-label") for link in there.get_by_role("button").all()}
    assert only_here
    assert only_there
    assert not only_here & only_there
    section.get_by_role("combobox", name="Compared with").click()
    page.get_by_role("option", name="Random", exact=True).click()
    expect(page).to_have_url(re.compile(r"beside=average-high%2Crandom"))
    table = section.get_by_role("table", name="Overlap of what goes")
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table.get_by_role("cell", name="100 %")).to_have_count(3)
