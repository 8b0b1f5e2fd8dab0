"""The review of labels: one candidate after the other, with keys, and what comes of the decisions."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from lpntk.domain import AnalysisRequest, DataSettings, LearningSettings
from lpntk.serving.server import PageServer
from support.analyses import finished_analysis
from support.browser import Visitor, require_bundle

SAMPLES = 200
NOISY = AnalysisRequest(
    DataSettings("digits", limit=SAMPLES, label_noise=0.05),
    LearningSettings(epochs=2),
    name="Digits with flipped labels",
)


class Review:
    """A person at the labels of an analysis."""

    def __init__(self, visitor: Visitor, analysis: int) -> None:
        self.visitor, self.page, self.analysis = visitor, visitor.page, analysis

    def open(self, query: str = "") -> int:
        """Go to the view; the index of the candidate that it opens."""
        self.page.goto(f"/analyses/{self.analysis}/labels" + (f"?{query}" if query else ""))
        return self.candidate()

    def candidate(self) -> int:
        """The index of the candidate, once what the others say of it is there."""
        expect(self.evidence().first).to_be_visible()
        return int(self.heading().inner_text().split()[1])

    def heading(self) -> Locator:
        """Which candidate it is."""
        return self.page.get_by_role("heading", name=re.compile(r"^Sample \d+"))

    def evidence(self) -> Locator:
        """The rows of samples that speak for a class."""
        return self.page.get_by_role("region", name=re.compile("^These say "))

    def rows(self) -> Locator:
        """The ranking beside the candidate."""
        return self.page.get_by_role("list", name="Ranking").get_by_role("link")

    def order(self, count: int) -> list[int]:
        """The indices of the first of the ranking."""
        expect(self.rows().nth(count - 1)).to_be_visible()
        texts = [row.text_content() for row in self.rows().all()[:count]]
        return [int(re.search(r"Sample (\d+), labelled", text)[1]) for text in texts]

    def is_at(self, index: int) -> None:
        """Wait for a candidate with what the others say of it."""
        expect(self.heading()).to_have_text(re.compile(rf"^Sample {index}\b"))
        expect(self.evidence().first).to_be_visible()

    def press(self, key: str) -> None:
        """Press a key wherever the focus is."""
        self.page.keyboard.press(key)

    def decisions(self) -> Locator:
        """How many there are of each kind."""
        return self.page.get_by_role("status", name="Decisions so far")

    def decide(self, key: str, words: str) -> None:
        """Decide with a key, and wait for the server to have taken it."""
        with self.page.expect_response(lambda answer: _is_decision(answer.request)) as answer:
            self.press(key)
        assert answer.value.ok
        expect(self.decisions()).to_contain_text(words)


def _is_decision(request) -> bool:
    return request.method == "POST" and request.url.endswith("/decisions")


@pytest.fixture
def noisy_site(tmp_path) -> Iterator[tuple[str, int]]:
    """A server of its own with a finished analysis of digits, of which one in twenty has a flipped label."""
    require_bundle()
    database, identifier = finished_analysis(tmp_path, NOISY)
    with PageServer(database, port=0, supervise=False) as server:
        yield server.url(), identifier


@pytest.fixture
def review(noisy_site: tuple[str, int], visit: Callable[..., Visitor]) -> Review:
    """A visitor to the labels of that analysis."""
    url, identifier = noisy_site
    return Review(visit(url), identifier)


def _download(page: Page, name: str, folder):
    page.get_by_role("button", name="Export decisions").click()
    with page.expect_download() as download:
        page.get_by_role("menuitem", name=name, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_candidate_stands_with_those_who_speak_for_each_class(review):
    first = review.open()
    assert first == review.order(1)[0]
    expect(review.page).to_have_url(re.compile(rf"sample={first}(&|$)"))
    expect(review.page.get_by_role("heading", name=f"{SAMPLES} candidates")).to_be_visible()
    expect(review.page.get_by_text(f"Rank 1 of {SAMPLES}")).to_be_visible()
    assert 1 <= review.evidence().count() <= 2
    for row in review.evidence().all():
        expect(row).to_contain_text("together")
        assert 0 < row.get_by_role("link").count() <= 8


def test_evidence_leads_on_and_the_way_back_is_the_browsers(review):
    first = review.open()
    link = review.evidence().first.get_by_role("link").first
    second = int(re.match(r"Sample (\d+)", link.get_attribute("aria-label"))[1])
    link.click()
    review.is_at(second)
    review.page.go_back()
    review.is_at(first)
    review.page.go_forward()
    review.is_at(second)
    review.press("ArrowLeft")
    review.is_at(first)


def test_keys_decide_go_on_and_undo(review):
    review.open()
    order = review.order(5)
    review.decide("k", "1 kept")
    review.is_at(order[1])
    review.decide("x", "1 excluded")
    review.is_at(order[2])
    review.press("s")
    review.is_at(order[3])
    review.press("ArrowLeft")
    review.is_at(order[2])
    expect(review.rows().first.get_by_role("img", name="kept as it is")).to_be_visible()

    review.decide("u", "0 excluded")
    review.is_at(order[1])
    expect(review.page.get_by_role("status", name="Decision", exact=True)).to_have_text("Undecided")
    review.decide("Control+z", "Nothing decided")
    review.is_at(order[0])
    undo = review.page.get_by_role("button", name=re.compile("^Undo"))
    expect(undo).to_have_count(1)
    expect(undo).to_be_disabled()
    review.decide("Control+Shift+Z", "1 kept, 0 excluded")
    review.decide("Control+y", "1 kept, 1 excluded")
    review.is_at(order[1])
    expect(review.page.get_by_role("button", name="Redo the decision")).to_be_disabled()
    review.decide("Control+z", "0 excluded")
    review.decide("Control+z", "Nothing decided")

    review.page.get_by_role("button", name="History").click()
    entries = review.page.get_by_role("list", name="History").get_by_role("link")
    expect(entries).to_have_count(8)
    expect(entries.first).to_contain_text(f"Sample {order[0]}: decision taken back")
    expect(entries.last).to_contain_text("Digits with flipped labels")
    entries.nth(2).click()
    review.is_at(order[1])


def test_enter_accepts_what_the_others_say(review):
    review.open()
    wrong = review.page.get_by_role("list", name="Ranking").get_by_role("link", name=re.compile("others say"))
    wrong.first.click()
    label = re.search(r"the others say\D*(\d)", wrong.first.text_content())[1]
    expect(review.page.get_by_role("button", name=f"Accept {label}")).to_be_enabled()
    # A link has an Enter of its own.
    review.heading().click()
    review.decide("Enter", "1 relabelled")
    expect(wrong.first).to_have_accessible_name(re.compile(f"relabelled {label}$"))


def test_another_class_is_found_by_typing(review):
    review.open()
    review.press("c")
    search = review.page.get_by_role("combobox", name="Search a class")
    expect(search).to_be_focused()
    # What is typed is no command.
    search.press_sequentially("kx")
    expect(review.page.get_by_text("No class is called so")).to_be_visible()
    search.fill("")
    expect(review.page.get_by_role("option")).to_have_count(10)
    search.fill("7")
    expect(review.page.get_by_role("option")).to_have_count(1)
    search.fill("")
    chosen = review.page.get_by_role("option").nth(3).inner_text().split()[0]
    for _ in range(3):
        search.press("ArrowDown")
    review.press("Enter")
    expect(search).to_have_count(0)
    expect(review.decisions()).to_contain_text("1 ")
    words = re.compile(rf"relabelled {chosen}$|kept as it is$")
    expect(review.rows().first).to_have_accessible_name(words)


def test_escape_leaves_the_choice_and_a_question_mark_lists_the_keys(review):
    first = review.open()
    review.press("c")
    expect(review.page.get_by_role("dialog")).to_be_visible()
    review.press("Escape")
    expect(review.page.get_by_role("dialog")).to_have_count(0)
    review.press("?")
    keys = review.page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Accept the suggested class")
    expect(keys.locator(":focus")).to_have_count(1)  # it is seen a moment before it has the keys
    review.press("k")
    review.press("Escape")
    expect(review.page.get_by_role("dialog")).to_have_count(0)
    expect(review.decisions()).to_have_text("Nothing decided yet")
    review.is_at(first)


def test_the_undecided_become_fewer(review):
    review.open("undecided=true")
    order = review.order(3)
    heading = review.page.get_by_role("heading", name=re.compile("undecided candidate"))
    expect(heading).to_have_text(f"{SAMPLES} undecided candidates")
    review.decide("k", "1 kept")
    expect(heading).to_have_text(f"{SAMPLES - 1} undecided candidates")
    review.is_at(order[1])
    assert review.order(1) == [order[1]]
    review.page.reload()
    expect(heading).to_have_text(f"{SAMPLES - 1} undecided candidates")
    # A switch keeps the focus and has no use for the keys.
    review.page.get_by_role("switch", name="Undecided only").click()
    expect(review.page).not_to_have_url(re.compile("undecided"))
    review.decide("x", "1 excluded")


def test_a_cell_of_the_matrix_filters_the_list(review):
    review.open()
    matrix = review.page.get_by_role("table", name="Given label by left-out prediction")
    counts = [int(cell.inner_text()) for cell in matrix.get_by_role("button").all()]
    assert sum(counts) == SAMPLES
    cell = matrix.locator("button[data-diagonal=false]").first
    words = re.match(r"(\d+) samples? labelled (\d), the others say (\d)", cell.get_attribute("aria-label"))
    cell.click()
    noun = "candidate" if words[1] == "1" else "candidates"
    expect(review.page.get_by_role("heading", name=f"{words[1]} {noun}", exact=True)).to_be_visible()
    expect(review.page).to_have_url(re.compile(rf"class={words[2]}(&|$)"))
    expect(review.page).to_have_url(re.compile(rf"suggested={words[3]}(&|$)"))
    for row in review.rows().all():
        verdict = re.compile(f"labelled {words[2]} ?, the others say {words[3]}")
        expect(row).to_have_accessible_name(verdict)
    expect(cell).to_have_attribute("aria-pressed", "true")
    cell.click()
    expect(review.page.get_by_role("heading", name=f"{SAMPLES} candidates")).to_be_visible()


def test_another_ranking_begins_at_its_own_first_candidate(review):
    review.open()
    review.page.get_by_role("combobox", name="Ranked by").click()
    review.page.get_by_role("option", name=re.compile("^Loss")).first.click()
    expect(review.page).to_have_url(re.compile("by=loss"))
    expect(review.page.get_by_text(f"Rank 1 of {SAMPLES}")).to_be_visible()
    review.is_at(review.order(1)[0])


def test_two_tabs_do_not_lose_each_others_decisions(visit, noisy_site):
    url, identifier = noisy_site
    here, there = Review(visit(url, refusals=True), identifier), Review(visit(url), identifier)
    first = here.open()
    there.open()
    there.decide("x", "1 excluded")
    # A page that comes to the front asks again what is decided; this one does not know yet.
    here.press("k")
    alert = here.page.get_by_role("alert")
    expect(alert).to_contain_text(f"Sample {first} is excluded.")
    expect(here.decisions()).to_have_text("0 relabelled, 0 kept, 1 excluded")
    alert.get_by_role("button", name=f"Look at sample {first}").click()
    here.is_at(first)
    # Now that it is known, it can be decided otherwise.
    here.decide("k", "1 kept, 0 excluded")


def test_decisions_are_taken_home(review, tmp_path):
    review.open()
    order = review.order(2)
    review.decide("x", "1 excluded")
    review.is_at(order[1])
    review.decide("k", "1 kept")
    rows = list(csv.DictReader(_download(review.page, "Decisions as csv", tmp_path).read_text().splitlines()))
    assert {int(row["index"]): row["action"] for row in rows} == {order[0]: "exclude", order[1]: "keep"}
    gone = _download(review.page, "Excluded samples as txt", tmp_path)
    assert gone.read_text().split() == [str(order[0])]
    labels = np.load(_download(review.page, "Corrected labels as npy", tmp_path), allow_pickle=False)
    assert labels[order[0]] == -1


def test_the_analysis_starts_again_from_here(review):
    review.open()
    review.decide("x", "1 excluded")
    review.page.get_by_role("button", name="Analyse again").click()
    dialog = review.page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 sample is left out")
    dialog.get_by_role("textbox", name="Name").fill("Once more")
    dialog.get_by_role("button", name="Start the analysis").click()
    expect(review.page).to_have_url(re.compile(rf"/analyses/{review.analysis + 1}/standout"))
    expect(review.page.get_by_role("heading", name="Once more")).to_be_visible()


def test_known_errors_are_told_and_the_truth_only_where_it_is_asked_for(review):
    review.open()
    expect(review.page.get_by_text("The truth:")).to_have_count(0)
    review.page.get_by_role("switch", name="Show the truth").click()
    expect(review.page.get_by_text(re.compile(r"The truth: \d"))).to_be_visible()
    expect(review.page).to_have_url(re.compile("truth=true"))
    review.page.get_by_role("button", name="Known errors").click()
    table = review.page.get_by_role("table", name="How well each score finds the known errors")
    expect(table.get_by_role("row")).not_to_have_count(1)
    expect(table).to_contain_text("Left-out margin")


def _see_forecast(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).click()
    dialog = page.get_by_role("dialog", name=re.compile("^What would change"))
    status = dialog.get_by_role("status", name="Accuracy before and after")
    expect(status).to_contain_text(re.compile(r"\d %.*→.*\d %.*(points|no change).*on \d+ sample"))
    # The sentence on what a forecast is worth stands right beside it.
    expect(status.locator("xpath=following-sibling::p")).not_to_be_empty()
    expect(dialog.get_by_role("region", name="Predictions that turn")).to_be_visible()
    expect(dialog.get_by_role("region", name="Classes that gain and lose")).to_be_visible()


def test_what_would_change_with_the_decisions(review):
    review.open()
    expect(review.page.get_by_role("button", name="What would change?")).to_be_disabled()
    review.decide("x", "1 excluded")
    _see_forecast(review.page, "What would change?")
    expect(review.page.get_by_role("dialog")).to_contain_text("without 1 sample")


@pytest.mark.parametrize(
    ("view", "button"), [("pruning?keep=0.5", "What if they go?"), ("images?class=3", "What if they went?")]
)
def test_what_would_change_without_a_plan_or_a_selection(review, view, button):
    review.page.goto(f"/analyses/{review.analysis}/{view}")
    _see_forecast(review.page, button)


def test_what_would_change_without_what_is_selected_on_the_map(review):
    review.page.goto(f"/analyses/{review.analysis}/map?selected=r3.a")
    expect(review.page.get_by_role("region", name="Selected images")).to_contain_text("10 images selected")
    _see_forecast(review.page, "What if they went?")


def test_what_would_change_without_a_cluster(review):
    review.page.goto(f"/analyses/{review.analysis}/clusters")
    review.page.get_by_role("list", name="Clusters").get_by_role("link").first.click()
    expect(review.page).to_have_url(re.compile("cluster="))
    review.page.get_by_role("link", name="Clusters", exact=True).click()
    _see_forecast(review.page, "What if it went?")


def test_an_analysis_that_cannot_say_it_says_why(visit, noisy_site):
    url, identifier = noisy_site
    review = Review(visit(url, refusals=True), identifier)
    review.page.goto(f"/analyses/{identifier}/labels?by=beauty")
    expect(review.page.get_by_role("alert")).to_contain_text("beauty")
    review.page.get_by_role("button", name="Show all candidates").click()
    review.candidate()
