from collections.abc import Iterator, Mapping

from app.profiles.loading import whole_tree

LABELS = ("id", "name", "office", "field", "body", "chapter", "groups", "first")


def show(name: str) -> str:
    """A profile as a document to read: every value with its clause and rule, in its order."""
    whole = whole_tree(name)
    lines = [f"# {whole.get('title', name)}", ""]
    if "source" in whole:
        lines += [str(whole["source"]), ""]
    for key, part in whole.items():
        if isinstance(part, dict) and "value" in part:
            lines += [f"## {_words(key)}", "", f"{_plain(part['value'])}{_cited(part)}", ""]
        elif isinstance(part, (dict, list)):
            lines += [f"## {_words(key)}", "", *_part(part), ""]
    return "\n".join(lines).rstrip() + "\n"


def _part(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield from _entry(key, value)
    elif isinstance(part, list):
        for row in part:
            yield f"- {_label(row)}{_cited(row)}"
            yield from (f"  {line}" for line in _rest(row))


def _entry(key: str, value: object) -> Iterator[str]:
    if isinstance(value, dict) and "value" in value:
        yield f"- {_words(key)}: {_plain(value['value'])}{_cited(value)}"
    elif isinstance(value, dict) or (isinstance(value, list) and _are_tables(value)):
        yield f"- {_words(key)}"
        yield from (f"  {line}" for line in _part(value))
    else:
        yield f"- {_words(key)}: {_plain(value)}"


def _rest(row: Mapping[str, object]) -> Iterator[str]:
    hidden = {"cite", "rule", _label_key(row)}
    for key, value in row.items():
        if key not in hidden:
            yield from _entry(key, value)


def _label(row: Mapping[str, object]) -> str:
    key = _label_key(row)
    return f"{_words(key)} {_plain(row[key])}" if key else "entry"


def _label_key(row: Mapping[str, object]) -> str:
    return next((key for key in LABELS if key in row), "")


def _cited(row: Mapping[str, object]) -> str:
    return f" ({row['rule']}; {row['cite']})" if "cite" in row else ""


def _are_tables(rows: list[object]) -> bool:
    return bool(rows) and all(isinstance(row, dict) and "cite" in row for row in rows)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_plain(row) for row in value)
    if isinstance(value, dict):
        return ", ".join(f"{_words(key)} {_plain(row)}" for key, row in value.items())
    return str(value)


def _words(key: str) -> str:
    return key.replace("_", " ")
