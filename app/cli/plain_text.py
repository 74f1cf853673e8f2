from collections.abc import Iterator, Mapping
from typing import Any

from app.core.plain import plain as plain


def count_lines(count: Mapping[str, Any]) -> Iterator[str]:
    """A count, as `Tabulation.as_json` gives it, as a table of rounds a person can read."""
    yield f"{count['rule']}, seats {count['seats']}, ballots {count['ballots']}"
    for key, value in count.get("parameters", {}).items():
        yield f"with {key} set to {value}"
    if "void" in count:
        yield f"void, with more marks than seats: {count['void']}"
    if "paper" in count:
        yield from _paper_lines(count["paper"])
    for round_ in count["rounds"]:
        yield ""
        yield from _round_lines(round_)
        for tie in count["ties"]:
            if tie["round"] == round_["round"]:
                yield f"  {_tie_line(tie)}"
    yield ""
    yield from _outcome(count)


def _paper_lines(account: Mapping[str, Any]) -> Iterator[str]:
    figures = [f"{account[key]} {key}" for key in ("counted", "blank", "void")]
    yield f"paper: {', '.join(figures)}"
    for reason, times in account["reasons"].items():
        yield f"  {reason}: {times}"


def _round_lines(round_: Mapping[str, Any]) -> Iterator[str]:
    passage = f", pass {round_['pass']}" if "pass" in round_ else ""
    needed = f", needed {round_['threshold']}" if round_["threshold"] else ""
    yield f"Round {round_['round']}{passage}{needed}"
    fates = dict.fromkeys(round_["elected"], "elected")
    fates |= dict.fromkeys(round_["eliminated"], "eliminated")
    votes = {"exhausted": round_["exhausted"], "residual": round_["residual"]}
    wide = max([len(plain(name)) for name in round_["tally"]] + [9])
    for name, tally in round_["tally"].items():
        yield f"  {plain(name):{wide}} {tally:>14}  {fates.get(name, '')}".rstrip()
    for word, figure in votes.items():
        if figure != "0":
            yield f"  {word:{wide}} {figure:>14}"


def _tie_line(tie: Mapping[str, Any]) -> str:
    because = f" ({tie['because']})" if "because" in tie else ""
    tied = ", ".join(tie["tied"])
    return plain(f"tie of {tied}: {tie['chosen']}, by {tie['settled_by']}{because}")


def _outcome(count: Mapping[str, Any]) -> Iterator[str]:
    kept = count.get("guaranteed", {})
    elected = [f"{name} (for {kept[name]})" if name in kept else name for name in count["elected"]]
    if "question" in count:
        question = count["question"]
        yield plain(f"{'Carried' if question['carried'] else 'Not carried'}: {question['says']}.")
    else:
        yield plain(f"Elected: {', '.join(elected) or 'nobody'}")
    if "alternates" in count:
        yield plain(f"Alternates, in order: {', '.join(count['alternates']) or 'none'}")
    if "second_count" in count:
        again = count["second_count"]
        yield plain(f"Second count: {again['word']} ({again['because']})")
    if count["awaiting"]:
        awaiting = count["awaiting"]
        yield plain(f"Round {awaiting['round']} awaits {awaiting['needs']} ({awaiting['kind']}).")
