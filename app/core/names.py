import unicodedata

from app.core.roll import Member
from app.core.ties import without_suffix


def is_called(member: Member, typed: str) -> bool:
    """Whether what was typed is the member's last name, in its own script or its Latin form.

    Capitals, accents, hyphens, apostrophes, spaces and a suffix do not matter.
    """
    names = {_bare(member.last_name), _bare(member.latin_last_name)} - {""}
    return _bare(typed) in names


def _bare(name: str) -> str:
    """The letters alone, without what is written over, under or between them."""
    parts = unicodedata.normalize("NFKD", without_suffix(name)).casefold()
    return "".join(each for each in parts if each.isalnum())
