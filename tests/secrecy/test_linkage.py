"""What app/core/secrecy/README.md promises first, on a whole election on either database."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from rehearsal.attack import Attacked, attack
from rehearsal.linkage import entry_orders
from rehearsal.options import MadeUpLocal, Options
from rehearsal.people import Person

from app.core.secrecy.board import is_paper, leaf_hash
from app.core.secrecy.entries import token_of
from tests.single_file import SingleFile

MOMENTS = ("mid-voting", "before-the-close", "after-SIGKILL", "after-the-close")
BROWSERS = 4
LEAST_LINKED_BY_A_NAIVE_STORE = 0.9


@dataclass(frozen=True)
class Trial:
    """So many voters on one kind of database."""

    database: str
    voters: int


# scripts/attack-linkage has 500 on PostgreSQL too, where each of them takes longer.
TRIALS = [Trial("sqlite", 500), Trial("postgresql", 40)]


@dataclass(frozen=True)
class Election:
    """An attacked election, with copies of all that its places held at three moments."""

    trial: Trial
    attacked: Attacked
    copies: Path
    people: Sequence[Person]

    def files(self, moment: str, *places: str) -> list[Path]:
        """Every file of these places at this moment."""
        found = [file for place in places for file in (self.copies / moment / place).rglob("*")]
        return sorted(file for file in found if file.is_file())


# One worker takes all of an election: it takes a minute and more.
@pytest.fixture(
    scope="module",
    params=[
        pytest.param(trial, marks=pytest.mark.xdist_group(trial.database), id=trial.database)
        for trial in TRIALS
    ],
)
def election(request: pytest.FixtureRequest) -> Iterator[Election]:
    trial: Trial = request.param
    with tempfile.TemporaryDirectory(prefix="tellers-attack-") as folder:
        place = Path(folder)
        place.chmod(0o711)  # PostgreSQL's account passes through
        options = Options(
            place / "data", trial.voters, roll_size=1000, seed=3, database=trial.database
        )
        attacked = attack(options, place / "copies", BROWSERS)
        people = MadeUpLocal.of(options).people.all
        yield Election(trial, attacked, place / "copies", people)


def test_no_order_links_more_than_chance(election: Election, tmp_path: Path) -> None:
    assert len(election.attacked.attacks) == len(MOMENTS)
    assert all(len(attack.voters) > 1 for attack in election.attacked.attacks)
    assert election.attacked.linked(tmp_path) == set()


def test_naive_store_is_linked(election: Election, tmp_path: Path) -> None:
    """The control: the same matcher on a table that keeps the order of casting."""
    matches = {match.group: match for match in election.attacked.naive.matches}
    assert {matches[group].voters for group in ("all", "delegates")} == {election.trial.voters}
    assert len(matches) > len(("all", "delegates"))
    for match in matches.values():
        assert match.hits > LEAST_LINKED_BY_A_NAIVE_STORE * match.voters
    kept = replace(election.attacked, attacks=[election.attacked.naive])
    assert {"all", "delegates"} <= kept.linked(tmp_path)


def test_order_after_the_close_is_that_of_the_leaf_hashes_alone(election: Election) -> None:
    """The tree index is the one permitted order: no other file holds a token any more."""
    entries = [*election.attacked.entries.values()]
    assert any(map(is_paper, entries))
    in_order = sorted(entries, key=lambda entry: (is_paper(entry), entry[:2], leaf_hash(entry)))
    assert entries == in_order
    board = b"".join(entries)
    tokens = [token_of(entry)[2:] for entry in entries]
    held = [file.read_bytes() for file in election.files(MOMENTS[-1], "box", "registrar", "logs")]
    assert board in held  # the control: the search does find
    others = [content for content in held if content != board]
    assert not any(token in content for content in others for token in tokens)


@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_of_a_member_is_in_the_box(election: Election, moment: str) -> None:
    held = b"".join(file.read_bytes() for file in election.files(moment, "box"))
    assert held
    names = [f"{person.given} {person.last}" for person in election.people]
    planted = [person.number for person in election.people] + names
    assert [text for text in planted if text.encode() in held] == []


@pytest.mark.parametrize("moment", MOMENTS)
def test_nothing_of_a_token_is_in_the_registrar(election: Election, moment: str) -> None:
    truth = election.attacked.truth
    found = entry_orders(election.files(moment, "registrar", "logs"), truth)
    assert {"all", "delegates"} < found.keys()
    assert not any(found.values())
    # The control: the search does find.
    assert entry_orders(election.files(moment, "box"), truth)["all"]


def test_bundle_is_verified_by_the_one_file_with_cryptography_alone(
    election: Election, tmp_path: Path
) -> None:
    bundle = election.copies.with_name("data") / "election-bundle.zip"
    told = SingleFile.made_in(tmp_path).verify(str(bundle))
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines()[-1] == "verified"
