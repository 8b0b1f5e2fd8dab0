"""`lpntk.serve` and what it returns."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Iterator

import httpx
import numpy as np
import pytest

import lpntk
from lpntk.domain import InputError
from lpntk.pipeline.workspace import Workspace
from support.analyses import finished_analysis


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[lpntk.Analysis]:
    url, identifier = finished_analysis(tmp_path_factory.mktemp("serve"))
    with Workspace.open(url) as workspace:
        yield lpntk.Analysis(workspace, identifier)


def in_notebook(*arguments: object, **settings: object) -> lpntk.Page:
    """What a cell of a notebook gets: there a loop runs already."""

    async def cell() -> lpntk.Page:
        return lpntk.serve(*arguments, **settings)

    return asyncio.run(cell())


def test_in_a_notebook_it_returns_at_once_and_shows_itself(analysis, capsys, monkeypatch):
    monkeypatch.setattr("webbrowser.open", lambda url: pytest.fail("the notebook shows the page"))
    with in_notebook(analysis, port=0) as page:
        assert re.fullmatch(rf"http://127\.0\.0\.1:\d+/analyses/{analysis.id}", page.url)
        assert repr(page) == f"<lpntk page at {page.url}>"
        assert f'<iframe src="{page.url}"' in page._repr_html_()
        assert 'height="700"' in page._repr_html_()
        said = capsys.readouterr().out
        assert page.url in said
        assert "Ctrl-C" not in said
        answer = httpx.get(page.url)
        assert "X-Frame-Options" not in answer.headers
        assert "http://localhost:*" in answer.headers["Content-Security-Policy"]
    with pytest.raises(httpx.ConnectError):
        httpx.get(page.url)
    assert analysis.samples().index.size  # the workspace is the caller's


def test_it_knows_what_is_selected_on_the_page(analysis):
    with lpntk.serve(analysis, port=0, block=False, open_browser=False) as page:
        assert page.selected.tolist() == []
        assert page.selected.dtype == np.int64
        chosen = analysis.samples().index[[4, 1]]
        httpx.put(
            page.url.replace("/analyses", "/api/analyses") + "/selection", json={"indices": chosen.tolist()}
        ).raise_for_status()
        np.testing.assert_array_equal(page.selected, np.sort(chosen))


def test_it_knows_what_is_tagged_on_the_page(analysis):
    with lpntk.serve(analysis, port=0, block=False, open_browser=False) as page:
        assert page.tags == {}
        chosen = analysis.samples().index[[4, 1]]
        address = page.url.replace("/analyses", "/api/analyses") + "/tags/odd"
        httpx.post(address, json={"add": chosen.tolist()}).raise_for_status()
        np.testing.assert_array_equal(page.tags["odd"], np.sort(chosen))
        httpx.delete(address).raise_for_status()
    with (
        lpntk.serve(analysis.workspace.url, port=0, block=False, open_browser=False) as page,
        pytest.raises(InputError, match="opened on the list of analyses"),
    ):
        _ = page.tags


def test_a_script_s_page_is_not_shown_in_frames(analysis):
    with lpntk.serve(analysis, port=0, block=False, open_browser=False) as page:
        assert httpx.get(page.url).headers["X-Frame-Options"] == "DENY"


def test_the_list_knows_the_latest_selection_of_any_analysis(analysis):
    with lpntk.serve(analysis.workspace.url, port=0, block=False, open_browser=False) as page:
        assert page.selected.tolist() == []
        chosen = analysis.samples().index[:2].tolist()
        address = f"{page.url}api/analyses/{analysis.id}/selection"
        httpx.put(address, json={"indices": chosen}).raise_for_status()
        assert page.selected.tolist() == chosen


def test_a_cell_that_is_run_again_gets_another_port(analysis, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr("lpntk.python.serve.DEFAULT_PORT", port)
        with in_notebook(analysis) as page:
            assert httpx.get(page.url).status_code in (200, 503)
        with pytest.raises(InputError, match=f"Port {port} on 127.0.0.1 is in use"):
            in_notebook(analysis, port=port)


def test_behind_jupyterhub_the_frame_is_the_proxy_s(analysis):
    with in_notebook(
        analysis, port=0, token="secret", root_path="/user/me/proxy/8000", allowed_hosts=["hub.example.org"]
    ) as page:
        path = f"/user/me/proxy/8000/analyses/{analysis.id}?token=secret"
        assert f'<iframe src="{path}"' in page._repr_html_()
        headers = {"Host": "hub.example.org"}
        policy = httpx.get(page.url, headers=headers).headers["Content-Security-Policy"]
        assert "frame-ancestors 'self' http://hub.example.org:*" in policy
        assert httpx.get(page.url, headers={"Host": "evil.example"}).headers["X-Frame-Options"] == "DENY"
