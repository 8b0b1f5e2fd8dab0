"""The application: routers, errors, security and the page, around one workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute

from lpntk.api.bundle import Bundle
from lpntk.api.changes import Changes
from lpntk.api.compression import Compression
from lpntk.api.errors import UnexpectedErrors, install_error_handlers
from lpntk.api.lanes import Lanes
from lpntk.api.limits import BodyLimit
from lpntk.api.methods import Methods
from lpntk.api.permissions import Permissions
from lpntk.api.prefix import Prefix, UnderPrefix
from lpntk.api.routers import (
    analyses,
    columns,
    compare,
    evaluations,
    events,
    evidence,
    experiments,
    kernel,
    labels,
    lists,
    options,
    own_columns,
    pictures,
    pruning,
    relations,
    results,
    samples,
    selection,
    tags,
    tasks,
    views,
    what_goes,
)
from lpntk.api.schemas.error import ErrorOut
from lpntk.api.security import Access, Guard
from lpntk.api.selections import Selections
from lpntk.api.version import VERSION
from lpntk.pipeline.workspace import Workspace

PREFIX = "/api"
# They share the interpreter's lock, and each has a connection to the database and its cache.
REQUESTS_AT_A_TIME = 8
MAX_BODY_BYTES = 8 << 20
MAX_COLUMNS_BYTES = 256 << 20
ROUTERS = (
    options,
    analyses,
    samples,
    pictures,
    relations,
    compare,
    results,
    columns,
    selection,
    kernel,
    pruning,
    what_goes,
    evidence,
    labels,
    tags,
    own_columns,
    views,
    lists,
    evaluations,
    experiments,
    tasks,
    events,
)


def create_app(
    workspace: Workspace | str | None = None,
    *,
    supervise: bool = True,
    token: str | None = None,
    allowed_hosts: Iterable[str] = (),
    proxied_hosts: Iterable[str] = (),
    root_path: str = "",
    frames: bool = False,
    data: Iterable[str | Path] = (),
    allow_code: bool = False,
) -> FastAPI:
    """The HTTP API and the page.

    Parameters
    ----------
    workspace
        The workspace to serve, which stays the caller's to close. Or the URL of its database, None for the
        default one: then it is opened when the application starts and closed when it stops.
    supervise
        Whether queued analyses are run while the application lives.
    token
        A secret that every request must carry; None asks for nothing.
    allowed_hosts
        Host names to answer to beside the loopback ones.
    proxied_hosts
        The hosts of proxies in front, as a browser's address has them, with a port where there is one.
    root_path
        The path under which a proxy shows the page; whether it takes it off requests does not matter.
    frames
        Whether a page of the same host, such as a notebook, may show the page in a frame.
    data
        The folders that a form may name samples and checkpoints in; the working folder where there are none.
    allow_code
        Whether a form may name a model that is code of the user's. With a token it always may.

    Raises
    ------
    InputError
        If `allowed_hosts` holds "*" and there is no token, `root_path` is none, or `data` holds what is no
        folder.
    """

    prefix = Prefix(root_path)
    access = Access(allowed_hosts, token, proxied_hosts, prefix=prefix, frames=frames)
    permissions = Permissions.of(data, code=allow_code or token is not None)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            space = workspace
            if not isinstance(space, Workspace):
                space = stack.enter_context(Workspace.open(space))
            if supervise:
                stack.enter_context(space.supervise())
            current_default_thread_limiter().total_tokens = REQUESTS_AT_A_TIME
            app.state.workspace = space
            app.state.lanes = Lanes(space)
            stack.push_async_callback(app.state.lanes.close)
            app.state.changes = Changes(space)
            stack.callback(app.state.changes.end)
            yield

    app = FastAPI(
        title="lpNTK",
        version=VERSION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        servers=[{"url": prefix.text}] if prefix.text else None,
        generate_unique_id_function=_operation_id,
    )
    app.state.permissions = permissions
    app.state.selections = Selections()
    install_error_handlers(app)
    app.include_router(_api())
    app.router.default = Bundle(prefix=prefix)
    app.add_middleware(Methods, prefix=PREFIX, routers=[module.router for module in ROUTERS])
    app.add_middleware(Compression, minimum_size=1024, level=5)
    app.add_middleware(UnexpectedErrors)
    app.add_middleware(BodyLimit, limit=MAX_BODY_BYTES, of_files=MAX_COLUMNS_BYTES, files=own_columns.UPLOADS)
    app.add_middleware(Guard, access=access)
    app.add_middleware(UnderPrefix, prefix=prefix)
    return app


def _api() -> APIRouter:
    api = APIRouter(
        prefix=PREFIX, responses={"default": {"model": ErrorOut, "description": "What went wrong."}}
    )
    for module in ROUTERS:
        api.include_router(module.router)
    return api


def _operation_id(route: APIRoute) -> str:
    return route.name
