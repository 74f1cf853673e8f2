import sys

import typer
from typer.exceptions import TyperException

from app.core.faults import BadInput
from app.errors import TellersError

app = typer.Typer(
    name="tellers",
    help="Election administration for union locals, from the roll to the certificate.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Runs `tellers`; bad input is one line on stderr and exit 2."""
    try:
        sys.exit(app(prog_name="tellers", standalone_mode=False))
    except (BadInput, TellersError) as fault:
        print(f"tellers: {fault}", file=sys.stderr)
        sys.exit(2)
    except TyperException as fault:
        said = getattr(fault, "format_message", fault.__str__)()  # which names the option
        print(said if "\n" in said else f"tellers: {said}", file=sys.stderr)
        sys.exit(2)


# The commands register themselves on `app`.
from app.cli import audit as audit  # noqa: E402
from app.cli import box as box  # noqa: E402
from app.cli import calendar as calendar  # noqa: E402
from app.cli import ceremony as ceremony  # noqa: E402
from app.cli import ceremony_page as ceremony_page  # noqa: E402
from app.cli import clerks as clerks  # noqa: E402
from app.cli import client as client  # noqa: E402
from app.cli import counting as counting  # noqa: E402
from app.cli import exclusions as exclusions  # noqa: E402
from app.cli import officers as officers  # noqa: E402
from app.cli import petition as petition  # noqa: E402
from app.cli import profile as profile  # noqa: E402
from app.cli import rules as rules  # noqa: E402
from app.cli import serving as serving  # noqa: E402
from app.cli import units as units  # noqa: E402
from app.cli import vacancy as vacancy  # noqa: E402
from app.cli import verify as verify  # noqa: E402
from app.cli import witness as witness  # noqa: E402
