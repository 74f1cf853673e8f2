from collections.abc import Callable

from playwright.sync_api import Page

from rehearsal.ballot_page import press

Shoot = Callable[[Page, str], None]
MARKS = 3  # candidates tapped in each contest


def photograph_ballot(page: Page, address: str, number: str, code: str, shoot: Shoot) -> None:
    """One member votes at the ballot page; a picture of every step."""
    page.goto(address)
    page.get_by_label("Member number").fill(number)
    page.get_by_label("Your code").fill(code)
    shoot(page, "4-vote-sign-in")
    press(page, "Sign in")
    page.get_by_role("button", name="Begin").wait_for()
    shoot(page, "4-vote-begin")
    press(page, "Begin")
    page.locator(".candidates").wait_for()
    contest = 0
    while page.locator(".candidates").count():
        contest += 1
        for candidate in page.locator(".candidate").all()[:MARKS]:
            candidate.click()
        shoot(page, f"4-vote-contest-{contest}")
        page.locator("#foot button").last.click()
    page.get_by_role("button", name="Cast my ballot").wait_for()
    shoot(page, "4-vote-review")
    press(page, "Cast my ballot")
    page.get_by_role("heading", name="Your ballot is in the box").wait_for()
    shoot(page, "4-vote-receipt")
