"""The appraisal as files; in each only what the reader may see."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from talka.documents.media_types import CSV, XLSX, ZIP
from talka.documents.sheets import write_csv, write_xlsx
from talka.documents.storage import serve_bytes

from .. import access
from ..queries.appraisal import files
from .frame import person_of


@require_safe
def export(request: HttpRequest, slug: str, what: str) -> HttpResponse:
    """what: the file's name: appraisal.xlsx, cost-sharing.zip, coalitions.zip, or, for the partners, ways.csv."""
    person = person_of(request)
    row = access.case_for(person, slug)
    name = f"{row.slug}-{what}"
    match what:
        case "appraisal.xlsx":
            return serve_bytes(write_xlsx(*files.appraisal_sheets(row, person)), name, XLSX)
        case "cost-sharing.zip":
            return serve_bytes(files.cost_sharing_zip(row, person), name, ZIP)
        case "coalitions.zip":
            return serve_bytes(files.coalitions_zip(row, person), name, ZIP)
        case "ways.csv" if access.may_read_inside(person, row):
            return serve_bytes(write_csv(files.ways_sheet(row)), name, CSV)
    raise Http404
