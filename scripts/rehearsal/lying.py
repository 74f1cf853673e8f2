import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from app.core.secrecy.archive import read_archive, write_archive
from app.core.secrecy.bundle import DIGESTS, sign_files
from app.core.secrecy.encoding import canonical
from app.core.secrecy.report import Verdict
from app.core.secrecy.verify import verify_bundle
from rehearsal.held import Held

Lie = Callable[[Held], bytes]
Edit = Callable[[Any], object]


def stopped_by(bundle: bytes, verdict: Verdict = Verdict.REFUSED) -> set[str]:
    """The checks that come to this verdict."""
    return {check.name for check in verify_bundle(bundle).checks if check.verdict is verdict}


def resigned(held: Held, **changes: bytes | None) -> bytes:
    """The bundle with files changed, added or (None) left out, digested and signed anew."""
    files: dict[str, bytes | None] = {**read_archive(held.bundle), **changes}
    kept = {name: raw for name, raw in files.items() if raw is not None and name != DIGESTS}
    election = held.election
    signed = sign_files(election.manifest, kept, election.registrar_sk)
    return write_archive({**kept, DIGESTS: signed})


def edited(name: str, edit: Edit) -> Lie:
    """A lie that changes the value of one JSON file."""

    def lie(held: Held) -> bytes:
        value = json.loads(read_archive(held.bundle)[name])
        edit(value)
        return resigned(held, **{name: canonical(value)})

    return lie


def set_in(name: str, *path: str | int, to: object) -> Lie:
    """A lie that sets one place of a JSON file."""

    def edit(value: Any) -> None:
        for step in path[:-1]:
            value = value[step]
        value[path[-1]] = to

    return edited(name, edit)


def misread(held: Held, rng: Random) -> bytes:
    """The bundle with any one value of one of its JSON files made another, signed anew."""
    files = read_archive(held.bundle)
    name = rng.choice([each for each in files if each.endswith(".json") and each != DIGESTS])
    value = {"": json.loads(files[name])}
    places = [*_places(value)]
    holder, key = rng.choice(places)
    holder[key] = rng.choice([None, True, -1, 0, 2**53, "", "AA", [], [[]], {}, {"id": "x"}])
    return resigned(held, **{name: canonical(value[""])})


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a JSON value that holds another."""
    keys = value.keys() if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])
