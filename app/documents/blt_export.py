from collections.abc import Iterator

from app.core.faults import BadInput
from app.documents.ballot_file import BallotFile


def write_blt(ballots: BallotFile) -> Iterator[str]:
    """A contest as the lines of a BLT file, one for each distinct ranking, the most cast first.

    The order says nothing of the order in which ballots were cast.
    """
    yield f"{len(ballots.names)} {ballots.seats or 1}\n"
    ranked = sorted(ballots.profile.items(), key=lambda item: (-item[1], item[0]))
    for ranking, times in ranked:
        yield f"{times} {' '.join(str(candidate + 1) for candidate in ranking)} 0\n"
    if ballots.profile.blanks:
        yield f"{ballots.profile.blanks} 0\n"
    yield "0\n"
    for text in (*ballots.names, ballots.title):
        yield f'"{_one_line(text)}"\n'


def _one_line(text: str) -> str:
    if "\n" in text or "\r" in text:
        raise BadInput(f"{text!r} cannot stand on one line of a BLT file")
    return text
