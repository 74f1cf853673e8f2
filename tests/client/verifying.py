from app.core.secrecy.report import Report
from app.core.secrecy.verify import verify_bundle
from tests.client.engines import Client, in_node

Line = list[str]


def by_core(bundle: bytes, receipt: bytes | None = None) -> list[Line]:
    """What `tellers verify` says but for the archive, which the page reads before it checks."""
    return _lines(verify_bundle(bundle, receipt=receipt))


def by_page(client: Client, bundle: bytes, receipt: bytes | None = None) -> list[Line]:
    """What the modules of the page say."""
    own = {} if receipt is None else {"receipt": receipt}
    found: list[Line] = client("verify", bundle=bundle, **own)
    return found


def verified_alike(bundle: bytes) -> Report:
    """What `tellers verify` says, when the page's modules say the very same."""
    report = verify_bundle(bundle)
    with in_node() as client:
        page, core = by_page(client, bundle), _lines(report)
    assert page == core, [pair for pair in zip(page, core, strict=True) if pair[0] != pair[1]]
    return report


def _lines(report: Report) -> list[Line]:
    return [[check.name, check.verdict.value, check.detail] for check in report.checks[1:]]
