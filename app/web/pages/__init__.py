"""The committee's pages: server-made, without scripts, on the same actions as the API."""

from app.web.pages import (
    accounts,
    alphabet,
    ballot,
    canvass,
    contests,
    elections,
    forums,
    founding,
    nominations,
    notices,
    officers,
    records,
    roll,
    set_up,
    settings,
    sign_in,
    voting,
)

PAGES = (
    sign_in.router,
    accounts.router,
    founding.router,  # before the elections, or "new" would be the id of one
    elections.router,
    set_up.router,
    settings.router,
    roll.router,
    nominations.router,
    forums.router,
    contests.router,
    alphabet.router,
    ballot.router,
    notices.router,
    voting.router,
    canvass.router,
    officers.router,
    records.router,
)
