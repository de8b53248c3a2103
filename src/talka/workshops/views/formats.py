"""Pages about formats: what each is for, and a project's own ones, which go out and come in as TOML files."""

from typing import Any

import tomli_w
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from talka.documents.storage import serve_bytes
from talka.documents.toml import TomlFault, toml_table
from talka.programmes import access as programmes
from talka.ui.refusals import Refusal

from .. import access
from ..actions import formats
from ..formats.reading import FormatFaults, shipped_format
from ..formats.writing import format_table
from ..forms.formats import CopyForm, FormatFileForm
from ..models import Format
from ..queries.formats import own_rows, row_of, shipped_rows
from .own_steps import steps_to_change

MOST_BYTES = 200_000


@require_GET
def about_formats(request: HttpRequest) -> HttpResponse:
    """What formats there are, for everybody."""
    return render(
        request, "workshops/formats/formats.html", {"title": _("Formats of group work"), "rows": shipped_rows()}
    )


@require_GET
def about_format(request: HttpRequest, key: str) -> HttpResponse:
    """One format explained step by step."""
    spec = shipped_format(key)
    if spec is None:
        raise Http404
    row = row_of(spec)
    return render(request, "workshops/formats/format.html", {"title": row.title, "row": row})


@require_http_methods(["GET", "HEAD", "POST"])
def project_formats(request: HttpRequest, slug: str) -> HttpResponse:
    """A project's own formats: copy one, or bring a file."""
    project = programmes.project_to_organise(request.person, slug)  # type: ignore[attr-defined]
    bringing = "file" in request.FILES or request.POST.get("deed") == "bring"
    copy = CopyForm(request.POST if request.method == "POST" and not bringing else None, project=project)
    file = FormatFileForm(request.POST, request.FILES) if bringing else FormatFileForm()
    faults: list[tuple[str, str]] = []
    made: Format | None = None
    if request.method == "POST" and bringing and file.is_valid():
        made, faults = _brought(request, project, file)
    elif request.method == "POST" and not bringing and copy.is_valid():
        made = formats.copy_format(
            project,
            copy.cleaned_data["spec"],
            title=copy.cleaned_data["words"],
            by=request.person,  # type: ignore[attr-defined]
        )
    if made is not None:
        messages.success(request, _("The format “%(name)s” is now the project's own.") % {"name": made})
        return redirect("workshops:own_format", slug, made.key)
    status = 422 if faults or copy.errors or file.errors else 200
    context = {
        "title": _("Formats of group work"),
        "project": project,
        "rows": own_rows(project),
        "copy": copy,
        "file": file,
        "faults": faults,
    }
    return render(request, "workshops/formats/project_formats.html", context, status=status)


def _brought(
    request: HttpRequest, project: object, file: FormatFileForm
) -> tuple[Format | None, list[tuple[str, str]]]:
    """The format that the file holds, or what is wrong with it, place by place."""
    try:
        table = _table(file)
        return formats.take_format_in(project, table, by=request.person), []  # type: ignore[arg-type, attr-defined]
    except TomlFault as fault:
        return None, [("", _("The file cannot be read as TOML: %(fault)s") % {"fault": fault})]
    except FormatFaults as wrong:
        return None, list(wrong.faults)


def _table(file: FormatFileForm) -> dict[str, Any]:
    """Raises TomlFault. What is past the first 200 kB is no format of ours."""
    return toml_table(file.cleaned_data["file"].read(MOST_BYTES))


@require_GET
def own_format(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    own = access.format_to_organise(request.person, slug, key)  # type: ignore[attr-defined]
    row = row_of(own.spec, own)
    context = {"title": row.title, "row": row, "project": own.project, **steps_to_change(own)}
    return render(request, "workshops/formats/own_format.html", context)


@require_GET
def own_format_file(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The format as a file that comes in again, here or in another project."""
    own = access.format_to_organise(request.person, slug, key)  # type: ignore[attr-defined]
    return _file(own.key, own.table)


@require_GET
def format_file(request: HttpRequest, key: str) -> HttpResponse:
    spec = shipped_format(key)
    if spec is None:
        raise Http404
    return _file(key, format_table(spec))


@require_POST
def replace_format(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Put a file in place of the format as it is."""
    own = access.format_to_organise(request.person, slug, key)  # type: ignore[attr-defined]
    file = FormatFileForm(request.POST, request.FILES)
    faults: list[tuple[str, str]] = []
    if not file.is_valid():
        raise Refusal(_("Choose a file."), status=422)
    try:
        table = _table(file)
        formats.change_format(own, table, own.version, by=request.person)  # type: ignore[attr-defined]
    except TomlFault as fault:
        faults = [("", _("The file cannot be read as TOML: %(fault)s") % {"fault": fault})]
    except FormatFaults as wrong:
        faults = list(wrong.faults)
    if faults:
        context = {"title": str(own), "row": row_of(own.spec, own), "project": own.project, "faults": faults}
        context |= steps_to_change(own)
        return render(request, "workshops/formats/own_format.html", context, status=422)
    messages.success(request, _("Saved."))
    return redirect("workshops:own_format", slug, key)


@require_POST
def remove_format(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    own = access.format_to_organise(request.person, slug, key)  # type: ignore[attr-defined]
    formats.remove_format(own, by=request.person)  # type: ignore[attr-defined]
    messages.success(request, _("The format has been taken away. Group work made with it keeps its steps."))
    return redirect("workshops:project_formats", slug)


def _file(key: str, table: dict[str, object]) -> HttpResponse:
    text = tomli_w.dumps({name: value for name, value in table.items() if name != "key"})
    return serve_bytes(text.encode(), f"{key}.toml", "application/toml")
