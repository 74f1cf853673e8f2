import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from app.core.secrecy import ed25519
from app.core.secrecy.apart import choices_of, write_apart
from app.core.secrecy.archive import write_archive
from app.core.secrecy.encoding import (
    Json,
    Malformed,
    canonical,
    context,
    parse_canonical,
    to_base64url,
)
from app.core.secrecy.entries import Entry
from app.core.secrecy.fields import Fields
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.opened import Opened, OpenedGroup
from app.core.secrecy.paper import SignedHeader
from app.core.secrecy.partial_checking import FEWEST, write_answers
from app.core.secrecy.register import Register

DIGESTS = "digests.json"
FEW = 10  # below this many on the board whole ballots are not published, only rankings by contest
PAPER = "paper/"
_ALWAYS = (
    "manifest.json",
    "amendments.jsonl",
    "board.bin",
    "checkpoints.txt",
    "opening.json",
    "register.json",
    "results.json",
    DIGESTS,
)


def build_bundle(
    manifest: Manifest,
    *,
    board: Sequence[Entry],
    checkpoints: str,
    opened: Opened,
    register: Register,
    results: Mapping[str, Json],
    registrar_sk: bytes,
    amendments: bytes = b"",
    paper: Sequence[SignedHeader] = (),
) -> bytes:
    """election-bundle.zip, signed by the registrar: the same bytes from the same election.

    Nothing is verified here: whoever publishes it verifies it first, as anyone else can.
    """
    files = {
        "manifest.json": manifest.canonical(),
        "amendments.jsonl": amendments,
        "board.bin": b"".join(map(bytes, board)),
        "checkpoints.txt": checkpoints.encode(),
        "opening.json": opened.published.canonical(),
        "register.json": register.canonical(),
        "results.json": canonical(results),
    }
    files |= {paper_name(each.header.batch): canonical(each.as_json()) for each in paper}
    on_board = entries_per_group(board)
    for group in opened.groups:
        files[middle_name(group.group_id)] = b"".join(group.middle)
        if on_board[group.group_id] < FEW:
            files[contests_name(group.group_id)] = _apart(manifest, group)
        else:
            files[plain_name(group.group_id)] = b"".join(group.plain)
        if opened.dice and on_board[group.group_id] >= FEWEST:
            files[answers_name(group.group_id)] = write_answers(group.answers)
            files[links_name(group.group_id)] = b"".join(group.links)
    files[DIGESTS] = sign_files(manifest, files, registrar_sk)
    return write_archive(files)


def middle_name(group_id: int) -> str:
    """The file of a group's inner layers."""
    return f"middle/{group_id}.bin"


def plain_name(group_id: int) -> str:
    """The file of a group's padded payloads."""
    return f"plain/{group_id}.bin"


def contests_name(group_id: int) -> str:
    """The file of a small group's rankings, each contest by itself."""
    return f"contests/{group_id}.json"


def answers_name(group_id: int) -> str:
    """The file of a group's answers to the dice."""
    return f"rpc/{group_id}.jsonl"


def links_name(group_id: int) -> str:
    """The file of what was committed to before the dice."""
    return f"rpc/{group_id}.bin"


def entries_per_group(board: Sequence[Entry]) -> Counter[int]:
    """How many entries each group has on the board."""
    return Counter(entry.group_id for entry in board)


def paper_name(batch: int) -> str:
    """The file of a batch of paper: its header, signed by two clerks."""
    return f"{PAPER}{batch}.json"


def file_names(manifest: Manifest, board: Sequence[Entry], *, dice: bool, batches: int) -> set[str]:
    """The files that the bundle of this election has, and no others.

    With answers where dice were rolled, and with so many batches of paper.
    """
    on_board = entries_per_group(board)
    names = {*_ALWAYS, *(paper_name(number) for number in range(1, batches + 1))}
    for group in manifest.groups:
        few = on_board[group.group_id] < FEW
        names.add(middle_name(group.group_id))
        names.add(contests_name(group.group_id) if few else plain_name(group.group_id))
        if dice and on_board[group.group_id] >= FEWEST:
            names |= {answers_name(group.group_id), links_name(group.group_id)}
    return names


def _apart(manifest: Manifest, group: OpenedGroup) -> bytes:
    contests = manifest.contests_of(group.group_id)
    ballots = [choices_of(padded, contests, manifest.pad_len) for padded in group.plain]
    return write_apart(ballots, contests)


def sign_files(manifest: Manifest, files: Mapping[str, bytes], registrar_sk: bytes) -> bytes:
    """digests.json: {"files": {name: SHA-256}, "signature": Ed25519}, binary in base64url.

    The registrar signs C("bundle", M, SHA-256(JCS(files))).
    """
    digests = _digests(files)
    signature = ed25519.sign(registrar_sk, _signed(manifest, digests))
    return canonical({"files": digests, "signature": to_base64url(signature)})


def check_files(manifest: Manifest, files: Mapping[str, bytes]) -> None:
    """Malformed unless digests.json names every other file with its digest and is signed."""
    value = parse_canonical(files.get(DIGESTS, b""), DIGESTS)
    of = Fields(value, DIGESTS, "files", "signature")
    found = _digests({name: raw for name, raw in files.items() if name != DIGESTS})
    named = value["files"] if isinstance(value, Mapping) else None
    if not isinstance(named, Mapping) or found.keys() != named.keys():
        raise Malformed(f"{DIGESTS} does not name exactly the files of the bundle")
    for name, digest in found.items():
        if named[name] != digest:
            raise Malformed(f"{name} has not the digest that {DIGESTS} names")
    signature = of.binary("signature", ed25519.SIGNATURE)
    ed25519.verify(
        manifest.registrar_pk, signature, _signed(manifest, found), f"the signature of {DIGESTS}"
    )


def _digests(files: Mapping[str, bytes]) -> dict[str, Json]:
    return {name: to_base64url(hashlib.sha256(raw).digest()) for name, raw in files.items()}


def _signed(manifest: Manifest, digests: Mapping[str, Json]) -> bytes:
    return context("bundle", manifest.hash, hashlib.sha256(canonical(digests)).digest())
