"""A member's pages: server-made, without scripts, on the same actions as the API."""

from app.web.my import contests, home, nominating, nominations, sign_in

MY_PAGES = (
    sign_in.router,
    home.router,
    contests.router,
    nominating.router,
    nominations.router,
)
