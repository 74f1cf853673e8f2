"""The reference client: a member's side of the protocol, on core.secrecy's formats alone.

It knows no code of the registrar or the ballot box, only their wire.
"""

import time
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field

import httpx

from app.core.secrecy import envelopes
from app.core.secrecy.answers import Spent, check_receipt, sign_status_request
from app.core.secrecy.board import HASH, leaf_hash, split_board, tree_hash
from app.core.secrecy.encoding import Malformed, from_base64url, to_base64url
from app.core.secrecy.entries import Entry, audit_code, entry_length, sign_entry
from app.core.secrecy.issue import issue_request, read_issue_answer
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.notes import origin_of, parse_notes
from app.core.secrecy.payloads import Choices, pad_payload
from app.core.secrecy.tokens import (
    TokenSecrets,
    blind,
    derive,
    finalize,
    recovery_code,
)
from rehearsal.patience import refusal, until_answered

RandomBytes = Callable[[int], bytes]


class Alarm(Exception):
    """What an honest registrar or ballot box never does: the client stops and says so."""


class AlreadyCast(Exception):
    """This member's token was spent on another entry, elsewhere; `receipt` proves it counts."""

    def __init__(self, receipt: bytes) -> None:
        super().__init__("a ballot was already cast with this seed, on another device")
        self.receipt = receipt


def check_manifest(
    raw: bytes, printed_hash: bytes, known_keys: MutableMapping[bytes, bytes]
) -> Manifest:
    """The manifest of these bytes, if it is the one printed on the notice and its keys are new.

    `known_keys` is what this device remembers: by each key ever seen, the hash of its manifest.
    A blind signature cannot name its election, so a key that stands in two is an alarm.
    """
    try:
        manifest = Manifest.parse(raw)
    except Malformed as fault:
        raise Alarm(f"the manifest is not right: {fault}") from fault
    if manifest.hash != printed_hash:
        raise Alarm("the manifest is not the one whose hash is printed on the notice")
    issuers = (group.issuer_spki for group in manifest.groups)
    keys = [manifest.A, manifest.B, manifest.box_spki, *issuers]
    if any(known_keys.get(key, manifest.hash) != manifest.hash for key in keys):
        raise Alarm("a key of this manifest stood in another election's")
    known_keys.update(dict.fromkeys(keys, manifest.hash))
    return manifest


