import argparse
import resource
import time
from datetime import date
from random import Random

from rehearsal.made_up_roll import PROFILES, make_roll

from app.core.contest import Contest
from app.core.contests import contests_of
from app.core.eligibility import may_stand, may_vote
from app.core.exclusions import Sweep, sweep
from app.core.facts import Facts
from app.core.roll import Member, Roll
from app.core.rules import LocalRules
from app.documents.rolls import read_rolls
from app.profiles import load

ON = date(2028, 2, 1)
GRANTED = 167


def main() -> None:
    """Rules on every member of a made-up roll and every contest: may they vote, and stand?

    Members whom the rules see alike are ruled on once; a sample is ruled on one by one as well,
    and must come to the same. Figures are processor seconds of reading the roll and of ruling.
    """
    parser = argparse.ArgumentParser(prog="bench-rulings", description=main.__doc__)
    parser.add_argument("--members", type=int, default=75_000)
    parser.add_argument("--sample", type=int, default=300)
    given = parser.parse_args()
    for profile in PROFILES:
        rules = load(profile)
        files = make_roll(given.members, 1, profile=profile)
        begun = time.process_time()
        names = (files["roll.csv"], files["standing.csv"], files["offices.csv"])
        roll = read_rolls(*names, files.get("employment.csv"), rules=rules)
        read = time.process_time()
        contests = contests_of(rules, granted_delegates=GRANTED, roll=roll.members.values())
        sweep(roll, rules, contests, on=ON)
        ruled = time.process_time()
        agree = _agrees(roll, rules, contests, given.sample)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{profile}: {given.members:,} members x {len(contests)} contests, to vote and stand:"
            f" read {read - begun:.1f} s, ruled {ruled - read:.1f} s, {memory} MB;"
            f" {given.sample} one by one {'agree' if agree else 'DIFFER'}",
            flush=True,
        )


def _agrees(roll: Roll, rules: LocalRules, contests: tuple[Contest, ...], size: int) -> bool:
    """Whether a sample of the roll, ruled on one by one, is counted the same by the sweep."""
    numbers = Random(1).sample(sorted(roll.members), min(size, len(roll.members)))
    part = Roll(
        {number: roll.members[number] for number in numbers},
        {number: roll.standing.get(number, ()) for number in numbers},
        {number: roll.offices.get(number, ()) for number in numbers},
        {number: roll.employment.get(number, ()) for number in numbers},
    )
    swept = sweep(part, rules, contests, on=ON)
    return all(_same(swept, part, rules, contest) for contest in contests)


def _same(swept: Sweep, part: Roll, rules: LocalRules, contest: Contest) -> bool:
    everybody = [_facts(part, member) for member in part.members.values()]
    vote = sum(may_vote(each, rules, on=ON, contest=contest).granted for each in everybody)
    stand = sum(may_stand(each, contest, rules, on=ON).granted for each in everybody)
    return (vote, stand) == (swept.may_vote[contest.id], swept.may_stand[contest.id])


def _facts(roll: Roll, member: Member) -> Facts:
    """All that the roll says of a member; who sits on no committee, and signed what is asked."""
    number = member.member_number
    own = (roll.standing[number], roll.offices[number], roll.employment[number])
    return Facts(member, *own, accepted=(), committee=False, attested=True)


if __name__ == "__main__":
    main()
