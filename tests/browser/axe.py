from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, Page

from tests.registrar import Registrar

AXE = (
    Path(__file__).parents[2] / "app" / "client" / "node_modules" / "axe-core" / "axe.min.js"
).read_text()
# Every rule that axe has, also those of level AAA and those it calls experimental.
EVERY_RULE = """async () => {
  const rules = Object.fromEntries(axe.getRules().map(rule => [rule.ruleId, {enabled: true}]));
  const found = await axe.run(document, {rules, resultTypes: ["violations"]});
  return found.violations.flatMap(each => each.nodes.map(
    node => `${each.id}: ${node.html.slice(0, 120)} (${each.help})`));
}"""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page shown, every rule on."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(EVERY_RULE)
    return found


def signed_in_page(
    browser: Browser,
    site: Registrar,
    who: dict[str, str] | None = None,
    cookie: str = "tellers",
    **options: Any,
) -> Page:
    """A page at which the Chair is signed in already, by the cookie of the API's session."""
    url = site.settings.public_url
    page = browser.new_context(base_url=url, **options).new_page()
    token = (who or site.chair)["Authorization"].removeprefix("Bearer ")
    page.context.add_cookies([{"name": cookie, "value": token, "url": url}])
    return page


def faults_of(page: Page, paths: list[str]) -> dict[str, list[str]]:
    """By page, what axe finds wrong in light and in dark; pages without a fault are left out."""
    found = {}
    for path in paths:
        page.goto(path)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            if wrong := violations(page):
                found[f"{path} {scheme}"] = wrong
    return found
