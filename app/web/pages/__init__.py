"""The committee's pages: server-made, on the same actions as the API; without scripts but where
an officer signs."""

from app.web.pages import (
    accounts,
    alphabet,
    amendments,
    ballot,
    canvass,
    contests,
    elections,
    forums,
    founding,
    members,
    nominations,
    notices,
    officers,
    records,
    roll,
    set_up,
    settings,
    sign_in,
    signing_key,
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
    members.router,
    nominations.router,
    forums.router,
    contests.router,
    alphabet.router,
    ballot.router,
    signing_key.router,
    notices.router,
    voting.router,
    amendments.router,
    canvass.router,
    officers.router,
    records.router,
)
