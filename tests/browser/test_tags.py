"""Tags and notes: given, filtered by, taken away, and never lost unseen."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from support.linked import SOME


def test_what_is_selected_gets_a_tag_filters_by_it_and_loses_it(linked):
    page = linked.open("images?class=1")
    count = linked.passing(SOME)
    page.keyboard.press("Control+a")
    strip = linked.selected(count)
    strip.get_by_role("button", name="Tag these…").click()
    page.get_by_role("dialog").get_by_label("Tag", exact=True).fill("ones")
    page.get_by_role("dialog").get_by_role("button", name="Tag them").click()
    expect(page.get_by_text(f"{count} images got the tag “ones”.")).to_be_visible()
    assert [(tag["name"], tag["count"]) for tag in linked.answer("tags")] == [("ones", count)]

    linked.filters().get_by_role("button", name="Clear all").click()
    linked.facet("Tags").get_by_role("button", name=re.compile("^ones ?: ")).click()
    assert linked.passing(SOME) == count
    expect(page).to_have_url(re.compile("tag=ones"))

    page.get_by_role("button", name="Rename or delete tags").click()
    name = page.get_by_label("Name of the tag ones")
    name.fill("a/b")
    name.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("A tag cannot be called 'a/b'")
    name.fill("firsts")
    name.press("Enter")
    expect(page).to_have_url(re.compile("tag=firsts"))
    page.get_by_role("button", name="Delete the tag firsts").click()
    page.get_by_role("button", name="Delete it").click()
    expect(page).not_to_have_url(re.compile("tag="))
    linked.passing("All 200 pass")
    assert linked.answer("tags") == []


def test_the_panel_has_the_tags_and_the_note_of_a_sample(linked):
    page = linked.open("images")
    page.get_by_role("option").first.click()
    index = int(page.get_by_role("option").first.get_attribute("data-index"))
    panel = linked.visitor.panel().get_by_role("region", name=f"Tags and note of sample {index}")
    panel.get_by_role("combobox", name="Add a tag").fill("odd one")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("button", name="Take the tag odd one away")).to_be_visible()
    expect(linked.facet("Tags")).to_contain_text("odd one")
    panel.get_by_role("textbox", name="Note").fill("Looks like a 6")
    with page.expect_response(re.compile("/notes/")):
        linked.filters().get_by_role("heading", level=2).click()
    assert [(note["index"], note["text"]) for note in linked.answer("notes")] == [(index, "Looks like a 6")]
    page.reload()
    expect(panel.get_by_role("textbox", name="Note")).to_have_value("Looks like a 6")
    panel.get_by_role("button", name="Take the tag odd one away").click()
    expect(linked.facet("Tags")).to_have_count(0)


def test_a_note_that_is_being_written_survives_a_reload(linked):
    page = linked.open("images")
    page.get_by_role("option").first.click()
    note = linked.visitor.panel().get_by_role("textbox", name="Note")
    note.fill("half a sen")
    # Nobody leaves the field before this.
    page.reload()
    expect(note).to_have_value("half a sen")
    assert linked.answer("notes") == []
    note.fill("half a sentence")
    with page.expect_response(re.compile("/notes/")):
        note.press("Control+Enter")
    page.reload()
    expect(note).to_have_value("half a sentence")
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('lpntk-note'))") == []


def test_a_note_is_never_lost_nor_written_over_unseen(linked):
    page = linked.open("images")
    page.get_by_role("option").nth(1).click()
    page.get_by_role("option").first.click()
    index = int(page.get_by_role("option").first.get_attribute("data-index"))
    panel = linked.visitor.panel()
    note = panel.get_by_role("textbox", name="Note")
    note.fill("mine")
    # Another tab was quicker.
    address = f"/api/analyses/{linked.id}/notes/{index}"
    page.request.put(address, data={"text": "theirs", "before": ""}, headers={"Origin": linked.visitor.url})
    linked.visitor.refusals = True
    linked.filters().get_by_role("heading", level=2).click()
    expect(panel.get_by_text("There now: “theirs”.", exact=False)).to_be_visible()
    expect(note).to_have_value("mine")
    assert [one["text"] for one in linked.answer("notes")] == ["theirs"]

    # Left by Back, without leaving the field first: now it is known what it takes the place of.
    note.fill("both")
    with page.expect_response(re.compile("/notes/")):
        page.keyboard.press("Tab")
    expect(panel.get_by_text("There now", exact=False)).to_have_count(0)
    note.fill("last")
    with page.expect_response(re.compile("/notes/")):
        page.evaluate("history.back()")
    assert [one["text"] for one in linked.answer("notes")] == ["last"]


def test_a_tag_that_cannot_be_read_lets_nobody_pass(linked):
    linked.visitor.refusals = True
    linked.page.route("**/tag-columns", lambda route: route.fulfill(status=500, body="{}"))
    page = linked.page
    page.goto(f"/analyses/{linked.id}/images?tag=odd")
    expect(page.get_by_text("0 of 200 images")).to_be_visible()
    expect(page.get_by_text("status 500", exact=False).first).to_be_visible()


def test_a_name_that_was_typed_on_from_a_suggestion_becomes_a_tag(linked):
    page = linked.open("images")
    page.get_by_role("option").first.click()
    panel = linked.visitor.panel()
    field = panel.get_by_role("combobox", name="Add a tag")
    field.fill("alpha")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("button", name="Take the tag alpha away")).to_be_visible()
    field.fill("al")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("p")
    page.keyboard.press("Enter")
    expect(panel.get_by_role("button", name="Take the tag alp away")).to_be_visible()
