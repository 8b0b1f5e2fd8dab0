"""Columns of one's own on the page: to filter and colour by, and an embedding's map and neighbours."""

from __future__ import annotations

import re

import numpy as np
from playwright.sync_api import expect

from lpntk.columns import given_of
from lpntk.domain.job import EMBEDDING
from lpntk.pipeline.results import embeddings
from lpntk.pipeline.review import own_columns
from lpntk.pipeline.workspace import Workspace
from lpntk.serving.server import PageServer
from support.analyses import finished_analysis
from support.browser import require_bundle
from support.columns import decode
from support.linked import SOME


def test_columns_are_added_filter_and_colour(linked, tmp_path):
    page = linked.open("map")
    linked.filters().get_by_role("button", name="Add columns of yours…").click()
    dialog = page.get_by_role("dialog")
    file = tmp_path / "mine.csv"
    indices = decode(page.request.get(f"/api/analyses/{linked.id}/columns?name=index").body())
    rows = [
        f"{index},{row},{['left', 'right', ''][row % 3]}"
        for row, index in enumerate(indices.columns["index"].tolist())
    ]
    file.write_text("\n".join(["index,Row of mine,camera", *rows]))
    dialog.get_by_label("File with columns").set_input_files(file)
    expect(dialog.get_by_role("status")).to_have_text("Added: Row of mine, camera.")
    dialog.get_by_label("File with columns").set_input_files(file)
    expect(dialog.get_by_role("alert")).to_contain_text("There is a column 'Row of mine' already")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)

    camera = linked.facet("camera")
    # What a facet shows is computed while it is in sight, and others that come there may push it away.
    page.wait_for_function(
        "facet => { facet.scrollIntoView({ block: 'center' }); return facet.textContent.includes('none'); }",
        arg=camera.element_handle(),
    )
    camera.get_by_role("button", name=re.compile("^none ?: ")).click()
    assert linked.passing(SOME) == 66
    expect(page).to_have_url(re.compile("where=camera"))
    expect(linked.facet("Row of mine")).to_be_visible()
    page.get_by_role("combobox", name="Colour by").click()
    page.get_by_role("option", name=re.compile("^camera")).click()
    legend = page.get_by_role("region", name="Legend: camera")
    expect(legend.get_by_role("listitem")).to_have_text(
        [re.compile(one) for one in ("left", "right", "none")]
    )
    page.reload()
    assert linked.passing(SOME) == 66

    linked.filters().get_by_role("button", name="Add or remove columns of yours…").click()
    dialog.get_by_role("button", name="Remove the column camera").click()
    expect(dialog.get_by_role("button", name="Remove the column camera")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(camera).to_have_count(0)
    linked.passing("All 200 pass")


def test_an_embedding_has_a_map_and_neighbours(tmp_path, visit):
    require_bundle()
    url, analysis_id = finished_analysis(tmp_path)
    vectors = np.random.default_rng(0).normal(size=(200, 4))
    with Workspace.open(url) as workspace:
        with workspace.results(analysis_id) as results:
            own_columns.add(results, given_of({"my clip": vectors}))
            index = int(results.indices[0])
        with workspace.results(analysis_id) as results:
            (asked,) = embeddings.wanted(results)
        workspace.run_task(workspace.submit_task(analysis_id, EMBEDDING, asked))
        with workspace.results(analysis_id) as results:
            nearest = [one.index for one in embeddings.neighbours(results, "my clip", index, 12)]
    with PageServer(url, port=0, supervise=False) as server:
        visitor = visit(server.url())
        page = visitor.page
        page.goto(f"/analyses/{analysis_id}/map?sample={index}")
        page.get_by_role("combobox", name="Map of").click()
        with page.expect_response(re.compile("/embeddings/my%20clip/map")):
            page.get_by_role("option", name="my clip").click()
        expect(page).to_have_url(re.compile(r"map=my(\+|%20)clip"))

        panel = visitor.panel()
        panel.get_by_role("combobox", name="Neighbours by").click()
        page.get_by_role("option", name="Neighbours by my clip").click()
        section = panel.get_by_role("region", name="Nearest by my clip")
        expect(section).to_contain_text("of 10 nearest by the kernel, too")
        shown = section.locator("[data-index]")
        expect(shown).to_have_count(12)
        assert [int(one.get_attribute("data-index")) for one in shown.all()] == nearest
        expect(panel.get_by_role("region", name="Interchangeable")).to_have_count(0)

        page.get_by_role("combobox", name="Colour by").click()
        page.get_by_role("option", name=re.compile("^agreement with my clip")).click()
        expect(page.get_by_role("button", name=re.compile("Filters")).first).to_be_visible()
