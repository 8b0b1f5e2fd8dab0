"""How quick the page is at 60,000 samples: in a real Chromium without a graphics card, and at the server.

    python tests/bench/page.py [--db URL --analysis ID] [--repeats 3] [--json FILE] [--markdown FILE]

Without --db it makes what it looks at first, MNIST 60,000 as a sketch, which takes a quarter of an hour; the
data are taken from LPNTK_TEST_DATA, by default ../shared/data. Every figure is the median of the repeats,
each in a browser that has seen nothing of the page. Run it on a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles

import httpx
from playwright.sync_api import Browser, Page
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]

from lpntk.domain import AnalysisRequest, DataSettings, KernelSettings, LearningSettings  # noqa: E402
from lpntk.pipeline.workspace import Workspace  # noqa: E402
from support.browser import chromium  # noqa: E402
from support.commands import address_of, start_lpntk  # noqa: E402
from support.data import data_folder  # noqa: E402

WATCH = """
window.tasks = [];
new PerformanceObserver(list => window.tasks.push(...list.getEntries().map(task => task.duration)))
  .observe({ type: 'longtask', buffered: true });
window.once = test => new Promise(resolve => {
  const shown = () => resolve(performance.now());
  const look = () => requestAnimationFrame(test() ? shown : look);
  look();
});
window.timed = async (act, test) => {
  const start = performance.now();
  act();
  return (await window.once(test)) - start;
};
window.visible = selector => [...document.querySelectorAll(selector)].filter(element => {
  const { top, bottom } = element.getBoundingClientRect();
  const frame = element.closest('[role=listbox]').getBoundingClientRect();
  return bottom > frame.top && top < frame.bottom;
});
window.changed = before => new Promise(resolve => {
  const end = performance.now() + 400;
  const look = () => (location.href !== before
    ? resolve(true)
    : performance.now() > end ? resolve(false) : requestAnimationFrame(look));
  look();
});
window.panelShows = () => {
  const title = document.querySelector('aside h2')?.textContent ?? '';
  return title.includes(new URL(location).searchParams.get('sample')) && document.querySelector('aside li');
};
window.blank = () => window.visible('[role=option]').filter(
  tile => !tile.querySelector('[data-preview=shown]')).length;
