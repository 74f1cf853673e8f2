import secrets
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count, cycle
from typing import Any

import httpx

from app.core.secrecy.board import HASH
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.payloads import Choices
from app.core.secrecy.tokens import SEED
from rehearsal.client import Client
from rehearsal.post_office import PostOffice
from rehearsal.processes import Processes
from rehearsal.proposals import Answers
from rehearsal.report import Report

AT_ONCE = 6  # members who act at the same time
PATIENCE = 30.0  # seconds


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
        answer = http.post("/api/v1/member-sessions", json=form).raise_for_status()
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


def cast_ballots(
    processes: Processes,
    polls: Polls,
    post: PostOffice,
    report: Report,
    at_once: int = AT_ONCE,
) -> list[dict[str, Any]]:
    """Every voter is issued a ballot and casts it; gives what truly happened, in order of issue.

    The voters go to the registrars in turn. The randomness of seeds and seals is the machine's,
    whatever the seed of the story.
    """
    manifest, election = polls.manifest, polls.manifest.election_id.hex()
    issued, cast = count(1), count(1)

    def vote(number: str, chosen: Mapping[str, tuple[int, ...]], url: str) -> dict[str, Any]:
        with (
            signed_in(url, election, number, post.code_of(number)) as registrar,
            httpx.Client(base_url=processes.box_url, timeout=PATIENCE) as box,
        ):
            mine = registrar.get("/api/v1/my/ballot").raise_for_status().json()["groups"]
            client = Client(
                manifest,
                secrets.token_bytes(SEED),
                {group: polls.choices_in(group, chosen) for group in mine},
                registrar,
                box,
                secrets.token_bytes,
            )
            client.issue()
            line: dict[str, Any] = {"member_number": number, "issue_seq": next(issued)}
            for group in mine:
                client.cast(group)
            line["cast_seq"] = next(cast)
            line["groups"] = {
                str(group): {
                    "leaf_hash": client.receipts[group][:HASH].hex(),
                    "token_pk": client.entries[group].token_pk.hex(),
                }
                for group in mine
            }
            return line

    with ThreadPoolExecutor(at_once) as pool, report.counted("voting", len(polls.voters)) as bar:
        truth = []
        urls = cycle(processes.registrar_urls)
        for line in pool.map(vote, polls.voters, polls.choices, urls):
            truth.append(line)
            bar.one_more()
    return sorted(truth, key=lambda line: int(line["issue_seq"]))
