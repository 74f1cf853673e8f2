import re
from collections.abc import Callable, Iterator, Mapping
from random import Random

from app.core.secrecy.archive import read_archive, write_archive
from app.core.secrecy.bundle import DIGESTS, sign_files
from app.core.secrecy.encoding import Malformed, parse_canonical
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.report import Verdict
from app.core.secrecy.verify import verifications

Change = Callable[[bytes, Random], bytes]
Seal = Callable[[dict[str, bytes]], dict[str, bytes]]


def is_stopped(data: bytes) -> bool:
    """Whether some check of these bytes refuses them or leaves them not proven."""
    bad = Verdict.REFUSED, Verdict.NOT_PROVEN
    try:
        return any(check.verdict in bad for check in verifications(data))
    except Malformed:
        return True


def _flip(raw: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(raw))
    return raw[:at] + bytes([raw[at] ^ 1 << rng.randrange(8)]) + raw[at + 1 :]


def _drop(raw: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(raw))
    return raw[:at] + raw[at + rng.choice([1, 1, 2, 32, 930]) :]


def _add(raw: bytes, rng: Random) -> bytes:
    at = rng.randrange(len(raw) + 1)
    return raw[:at] + rng.randbytes(rng.choice([1, 1, 2, 32, 930])) + raw[at:]


def _double(raw: bytes, rng: Random) -> bytes:
    start, length = rng.randrange(len(raw)), rng.choice([1, 32, 256, 930])
    return raw[: start + length] + raw[start : start + length] + raw[start + length :]


def _swap(raw: bytes, rng: Random) -> bytes:
    """Two neighbouring pieces change places."""
    length = rng.choice([1, 32, 256, 930])
    at = rng.randrange(max(1, len(raw) - 2 * length))
    first, second = raw[at : at + length], raw[at + length : at + 2 * length]
    return raw[:at] + second + first + raw[at + 2 * length :]


def _truncate(raw: bytes, rng: Random) -> bytes:
    return raw[: rng.randrange(len(raw))]


CHANGES: Mapping[str, Change] = {
    "flip": _flip,
    "drop": _drop,
    "add": _add,
    "double": _double,
    "swap": _swap,
    "truncate": _truncate,
}
# Every byte of these is bound by what box, members and trustees made: no registrar can change one
# and sign the bundle anew. In the others it has a say: results.json, register.json, contests/; and
# a commitment of rpc/ that nobody opened is bound by L, which observers wrote down. In opening.json
# the sentences of those present are no more than told: they sign nothing.
BOUND = re.compile(
    r"(manifest|opening)\.json|board\.bin|checkpoints\.txt|(middle|plain)/.*|rpc/.*\.jsonl"
)


def every_byte(data: bytes) -> Iterator[bytes]:
    """The bundle with one byte changed, for each of its bytes."""
    for at, byte in enumerate(data):
        yield data[:at] + bytes([byte ^ 1 << at % 8]) + data[at + 1 :]


def mutations(bundle: bytes, registrar_sk: bytes, rng: Random) -> Iterator[tuple[str, bytes]]:
    """The bundle changed in ever other ways, each with a name for its kind, without end.

    Some changes are made to the archive; some to its files, with the old digests, with digests
    that a stranger signed, or with digests that the registrar signed.
    """
    files = read_archive(bundle)
    manifest = Manifest.parse(files["manifest.json"])
    seals: Mapping[str, Seal] = {
        "stale": dict,
        "stranger": lambda changed: _signed(manifest, changed, rng.randbytes(32)),
        "registrar": lambda changed: _signed(manifest, changed, registrar_sk),
    }
    while True:
        name, change = rng.choice(list(CHANGES.items()))
        changed = change(bundle, rng)
        if changed != bundle:
            yield f"archive {name}", changed
        sealed_by, seal = rng.choice(list(seals.items()))
        bound = [each for each in files if sealed_by != "registrar" or BOUND.fullmatch(each)]
        target = rng.choice([each for each in bound if files[each] and each != DIGESTS])
        other = change(files[target], rng)
        told = sealed_by == "registrar" and _differ_in_sentences_alone(files[target], other)
        if other != files[target] and not told:
            yield f"{sealed_by} {name} {target}", write_archive(seal({**files, target: other}))
        yield f"{sealed_by} {target} away", write_archive(seal(_without(files, target)))


def _differ_in_sentences_alone(one: bytes, other: bytes) -> bool:
    try:
        read = [parse_canonical(each, "opening.json") for each in (one, other)]
    except Malformed:
        return False
    rest = [{**each, "attestations": 0} for each in read if isinstance(each, dict)]
    return rest[:1] == rest[1:]


def _without(files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    return {each: raw for each, raw in files.items() if each != name}


def _signed(manifest: Manifest, files: dict[str, bytes], signing_key: bytes) -> dict[str, bytes]:
    rest = _without(files, DIGESTS)
    return {**rest, DIGESTS: sign_files(manifest, rest, signing_key)}
