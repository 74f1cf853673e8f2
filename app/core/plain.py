import unicodedata

# Marks that turn the reading direction around can make a line say what it does not.
REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """One line of text with whatever a terminal would obey written out as an escape."""
    return "".join(
        ascii(character)[1:-1]
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in REORDERING
        else character
        for character in text
    )
