"""The committee's ceremony in a browser, from a file on the disk, without a network."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect
from rehearsal.ballot_page import heading, press
from rehearsal.browser import CHROMIUM, FLAGS
from rehearsal.ceremony_page import (
    PATIENCE,
    Closed,
    ballots,
    close,
    codes_on,
    deal_on,
    keys_of_dealing,
    of_keys,
    saved,
    type_shares,
    walk,
)
from rehearsal.held import DICE
from rehearsal.made_up import make_election
from typer.testing import CliRunner

from app.cli import app
from app.core.secrecy.rehearsing import Rehearsal, rehearse
from app.core.secrecy.shares import Share, combine, deal
from tests.browser.axe import violations
from tests.client.built import built_offline


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page's address on the disk."""
    return (built_offline(tmp_path_factory.mktemp("built")) / "ceremony.html").as_uri()


@pytest.fixture
def ceremony(browser: Browser, file: str) -> Iterator[Page]:
    """The page, on a machine off the network; it may throw nothing."""
    context = browser.new_context(offline=True)
    page, thrown = context.new_page(), list[str]()
    page.on("pageerror", lambda fault: thrown.append(str(fault)))
    page.on("console", lambda line: thrown.append(line.text) if line.type == "error" else None)
    page.goto(file)
    yield page
    context.close()
    assert thrown == []


def opened_by_command(closed: Closed, dice: str) -> bytes:
    """What `tellers ceremony open` writes of the same board, with three of the shares."""
    for x, code in enumerate(closed.codes, 1):
        (closed.folder / f"share-{x}").write_text(code)
    named = {"manifest": "manifest.json", "board": "board.bin", "checkpoints": "checkpoints.txt"}
    files = [f"--{option}={closed.folder / name}" for option, name in named.items()]
    shares = [f"--share={closed.folder / f'share-{x}'}" for x in (1, 2, 3)]
    out = closed.folder / f"opened-{dice}.json"
    sentences = ["--attest", "Seen by Ann.", "--attest", "And by Ben."]
    how = ["--dice" if dice else "--no-dice", f"--out={out}", *sentences]
    arguments = ["ceremony", "open", *files, *shares, *how]
    result = CliRunner().invoke(app, arguments, input=f"{dice}\n")
    assert result.exit_code == 0, result.output
    return out.read_bytes()


@pytest.fixture
def closed(tmp_path: Path) -> Closed:
    election = make_election(os.urandom)
    dealt = deal(election.secret, election.manifest.election_id, 3, 5, os.urandom(64))
    return close(election, ballots(election), tmp_path, [share.code() for share in dealt])


def answer(page: Page, dice: str) -> bytes:
    heading(page, "Announce these two numbers", PATIENCE)
    press(page, "They are written down")
    page.get_by_label("Sentences of those present").fill("Seen by Ann.\n\nAnd by Ben. ")
    if dice:
        page.get_by_label("The digits of the dice").fill(f"{dice[:9]} {dice[9:]}")
        press(page, "Show what the dice ask for")
    else:
        page.get_by_text("There are no dice").click()
        press(page, "Go on without dice")
    heading(page, "Hand in the opened ballots", PATIENCE)
    return saved(page, "Save opened.json")


def test_election_is_dealt_proved_and_opened_as_the_command_opens_it(
    ceremony: Page, file: str, tmp_path: Path
) -> None:
    codes = deal_on(ceremony)
    keys = keys_of_dealing(ceremony, codes)
    election = of_keys(keys)
    there = close(election, ballots(election), tmp_path, codes)
    ceremony.goto(file)
    there.bring(ceremony)
    type_shares(ceremony, [codes[4], codes[0], codes[2]])
    heading(ceremony, "Announce these two numbers", PATIENCE)
    told = ceremony.locator("main").inner_text()
    assert "Set aside in group 1, and not counted" in told
    assert "the outer envelope does not open" in told
    assert answer(ceremony, DICE) == opened_by_command(there, DICE)


def test_opening_without_dice_is_the_commands(ceremony: Page, closed: Closed) -> None:
    closed.bring(ceremony)
    type_shares(ceremony, closed.codes[1:4])
    assert answer(ceremony, "") == opened_by_command(closed, "")


def refused(page: Page, says: str) -> None:
    expect(page.get_by_role("alert")).to_contain_text(says)


def test_mistyped_foreign_and_repeated_shares_are_refused_and_two_open_nothing(
    ceremony: Page, closed: Closed
) -> None:
    closed.bring(ceremony)
    m, (first, *_) = closed.election.manifest, closed.codes
    other = deal(bytes(32), os.urandom(16), 3, 5, os.urandom(64))[1].code()
    of_four = deal(bytes(32), m.election_id, 4, 5, os.urandom(96))[1].code()
    mistyped = ("1" if first[10] != "1" else "2").join((first[:10], first[11:]))
    field = ceremony.get_by_label("Share 1 of 3")
    for code, says in (
        (mistyped, "mistyped"),
        (first[:-4], "68 characters"),
        ("", "0 characters"),
        (other, "another election"),
        (of_four, "not of a dealing of 3 of 5"),
    ):
        field.fill(code)
        press(ceremony, "Check this share")
        refused(ceremony, says)
        expect(field).to_have_value(code)
    type_shares(ceremony, [first])
    ceremony.get_by_label("Share 2 of 3").fill(first.lower())
    press(ceremony, "Check this share")
    refused(ceremony, "given twice")
    type_shares(ceremony, [closed.codes[2]])
    heading(ceremony, "Put the key together", PATIENCE)
    expect(ceremony.get_by_label("Share 3 of 3")).to_be_visible()