@dataclass(frozen=True, slots=True)
class Token:
    """What the member may cast with in one group."""

    secrets: TokenSecrets = field(repr=False)
    token_sig: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed ballot before it is cast: audit it or cast it, never both."""

    outer: bytes
    audit_code: bytes
    eph_a: bytes = field(repr=False)
    eph_b: bytes = field(repr=False)


@dataclass
class Client:
    """One member's seed and choices, from the manifest to the proof of inclusion.

    `seed` is 16 random bytes, kept before anything is sent, or seed_of_code of a recovery code.
    `choices` has each group's contests under its group_id and names exactly the member's groups.
    `entries` and `receipts`, by group_id, are what a browser would keep besides the seed.
    """

    manifest: Manifest
    seed: bytes = field(repr=False)
    choices: Mapping[int, Choices] = field(repr=False)
    registrar: httpx.Client
    box: httpx.Client
    random_bytes: RandomBytes
    pause: Callable[[float], None] = time.sleep
    tokens: dict[int, Token] = field(default_factory=dict)
    entries: dict[int, Entry] = field(default_factory=dict)
    receipts: dict[int, bytes] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The recovery code, offered before anything is sent."""
        return recovery_code(self.seed, self.manifest.hash)

    def vote(self) -> dict[int, bytes]:
        """Every step of a first time: tokens, then a receipt for every group."""
        self.issue()
        for group_id in self.choices:
            self.cast(group_id)
        return self.receipts

    def resume(self) -> dict[int, bytes]:
        """Every step that is left, on any device that has the seed or its recovery code."""
        left = [group_id for group_id in self.choices if self.status(group_id) is None]
        if left:
            self.issue()
        for group_id in left:
            self.cast(group_id)
        return self.receipts

    def issue(self) -> None:
        """Asks for the tokens of all groups at once; again after a loss, with the same answer."""
        secrets = {group_id: self._secrets(group_id) for group_id in self.choices}
        keys = {group_id: self.manifest.issuer_key(group_id) for group_id in self.choices}
        body = issue_request({each: blind(secrets[each], keys[each]) for each in secrets})
        answer = self._post(self.registrar, "/issue", body, "application/json")
        if answer.status_code != httpx.codes.OK:
            raise refusal(answer)
        try:
            blind_sigs = read_issue_answer(answer.content)
            if blind_sigs.keys() != secrets.keys():
                raise Malformed("it is for other groups than were asked for")
            for group_id, blind_sig in blind_sigs.items():
                token_sig = finalize(secrets[group_id], keys[group_id], blind_sig)
                self.tokens[group_id] = Token(secrets[group_id], token_sig)
        except Malformed as fault:
            raise Alarm(f"the registrar's answer is not right: {fault}") from fault

    def seal(self, group_id: int) -> Sealed:
        """The choices of a group sealed afresh, in two layers."""
        m, secrets = self.manifest, self.tokens[group_id].secrets
        eph_a, eph_b = self.random_bytes(envelopes.EPH), self.random_bytes(envelopes.EPH)
        padded = pad_payload(self.choices[group_id], m.contests_of(group_id), m.pad_len)
        inner = envelopes.seal_inner(m.B, envelopes.inner_info(m.hash, group_id), padded, eph_b)
        info = envelopes.outer_info(m.hash, group_id, secrets.token_pk)
        outer = envelopes.seal_outer(m.A, info, inner, eph_a)
        return Sealed(outer, audit_code(m.hash, group_id, secrets.token_pk, outer), eph_a, eph_b)

    def cast(self, group_id: int) -> bytes:
        """The receipt of the group's one entry, which is made once and then only repeated."""
        if group_id not in self.entries:
            token, sealed = self.tokens[group_id], self.seal(group_id)
            self.entries[group_id] = sign_entry(
                self.manifest.hash, token.secrets, token.token_sig, sealed.outer
            )
        entry = self.entries[group_id]
        answer = self._post(self.box, "/cast", to_base64url(bytes(entry)).encode(), "text/plain")
        if answer.status_code == httpx.codes.CONFLICT:
            raise self._already_cast(entry, answer.content)
        if answer.status_code != httpx.codes.OK:
            raise refusal(answer)
        self.receipts[group_id] = self._receipt(answer.text, entry.leaf_hash)
        return self.receipts[group_id]

    def status(self, group_id: int) -> bytes | None:
        """The receipt of what was cast under the group's token by any device, or None."""
        request = sign_status_request(self.manifest.hash, self._secrets(group_id))
        answer = self._post(self.box, "/status", to_base64url(request).encode(), "text/plain")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        if answer.status_code != httpx.codes.OK:
            raise refusal(answer)
        self.receipts[group_id] = self._receipt(answer.text, None)
        return self.receipts[group_id]

    def prove_inclusion(self) -> None:
        """After the close: every receipted entry is on the board whose root the box signed.

        Paper joins the board once, maybe between the box's two answers, so they are asked for
        once more before the alarm.
        """
        try:
            self._check_on_board()
        except Malformed:
            try:
                self._check_on_board()
            except Malformed as fault:
                raise Alarm(f"the board is not right: {fault}") from fault

    def _check_on_board(self) -> None:
        m = self.manifest
        board = self._get("/board").content
        notes = parse_notes(self._get("/checkpoints").text, origin_of(m.election_id), m.box_pk)
        leaves = [leaf_hash(entry) for entry in split_board(board, entry_length(m.pad_len))]
        if (notes[-1].size, notes[-1].root) != (len(leaves), tree_hash(leaves)):
            raise Malformed("it is not the one whose root the ballot box signed")
        if not {receipt[:HASH] for receipt in self.receipts.values()} <= set(leaves):
            raise Malformed("a ballot with a receipt is not on it")

    def _secrets(self, group_id: int) -> TokenSecrets:
        key = self.manifest.issuer_key(group_id)
        return derive(self.seed, self.manifest.hash, group_id, key)

    def _receipt(self, text: str, leaf: bytes | None) -> bytes:
        """A receipt that verifies, for `leaf` or for whichever leaf it names itself."""
        try:
            receipt = from_base64url(text, "the receipt")
            check_receipt(receipt, self.manifest.box_pk, self.manifest.hash, leaf or receipt[:HASH])
        except Malformed as fault:
            raise Alarm(f"the ballot box's answer is not right: {fault}") from fault
        return receipt

    def _already_cast(self, entry: Entry, body: bytes) -> AlreadyCast:
        """A 409 stands only if the token itself signed the other entry and the box holds it."""
        try:
            spent = Spent.parse(body)
            spent.check(self.manifest.hash, entry.group_id, entry.token_pk)
        except Malformed as fault:
            raise Alarm(f"the ballot box says the token is spent, falsely: {fault}") from fault
        receipt = self.status(entry.group_id)
        if receipt is None or receipt[:HASH] != spent.leaf_hash or spent == Spent.of(entry):
            raise Alarm("the ballot box says the token is spent and gives no receipt for it")
        return AlreadyCast(receipt)

    def _get(self, path: str) -> httpx.Response:
        answer = until_answered(lambda: self.box.get(path), self.pause)
        if answer.status_code != httpx.codes.OK:
            raise refusal(answer)
        return answer

    def _post(self, to: httpx.Client, path: str, body: bytes, kind: str) -> httpx.Response:
        headers = {"Content-Type": kind}
        return until_answered(lambda: to.post(path, content=body, headers=headers), self.pause)
