"""The page itself: the built front end, any address of which is the same index.html."""

from __future__ import annotations

import re
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from lpntk.api.prefix import Prefix

STATIC = Path(__file__).parent / "static"

FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
HERE = '="./'
"""How the built index.html refers to what lies beside it; Vite's `base` makes it so."""
OF_ANALYSIS = re.compile(r"analyses/(\d+)(/|$)")
NOT_BUILT = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>lpNTK: the page is not built</title>
<style>body { font: 16px/1.6 system-ui, sans-serif; max-width: 36rem; margin: 15vh auto }</style>
<h1>The page is not built yet</h1>
<p>The server runs, but its front end is missing. In the repository, type <code>make build</code>, then
reload this page. The API answers meanwhile: <a href="./api/openapi.json">/api/openapi.json</a>.</p>
</html>
"""


class Bundle:
    """Serves whatever no route of the API takes: a file of the bundle, or its index.html.

    Parameters
    ----------
    directory
        Where the built bundle lies. It may be missing, and may be built while the server runs.
    prefix
        The path under which a proxy shows it.
    """

    def __init__(self, directory: Path = STATIC, prefix: Prefix | None = None) -> None:
        self.directory = directory
        self._base = f"{(prefix or Prefix()).text}/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer GET and HEAD; addresses under /api that no route took are unknown."""
        path: str = scope["path"]
        if path == "/api" or path.startswith("/api/"):
            raise HTTPException(404)
        if scope["method"] not in ("GET", "HEAD"):
            raise HTTPException(405, headers={"Allow": "GET, HEAD"})
        response = await self._response(path.lstrip("/"), scope)
        await response(scope, receive, send)

    async def _response(self, path: str, scope: Scope) -> Response:
        index = self.directory / "index.html"
        if not index.is_file():
            return self._page(NOT_BUILT, 503)
        if path and path != index.name:
            try:
                response = await StaticFiles(directory=self.directory).get_response(path, scope)
            except HTTPException:
                if path.startswith("assets/"):
                    raise
            else:
                # Vite puts a hash of the content into the names below assets/ only.
                response.headers["Cache-Control"] = FOR_EVER if path.startswith("assets/") else ASK_AGAIN
                return response
        return self._page(self._with_preloads(index.read_text(encoding="utf-8"), path))

    def _with_preloads(self, text: str, path: str) -> str:
        """Have the browser ask for what the page begins with while it still reads the page's code."""
        first = ["options"]
        if found := OF_ANALYSIS.match(path):
            first.append(f"analyses/{found[1]}/page")
        links = "".join(
            f'<link rel="preload" as="fetch" crossorigin="anonymous" href="{self._base}api/{name}">\n    '
            for name in first
        )
        return text.replace("<title>", f"{links}<title>", 1)

    def _page(self, text: str, status_code: int = 200) -> Response:
        """A page whose references hold at any address: of a page it is the same at all of them."""
        return HTMLResponse(
            text.replace(HERE, f'="{self._base}'), status_code, headers={"Cache-Control": ASK_AGAIN}
        )