def test_share_of_another_dealing_for_this_election_opens_nothing(
    ceremony: Page, closed: Closed
) -> None:
    closed.bring(ceremony)
    foreign = deal(bytes(32), closed.election.manifest.election_id, 3, 5, os.urandom(64))
    for code in (*closed.codes[:2], foreign[2].code()):
        ceremony.get_by_label(re.compile("^Share \\d")).fill(code)
        press(ceremony, "Check this share")
    refused(ceremony, "do not give the keys A and B")
    type_shares(ceremony, closed.codes[:3])
    heading(ceremony, "Announce these two numbers", PATIENCE)


@pytest.mark.parametrize("name", ["manifest.json", "board.bin", "checkpoints.txt"])
def test_file_with_one_byte_changed_is_refused(ceremony: Page, closed: Closed, name: str) -> None:
    raw = bytearray((closed.folder / name).read_bytes())
    raw[-3] ^= 1
    (closed.folder / name).write_bytes(raw)
    press(ceremony, "Open the ballots")
    press(ceremony, "Read and check the files")
    refused(ceremony, "Choose manifest.json first")
    for each in ("manifest.json", "board.bin", "checkpoints.txt"):
        ceremony.get_by_label(each).set_input_files(closed.folder / each)
    press(ceremony, "Read and check the files")
    refused(ceremony, {"manifest.json": "manifest", "board.bin": "board"}.get(name, "checkpoint"))
    heading(ceremony, "Bring the sealed ballots", PATIENCE)


def test_key_cannot_be_made_for_numbers_that_lose_it_with_one_share(ceremony: Page) -> None:
    press(ceremony, "Make the key")
    ceremony.get_by_label("How many of them").fill("5")
    press(ceremony, "Make the shares")
    refused(ceremony, "one lost share loses nothing")


def test_sheet_that_was_misread_is_found_before_the_key_is_forgotten(ceremony: Page) -> None:
    codes = deal_on(ceremony)
    type_shares(ceremony, codes[:4])
    foreign = Share.parse(codes[4])
    wrong = replace(foreign, y=bytes(32)).code()
    ceremony.get_by_label("Share 5 of 5").fill(wrong)
    press(ceremony, "Check this share")
    refused(ceremony, "do not agree")
    press(ceremony, "A sheet is wrong: print again")
    assert codes_on(ceremony) == codes


def test_share_in_a_file_opens_with_its_passphrase_alone(ceremony: Page, tmp_path: Path) -> None:
    press(ceremony, "Make the key")
    press(ceremony, "Make the shares")
    codes = codes_on(ceremony)
    ceremony.get_by_text("Save share 1 as a file").click()
    words = ceremony.get_by_label("Passphrase of trustee 1")
    words.fill("short")
    press(ceremony, "Save share 1")
    refused(ceremony, "12 characters or more")
    words.fill("correct horse battery")
    sealed = tmp_path / "share-1.json"
    sealed.write_bytes(saved(ceremony, "Save share 1"))
    assert codes[0].encode() not in sealed.read_bytes()
    press(ceremony, "The shares are given out")
    ceremony.get_by_text("It is in a file with a passphrase").click()
    ceremony.get_by_label("The share’s file").set_input_files(sealed)
    for passphrase, told in (("correct horse batterie", None), ("correct horse battery", 1)):
        ceremony.get_by_label("Its passphrase").fill(passphrase)
        press(ceremony, "Open this share")
        if not told:
            refused(ceremony, "not the one this share was sealed with")
    expect(ceremony.get_by_text("Share 1 is right.")).to_be_visible()
    keys = tmp_path / "opening-keys.json"
    keys.write_bytes(keys_of_dealing(ceremony, codes[1:]).canonical())
    files = [sealed, tmp_path / "share-2.txt", tmp_path / "share-3.txt"]
    for file, code in zip(files[1:], codes[1:3], strict=True):
        file.write_text(code)
    command = ["ceremony", "prove", f"--keys={keys}", *(f"--share={file}" for file in files)]
    proved = CliRunner().invoke(app, command, input="correct horse battery\n")
    assert proved.exit_code == 0, proved.output
    refusal = CliRunner().invoke(app, command, input="correct horse batterie\n").exception
    assert "not the one this share was sealed with" in str(refusal)


