"""The verifier in a browser, from a file on the disk: it says what holds, and what was changed."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from rehearsal.held import (
    DICE,
    Held,
    cast_ballots,
    hold,
    key_paper,
    make_counted_election,
    results_of,
)
from rehearsal.lying import resigned, set_in
from rehearsal.poll import Poll, board_of
from rehearsal.tampering import mutations

from app.core.secrecy import ed25519
from app.core.secrecy.amendments import draft
from app.core.secrecy.answers import sign_receipt
from app.core.secrecy.archive import read_archive
from app.core.secrecy.bundle import entries_per_group
from app.core.secrecy.encoding import canonical, to_base64url
from app.core.secrecy.notes import Witness, join_notes, origin_of, parse_note, split_notes
from app.core.secrecy.verify import CHECKS
from tests.browser.axe import violations
from tests.client.built import built_offline

HOLDS = "Every check made here holds"
CHANGED = 25


@pytest.fixture(scope="module")
def poll() -> Poll:
    return Poll(make_counted_election(os.urandom), os.urandom)


@pytest.fixture(scope="module")
def held(poll: Poll) -> Held:
    return hold(poll.election, cast_ballots(poll), dice=DICE)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    return (built_offline(tmp_path_factory.mktemp("built")) / "verifier.html").as_uri()


@pytest.fixture
def verifier(browser: Browser, file: str) -> Iterator[Page]:
    """The page, off the network; it may throw nothing."""
    context = browser.new_context(offline=True)
    page, thrown = context.new_page(), list[str]()
    page.on("pageerror", lambda fault: thrown.append(str(fault)))
    page.on("console", lambda line: thrown.append(line.text) if line.type == "error" else None)
    page.goto(file)
    yield page
    context.close()
    assert thrown == []


def bring(page: Page, bundle: bytes, receipt: str = "") -> None:
    payload = FilePayload(name="b.zip", mimeType="application/zip", buffer=bundle)
    page.get_by_label("The public file").set_input_files(payload)
    page.get_by_label("Your receipt").fill(receipt)
    page.get_by_role("button", name="Check it").click()


def comes_to(page: Page, bundle: bytes, receipt: str = "") -> str:
    """The heading that the checks of a bundle end with, or the alert that refuses it."""
    page.reload()
    bring(page, bundle, receipt)
    ended = page.get_by_role("button", name="Check another file").or_(page.get_by_role("alert"))
    expect(ended).to_be_visible()
    if alert := page.get_by_role("alert").all():
        return f"refused: {alert[0].inner_text()}"
    return page.get_by_role("heading", level=1).inner_text()


def lines(page: Page, kind: str) -> list[str]:
    return page.locator(f"li.{kind}").all_text_contents()


def named(lines: list[str]) -> set[str]:
    """The checks that lines of the page tell of."""
    return {line.split(": ")[1] for line in lines}


def test_untouched_bundle_holds_by_every_check_of_the_command(verifier: Page, held: Held) -> None:
    assert comes_to(verifier, held.bundle) == HOLDS
    assert lines(verifier, "not") == []
    left = {"cosignatures", "second count"}
    assert named(lines(verifier, "met")) == {"archive", *(name for name, _ in CHECKS)} - left
    assert named(lines(verifier, "due")) == left
    assert verifier.locator("dl dt").all_text_contents()[2] == "Delegates"
    assert verifier.locator("dl dd").all_text_contents()[2] == "Alder, Ann; Birch, Bo"
    expect(verifier.get_by_text("The second count is one of them")).to_be_visible()
    expect(verifier.get_by_text("which seat a winner chose")).to_be_visible()
    expect(verifier.get_by_label("Rehearsal")).to_be_visible()


def test_bundle_without_dice_says_so(verifier: Page, poll: Poll) -> None:
    assert comes_to(verifier, hold(poll.election, cast_ballots(poll)).bundle) == HOLDS
    assert any("no dice were rolled" in line for line in lines(verifier, "due"))


def test_paper_and_amendments_hold_by_their_signatures(verifier: Page, poll: Poll) -> None:
    m, (first, second) = poll.election.manifest, poll.election.officers_sk
    cast = cast_ballots(poll)
    paper = hold(poll.election, cast, dice=DICE, paper=[key_paper(poll, os.urandom)])
    amended = draft(m, 1, "recount", eligible=[{"group_id": 1, "eligible": 41}]).signed(first)
    files = {"amendments.jsonl": amended.signed(second).canonical() + b"\n"}
    counts = paper.register.groups
    more = {**counts, 1: replace(counts[1], eligible=41)}
    register = replace(paper.register, groups=more)
    on_board = entries_per_group(cast)
    results = results_of(poll.election, paper.opened, register, on_board, paper.paper)
    grown = replace(paper, register=register, results=results)
    assert comes_to(verifier, paper.bundle) == HOLDS
    assert any("1 batches, 2 ballots, 1 spoiled" in line for line in lines(verifier, "met"))
    assert comes_to(verifier, resigned(grown, **files)) == HOLDS
    assert any("amended: eligible (recount)" in line for line in lines(verifier, "met"))
    alone = resigned(paper, **{"amendments.jsonl": amended.canonical() + b"\n"})
    assert comes_to(verifier, alone) == "This file is refused"
    assert any("takes 2 officers' signatures" in line for line in lines(verifier, "not"))
    header = key_paper(poll, os.urandom, clerks=1).signed.as_json()
    assert comes_to(verifier, resigned(paper, **{"paper/1.json": canonical(header)})) != HOLDS
    assert any(
        "paper batch 1 is not signed by its two clerks" in line for line in lines(verifier, "not")
    )


def test_board_is_not_proven_without_the_word_of_its_witness(verifier: Page) -> None:
    secret = os.urandom(32)
    witness = Witness("observer.example", ed25519.public_of(secret))
    made = make_counted_election(os.urandom)
    manifest = replace(made.manifest, witnesses=(witness.verifier_key,))
    election = replace(made, manifest=manifest)
    alone = hold(election, cast_ballots(Poll(election, os.urandom)))
    assert comes_to(verifier, alone.bundle) == "This is not proven"
    opening, last = split_notes(alone.checkpoints)
    origin = origin_of(manifest.election_id)
    empty, whole = (parse_note(note, origin, manifest.box_pk) for note in (opening, last))
    seen = {
        at: replace(alone, checkpoints=join_notes([opening, last + witness.cosign(at, secret, 7)]))
        for at in (empty, whole)
    }
    assert comes_to(verifier, seen[whole].bundle) == HOLDS
    assert any("cosigned by observer.example" in line for line in lines(verifier, "met"))
    assert comes_to(verifier, seen[empty].bundle) == "This file is refused"


def test_every_one_of_a_sample_of_changed_bundles_is_refused(verifier: Page, held: Held) -> None:
    changed = mutations(held.bundle, held.election.registrar_sk, Random(4))
    missed = []
    for _ in range(CHANGED):
        name, bundle = next(changed)
        if comes_to(verifier, bundle) == HOLDS:
            missed.append(name)
    assert missed == []


def without_last_entry(held: Held) -> bytes:
    length = len(bytes(held.board[0]))
    return resigned(held, **{"board.bin": read_archive(held.bundle)["board.bin"][:-length]})


LIES: dict[str, Callable[[Held], bytes]] = {
    "cast, issued, eligible": set_in("register.json", "groups", "1", "issued", to=0),
    "opening hash": set_in("opening.json", "H", to="A" * 43),
    "tree and checkpoints": without_last_entry,
    "partial checking": set_in("opening.json", "dice", to=DICE[::-1]),
    "reconciliation": set_in("results.json", "reconciliation", "groups", 0, "paper", to=1),
    "recount": set_in("results.json", "contests", 1, "rounds", 1, "exhausted", to="7"),
    "tie rulings": set_in("results.json", "contests", 2, "ties", 0, "chosen", to="Cedar, Cy"),
    "seats": set_in("results.json", "seating", 5, "member", to="Cedar, Cy"),
}


@pytest.mark.parametrize("name", LIES)
def test_registrar_that_lies_is_refused_by_the_check_of_that_name(
    verifier: Page, held: Held, name: str
) -> None:
    assert comes_to(verifier, LIES[name](held)) == "This file is refused"
    assert any(f"Refused: {name}" in line for line in lines(verifier, "not"))
    failed = verifier.locator("ul:not(.checks) li").all_text_contents()
    assert failed == [line.split(": ")[1] for line in lines(verifier, "not")]


def test_own_receipt_is_found_and_one_of_another_ballot_is_not(
    verifier: Page, poll: Poll, held: Held
) -> None:
    m, box_sk = poll.election.manifest, poll.election.box_sk
    mine = to_base64url(sign_receipt(box_sk, m.hash, held.board[3].leaf_hash))
    assert comes_to(verifier, held.bundle, mine) == HOLDS
    assert any("receipt: entry 3 of the board" in line for line in lines(verifier, "met"))
    lost = board_of(poll.entry(2, {"delegates": [1]}))[0].leaf_hash
    left_out = to_base64url(sign_receipt(box_sk, m.hash, lost))
    assert comes_to(verifier, held.bundle, left_out) == "This file is refused"
    forged = to_base64url(sign_receipt(os.urandom(32), m.hash, held.board[3].leaf_hash))
    assert comes_to(verifier, held.bundle, forged) == "This file is refused"
    assert "64 bytes" in comes_to(verifier, held.bundle, "A" * 86)


def test_what_is_no_bundle_is_refused_with_a_sentence(verifier: Page) -> None:
    assert "not a zip archive" in comes_to(verifier, b"PK" + bytes(500))
    assert "not a zip archive" in comes_to(verifier, b"")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_page_is_clean_by_every_rule_of_axe_and_no_wider_than_the_screen(
    verifier: Page, held: Held, scheme: str, width: int
) -> None:
    verifier.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    verifier.set_viewport_size({"width": width, "height": 800})
    across = "document.documentElement.scrollWidth"
    assert (violations(verifier), verifier.evaluate(across)) == ([], width)
    for bundle in (held.bundle, LIES["opening hash"](held)):
        comes_to(verifier, bundle)
        assert (violations(verifier), verifier.evaluate(across)) == ([], width)
