from collections.abc import Sequence


def figure(number: float | str) -> str:
    """A figure with its thousands apart, decimals as they are."""
    whole, point, part = str(number).partition(".")
    return f"{int(whole):,}{point}{part}"


def counted(number: int, one: str, several: str = "") -> str:
    """A figure with its noun: "1 seat", "1,204 members"."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them: "A", "A and B", "A, B and C"."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
