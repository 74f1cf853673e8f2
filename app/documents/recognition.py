from pathlib import Path

from app.documents.ballot_file import BallotFile, opened
from app.documents.blt import read_blt
from app.documents.rctab import read_generic_csv


def read_ballots(path: Path) -> BallotFile:
    """Reads a file of ballots: generic CSV where its name says .csv, otherwise BLT."""
    with opened(path) as stream:
        if ".csv" in [suffix.lower() for suffix in path.suffixes[-2:]]:
            return read_generic_csv(stream)
        return read_blt(stream)
