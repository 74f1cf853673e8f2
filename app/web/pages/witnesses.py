from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, UploadFile
from fastapi.responses import HTMLResponse, Response

from app.actions.signers import add_cosignature, register_witness, withdraw_witness
from app.actions.voting import read_manifest
from app.core.roles import Right
from app.core.secrecy.encoding import in_groups
from app.core.secrecy.manifest import Manifest
from app.core.secrecy.notes import Witness, origin_of, parse_notes, split_notes
from app.records.ballots import frozen_ballot
from app.records.canvass import BoardRecord
from app.records.signers import signers_of
from app.web.pages.cookies import check_form
from app.web.pages.visit import Fault, Seeing, Visit, visiting

router = APIRouter(
    prefix="/elections/{election_id}/witnesses",
    dependencies=[Depends(check_form)],
    default_response_class=HTMLResponse,
    include_in_schema=False,
)


@router.get("")
def show(visit: Seeing) -> HTMLResponse:
    """Whose word about the board is awaited, what is to be cosigned, and who has done it."""
    return _page(visit)


@router.post("")
def register(
    visit: Annotated[Visit, Depends(visiting(Right.COUNTERSIGN_BALLOT))],
    verifier_key: Annotated[str, Form()] = "",
) -> Response:
    """Notes an observer's witness."""
    fault = visit.attempt(
        lambda: register_witness(
            visit.session, visit.election, verifier_key.strip(), by=visit.actor, now=visit.now
        ),
        "verifier_key",
    )
    return _page(visit, fault, verifier_key) if fault else visit.go_to("witnesses")


@router.post("/withdrawal")
def withdraw(
    visit: Annotated[Visit, Depends(visiting(Right.COUNTERSIGN_BALLOT))],
    verifier_key: Annotated[str, Form()] = "",
) -> Response:
    """Takes a witness back before the freeze."""
    fault = visit.attempt(
        lambda: withdraw_witness(
            visit.session, visit.election, verifier_key, by=visit.actor, now=visit.now
        )
    )
    return _page(visit, fault) if fault else visit.go_to("witnesses")


@router.post("/cosignatures")
def cosign(
    visit: Seeing, line: Annotated[str, Form()] = "", file: UploadFile | None = None
) -> Response:
    """Takes a witness's cosignature of the board, pasted or as a file."""
    uploaded = file.file.read().decode(errors="replace") if file else ""
    fault = visit.attempt(
        lambda: add_cosignature(
            visit.session, visit.election, uploaded or line, by=visit.actor, now=visit.now
        ),
        "line",
    )
    return _page(visit, fault) if fault else visit.go_to("witnesses")


def _page(visit: Visit, fault: Fault | None = None, typed: str = "") -> HTMLResponse:
    session, election = visit.session, visit.election
    ballot, board = frozen_ballot(session, election.id), session.get(BoardRecord, election.id)
    manifest = read_manifest(ballot.manifest) if ballot else None
    named = manifest.witnesses if manifest else signers_of(session, election.id).witnesses
    shown = _checkpoint(manifest, board, named) if manifest and board else {"checkpoint": None}
    return visit.page(
        "signers/witnesses.html",
        fault=fault,
        typed=typed,
        frozen=manifest is not None,
        witnesses=[(Witness.parse(each).name, each) for each in named],
        box_url=visit.house.settings.box_url,
        **shown,
    )


def _checkpoint(manifest: Manifest, board: BoardRecord, named: Sequence[str]) -> dict[str, Any]:
    """The board's last checkpoint, and the verifier keys of those who have cosigned it."""
    origin = origin_of(manifest.election_id)
    last = parse_notes(board.checkpoints, origin, manifest.box_pk)[-1]
    note = split_notes(board.checkpoints)[-1]
    return {
        "checkpoint": {"origin": origin, "size": last.size, "root": in_groups(last.root)},
        "cosigned": {each for each in named if Witness.parse(each).time_in(note, last) is not None},
    }
