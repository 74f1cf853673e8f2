from collections.abc import Mapping

_QUOTAS = {
    "droop": "the ballots divided by one more than the seats, rounded down, plus one",
    "droop-fraction": "just over the ballots divided by one more than the seats",
    "hare": "the ballots divided by the seats, rounded down, plus one",
}
_BASES = {
    "for-and-against": "the votes for and against",
    "ballots-cast": "the ballots cast, blank ones too",
    "members-present": "the {present} members present",
    "members-eligible": "the {eligible} members eligible",
}
_SENTENCES = {
    "plurality": "Mark up to as many candidates as there are seats; those with most marks are"
    " elected, and who has no mark is not",
    "plurality-run-off": "Mark up to as many candidates as there are seats; those with most marks"
    " are elected, who has no mark is not, and of equals at the last seats a run-off decides",
    "irv": "Rank the candidates; whoever has more than half of the ballots wins, otherwise the one"
    " with fewest leaves and those ballots go to their next choice, until one has more than half",
    "irv-ten-percent": "Rank the candidates; if nobody has more than half of the first choices,"
    " all with less than {batch} of them leave together, then the one with fewest leaves at a"
    " time, each ballot going to its next choice, until one has more than half",
    "stv-wigm": "Rank the candidates; whoever reaches the quota, {quota}, is elected, what a"
    " winner has above it goes on to the next choices at a reduced value of {precision} decimals"
    "{surplus}, and when nobody reaches it the one with fewest leaves, until the seats are filled",
    "sequential-irv": "Rank the candidates; the first seat goes to whoever gets more than half of"
    " the ballots as the one with fewest leaves time after time, then all ballots are counted"
    " again without those elected for each next seat, so that a majority can fill every seat",
    "bottoms-up": "Rank the candidates; the one with fewest leaves and those ballots go to their"
    " next choice, until as many candidates are left as there are seats, and these are elected",
    "question": "The question is carried if {passing} {threshold} of {base} are for it{quorum}",
    "plurality-guaranteed": "Mark up to as many candidates as there are seats; first the places"
    " guaranteed to groups ({guarantee}) go to the best of each, then those with most marks are"
    " elected, and who has no mark is not",
}
_SENTENCES["stv-scottish"] = _SENTENCES["stv-wigm"]


def sentence(name: str, parameters: Mapping[str, str]) -> str:
    """A counting rule in one plain sentence, from its name and parameters as text."""
    words = {**parameters}
    if words.get("batch", "none") != "none":
        name = "irv-ten-percent"
    if "quota" in words:
        words["quota"] = _QUOTAS[words["quota"]]
        largest = words["surplus"] == "largest-first"
        words["surplus"] = ", the largest such surplus first" if largest else ""
    if name == "question":
        words["passing"] = {"exceeded": "more than", "reached": "at least"}[words["passing"]]
        words["base"] = _BASES[words["base"]].format(**parameters)
        words["quorum"] = _quorum(parameters)
    return f"{_SENTENCES[name].format(**words)}{_additions(parameters)}."


def _additions(parameters: Mapping[str, str]) -> str:
    more = ""
    if parameters.get("limit", "none") != "none":
        more = f"; only the first {parameters['limit']} choices on a ballot count"
    if "earlier-round" in parameters.get("ties", ""):
        more += "; equals are parted by the latest earlier round in which they differed"
    return more


def _quorum(parameters: Mapping[str, str]) -> str:
    quorum = parameters["quorum"]
    if quorum == "none":
        return ""
    share = f"{quorum} of the {parameters['eligible']} members eligible"
    return f" and at least {share if '/' in quorum else f'{quorum} members'} take part"
