"""Settings: the form and the table take them as Python describes them, a new one too."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from lpntk.domain.request import SETTINGS

MADE_UP = {
    "name": "made_up",
    "applies_if": None,
    "group": "kernel",
    "kind": "integer",
    "title": "Made-up setting",
    "help": "Nobody has told the page of it.",
    "default": 7,
    "required": False,
    "minimum": 1,
    "maximum": 9,
    "above": False,
    "choices": [],
    "empty": None,
    "unit": "blinks",
}
REFUSAL = "made_up is 12: it must be between 1 and 9."


def add_setting(page: Page) -> None:
    """Have the server's options hold one setting more."""

    def add(route: Route) -> None:
        answer = route.fetch()
        options = answer.json()
        options["settings"].append(MADE_UP)
        route.fulfill(response=answer, json=options)

    page.route("**/api/options", add)


def test_a_new_setting_is_in_the_form_and_is_sent_and_refused_by_itself(visit, site):
    page = visit(site.url, refusals=True).page
    add_setting(page)
    sent = []

    def refuse(route: Route) -> None:
        sent.append(route.request.post_data_json)
        error = {"kind": "input", "message": REFUSAL, "field": "made_up"}
        route.fulfill(status=422, json={"error": error})

    page.route(
        "**/api/analyses",
        lambda route: refuse(route) if route.request.method == "POST" else route.continue_(),
    )
    page.goto("/new")
    page.get_by_role("button", name="More settings").click()
    field = page.get_by_label("Made-up setting")
    expect(field).to_have_value("7 blinks")
    expect(field).to_have_accessible_description("Nobody has told the page of it.")
    field.press("ArrowUp")
    expect(field).to_have_value("8 blinks")
    field.fill("12")
    page.get_by_role("button", name="More settings").click()
    page.get_by_role("button", name="Start the analysis").click()
    expect(field).to_be_visible()
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(re.compile(re.escape(REFUSAL)))
    assert [(request["source"], request["made_up"]) for request in sent] == [("digits", 12)]


def test_every_setting_can_be_given(visit, site):
    page = visit(site.url).page
    page.goto("/new")
    page.get_by_role("button", name="More settings").click()
    # The sketch's width is asked for with a sketch, a folder with a data set that lies in one.
    page.get_by_text("A random projection of each gradient").click()
    page.get_by_role("combobox", name="Data set").click()
    page.get_by_role("option", name="MNIST", exact=True).click()
    for name in SETTINGS:
        expect(page.locator(f"[data-path='settings.{name}']")).to_be_visible()


def test_the_form_says_what_it_may_name(visit, site):
    page = visit(site.url, refusals=True).page
    page.goto("/new")
    page.get_by_role("combobox", name="Model").click()
    page.get_by_role("option", name="Another one").click()
    model = page.get_by_label("Model by name")
    expect(model).to_have_accessible_description(re.compile("started with --allow-code or a token"))
    expect(model).not_to_have_accessible_description(re.compile("PKG"))
    page.get_by_text("My own data").click()
    source = page.get_by_label("Folder or file")
    expect(source).to_have_accessible_description(re.compile(re.escape(f"In {Path.cwd().resolve()}")))
    source.fill("/usr")
    model.fill("torchvision:vgg11")
    page.get_by_role("button", name="Start the analysis").click()
    expect(source).to_be_focused()
    expect(source).to_have_accessible_description(re.compile("lpntk serve --data"))


def test_a_checkpoint_leaves_nothing_to_train(visit, site):
    page = visit(site.url).page
    page.goto("/new")
    page.get_by_role("button", name="More settings").click()
    page.get_by_label("Checkpoint").fill("weights.pt")
    for title in ("Epochs", "Learning rate", "Batch size"):
        expect(page.get_by_label(title)).to_be_disabled()


def test_the_table_of_settings_says_each_in_words(visitor, site):
    page = visitor.page
    page.goto(site.path("details"))
    data = page.get_by_role("region", name="Data", exact=True)
    expect(data).to_contain_text("Limit200")
    kernel = page.get_by_role("region", name="Kernel", exact=True)
    expect(kernel).to_contain_text("Label vectorSign, the paper's lpNTK")
    expect(kernel).to_contain_text("Memory budgethalf of the machine's")
    expect(kernel).to_contain_text("Parametersall")
    expect(kernel).not_to_contain_text("Sketch width")
    found = page.get_by_role("region", name="What was found")
    expect(found).to_contain_text("Shape8 × 8 × 1")
    expect(found).to_contain_text("With 10 classes the sign vector hardly shows contradictions")
