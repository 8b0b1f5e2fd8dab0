"""Asking for analyses, watching them, and what the page says when something fails."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from lpntk.pipeline.workspace import Workspace
from lpntk.serving.server import PageServer
from support.analyses import REQUEST, finished_analysis
from support.browser import require_bundle
from support.data import write_image_folder


def ask_for(page: Page, path: object) -> None:
    """Fill in the form for images of one's own and send it."""
    page.goto("/new")
    page.get_by_text("My own data").click()
    page.get_by_label("Folder or file").fill(str(path))
    page.get_by_role("button", name="Start the analysis").click()


def broken_image(folder: Path) -> Path:
    """A folder of images of which one is none, which is seen only when it is read."""
    (write_image_folder(folder, 2, classes=2) / "digit-1" / "0000.png").write_bytes(b"no image")
    return folder


def test_an_empty_list_invites(working_site, visit):
    page = visit(working_site).page
    page.goto("/")
    expect(
        page.get_by_role("heading", name="See what your training samples do to each other")
    ).to_be_visible()
    expect(page.get_by_role("button", name="Try the built-in digits")).to_be_visible()
    expect(page.get_by_text("lpntk demo")).to_be_visible()
    ways = page.get_by_role("region", name="Your own data").get_by_role("listitem")
    expect(ways).to_have_count(5)
    expect(ways.filter(has_text="An image folder")).to_contain_text("lpntk analyse photos/")
    expect(ways.get_by_role("button", name=re.compile("^Copy the line"))).to_have_count(5)


def test_an_analysis_from_the_form_is_watched_until_it_is_there(working_site, visit):
    visitor = visit(working_site)
    page = visitor.page
    page.goto("/new")
    page.get_by_label("Limit").fill("60")
    page.get_by_label("Epochs").fill("1")
    page.get_by_role("textbox", name="Name").fill("Sixty digits")
    page.get_by_role("button", name="Start the analysis").click()
    expect(page).to_have_url(re.compile(r"/analyses/\d+/standout$"))
    expect(page.get_by_role("list", name="Stages").get_by_role("listitem")).to_have_count(7)
    expect(page.get_by_role("navigation", name="Views of this analysis")).to_be_visible(timeout=120_000)
    expect(page.get_by_role("listbox").first).to_be_visible()
    page.get_by_role("link", name="Analyses", exact=True).click()
    card = page.get_by_role("listitem", name="Sixty digits")
    expect(card).to_contain_text("Done")
    expect(card).to_contain_text("60 samples")


def test_an_estimate_is_shown_before_a_job_starts_and_goes_when_a_setting_changes(working_site, visit):
    page = visit(working_site).page
    page.goto("/new")
    page.get_by_label("Limit").fill("60")
    page.get_by_role("button", name="What will it take?").click()
    estimate = page.get_by_role("region", name="What it will take")
    expect(estimate).to_contain_text("60 samples over 53,002 parameters", timeout=200_000)
    expect(estimate).to_contain_text("for the matrix")
    expect(estimate).to_contain_text(re.compile(r"(about|between) .*all of it: .*map"))
    page.get_by_text("A random projection of each gradient").click()
    expect(estimate).to_have_count(0)
    expect(page.get_by_label("Sketch width")).to_be_visible()


def test_a_setting_that_cannot_be_shows_its_sentence_at_its_field(working_site, visit, tmp_path):
    page = visit(working_site, refusals=True).page
    ask_for(page, tmp_path / "cats")
    field = page.get_by_label("Folder or file")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(re.compile("cats"))
    expect(field).to_be_focused()
    expect(page).to_have_url(re.compile("/new$"))

    page.get_by_text("A well-known data set").click()
    page.get_by_role("button", name="More settings").click()
    page.get_by_label("Heads").fill("7")
    page.get_by_role("button", name="More settings").click()
    page.get_by_role("button", name="Start the analysis").click()
    heads = page.get_by_label("Heads")
    expect(heads).to_be_visible()
    expect(heads).to_have_accessible_description(re.compile(r"heads is 7(\.0)?: "))


def test_an_analysis_that_fails_says_why_and_can_be_resumed_or_deleted(working_site, visit, tmp_path):
    path = broken_image(tmp_path)
    page = visit(working_site, refusals=True).page
    ask_for(page, path)
    failure = page.get_by_role("alert")
    expect(failure).to_contain_text("0000.png", timeout=120_000)
    expect(failure.get_by_role("button", name="Resume")).to_be_visible()
    page.get_by_role("link", name="Analyses", exact=True).click()
    card = page.get_by_role("listitem").filter(has_text="Failed")
    expect(card.get_by_role("alert")).to_contain_text("0000.png")
    card.get_by_role("button", name=re.compile("^Actions for")).click()
    page.get_by_role("menuitem", name="Delete…").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="Try the built-in digits")).to_be_visible()


def test_a_size_is_typed_with_its_unit_and_refused_in_it(working_site, visit):
    page = visit(working_site, refusals=True).page
    page.goto("/new")
    page.get_by_role("button", name="More settings").click()
    budget = page.get_by_label("Memory budget")
    budget.fill("10 MiB")
    page.get_by_role("button", name="Start the analysis").click()
    expect(budget).to_have_accessible_description(re.compile("is 10 MiB: it must be at least 64 MiB"))
    budget.fill("4")
    page.get_by_role("button", name="Start the analysis").click()
    expect(budget).to_have_accessible_description(re.compile("give a size with its unit"))
    expect(budget).to_be_focused()