def test_each_share_is_printed_on_a_sheet_with_nothing_else_on_it(ceremony: Page) -> None:
    press(ceremony, "Make the key")
    press(ceremony, "Make the shares")
    codes = codes_on(ceremony)
    ceremony.evaluate("window.print = () => {}")
    for button, printed in (("Print all 5 sheets", codes), ("Print share 2 alone", codes[1:2])):
        press(ceremony, button)
        ceremony.emulate_media(media="print")
        sheets = ceremony.locator(".share")
        shown = [text.replace("\n", "-") for text in sheets.locator(".code").all_inner_texts()]
        assert shown == printed
        assert sheets.get_by_role("img").count() == len(printed)
        assert ceremony.locator("main, header, footer").locator("visible=true").count() == 0
        assert ceremony.pdf().count(b"/Type /Page\n") == len(printed)
        ceremony.emulate_media(media="screen")
    ceremony.evaluate("dispatchEvent(new Event('afterprint'))")
    assert ceremony.locator(".share").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_step_is_clean_by_every_rule_of_axe(
    ceremony: Page, file: str, tmp_path: Path, scheme: Literal["light", "dark"]
) -> None:
    ceremony.emulate_media(color_scheme=scheme)
    found = list[str]()
    walk(ceremony, file, tmp_path, lambda page: found.extend(violations(page)))
    assert found == []


@pytest.mark.parametrize("width", [320, 1280])
def test_no_step_is_wider_than_the_screen(
    ceremony: Page, file: str, tmp_path: Path, width: int
) -> None:
    ceremony.set_viewport_size({"width": width, "height": 800})
    widths = list[int]()
    across = "document.documentElement.scrollWidth"
    walk(ceremony, file, tmp_path, lambda page: widths.append(page.evaluate(across)))
    assert set(widths) == {width}


def test_page_can_reach_no_network(ceremony: Page, file: str) -> None:
    policy = ceremony.locator("meta[http-equiv]").get_attribute("content") or ""
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy
    assert "unsafe" not in policy
    named = set(re.findall(r"[a-z]+://[^\s\"'`)]+", Path(urlsplit(file).path).read_text()))
    assert {urlsplit(each).hostname for each in named} <= {"www.w3.org"}


def planted(folder: Path, secrets: list[bytes]) -> list[Path]:
    """The files of a browser's profile that hold one of these, in either order of text."""
    needles = [
        each
        for secret in secrets
        for each in (secret, secret.decode("latin-1").encode("utf-16-le"))
    ]
    files = [each for each in folder.rglob("*") if each.is_file()]
    return [each for each in files if any(needle in each.read_bytes() for needle in needles)]


def test_nothing_of_the_key_stays_in_the_browsers_profile(
    playwright: Playwright, file: str, tmp_path: Path
) -> None:
    """A browser with its profile on the disk, closed as people close it; and what it did keep."""
    profile, folder = tmp_path / "profile", tmp_path / "files"
    folder.mkdir()
    there = playwright.chromium.launch_persistent_context(
        profile, executable_path=CHROMIUM, args=FLAGS
    )
    page = there.new_page()
    page.goto(file)
    codes = deal_on(page)
    keys = keys_of_dealing(page, codes)
    election = of_keys(keys)
    page.goto(file)
    close(election, ballots(election), folder, codes).bring(page)
    type_shares(page, codes[:3])
    answer(page, DICE)
    stored = page.evaluate(
        "async () => [localStorage.length, sessionStorage.length, document.cookie,"
        " (await indexedDB.databases()).length, (await caches.keys()).length]"
    )
    assert stored == [0, 0, "", 0, 0]
    left = page.evaluate("document.documentElement.outerHTML")
    assert [code for code in codes if code in left] == []
    page.evaluate("localStorage.setItem('control', 'what a page keeps is found here')")
    there.close()
    shares = [Share.parse(code) for code in codes]
    secret = combine(shares[:3], keys.election_id)
    whole = [code.encode() for code in codes]
    plain = [code.replace("-", "").encode() for code in codes]
    assert planted(profile, [secret, *(share.y for share in shares), *whole, *plain]) == []
    assert planted(profile, [b"what a page keeps is found here"]) != []


def test_rehearsal_drops_two_shares_and_its_report_is_the_secrets_own(ceremony: Page) -> None:
    press(ceremony, "Rehearse")
    expect(ceremony.get_by_label("Rehearsal")).to_be_visible()
    press(ceremony, "Make the shares")
    codes = codes_on(ceremony)
    ceremony.evaluate("window.print = () => {}")
    press(ceremony, "Print share 1 alone")
    assert ceremony.locator(".share h2").all_text_contents() == ["Rehearsal: share 1 of 5"]
    press(ceremony, "The shares are given out")
    type_shares(ceremony, codes)
    heading(ceremony, "Put 2 of the shares away", PATIENCE)
    type_shares(ceremony, [codes[3], codes[0], codes[4]])
    heading(ceremony, "The rehearsal worked", PATIENCE)
    report = Rehearsal.parse(saved(ceremony, "Save rehearsal.json"))
    assert (report.used, report.dropped) == ((1, 4, 5), (2, 3))
    shares = [Share.parse(code) for code in codes]
    assert report == rehearse(report.public, [shares[each] for each in (0, 3, 4)], os.urandom)
