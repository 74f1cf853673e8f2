from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.core.results import ContestCount
from app.core.secrecy.amendments import Amendments
from app.core.secrecy.apart import choices_of, read_apart
from app.core.secrecy.board import tree_hash_of
from app.core.secrecy.bundle import (
    FEW,
    PAPER,
    answers_name,
    contests_name,
    links_name,
    middle_name,
    paper_name,
    plain_name,
)
from app.core.secrecy.closed_board import read_entries
from app.core.secrecy.encoding import Malformed
from app.core.secrecy.entries import Entry
from app.core.secrecy.envelopes import INNER_OVERHEAD
from app.core.secrecy.groups import BallotContest
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.opened import OpenedGroup
from app.core.secrecy.paper import Header, SignedHeader, check_numbers
from app.core.secrecy.partial_checking import FEWEST, read_answers, read_links
from app.core.secrecy.payloads import Choices, pad_payload
from app.core.secrecy.published import Published, PublishedGroup
from app.core.secrecy.published_results import Results
from app.core.secrecy.recount import recount
from app.core.secrecy.register import Register


@dataclass(frozen=True)
class Evidence:
    """The files of a bundle, each read when a check asks for it; a wrong one is Malformed."""

    files: Mapping[str, bytes]

    def file(self, name: str) -> bytes:
        """The bytes of a file that the bundle must have."""
        if name not in self.files:
            raise Malformed(f"the bundle lacks {name}")
        return self.files[name]

    @cached_property
    def manifest(self) -> Manifest:
        """manifest.json, complete and consistent."""
        return Manifest.parse(self.file("manifest.json"))

    @cached_property
    def amendments(self) -> Amendments:
        """amendments.jsonl, each signed by two officers, and the terms it leaves."""
        return Amendments.parse(self.file("amendments.jsonl"), self.manifest)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """board.bin, in its order."""
        return read_entries(self.manifest, self.file("board.bin"))

    @cached_property
    def batches(self) -> Sequence[Header]:
        """The headers of paper/N.json in order, each signed by its two clerks."""
        numbers = range(1, 1 + sum(name.startswith(PAPER) for name in self.files))
        names = [paper_name(number) for number in numbers]
        signed = [SignedHeader.parse(self.file(name), name) for name in names]
        for each in signed:
            each.check(self.manifest)
        check_numbers([each.header for each in signed])
        return [each.header for each in signed]

    @cached_property
    def root(self) -> bytes:
        """The RFC 6962 root of board.bin."""
        return tree_hash_of(bytes(entry) for entry in self.entries)

    @cached_property
    def opening(self) -> Published:
        """opening.json."""
        return Published.parse(self.file("opening.json"))

    @cached_property
    def register(self) -> Register:
        """register.json."""
        return Register.parse(self.file("register.json"))

    @cached_property
    def results(self) -> Results:
        """results.json."""
        return Results.parse(self.file("results.json"))

    @cached_property
    def groups(self) -> "Sequence[GroupEvidence]":
        """The manifest's groups, each with its part of board, opening and register."""
        return [GroupEvidence(self, group.group_id) for group in self.manifest.groups]


@dataclass(frozen=True)
class GroupEvidence:
    """One group's part of the evidence, read when a check asks for it."""

    evidence: Evidence
    group_id: int

    @cached_property
    def contests(self) -> Sequence[BallotContest]:
        """The group's contests in its order."""
        return self.evidence.manifest.contests_of(self.group_id)

    @cached_property
    def cast(self) -> int:
        """How many entries the group has on the board, paper among them."""
        return sum(entry.group_id == self.group_id for entry in self.evidence.entries)

    @cached_property
    def paper(self) -> int:
        """How many of them two clerks signed."""
        entries = self.evidence.entries
        return sum(each.group_id == self.group_id and each.is_paper for each in entries)

    @cached_property
    def batches(self) -> Sequence[Header]:
        """The group's batches of paper."""
        return [each for each in self.evidence.batches if each.group_id == self.group_id]

    @cached_property
    def opening(self) -> PublishedGroup:
        """What opening.json tells of the group."""
        for group in self.evidence.opening.groups:
            if group.group_id == self.group_id:
                return group
        raise Malformed(f"opening.json lacks group {self.group_id}")

    @cached_property
    def middle(self) -> Sequence[bytes]:
        """middle/G.bin, cut into inner layers."""
        return self._cut(middle_name(self.group_id), self._pad_len + INNER_OVERHEAD)

    @cached_property
    def ballots(self) -> Sequence[Choices]:
        """The ballots of plain/G.bin, or valid ones made up from contests/G.json.

        A small group's ballots are not published whole: here the first ranking of each contest
        stands with the first of the others, as their sorted lists happen to have them.
        """
        if not self.few:
            return [choices_of(padded, self.contests, self._pad_len) for padded in self._payloads]
        name = contests_name(self.group_id)
        return read_apart(self.evidence.file(name), self.contests, self._pad_len, name)

    @cached_property
    def plain(self) -> Sequence[bytes] | None:
        """The padded payloads; None in a small group of several contests, which has them apart.

        Of a single contest the rankings are the ballots, so these can be hashed all the same.
        """
        if not self.few:
            return self._payloads
        if len(self.contests) > 1:
            return None
        return sorted(pad_payload(each, self.contests, self._pad_len) for each in self.ballots)

    @cached_property
    def answered(self) -> OpenedGroup:
        """The whole opening of a group that dice were rolled for."""
        links, answers = links_name(self.group_id), answers_name(self.group_id)
        return OpenedGroup(
            self.group_id,
            tuple(self.middle),
            tuple(self._payloads),
            self.opening.malformed,
            read_links(self.evidence.file(links), links),
            read_answers(self.evidence.file(answers), answers),
        )

    @cached_property
    def recounts(self) -> Mapping[str, ContestCount]:
        """Each contest of the group counted again, by its id."""
        results = self.evidence.results
        return {each.id: recount(results, each, self.ballots) for each in self.contests}

    @property
    def few(self) -> bool:
        """Whether the group publishes its rankings contest by contest."""
        return self.cast < FEW

    @property
    def is_checked(self) -> bool:
        """Whether dice ask for one side of each of the group's ballots."""
        return bool(self.evidence.opening.dice) and self.cast >= FEWEST

    @property
    def _payloads(self) -> Sequence[bytes]:
        return self._cut(plain_name(self.group_id), self._pad_len)

    @property
    def _pad_len(self) -> int:
        return self.evidence.manifest.pad_len

    def _cut(self, name: str, length: int) -> Sequence[bytes]:
        raw = self.evidence.file(name)
        if len(raw) % length:
            raise Malformed(f"{name} is not a whole number of pieces of {length} bytes")
        return [raw[at : at + length] for at in range(0, len(raw), length)]
