import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.core.faults import BadInput
from app.core.secrecy.encoding import Malformed

_OWNER_ONLY = 0o600


def read_content(path: Path) -> bytes:
    """The bytes of a file that was named on the command line."""
    try:
        return path.read_bytes()
    except OSError as fault:
        raise BadInput(f"{path} cannot be read: {fault.strerror}.") from fault


@contextmanager
def naming(place: object) -> Iterator[None]:
    """What is Malformed in here is bad input at `place`."""
    try:
        yield
    except Malformed as fault:
        raise BadInput(f"{place}: {fault}") from fault


def refuse_existing(*paths: Path) -> None:
    """Bad input where one of the files to be written exists already."""
    for path in paths:
        if path.exists():
            raise BadInput(f"{path} exists already, and is not overwritten")


def make_folder(path: Path) -> None:
    """Makes a folder that its owner alone can enter, unless it is there."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as fault:
        raise BadInput(f"{path} cannot be made: {fault.strerror}") from fault


def replace_file(path: Path, content: bytes) -> None:
    """Writes a file anew, whole or not at all."""
    new = path.with_name(path.name + ".new")
    write_secret(new, content)
    new.replace(path)


def write_secret(path: Path, content: bytes) -> None:
    """Writes a new file that its owner alone can read, down to the disk; never over another."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(descriptor)
    except FileExistsError as fault:
        raise BadInput(f"{path} exists already, and is not overwritten") from fault
    except OSError as fault:
        raise BadInput(f"{path} cannot be written: {fault.strerror}") from fault
