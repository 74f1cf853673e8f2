import csv
import io
from collections.abc import Iterable

from app.core.roll import Member
from app.documents.rounds_csv import safe

# What a mail house needs to print an envelope, and nothing more (D2, D3).
FIELDS = ("name", "address1", "address2", "city", "state", "postal_code")


def as_addresses_csv(members: Iterable[Member]) -> bytes:
    """Names and postal addresses for a mail house, which a spreadsheet opens as text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for member in members:
        address = (getattr(member, field) for field in FIELDS[1:])
        writer.writerow(map(safe, (member.display_name, *address)))
    return text.getvalue().encode()


def address_lines(member: Member) -> tuple[str, ...]:
    """A member's name and postal address as an envelope has them."""
    town = " ".join(filter(None, (member.city, member.state, member.postal_code)))
    return tuple(filter(None, (member.display_name, member.address1, member.address2, town)))
