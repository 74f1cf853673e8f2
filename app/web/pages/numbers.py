def number_within(text: str, least: int, most: int) -> int | None:
    """The whole number a field was filled with; None where it is none from `least` to `most`.

    More digits than `most` has are refused unread, zeros before the number as well.
    """
    if not text.isascii() or not text.isdigit() or len(text) > len(str(most)):
        return None
    return int(text) if least <= int(text) <= most else None
