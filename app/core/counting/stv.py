from app.core.counting.count import Count, equals
from app.core.counting.piles import Piles
from app.core.counting.profile import Profile
from app.core.counting.ranked import eliminate, lowest
from app.core.counting.rounds import Transfer
from app.core.counting.rule import Rule


def transferable(profile: Profile, count: Count, seats: int) -> Piles:
    """Elects several in proportion: `stv-wigm` and `stv-scottish`; answers with the last piles.

    Surpluses move together or the largest first, as the rule says; a round in which a surplus
    waits to move eliminates nobody.
    """
    rule = count.rule
    quota = _quota(profile.valid, seats, rule)
    piles = Piles(profile, unit=rule.unit)
    waiting: list[int] = []
    while True:
        residual = profile.valid * rule.unit - piles.exhausted - sum(piles.tally.values())
        count.open(piles.tally, exhausted=piles.exhausted, residual=residual, threshold=quota)
        winners = _winners(piles, quota, seats - len(count.elected), count)
        count.elect(winners)
        piles.leave(winners)
        waiting += winners
        if len(count.elected) == seats or not piles.continuing:
            return piles
        if moving := _moving(piles, quota, waiting, count):
            count.moved(t for source in moving for t in _surplus(piles, source, quota, rule))
        else:
            eliminate(piles, lowest(piles, count, seats - len(count.elected)), count)


def _quota(valid: int, seats: int, rule: Rule) -> int:
    """The votes that are enough for a seat, scaled; fixed for the whole count."""
    if "unrounded-quota" in rule.habits:
        return valid * rule.unit // (seats + 1)
    match rule.quota:
        case "hare":
            return (valid // seats + 1) * rule.unit
        case "droop-fraction":
            return valid * rule.unit // (seats + 1) + 1
        case _:
            return (valid // (seats + 1) + 1) * rule.unit


def _winners(piles: Piles, quota: int, open_seats: int, count: Count) -> list[int]:
    if len(piles.continuing) <= open_seats:
        return count.ordered(piles.continuing)
    # pyrankvote's quota is to be passed by its allowance for floating point.
    spare = count.rule.unit // 10**6 if "unrounded-quota" in count.rule.habits else 0
    reached = [c for c in piles.continuing if piles.tally[c] >= quota + spare]
    if count.kept:
        reached = _keeping_seats(reached, piles, open_seats, count)
    return count.ordered(reached)


def _keeping_seats(reached: list[int], piles: Piles, open_seats: int, count: Count) -> list[int]:
    """In a recount, those who may be elected so that each who keeps a seat still has one."""
    keeping = [c for c in piles.continuing if c in count.kept]
    vacant = open_seats - len(keeping)
    newcomers = [c for c in reached if c not in count.kept]
    came = [*count.best(piles.tally, newcomers, vacant)]
    return came + [c for c in keeping if c in reached or len(came) == vacant]


def _moving(piles: Piles, quota: int, waiting: list[int], count: Count) -> list[int]:
    """Takes from those waiting whose surplus moves now: all together, or the largest alone."""
    if count.rule.surplus == "together":
        moving = waiting.copy()
    else:
        over = [c for c in waiting if piles.tally[c] > quota]
        moving = [count.settle("surplus", largest) for largest in equals(piles.tally, over)[:1]]
    waiting[:] = [c for c in waiting if c not in moving]
    return moving


def _surplus(piles: Piles, source: int, quota: int, rule: Rule) -> list[Transfer]:
    """Moves one winner's ballots at what they are worth of the surplus; the quota stays."""
    votes = piles.tally[source]
    over = votes - quota
    factor = over * rule.unit // votes

    def value(old: int) -> int:
        return old * factor // rule.unit if rule.truncation == "twice" else old * over // votes

    if "equal-papers" in rule.habits:
        piles.even_out(source)
    piles.tally[source] = quota
    return piles.move(source, value)
