import hashlib
import re
from dataclasses import dataclass

from app.core.secrecy import ed25519
from app.core.secrecy.encoding import PROTOCOL, Malformed, from_base64, to_base64, to_base64url

_ED25519 = b"\x01"
_COSIGNATURE = b"\x04"
_KEY_ID = 4
_ROOT = 32
_TEXT_LINES = 3
_KEY_NAME = re.compile(r"[^\s+]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,15}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The size and RFC 6962 root of the board at one moment (C2SP tlog-checkpoint)."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The note text that is signed, final newline included."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"

    def signed(self, box_sk: bytes) -> str:
        """The signed note; the key's name is the origin, as tlog-checkpoint advises."""
        signature = ed25519.sign(box_sk, self.text().encode())
        name_and_id = _key_id(self.origin, _ED25519, ed25519.public_of(box_sk))
        return f"{self.text()}\n— {self.origin} {to_base64(name_and_id + signature)}\n"


def origin_of(election_id: bytes) -> str:
    """The origin of an election's board: tellers/1/ and the election_id in base64url."""
    return f"{PROTOCOL}/{to_base64url(election_id)}"


def parse_note(note: str, origin: str, box_pk: bytes) -> Checkpoint:
    """The checkpoint of a note that `box_pk` signed; other signatures are not looked at."""
    text, blank, signatures = note.rpartition("\n\n")
    lines = text.split("\n")
    if not blank or len(lines) != _TEXT_LINES or not signatures.endswith("\n"):
        raise Malformed("a checkpoint is not three lines, a blank one and signatures")
    if lines[0] != origin:
        raise Malformed(f"a checkpoint's origin is not {origin}")
    if not _SIZE.fullmatch(lines[1]):
        raise Malformed("a checkpoint's size is not a plain number")
    root = from_base64(lines[2], "a checkpoint's root")
    if len(root) != _ROOT:
        raise Malformed("a checkpoint's root is not 32 bytes")
    checkpoint = Checkpoint(origin, int(lines[1]), root)
    _check_signatures(signatures.removesuffix("\n").split("\n"), checkpoint, box_pk)
    return checkpoint


def _check_signatures(lines: list[str], checkpoint: Checkpoint, box_pk: bytes) -> None:
    key_id = _key_id(checkpoint.origin, _ED25519, box_pk)
    own = 0
    for line in lines:
        name, signature = _signature_of(line)
        if name == checkpoint.origin and signature[:_KEY_ID] == key_id:
            text = checkpoint.text().encode()
            ed25519.verify(box_pk, signature[_KEY_ID:], text, "a checkpoint's signature")
            own += 1
    if own != 1:
        raise Malformed("a checkpoint is not signed once by the ballot box")


def _signature_of(line: str) -> tuple[str, bytes]:
    dash, _, rest = line.partition(" ")
    name, _, text = rest.partition(" ")
    signature = from_base64(text, "a checkpoint's signature")
    if dash != "—" or not _KEY_NAME.fullmatch(name) or len(signature) <= _KEY_ID:
        raise Malformed("a checkpoint's signature line is not '— name base64'")
    return name, signature


def join_notes(notes: list[str]) -> str:
    """checkpoints.txt: the notes one after the other, an empty line between them."""
    return "\n".join(notes)


def parse_notes(text: str, origin: str, box_pk: bytes) -> tuple[Checkpoint, ...]:
    """The checkpoints of checkpoints.txt in order."""
    parts = text.split("\n\n")
    if len(parts) % 2:
        raise Malformed("checkpoints.txt is not a row of signed notes")
    notes = [f"{parts[at]}\n\n{parts[at + 1]}" for at in range(0, len(parts), 2)]
    last = len(notes) - 1
    return tuple(
        parse_note(note if at == last else note + "\n", origin, box_pk)
        for at, note in enumerate(notes)
    )


def _key_id(name: str, kind: bytes, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + kind + public).digest()[:_KEY_ID]


def check_verifier_key(text: str) -> None:
    """Refuses what is not a witness's C2SP verifier key, name+id+base64(0x04 || Ed25519 key)."""
    name, _, rest = text.partition("+")
    key_id, _, encoded = rest.partition("+")
    key = from_base64(encoded, "a witness's key")
    if not _KEY_NAME.fullmatch(name) or key[:1] != _COSIGNATURE:
        raise Malformed("a witness is not a C2SP verifier key for cosignatures")
    ed25519.check_public(key[1:], "a witness's key")
    if _key_id(name, _COSIGNATURE, key[1:]).hex() != key_id:
        raise Malformed("a witness's key id is not that of its name and key")
