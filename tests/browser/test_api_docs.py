"""The API's documentation: it is there without anything from elsewhere, and a request can be tried."""

from __future__ import annotations

from playwright.sync_api import expect


def test_docs_lists_every_request_and_sends_one(site, visit) -> None:
    visitor = visit(site.url)
    page = visitor.page
    page.goto("/")
    page.get_by_role("link", name="The API").click()
    expect(page).to_have_url(f"{visitor.url}/docs")
    expect(page.locator(".swagger-ui .title").first).to_contain_text("lpNTK")
    expect(page.locator(".opblock").nth(60)).to_be_attached()

    one = page.locator(".opblock", has_text="/api/options").first
    one.get_by_role("button").first.click()
    one.get_by_role("button", name="Try it out").click()
    one.get_by_role("button", name="Execute").click()

    expect(one.locator(".live-responses-table .response-col_status").last).to_contain_text("200")
    assert visitor.requests.count("/api/openapi.json") == 1
