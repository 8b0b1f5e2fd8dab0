"""A real Chromium for the tests of the page, and pages that remember what went wrong on them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, expect, sync_playwright

from lpntk.api.bundle import STATIC

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # WebGL without a graphics card, for figures.
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
)
# What a busy machine may take to show something.
PATIENCE_MILLISECONDS = 30_000

# The sample whose point is farthest from all others, and where it is on the screen: by the arithmetic of a
# map that nobody has moved, which shows everything with a margin.
MOST_ISOLATED_POINT = """async map => {
  const id = location.pathname.split('/').at(-2);
  const answer = await (await fetch(`/api/analyses/${id}/columns?name=index&name=x&name=y`)).arrayBuffer();
  const start = 4 + new DataView(answer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(answer, 4, start - 4)));
  const [index, x, y] = header.columns.map(({ type, offset, length }) =>
    [...new (type === 'f4' ? Float32Array : Uint32Array)(answer, start + offset, length)]);
  const frame = map.getBoundingClientRect(), margin = 26;
  const [left, right, low, high] = [Math.min(...x), Math.max(...x), Math.min(...y), Math.max(...y)];
  const scale = Math.min(
    (frame.width - 2 * margin) / (right - left), (frame.height - 2 * margin) / (high - low));
  const points = index.map((one, row) => ({
    index: one,
    x: frame.left + frame.width / 2 + scale * (x[row] - (left + right) / 2),
    y: frame.top + frame.height / 2 - scale * (y[row] - (low + high) / 2),
  }));
  const isClear = p => document.elementFromPoint(p.x, p.y)?.closest('[role=application]') === map;
  const room = p => Math.min(...points.map(q => q === p ? Infinity : Math.hypot(p.x - q.x, p.y - q.y)));
  const seen = points.filter(isClear).map(p => ({ ...p, room: room(p) }));
  return seen.reduce((a, b) => (b.room > a.room ? b : a));
}"""


def require_bundle() -> None:
    """Refuse to test a page that was not built.

    Raises
    ------
    RuntimeError
        If there is no bundle.
    """
    if not (STATIC / "index.html").is_file():
        raise RuntimeError(f"The page is not built ({STATIC} has no index.html): type `make build` first.")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The Chromium that LPNTK_CHROMIUM names, else the system's, else Playwright's own."""
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    path = os.environ.get("LPNTK_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """A page of a server in a browser of its own, with its requests and whatever went wrong.

    Attributes
    ----------
    page
        Playwright's page.
    requests
        Path and query of each request to the API but for thumbnails and events, since `forget`.
    problems
        Errors on the console or in scripts, and requests to other hosts. A browser puts each request that is
        refused on the console: where `refusals` are what a test is about, they are no problem, and what a
        server that is gone does not answer is none anywhere.
    """

    def __init__(
        self,
        browser: Browser,
        url: str,
        *,
        scheme: Literal["light", "dark"] = "light",
        refusals: bool = False,
    ) -> None:
        self.refusals = refusals
        self.url = url.rstrip("/")
        self.requests: list[str] = []
        self.problems: list[str] = []
        viewport = {"width": 1280, "height": 800}
        self.context = browser.new_context(base_url=self.url, color_scheme=scheme, viewport=viewport)
        self.context.set_default_timeout(PATIENCE_MILLISECONDS)
        self.page: Page = self.context.new_page()
        self.page.on("request", self._note)
        self.page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        self.page.on("console", self._hear)

    def _hear(self, message: ConsoleMessage) -> None:
        # A test's server may be gone before its visitors, who go on looking at the page.
        gone = "ERR_CONNECTION_REFUSED" in message.text
        forgiven = gone or (self.refusals and message.text.startswith("Failed to load resource"))
        if message.type == "error" and not forgiven:
            self.problems.append(message.text)

    def _note(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("data", "blob"):
            return
        if not request.url.startswith(self.url + "/"):
            self.problems.append(f"request to another host: {request.url}")
        if (
            address.path.startswith("/api/")
            and not address.path.endswith("/sheet")
            and address.path != "/api/events"
        ):
            self.requests.append(f"{address.path}?{address.query}".rstrip("?"))

    def forget(self) -> None:
        """Count requests from here."""
        self.requests.clear()

    def panel(self) -> Locator:
        """The panel of the selected sample."""
        return self.page.get_by_role("complementary", name="Selected sample")

    def map(self) -> Locator:
        """The map, once it is drawn."""
        shown = self.page.get_by_role("application")
        expect(shown).to_have_attribute("data-state", "drawn")
        return shown

    def plot(self) -> Locator:
        """The first figure, once it is drawn."""
        plot = self.page.locator(".js-plotly-plot").first
        expect(plot).to_have_attribute("data-state", "drawn")
        return plot