def test_a_failed_analysis_is_changed_and_started_again(working_site, visit, tmp_path):
    path = broken_image(tmp_path)
    page = visit(working_site, refusals=True).page
    ask_for(page, path)
    page.get_by_role("alert").get_by_role("link", name="Change and start again").click(timeout=120_000)
    expect(page).to_have_url(re.compile(r"/new\?like=\d+$"))
    expect(page.get_by_label("Folder or file")).to_have_value(str(path))


def test_the_same_again_begins_with_its_settings(visitor, site):
    page = visitor.page
    page.goto("/")
    page.get_by_role("button", name="Actions for Two hundred digits").click()
    page.get_by_role("menuitem", name="Again with…").click()
    expect(page.get_by_role("heading", name="Again, with other settings")).to_be_visible()
    expect(page.get_by_label("Limit")).to_have_value("200")
    expect(page.get_by_label("Epochs")).to_have_value("2")
    expect(page.get_by_role("textbox", name="Name")).to_have_value("")
    page.goto("/new?like=4711")
    expect(page.get_by_text("There is no analysis 4711")).to_be_visible()


def test_what_shows_contradictions_is_one_click_away(visit, tmp_path):
    require_bundle()
    database, identifier = finished_analysis(tmp_path)
    with PageServer(database, port=0, supervise=False) as server:
        page = visit(server.url()).page
        page.goto(f"/analyses/{identifier}/details")
        found = page.get_by_role("region", name="What was found")
        found.get_by_role("button", name="Again with “residual”").click()
        expect(page).not_to_have_url(re.compile(f"/analyses/{identifier}/"))
        kernel = page.get_by_role("region", name="Kernel", exact=True)
        expect(kernel).to_contain_text("Label vectorResidual")
        expect(page.get_by_role("button", name="Again with “residual”")).to_have_count(0)
        page.close()


def test_a_prepared_analysis_says_what_computes_its_kernel(visit, tmp_path):
    require_bundle()
    database = f"sqlite:///{tmp_path}/lpntk.db"
    with Workspace.open(database) as workspace:
        identifier = workspace.submit(REQUEST).id
        workspace.prepare(identifier)
    with PageServer(database, port=0, supervise=False) as server:
        page = visit(server.url(), refusals=True).page
        page.goto("/")
        expect(page.get_by_role("listitem").filter(has_text="Prepared")).to_be_visible()
        page.goto(f"/analyses/{identifier}")
        progress = page.get_by_role("region", name="Progress")
        expect(progress).to_contain_text(f"lpntk work {identifier} --shard K/N --folder DIR")
        progress.get_by_role("button", name="Resume").click()
        expect(page.get_by_text("Queued")).to_be_visible()


def test_a_small_screen_has_the_analyses_names_and_links(visitor, site):
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/")
    link = page.get_by_role("link", name="Two hundred digits")
    expect(link).to_be_visible()
    assert link.bounding_box()["width"] > 100
    link.click()
    expect(page).to_have_url(re.compile(f"/analyses/{site.id}/standout"))


def test_what_is_not_there_is_said(visit, site):
    page = visit(site.url, refusals=True).page
    page.goto("/analyses/4711/map")
    expect(page.get_by_role("alert")).to_contain_text("4711")
    page.goto("/nowhere")
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    page.goto(site.path("images", "sample=99999"))
    expect(page.get_by_role("complementary")).to_contain_text("99999")
    page.goto(site.path("pruning", "strategy=magic"))
    expect(page.get_by_role("alert")).to_contain_text("Unknown pruning strategy 'magic'")


def test_a_server_that_goes_is_missed_until_it_is_back(visit, tmp_path):
    require_bundle()
    database = f"sqlite:///{tmp_path}/lpntk.db"
    with PageServer(database, port=0, supervise=False) as server:
        page = visit(server.url(), refusals=True).page
        page.goto("/")
        expect(page.get_by_role("button", name="Try the built-in digits")).to_be_visible()
    banner = page.get_by_text("The server does not answer")
    expect(banner).to_be_visible()
    with PageServer(database, port=server.port, supervise=False):
        expect(banner).to_be_hidden()


def test_what_failed_while_the_server_was_gone_comes_when_it_is_back(visit, tmp_path):
    require_bundle()
    database, _ = finished_analysis(tmp_path)
    with PageServer(database, port=0, supervise=False) as server:
        page = visit(server.url(), refusals=True).page
        page.goto("/")
        expect(page.get_by_role("link", name="Two hundred digits")).to_be_visible()
    page.get_by_role("link", name="Two hundred digits").click()
    expect(page.get_by_text("is “lpntk serve” still running?")).to_be_visible()
    with PageServer(database, port=server.port, supervise=False):
        expect(page.get_by_role("navigation", name="Views of this analysis")).to_be_visible()
        expect(page.get_by_text("The server does not answer")).to_have_count(0)
        page.close()


def test_an_analysis_is_renamed_where_it_stands(tmp_path, visit):
    require_bundle()
    database, identifier = finished_analysis(tmp_path)
    with PageServer(database, port=0, supervise=False) as server:
        page = visit(server.url()).page
        page.goto(f"/analyses/{identifier}/standout")
        page.get_by_role("button", name="Actions for Two hundred digits").click()
        expect(page.get_by_role("menuitem", name=re.compile("^Compare with"))).to_be_disabled()
        page.get_by_role("menuitem", name="Rename…").click()
        page.get_by_role("textbox", name="Name").fill("My κ")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1, name="My κ")).to_be_visible()
        page.get_by_role("link", name="Analyses", exact=True).click()
        expect(page.get_by_role("listitem", name="My κ")).to_be_visible()
