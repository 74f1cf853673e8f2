import csv
import io
import unicodedata
from collections.abc import Callable, Collection, Mapping

from playwright.sync_api import Page

Shoot = Callable[[Page, str], None]
RIGHT_TO_LEFT = frozenset({"R", "AL"})


def named_right_to_left(roll: Mapping[str, bytes], among: Collection[str]) -> tuple[str, str]:
    """Number and last name of a member, of these numbers, whose name is written from the right."""
    rows = csv.DictReader(io.StringIO(roll["roll.csv"].decode()))
    return next(
        (row["member_number"], row["last_name"])
        for row in rows
        if row["member_number"] in among
        and unicodedata.bidirectional(row["last_name"][:1] or "a") in RIGHT_TO_LEFT
    )


class MemberPictures:
    """A member's pages through one election, with a picture of each."""

    def __init__(self, page: Page, home: str, number: str, code: str, shoot: Shoot) -> None:
        self._page = page
        self._home = home
        self._number = number
        self._shoot = shoot
        page.goto(home)
        self._shoot(page, "2-my-sign-in")
        page.get_by_label("Member number").fill(number)
        page.get_by_label("Code").fill(code)
        self._press("Sign in")

    def nominating(self, last_name: str, *nominations: int) -> None:
        """Asked to choose, refused one contest, not known by another name, accepted for one."""
        self._take("2-my-choose", "")
        self._nominate("Smith")
        self._shoot(self._page, "2-my-nominate-fault")
        self._nominate(last_name)
        self._shoot(self._page, "2-my-refused")
        for number in nominations:
            self._take(f"2-my-asked-{number}", f"/nominations/{number}")
        self._take("2-my-contest", "/contests/director-lane")

    def later(self, stage: str) -> None:
        """Home and a contest as they are at this stage."""
        self._take(f"{stage}-my-home", "")
        self._take(f"{stage}-my-contest", "/contests/president")

    def _nominate(self, last_name: str) -> None:
        self._page.goto(f"{self._home}/nominate?contest=director-lane")
        self._page.get_by_label("The member’s number").fill(self._number)
        self._page.get_by_label("The member’s last name").fill(last_name)
        self._press("Nominate")

    def _press(self, name: str) -> None:
        self._page.get_by_role("button", name=name, exact=True).click()

    def _take(self, name: str, path: str) -> None:
        self._page.goto(self._home + path)
        self._shoot(self._page, name)