"""
SCROLL = """async () => {
  const list = document.querySelector('[role=listbox]');
  let [blank, all, last] = [0, 0, performance.now()];
  const end = last + 4000;
  await new Promise(resolve => {
    const step = now => {
      list.scrollTop += 3 * (now - last);
      last = now;
      blank += window.blank();
      all += window.visible('[role=option]').length;
      if (now < end) requestAnimationFrame(step); else resolve();
    };
    requestAnimationFrame(step);
  });
  const stopped = performance.now();
  const settled = (await window.once(() => window.blank() === 0)) - stopped;
  return { blank: blank / all, settled: settled / 1000 };
}"""
ZOOM = """async () => {
  const map = document.querySelector('[role=application]');
  const { left, top, width, height } = map.getBoundingClientRect();
  const times = [];
  for (let turn = 0; turn < 60; turn++) {
    map.dispatchEvent(new WheelEvent('wheel', {
      deltaY: turn < 30 ? -60 : 60, clientX: left + width / 2, clientY: top + height / 2, bubbles: true }));
    times.push(await new Promise(requestAnimationFrame));
  }
  return 1000 * (times.length - 1) / (times.at(-1) - times[0]);
}"""
DRAWN = "() => window.once(() => document.querySelector('[role=application][data-state=drawn]'))"

READS = 500
"""How long somebody reads before the next click, in milliseconds."""

Figures = dict[str, float]


class Visit:
    """One look at the page by a browser that has seen nothing of it.

    Attributes
    ----------
    page
        Playwright's.
    requests
        Paths asked for.
    """

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address
        self.requests: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))

    def open(self, view: str) -> None:
        self.page.goto(f"{self.address}/{view}", wait_until="commit")

    def seconds(self, act: str, test: str) -> float:
        """From an act in the page until a test of it holds and that is on the screen."""
        return float(self.page.evaluate(f"window.timed(() => {{ {act} }}, () => {test})")) / 1000

    def choose(self, label: str, option: str, test: str) -> float:
        """From a choice in a menu until a test holds."""
        self.page.get_by_role("combobox", name=label, exact=True).click()
        find = (
            "[...document.querySelectorAll('[data-combobox-option]')]"
            f".find(one => one.textContent.startsWith({json.dumps(option)}))"
        )
        self.page.wait_for_function(f"{find} !== undefined")
        self.page.wait_for_timeout(READS)
        return self.seconds(f"{find}.click()", test)


def map_opens(visit: Visit) -> Figures:
    """Opening the map."""
    visit.open("map")
    drawn = visit.page.evaluate(DRAWN)
    return {
        "map: opening to drawn, s": drawn / 1000,
        "map: longest task, ms": max(visit.page.evaluate("window.tasks"), default=0.0),
    }


def map_answers(visit: Visit) -> Figures:
    """A click in the map, other colours, zooming."""
    visit.open("map")
    visit.page.evaluate(DRAWN)
    visit.page.wait_for_timeout(4000)  # the server takes the sketch into memory, the page its columns
    page, found = visit.page, {}
    box = page.get_by_role("application").bounding_box()
    assert box is not None
    clicks = []
    for across in (0.45, 0.5, 0.55, 0.4):
        x, y = box["x"] + across * box["width"], box["y"] + 0.5 * box["height"]
        before = page.url
        start = time.perf_counter()
        page.mouse.click(x, y)
        if page.evaluate("before => window.changed(before)", before):
            page.evaluate("window.once(window.panelShows)")
            clicks.append(time.perf_counter() - start)
            page.wait_for_timeout(1500)
    found["map: first click to panel, s"] = clicks[0]
    found["map: click to panel, s"] = median(clicks[1:] or clicks)
    found["map: colour by something else, s"] = visit.choose(
        "Colour by", "Loss", "document.querySelector('section[aria-label^=\"Legend: Loss\"]')"
    )
    found["map: zooming, frames a second"] = page.evaluate(ZOOM)
    return found


def images_open(visit: Visit) -> Figures:
    """Opening the images."""
    visit.open("images")
    shown = visit.page.evaluate(
        "window.once(() => document.querySelector('[role=option]') && window.blank() === 0)"
    )
    count = len([one for one in visit.requests if "/api/" in one])
    return {"images: opening to all visible, s": shown / 1000, "images: requests": count}


def images_scroll(visit: Visit) -> Figures:
    """Scrolling the images at 3,000 pixels a second for four seconds."""
    visit.open("images")
    visit.page.evaluate("window.once(() => document.querySelector('[role=option]') && window.blank() === 0)")
    visit.page.wait_for_timeout(2500)
    visit.requests.clear()
    found = visit.page.evaluate(SCROLL)
    return {
        "scrolling: blank tiles, %": 100 * found["blank"],
        "scrolling: settled after, s": found["settled"],
        "scrolling: requests": len(visit.requests),
    }


def images_answer(visit: Visit) -> Figures:
    """A click, a filter and another order in the grid."""
    visit.open("images")
    visit.page.evaluate("window.once(() => document.querySelector('[role=option]') && window.blank() === 0)")
    visit.page.wait_for_timeout(4000)
    clicks = [_click_in_grid(visit, place) for place in (3, 17, 30, 8, 24)]
    found = {
        "grid: first click, neighbours listed, s": clicks[0][0],
        "grid: first click, with pictures, s": clicks[0][1],
        "click in the grid: neighbours listed, s": median(listed for listed, _ in clicks[1:]),
        "click in the grid: with pictures, s": median(shown for _, shown in clicks[1:]),
    }
    first = "document.querySelector('[role=option]')?.dataset.index"
    before = visit.page.evaluate(first)
    found["sort, s"] = visit.choose("Order", "Loss", f"{first} !== '{before}'")
    is_seven = "document.querySelector('[role=option]').title.includes('labelled 7')"
    found["filter, s"] = visit.choose("Class", "7", is_seven)
    return found


def _click_in_grid(visit: Visit, place: int) -> tuple[float, float]:
    """Seconds from a click on an image until its neighbours are listed, and until they are seen."""
    index = visit.page.evaluate(f"document.querySelectorAll('[role=option]')[{place}].dataset.index")
    title = f"document.querySelector('aside h2')?.textContent.includes('{index}')"
    act = f"document.querySelector('[role=option][data-index=\"{index}\"] [data-preview]').click()"
    start = visit.page.evaluate("performance.now()")
    listed = visit.seconds(act, f"{title} && document.querySelector('aside li')")
    shown = visit.page.evaluate(
        "window.once(() => document.querySelector('aside li') && "
        "!document.querySelector('aside li [data-preview=waiting]'))"
    )
    visit.page.wait_for_timeout(1500)
    return listed, (shown - start) / 1000


def pruning_answers(visit: Visit) -> Figures:
    """The slider of the pruning view by a key, and another strategy."""
    visit.open("pruning")
    visit.page.get_by_role("slider", name="Share to keep").wait_for()
    visit.page.wait_for_timeout(4000)
    status = (
        "[...document.querySelectorAll('[role=status]')]"
        ".find(one => /stay/.test(one.textContent))?.textContent"
    )
    visit.page.get_by_role("slider", name="Share to keep").focus()
    times = []
    for _ in range(5):
        before = visit.page.evaluate(status)
        act = (
            "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', "
            "{ key: 'ArrowLeft', code: 'ArrowLeft', bubbles: true }))"
        )
        times.append(visit.seconds(act, f"{status} !== {json.dumps(before)}"))
    return {"keep slider to counts, s": median(times)}


def server_answers(address: str, analysis: int) -> Figures:
    """What the server takes for its larger answers."""
    at = f"{address}/api/analyses/{analysis}"
    names = ("index", "label", "predicted", "head", "head_similarity", "x", "y")
    columns = "&".join(f"name={name}" for name in names)
    asked: dict[str, Callable[[int], list[str]]] = {
        "page": lambda _: [f"{at}/page", f"{at}/columns?{columns}"],
        "sample": lambda n: [f"{at}/samples/{97 * n}?rank=false"],
        "row of c": lambda n: [f"{at}/samples/{101 * n}/row"],
        "plan": lambda n: [f"{at}/plan/order?strategy=fpc-largest&keep={0.3 + n / 100}&seed=0"],
        "CSV of scores": lambda _: [f"{at}/export/scores?format=csv"],
    }
    found = {}
    with httpx.Client(timeout=120) as client:
        for what, paths in asked.items():
            times = []
            for n in range(21):
                start = time.perf_counter()
                for path in paths(n):
                    client.get(path).raise_for_status()
                times.append(1000 * (time.perf_counter() - start))
            found[f"server: {what}, median ms"] = median(times[1:])
            found[f"server: {what}, p95 ms"] = quantiles(times[1:], n=20)[-1]
    return found


LOOKS = (map_opens, map_answers, images_open, images_scroll, images_answer, pruning_answers)


@contextmanager
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """A visit with nothing in the browser's cache."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(60_000)
    context.add_init_script(WATCH)
    try:
        yield Visit(context.new_page(), address)
    finally:
        context.close()


