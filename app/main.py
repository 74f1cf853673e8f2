from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from app.actions.elections import check_clock
from app.box_state import PATIENCE, DistantBox
from app.client import BUILT
from app.records.base import open_database
from app.settings import Settings, clock_from, real_clock
from app.web import (
    amendments,
    ballot_page,
    ballots,
    bylaws,
    canvass,
    elections,
    entitlement,
    nominations,
    notices,
    officers,
    offline_pages,
    paper,
    petitions,
    questions,
    refusals,
    results,
    security,
    sign_in,
    signers,
    voting,
)
from app.web.body_sizes import MOST_TYPED
from app.web.guard import Guard
from app.web.house import House
from app.web.my import MY_PAGES
from app.web.pages import PAGES
from app.web.readable import check_text

STATIC = Path(__file__).parent / "web" / "static"
ROUTES = (
    sign_in.router,
    elections.router,
    nominations.router,
    questions.router,
    petitions.router,
    entitlement.router,
    ballots.router,
    amendments.router,
    signers.router,
    voting.api,
    voting.router,
    ballot_page.router,
    notices.router,
    paper.router,
    canvass.router,
    results.router,
    officers.router,
    bylaws.router,
    offline_pages.router,
    security.router,
    *PAGES,
    *MY_PAGES,
)


def create_app(settings: Settings) -> FastAPI:
    """The registrar's web application, wired; the one place that knows all its parts."""
    database = open_database(settings)
    check_clock(database, settings)
    to_box = httpx.Client(base_url=settings.box_url, timeout=PATIENCE)

    @asynccontextmanager
    async def ending(_: FastAPI) -> AsyncIterator[None]:
        yield
        to_box.close()
        database.close()

    app = FastAPI(
        title="Tellers",
        version="1",
        docs_url=None,
        redoc_url=None,
        lifespan=ending,
        dependencies=[Depends(check_text)],
        max_body_size=MOST_TYPED,
    )
    app.state.house = House(
        settings=settings,
        database=database,
        box=DistantBox(to_box),
        clock=clock_from(settings.clock_file),
        wall_clock=real_clock,
    )
    for routes in ROUTES:
        app.include_router(routes)
    built = StaticFiles(directory=BUILT, check_dir=False)
    app.mount("/static/vote", built, name="ballot page")
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    refusals.install(app)
    app.add_middleware(Guard, public_url=settings.public_url)
    return app
