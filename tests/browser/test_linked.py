"""Everything linked: filters that brush, matrices that filter, steps, saved views, keys."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from support.linked import SOME


def test_a_class_filters_both_views_and_its_bar_says_how_many(linked):
    page = linked.open("map")
    row = linked.facet("Class").get_by_role("button", name=re.compile("^3 ?: "))
    count = int(re.search(r"3: (\d+) of", row.get_attribute("title"))[1])
    row.click()
    expect(page).to_have_url(re.compile("class=3"))
    assert linked.passing(SOME) == count
    page.get_by_role("link", name="Images", exact=True).click()
    expect(page.get_by_role("option")).to_have_count(count)
    linked.facet("Class").get_by_role("button", name="Clear the filter by Class").click()
    linked.passing("All 200 pass")


def test_a_histogram_is_brushed_by_pointer_and_by_keys(linked):
    page = linked.open("images")
    loss = linked.facet("Loss")
    loss.scroll_into_view_if_needed()
    drawing = loss.locator("svg[preserveAspectRatio]")
    expect(drawing).to_be_visible()
    box = drawing.bounding_box()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 10)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] + 4, box["y"] + 10, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile("where=loss"))
    brushed = linked.passing(SOME)
    expect(loss).to_contain_text(re.compile(r"from [\d.]+ nats"))

    lower = loss.get_by_role("slider", name="Loss, from")
    before = int(lower.get_attribute("aria-valuenow"))
    lower.press("ArrowLeft")
    expect(lower).to_have_attribute("aria-valuenow", str(before - 1))
    page.reload()
    assert linked.passing(SOME) >= brushed
    loss.get_by_role("button", name="Clear the filter by Loss").click()
    linked.passing("All 200 pass")
    expect(page).not_to_have_url(re.compile("where="))


def test_a_cell_of_the_confusion_matrix_filters_and_the_others_stay_to_click(linked):
    page = linked.open("images")
    matrix = linked.filters().get_by_role("table", name="Given class by predicted class")
    cells = matrix.get_by_role("button")
    wrong = cells.filter(visible=True).and_(page.locator("[data-diagonal=false]")).first
    words = re.match(r"(\d+) samples? labelled (\d), predicted (\d)", wrong.get_attribute("aria-label"))
    total = cells.count()
    wrong.click()
    expect(page).to_have_url(
        re.compile(f"class={words[2]}.*predicted={words[3]}|predicted={words[3]}.*class={words[2]}")
    )
    assert linked.passing(SOME) == int(words[1])
    expect(cells).to_have_count(total)
    linked.facet("Confusion").get_by_text("Left-out").click()
    other = linked.filters().get_by_role("table", name="Given class by left-out class")
    other.locator("[data-diagonal=false]").first.click()
    expect(page).to_have_url(re.compile("suggested="))
    expect(page).not_to_have_url(re.compile("predicted="))


def test_the_chosen_sample_has_a_mean_effect_on_each_class(linked):
    page = linked.open("images")
    page.get_by_role("option").first.click()
    page.get_by_role("link", name="Map", exact=True).click()
    bars = linked.filters().get_by_role("list", name="Mean effect on each class").get_by_role("button")
    expect(bars).to_have_count(10)
    expect(bars.first).to_have_accessible_name(re.compile(r"^0 ?: mean c −?\d\.\d\d$"))
    bars.nth(4).click()
    expect(page).to_have_url(re.compile("class=4"))


def test_a_deleted_analysis_says_that_it_is_gone(linked):
    page = linked.open("images")
    page.request.delete(f"/api/analyses/{linked.id}", headers={"Origin": linked.visitor.url})
    expect(page.get_by_text("This analysis is gone")).to_be_visible()
    page.get_by_role("link", name="All analyses", exact=True).click()
    expect(page).to_have_url(f"{linked.visitor.url}/")


def test_escape_closes_a_dialog_and_leaves_the_panel(linked):
    page = linked.open("images")
    page.get_by_role("option").first.click()
    heading = linked.visitor.panel().get_by_role("heading", name=re.compile(r"^Sample \d+$"))
    expect(heading).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(heading).to_be_visible()
    page.keyboard.press("Escape")
    expect(heading).to_have_count(0)


def test_a_selection_is_made_by_keys_and_the_server_is_told(linked):
    page = linked.open("images?class=2")
    count = linked.passing(SOME)
    page.keyboard.press("Control+a")
    linked.selected(count)
    with page.expect_response(re.compile("/selection")):
        page.keyboard.press("i")
    linked.selected(200 - count)
    assert len(linked.answer("selection")["indices"]) == 200 - count
    page.get_by_role("button", name="Select", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Add those that pass")).click()
    linked.selected(200)
    page.get_by_role("button", name="Select", exact=True).click()
    page.get_by_role("menuitem", name=re.compile("^Take those that pass away")).click()
    linked.selected(200 - count)
    # Keys are the menu's own until it is away.
    expect(page.get_by_role("menu")).to_have_count(0)
    page.keyboard.press("x")
    expect(page.get_by_role("region", name="Selected images")).to_have_count(0)


def test_neighbours_of_the_selected_are_selected_too(linked):
    page = linked.open("images?interchangeable=0.3")
    page.get_by_role("option").first.click(modifiers=["Control"])
    index = int(page.get_by_role("option").first.get_attribute("data-index"))
    linked.selected(1)
    found = linked.answer(f"samples/{index}?k=100&rank=false")["neighbours"]["interchangeable"]
    expected = sum(one["similarity"] >= 0.3 for one in found)
    page.keyboard.press("n")
    linked.selected(1 + expected)
    expect(page.get_by_text("the neighbours of them")).to_be_visible()


def test_a_selection_is_taken_home_as_a_list_and_as_a_table(linked, tmp_path):
    page = linked.open("images?class=5")
    count = linked.passing(SOME)
    page.keyboard.press("Control+a")
    strip = linked.selected(count)

    def take(name: str):
        strip.get_by_role("button", name="Download").click()
        with page.expect_download() as download:
            page.get_by_role("menuitem", name=name).click()
        path = tmp_path / download.value.suggested_filename
        download.value.save_as(path)
        return path

    indices = np.load(take("List as npy"), allow_pickle=False)
    assert len(indices) == count
    lines = take("Table as csv").read_text().splitlines()
    assert len(lines) == 1 + count
    assert {"index", "label_name", "loss", "tags", "note"} <= set(lines[0].split(","))
    assert [int(line.split(",")[0]) for line in lines[1:]] == indices.tolist()


def test_steps_are_undone_and_redone_and_never_leave_the_analysis(linked):
    page = linked.page
    page.goto("/")
    page.get_by_role("link", name="Two hundred digits").click()
    page.get_by_role("link", name="Images", exact=True).click()
    undo = page.get_by_role("button", name="Undo the last step")
    redo = page.get_by_role("button", name="Redo the step")
    expect(redo).to_be_disabled()
    linked.facet("Class").get_by_role("button", name=re.compile("^4 ?: ")).click()
    expect(page).to_have_url(re.compile("class=4"))
    page.keyboard.press("Control+z")
    expect(page).not_to_have_url(re.compile("class="))
    page.keyboard.press("Control+Shift+Z")
    expect(page).to_have_url(re.compile("class=4"))
    page.reload()
    undo.click()
    expect(page).not_to_have_url(re.compile("class="))
    undo.click()
    expect(undo).to_be_disabled()
    expect(page).to_have_url(re.compile(rf"/analyses/{linked.id}/"))
    expect(redo).to_be_enabled()


def test_a_view_is_saved_opened_renamed_and_deleted(linked):
    page = linked.open("images?class=7&sort=loss")

    def menu(item: str) -> None:
        page.get_by_role("button", name="Saved views").click()
        page.get_by_role("menuitem", name=item).click()

    menu("Save this view…")
    for name in ("..", "a/b"):
        page.get_by_role("dialog").get_by_label("Name").fill(name)
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"A view cannot be called “{name}”")).to_be_visible()
    page.get_by_role("dialog").get_by_label("Name").fill("Hard sevens")
    page.keyboard.press("Enter")
    expect(page.get_by_text("This view is saved as “Hard sevens”.")).to_be_visible()
    linked.open("map")
    menu("Hard sevens")
    expect(page).to_have_url(re.compile(r"/images\?"))
    expect(page).to_have_url(re.compile("class=7"))
    expect(page).to_have_url(re.compile("sort=loss"))

    menu("Rename or delete views…")
    name = page.get_by_label("Name of the view Hard sevens")
    name.fill("Sevens")
    name.press("Enter")
    expect(page.get_by_label("Name of the view Sevens")).to_be_visible()
    expect(page.get_by_label("Name of the view Hard sevens")).to_have_count(0)
    assert [view["name"] for view in linked.answer("views")] == ["Sevens"]
    page.get_by_role("button", name="Delete the view Sevens").click()
    expect(page.get_by_role("dialog")).to_contain_text("There are none any more.")
    assert linked.answer("views") == []


@pytest.mark.parametrize("view", ["map", "labels", "statistics"])
def test_one_dialog_has_all_keys_in_every_view(linked, view):
    page = linked.page
    page.goto(f"/analyses/{linked.id}/{view}")
    expect(page.get_by_role("link", name="Map", exact=True)).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    for section in ("Everywhere", "Map", "Grid", "Labels"):
        expect(dialog.get_by_role("region", name=section, exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_the_first_stop_of_the_tab_key_leads_past_the_header(linked):
    page = linked.open("images?sample=0")
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="To the main view")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    link.press("Enter")
    expect(page.locator("#view")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#view') !== null")


def test_filters_stay_away_until_they_are_wanted(visitor, site):
    page = visitor.page
    page.goto(site.path("images"))
    filters = page.get_by_role("region", name="Filters", exact=True)
    expect(page.get_by_role("button", name="Filters")).to_have_attribute("aria-expanded", "false")
    expect(filters).to_have_count(0)
    page.keyboard.press("f")
    expect(filters).to_be_visible()
    page.reload()
    expect(filters).to_be_visible()
