"""The committee's pages: server-made, without scripts, on the same actions as the API."""

from app.web.pages import (
    alphabet,
    ballot,
    canvass,
    contests,
    elections,
    nominations,
    roll,
    sign_in,
    voting,
)

PAGES = (
    sign_in.router,
    elections.router,
    roll.router,
    nominations.router,
    contests.router,
    alphabet.router,
    ballot.router,
    voting.router,
    canvass.router,
)
