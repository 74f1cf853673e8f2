from fastapi import APIRouter
from fastapi.responses import Response

from app.client import ceremony_page, policy_of, verifier_page

router = APIRouter(include_in_schema=False)


@router.get("/ceremony.html")
def download_ceremony() -> Response:
    """The committee's ceremony, to be carried to a machine without a network; never run here."""
    disposition = {"Content-Disposition": 'attachment; filename="ceremony.html"'}
    return Response(ceremony_page(), media_type="text/html", headers=disposition)


@router.get("/verify")
def verify() -> Response:
    """The verifier, which runs in the browser of whoever opens it, and may be saved as a file."""
    page = verifier_page()
    policy = {"Content-Security-Policy": f"{policy_of(page)}; frame-ancestors 'none'"}
    return Response(page, media_type="text/html", headers=policy)
