"""The page under a path of a proxy's, and in a frame of a notebook's page."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, expect

import lpntk
from lpntk.pipeline.workspace import Workspace
from lpntk.serving.server import PageServer
from support.analyses import finished_analysis
from support.browser import require_bundle
from support.proxy import reverse_proxy


@pytest.mark.parametrize(
    ("path", "strips"), [("/lpntk", True), ("/lpntk", False), ("/user/jo%40x/proxy/8000", True)]
)
def test_the_page_works_under_a_path(visit, tmp_path, path, strips):
    require_bundle()
    database, identifier = finished_analysis(tmp_path)
    with (
        PageServer(database, port=0, root_path=path, supervise=False) as server,
        reverse_proxy(server.port, path, strips=strips) as address,
    ):
        page = visit(address).page  # every request must stay below that address
        page.goto(f"{address}/")
        page.get_by_role("link", name="Two hundred digits").click()
        expect(page).to_have_url(f"{address}/analyses/{identifier}/standout")
        with page.expect_response(re.compile(re.escape(address) + r"/api/datasets/\d+/sheet")) as sheet:
            page.goto(f"{address}/analyses/{identifier}/images")
        assert sheet.value.ok
        expect(page.get_by_role("navigation", name="Views of this analysis")).to_be_visible()
        page.get_by_role("link", name="New analysis").click()
        expect(page).to_have_url(f"{address}/new")
        expect(page.get_by_role("status")).to_have_count(0)  # the server is heard
        page.close()


@pytest.fixture
def notebook() -> Iterator[ThreadingHTTPServer]:
    """A server of one page, which is its `page` attribute."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(self.server.page.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
@pytest.mark.parametrize("frames", [True, False])
def test_a_notebook_shows_the_page_in_a_frame_where_it_may(
    browser: Browser, notebook, tmp_path, host, frames
):
    require_bundle()
    database, identifier = finished_analysis(tmp_path)
    with Workspace.open(database) as workspace:
        analysis = lpntk.Analysis(workspace, identifier)
        with lpntk.serve(analysis, port=0, block=False, open_browser=False, frames=frames) as shown:
            notebook.page = shown._repr_html_()
            page = browser.new_page()
            page.goto(f"http://{host}:{notebook.server_port}/")
            views = page.frame_locator("iframe").get_by_role("navigation", name="Views of this analysis")
            if frames:
                expect(views).to_be_visible()
            else:
                page.wait_for_timeout(1000)
                expect(views).to_have_count(0)
            page.close()
