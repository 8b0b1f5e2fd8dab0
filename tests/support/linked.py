"""A visitor who filters, selects and tags."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from support.browser import Visitor

OPEN = "localStorage.setItem('lpntk-filters', 'true')"
SOME = re.compile(r"^\d+ of 200 pass$")
"""What the filters say where some of the samples pass."""


class Linked:
    """A visitor to an analysis of their own, with the filters in sight."""

    def __init__(self, visitor: Visitor, identifier: int) -> None:
        self.visitor, self.page, self.id = visitor, visitor.page, identifier
        self.page.add_init_script(OPEN)

    def open(self, view: str) -> Page:
        """Go to a view, and wait until it knows its samples."""
        self.page.goto(f"/analyses/{self.id}/{view}")
        expect(self.filters().get_by_role("heading", level=2)).to_contain_text("pass")
        return self.page

    def filters(self) -> Locator:
        """The column with the filters."""
        return self.page.get_by_role("region", name="Filters", exact=True)

    def facet(self, name: str) -> Locator:
        """One of them."""
        return self.filters().get_by_role("region", name=name, exact=True)

    def passing(self, words: str | re.Pattern[str]) -> int:
        """How many pass, once the filters say so."""
        heading = self.filters().get_by_role("heading", level=2)
        expect(heading).to_have_text(words)
        return int(re.search(r"\d+", heading.inner_text())[0])

    def selected(self, count: int) -> Locator:
        """The strip of selected images, once it has so many."""
        strip = self.page.get_by_role("region", name="Selected images")
        expect(strip.get_by_role("status").first).to_have_text(re.compile(rf"^{count} images? selected$"))
        return strip

    def answer(self, path: str):
        """What the server says."""
        return self.page.request.get(f"/api/analyses/{self.id}/{path}").json()
