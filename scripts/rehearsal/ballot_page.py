"""What a member does at the ballot page, by the names of what is on it."""

from playwright.sync_api import Browser, Page, expect

PATIENCE = 5.0  # seconds until a page that nobody hinders has done what it was asked


def at_the_page(browser: Browser, address: str, **options: object) -> Page:
    """A new browser profile at the ballot page; anything that the page does wrong is raised."""
    page = browser.new_context(**options).new_page()  # type: ignore[arg-type] # Playwright's
    page.on("pageerror", _raise)
    page.goto(address)
    return page


def _raise(fault: Exception) -> None:
    raise fault


def sign_in(page: Page, number: str, code: str) -> None:
    """Signs in by what is typed."""
    page.get_by_label("Member number").fill(number)
    page.get_by_label("Your code").fill(code)
    press(page, "Sign in")


def press(page: Page, name: str) -> None:
    """Presses the button of this very name."""
    page.get_by_role("button", name=name, exact=True).click()


def heading(page: Page, text: str, patience: float = PATIENCE) -> None:
    """Waits for the step of this heading, so many seconds."""
    expect(page.get_by_role("heading", level=1)).to_have_text(text, timeout=patience * 1000)


def said(page: Page, sentence: str, patience: float = PATIENCE) -> None:
    """Waits for the status to say so."""
    expect(page.locator("#said")).to_have_text(sentence, timeout=patience * 1000)


def rank(page: Page, *names: str) -> None:
    """Taps the candidates in this order."""
    for name in names:
        page.locator("button.candidate", has_text=name).click()


def begin(page: Page, patience: float = PATIENCE) -> str:
    """Has the ballot issued; gives the recovery code that was offered before."""
    heading(page, "Your ballot is ready", patience)
    code = page.get_by_label("recovery code", exact=True).text_content()
    press(page, "Begin")
    return code or ""


def receipts(page: Page, patience: float = PATIENCE) -> list[str]:
    """The receipts, once every ballot is in the box."""
    heading(page, "Your ballot is in the box", patience)
    return page.get_by_label("receipt", exact=True).all_text_contents()
