"""A real server with a real finished analysis, and visitors to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser

from lpntk.serving.server import PageServer
from support.analyses import finished_analysis
from support.browser import Visitor, chromium, require_bundle
from support.linked import Linked


class Site(NamedTuple):
    """A server with one finished analysis of two hundred digits."""

    url: str
    id: int

    def path(self, view: str, query: str = "") -> str:
        """The address of a view of the analysis."""
        return f"/analyses/{self.id}/{view}" + (f"?{query}" if query else "")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Tests only read it."""
    require_bundle()
    database, identifier = finished_analysis(tmp_path_factory.mktemp("browser"))
    with PageServer(database, port=0, supervise=False) as server:
        yield Site(server.url(), identifier)


@pytest.fixture
def working_site(tmp_path) -> Iterator[str]:
    """The address of a server without analyses that runs what it is asked for."""
    require_bundle()
    with PageServer(f"sqlite:///{tmp_path}/lpntk.db", port=0, data=["/"]) as server:
        yield server.url()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Gone after each file: as long as it is there, an asyncio loop counts as running in this thread."""
    with chromium() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Visitor]]:
    """A function from a server's address to a new visitor; nothing may go wrong on any visitor's page.

    Ask for it after the server, so that visitors are gone before it is.
    """
    visitors: list[Visitor] = []

    def new_visitor(url: str, **settings: Any) -> Visitor:
        visitors.append(Visitor(browser, url, **settings))
        return visitors[-1]

    yield new_visitor
    for visitor in visitors:
        visitor.context.close()
    assert [problem for visitor in visitors for problem in visitor.problems] == []


@pytest.fixture
def visitor(visit: Callable[..., Visitor], site: Site) -> Visitor:
    """A visitor to the site with the finished analysis."""
    return visit(site.url)


@pytest.fixture
def linked(tmp_path, visit: Callable[..., Visitor]) -> Iterator[Linked]:
    """A visitor to a finished analysis of their own, in which they may change what they like."""
    require_bundle()
    database, identifier = finished_analysis(tmp_path)
    with PageServer(database, port=0, supervise=False) as server:
        yield Linked(visit(server.url(), refusals=True), identifier)
