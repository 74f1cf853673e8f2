from playwright.sync_api import Page, expect
from rehearsal.browser import sign_in

from tests.registrar import Registrar


def chair_of(site: Registrar) -> tuple[str, str]:
    return next(each for each in site.passwords.items() if each[0].startswith("chair-"))


def test_chair_who_signs_in_finds_the_election_and_its_next_step(
    site: Registrar, page: Page
) -> None:
    page.goto(f"/elections/{site.election}")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    sign_in(page, *chair_of(site))
    page.get_by_role("link", name="2028 general election").click()
    expect(page.get_by_text("Next: enter nominations until they close.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.goto("/elections")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_wrong_password_comes_back_with_its_sentence_and_the_address(
    site: Registrar, page: Page
) -> None:
    sign_in(page, "chair@example.org", "wrong")
    expect(page.get_by_role("alert")).to_have_text(
        "This address and password do not belong together."
    )
    expect(page.get_by_label("E-mail address")).to_have_value("chair@example.org")
