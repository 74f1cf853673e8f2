from fastapi import APIRouter
from fastapi.responses import Response

from app.client import ceremony_page

router = APIRouter(include_in_schema=False)


@router.get("/ceremony.html")
def download_ceremony() -> Response:
    """The committee's ceremony, to be carried to a machine without a network; never run here."""
    disposition = {"Content-Disposition": 'attachment; filename="ceremony.html"'}
    return Response(ceremony_page(), media_type="text/html", headers=disposition)