@contextmanager
def served(url: str) -> Iterator[str]:
    """The address of a server that is a process of its own, as it is for a user."""
    with start_lpntk("serve", "--no-browser", "--port", "0", "--db", url) as process:
        try:
            yield address_of(process)
        finally:
            process.kill()


def measure(url: str, analysis: int, repeats: int, console: Console) -> Figures:
    """Every figure, the median of the repeats."""
    times: dict[str, list[float]] = {}
    with served(url) as address, chromium() as browser:
        page = f"{address}/analyses/{analysis}"
        for look in LOOKS:
            for _ in range(repeats):
                with visit(browser, page) as one:
                    for name, value in look(one).items():
                        times.setdefault(name, []).append(value)
            console.print(f"{look.__doc__}")
        found = {name: median(values) for name, values in times.items()}
        return found | server_answers(address, analysis)


def make(folder: str, console: Console) -> tuple[str, int]:
    """The database and the number of an analysis of MNIST 60,000 by a sketch."""
    url = f"sqlite:///{folder}/lpntk.db"
    request = AnalysisRequest(
        data=DataSettings("mnist", root=str(data_folder())),
        learning=LearningSettings(epochs=1),
        kernel=KernelSettings(method="sketch"),
    )
    console.print("Making an analysis of MNIST 60,000: about a quarter of an hour.")
    with Workspace.open(url) as workspace:
        added = workspace.submit(request)
        workspace.run(added.id)
        return url, added.id


def table(figures: Figures) -> Table:
    """What was measured, a line each."""
    shown = Table("at 60,000", "measured")
    for name, value in figures.items():
        shown.add_row(name, f"{value:,.2f}" if value < 10 else f"{value:,.0f}")
    return shown


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--db", help="the URL of a database with such an analysis")
    parser.add_argument("--analysis", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--markdown", type=Path)
    given = parser.parse_args(arguments)
    console = Console()
    with tempfile.TemporaryDirectory() as folder:
        url, analysis = (given.db, given.analysis) if given.db else make(folder, console)
        figures = measure(url, analysis, given.repeats, console)
    console.print(table(figures))
    if given.json:
        given.json.write_text(json.dumps(figures, indent=2))
    if given.markdown:
        lines = [f"| {name} | {value:,.3g} |" for name, value in figures.items()]
        given.markdown.write_text("\n".join(["| at 60,000 | measured |", "|---|--:|", *lines]) + "\n")


if __name__ == "__main__":
    main()
