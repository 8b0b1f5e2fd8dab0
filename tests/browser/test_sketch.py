"""A sketch on the page: its neighbours at once, and in the exact order when that is there."""

from __future__ import annotations

import re

from playwright.sync_api import Route, expect

from lpntk.pipeline.workspace import Workspace
from lpntk.serving.server import PageServer
from support.browser import require_bundle
from support.reading import Read
from support.sketched import sketched_analysis

BUSY = {"error": {"kind": "busy", "message": "The server is busy: try again.", "field": None}}


def test_neighbours_are_there_at_once_and_exact_when_the_server_is_less_busy(visit, tmp_path):
    require_bundle()
    url, analysis_id = sketched_analysis(tmp_path)
    with Workspace.open(url) as workspace:
        index = Read(workspace).samples(analysis_id).index[0]
    with PageServer(url, port=0, supervise=False) as server:
        visitor = visit(server.url(), refusals=True)
        page, waiting = visitor.page, []

        def hold(route: Route) -> None:
            if waiting:
                route.continue_()
            else:
                waiting.append(route)

        page.route("**/samples/*rank=true*", hold)
        page.goto(f"/analyses/{analysis_id}/images?sample={index}")
        status = visitor.panel().get_by_text("Ranked by the sketch; the exact order is being computed.")
        expect(status).to_be_visible()
        expect(visitor.panel().get_by_role("heading", name=re.compile("Interchangeable"))).to_be_visible()
        waiting[0].fulfill(status=503, json=BUSY)
        expect(status).to_have_count(0)
