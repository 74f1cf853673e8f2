import secrets
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, cycle
from time import sleep
from typing import Any

import httpx

from app.core.secrecy.board import HASH
from app.core.secrecy.entries import Entry
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.payloads import Choices
from app.core.secrecy.tokens import SEED
from rehearsal.client import Client
from rehearsal.patience import until_answered
from rehearsal.post_office import PostOffice
from rehearsal.processes import Processes
from rehearsal.proposals import Answers
from rehearsal.report import Report

AT_ONCE = 6  # members who act at the same time
PATIENCE = 30.0  # seconds
Trace = Mapping[str, str]  # leaf_hash and token_pk in hexadecimal


@dataclass(frozen=True)
class Polls:
    """An open election: its manifest, who will vote by member number, and what each will choose."""

    manifest: Manifest
    voters: Sequence[str]
    choices: Sequence[Mapping[str, tuple[int, ...]]]

    def choices_in(self, group: int, chosen: Mapping[str, tuple[int, ...]]) -> Choices:
        """One voter's choices in the contests of one group."""
        return {contest.id: chosen[contest.id] for contest in self.manifest.contests_of(group)}


@contextmanager
def signed_in(url: str, election: str, number: str, code: str) -> Iterator[httpx.Client]:
    """A member's own connection to the registrar, signed in with the mailed code."""
    form = {"election_id": election, "member_number": number, "code": code}
    with httpx.Client(base_url=url, timeout=PATIENCE) as http:
        answer = until_answered(lambda: http.post("/api/v1/member-sessions", json=form), sleep)
        answer.raise_for_status()
        http.headers["Authorization"] = f"Bearer {answer.json()['token']}"
        yield http


def answer_nominations(
    url: str,
    election: str,
    numbers: Sequence[str],
    answers: Answers,
    post: PostOffice,
    report: Report,
) -> list[tuple[str, str, dict[str, Any]]]:
    """Every nominee signs in and answers.

    Gives the acceptances that a rule refused: member number, contest and ruling.
    """
    numbers = [each for each in numbers if each not in answers.silent]
    report.waited(lambda: sum(post.has_code(each) for each in numbers), len(numbers), "their mail")

    def answer(number: str) -> list[tuple[str, str, dict[str, Any]]]:
        refused = []
        with signed_in(url, election, number, post.code_of(number)) as http:
            for nomination in http.get("/api/v1/my/nominations").raise_for_status().json():
                address = f"/api/v1/my/nominations/{nomination['id']}/answer"
                contest = nomination["contest"]
                accept = (number, contest) not in answers.declined
                form = {"accept": accept, "attested": accept or None}
                answered = http.post(address, json=form).raise_for_status().json()
                if answered["accepted"] is None:
                    refused.append((number, contest, answered["acceptance_ruling"]))
        return refused

    with ThreadPoolExecutor(AT_ONCE) as pool, report.counted("answering", len(numbers)) as bar:
        refused = []
        for found in pool.map(answer, numbers):
            refused += found
            bar.one_more()
    return refused


@contextmanager
def voting(
    polls: Polls, place: int, post: PostOffice, registrar_url: str, box_url: str
) -> Iterator[Client]:
    """The reference client of the voter at this place, signed in with the mailed code.

    The randomness of seeds and seals is the machine's, whatever the seed of the story.
    """
    number, chosen = polls.voters[place], polls.choices[place]
    election = polls.manifest.election_id.hex()
    with (
        signed_in(registrar_url, election, number, post.code_of(number)) as registrar,
        httpx.Client(base_url=box_url, timeout=PATIENCE) as box,
    ):
        answer = until_answered(lambda: registrar.get("/api/v1/my/ballot"), sleep)
        mine = answer.raise_for_status().json()["groups"]
        choices = {group: polls.choices_in(group, chosen) for group in mine}
        seed = secrets.token_bytes(SEED)
        yield Client(polls.manifest, seed, choices, registrar, box, secrets.token_bytes)


def traces(entries: Mapping[int, Entry], receipts: Mapping[int, bytes]) -> dict[str, Trace]:
    """What a voter's ballots would be known by: each group's token, and the leaf of its receipt."""
    return {
        str(group): {
            "leaf_hash": receipt[:HASH].hex(),
            "token_pk": entries[group].token_pk.hex(),
        }
        for group, receipt in receipts.items()
    }


def cast_ballots(
    processes: Processes, polls: Polls, post: PostOffice, report: Report
) -> list[dict[str, Any]]:
    """Every voter is issued a ballot and casts it; gives what truly happened, in order of issue.

    The voters go to the registrars in turn.
    """
    issued, cast = count(1), count(1)

    def vote(place: int, url: str) -> dict[str, Any]:
        with voting(polls, place, post, url, processes.box_url) as client:
            client.issue()
            line: dict[str, Any] = {"member_number": polls.voters[place], "issue_seq": next(issued)}
            for group in client.choices:
                client.cast(group)
            line["cast_seq"] = next(cast)
            return {**line, "groups": traces(client.entries, client.receipts)}

    places = range(len(polls.voters))
    with ThreadPoolExecutor(AT_ONCE) as pool, report.counted("voting", len(places)) as bar:
        truth = []
        for line in pool.map(vote, places, cycle(processes.registrar_urls)):
            truth.append(line)
            bar.one_more()
    return sorted(truth, key=lambda line: int(line["issue_seq"]))
