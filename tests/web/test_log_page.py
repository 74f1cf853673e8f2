from datetime import UTC, datetime

from app.actions.auditing import log_act, seal_audit
from app.records.audit import last_head
from app.settings import raw
from tests.registrar import Registrar
from tests.web.browser import signed_in

NOW = datetime(2028, 1, 20, tzinfo=UTC)


def test_log_tells_each_act_of_the_election_and_of_no_other(registrar: Registrar) -> None:
    registrar.nominate("1006", "president")
    chair, at = signed_in(registrar), f"/elections/{registrar.election}/log"
    page = chair.get(at).text
    assert page.index("Nomination entered") < page.index("Roll imported")
    assert "<dt>granted</dt><dd><bdi>no</bdi></dd>" in page
    assert "Account created" not in page  # an act outside of any election
    assert "Earlier acts" not in page


def test_long_log_is_shown_a_part_at_a_time(registrar: Registrar) -> None:
    with registrar.database.writing() as session:
        for number in range(120):
            log_act(
                session, "tested", by="a test", now=NOW, election=registrar.election, number=number
            )
        head = seal_audit(session, raw(registrar.settings.signing_key), now=NOW)
        kept = last_head(session)
    assert head is not None
    assert kept is not None
    chair, at = signed_in(registrar), f"/elections/{registrar.election}/log"
    page = chair.get(at).text
    assert f"{head.length}:{head.digest.hex()}" in page
    assert page.count("<strong>Tested</strong>") == 100
    earlier = chair.get(at + page.split(f"{at}")[-1].split('"')[0]).text
    assert earlier.count("<strong>Tested</strong>") == 20
    assert "Roll imported" in earlier
    for wrong in ("0", "-1", "x", str(2**63)):
        assert chair.get(f"{at}?before={wrong}").status_code == 422
