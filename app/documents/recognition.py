from dataclasses import replace
from pathlib import Path

from app.core.counting import Rule
from app.core.faults import BadInput
from app.documents.ballot_file import BallotFile, opened
from app.documents.blt import read_blt
from app.documents.rctab import read_generic_csv


def read_ballots(path: Path) -> BallotFile:
    """Reads a file of ballots: generic CSV where its name says .csv, otherwise BLT."""
    with opened(path) as stream:
        return read_generic_csv(stream) if is_csv(path) else read_blt(stream)


def is_csv(path: Path) -> bool:
    """Whether a file's name says that it is CSV, packed or not."""
    return ".csv" in [suffix.lower() for suffix in path.suffixes[-2:]]


def in_order_of_question(ballots: BallotFile, rule: Rule) -> BallotFile:
    """A file of a yes-no question with its options put in the order yes, no, abstain.

    Any other contest stays as it is.
    """
    if rule.method != "question" or rule.form != "yes-no":
        return ballots
    meant = [_MEANINGS.get(name.strip().lower(), "") for name in ballots.names]
    if sorted(meant) not in (["no", "yes"], ["abstain", "no", "yes"]):
        raise BadInput(
            "the candidates of a yes-no question are Yes, No and perhaps Abstain: for other"
            " options set form=options"
        )
    order = sorted(range(len(meant)), key=lambda option: _ORDER.index(meant[option]))
    names = tuple(ballots.names[option] for option in order)
    return replace(ballots, names=names, profile=ballots.profile.among(order))


_ORDER = ("yes", "no", "abstain")
_MEANINGS = {word: word for word in _ORDER} | {"for": "yes", "against": "no"}
