from app.core.secrecy import closed_board
from app.core.secrecy.bundle import check_files, file_names
from app.core.secrecy.encoding import Malformed, in_groups
from app.core.secrecy.evidence import Evidence
from app.core.secrecy.notes import Witness, split_notes
from app.core.secrecy.report import Outcome, Verdict, verified
from app.core.secrecy.tokens import issuer_key


def check_manifest(evidence: Evidence) -> Outcome:
    """The manifest is complete and consistent, and two officers signed what amends it."""
    manifest = evidence.manifest
    named = f"{manifest.purpose} “{manifest.title}”; M = {in_groups(manifest.hash)}"
    reasons = [f"{line.body['kind']} ({line.body['reason']})" for line in evidence.amendments.lines]
    return verified(f"{named}; amended: {'; '.join(reasons) or 'nothing'}")


def check_digests(evidence: Evidence) -> Outcome:
    """The files are those of this election, with the digests that the registrar signed."""
    dice, batches = bool(evidence.opening.dice), len(evidence.batches)
    expected = file_names(evidence.manifest, evidence.entries, dice=dice, batches=batches)
    if wrong := sorted(expected ^ evidence.files.keys()):
        raise Malformed(f"the bundle lacks {wrong[0]}, or it does not belong there")
    check_files(evidence.manifest, evidence.files)
    return verified(f"{len(evidence.files)} files, digests signed by the registrar")


def check_keys(evidence: Evidence) -> Outcome:
    """Issuer keys by trial division, the others by form, no key in two places."""
    manifest = evidence.manifest
    for group in manifest.groups:
        issuer_key(group.issuer_spki)
    return verified(f"{len(manifest.groups)} issuer keys of 3072 bits, none with a small factor")


def check_tokens(evidence: Evidence) -> Outcome:
    """Every entry has a token that its group's issuer signed, or the word of two clerks."""
    closed_board.check_tokens(evidence.manifest, evidence.entries)
    paper = sum(entry.is_paper for entry in evidence.entries)
    by_clerks = f", {paper} by two clerks" if paper else ""
    return verified(f"{len(evidence.entries) - paper} token signatures{by_clerks}")


def check_ballots(evidence: Evidence) -> Outcome:
    """Every entry's sealed ballot is signed by its token."""
    closed_board.check_ballots(evidence.manifest, evidence.entries)
    return verified(f"{len(evidence.entries)} ballot signatures")


def check_uniqueness(evidence: Evidence) -> Outcome:
    """No token was spent twice."""
    closed_board.check_uniqueness(evidence.entries)
    return verified(f"{len(evidence.entries)} tokens, each once")


def check_counts(evidence: Evidence) -> Outcome:
    """In every group cast <= issued <= eligible, as manifest and amendments have them."""
    register = evidence.register.groups
    if register.keys() != {group.group_id for group in evidence.manifest.groups}:
        raise Malformed("register.json does not have exactly the manifest's groups")
    for group in evidence.groups:
        counts = register[group.group_id]
        if counts.eligible != evidence.amendments.terms.eligible[group.group_id]:
            raise Malformed(f"group {group.group_id}: register and manifest differ on the eligible")
        cast = group.cast - group.paper
        if not cast <= counts.issued <= counts.eligible - group.paper:
            raise Malformed(
                f"group {group.group_id}: {cast} cast, {counts.issued} issued, {group.paper} on "
                f"paper, {counts.eligible} eligible"
            )
    issued = sum(counts.issued for counts in register.values())
    cast = sum(not entry.is_paper for entry in evidence.entries)
    return verified(f"{cast} cast, {issued} issued")


def check_paper(evidence: Evidence) -> Outcome:
    """The paper ballots on the board are as many as two clerks wrote on their batches."""
    for group in evidence.groups:
        said = sum(header.count for header in group.batches)
        if said != group.paper:
            raise Malformed(
                f"group {group.group_id}: {group.paper} paper ballots are on the board, and its "
                f"batches hold {said}"
            )
    sealed = sum(header.count for header in evidence.batches)
    spoiled = sum(header.spoiled for header in evidence.batches)
    return verified(f"{len(evidence.batches)} batches, {sealed} ballots, {spoiled} spoiled")


def check_tree(evidence: Evidence) -> Outcome:
    """The box signed an empty board at the opening and this very board at the close."""
    notes = evidence.file("checkpoints.txt")
    closed_board.check_checkpoints(evidence.manifest, notes, evidence.entries)
    sizes = ", ".join(
        str(each.size) for each in closed_board.read_checkpoints(evidence.manifest, notes)
    )
    return verified(f"checkpoints of sizes {sizes}, root of board.bin")


def check_cosignatures(evidence: Evidence) -> Outcome:
    """Every witness of the manifest cosigned the checkpoint of this board."""
    manifest, notes = evidence.manifest, evidence.file("checkpoints.txt")
    last = closed_board.read_checkpoints(manifest, notes)[-1]
    note = split_notes(closed_board.notes_text(notes))[-1]
    witnesses = [Witness.parse(text) for text in manifest.witnesses]
    absent = [each.name for each in witnesses if each.time_in(note, last) is None]
    if absent:
        return Outcome(Verdict.NOT_PROVEN, f"the board lacks the word of {', '.join(absent)}")
    if not witnesses:
        return Outcome(Verdict.NOT_PERFORMED, "the manifest names no witness")
    return verified(f"the board is cosigned by {', '.join(each.name for each in witnesses)}")
