"""Paper: sheets to print, cards from a file and to a file, stickers counted by hand."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from talka.documents.card_sheet import CardSheet, card_sheets_pdf
from talka.documents.media_types import CSV, PDF, XLSX
from talka.documents.sheets import Sheet, write_csv, write_xlsx
from talka.documents.storage import serve_bytes
from talka.documents.tables import Fault, read_table
from talka.programmes.publicity import publicity_for_documents
from talka.ui.refusals import Refusal

from .. import access
from ..actions import paper
from ..columns import CARDS
from ..forms.paper import CardFileForm, CountForm
from ..queries.console import address
from ..queries.paper import card_lines, card_rows, count_sheets
from ..queries.stages import lanes_of, stages_of
from . import frame

MOST_ROWS = 500


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """What can be printed and brought back; taking in a file of cards."""
    row = access.workshop_to_lead(request.person, slug, workshop)  # type: ignore[attr-defined]
    groups = access.groups_led(request.person, row)  # type: ignore[attr-defined]
    stages = stages_of(row)
    form = CardFileForm(request.POST, request.FILES) if request.method == "POST" else CardFileForm.fresh()
    faults: list[Fault] = []
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            file = form.cleaned_data["file"]
            read = read_table(file, file.name, CARDS, most_rows=MOST_ROWS)
            language = (get_language() or "lv").split("-")[0]
            lines, wrong = card_lines(read.rows, groups, stages, language)
            faults = [*read.faults, *wrong]
            if lines and (not faults or form.cleaned_data["good_rows"]):
                try:
                    done = paper.take_cards_in(form.cleaned_data["batch"], lines, by=request.person)  # type: ignore[attr-defined]
                except Refusal as refusal:
                    form.add_error("file", refusal.text())
                    status = refusal.status
                else:
                    words = ngettext("%(n)s card entered.", "%(n)s cards entered.", done.new) % {"n": done.new}
                    messages.success(request, words)
                    if not faults:
                        return redirect("workshops:papers", slug, workshop)
                    form = CardFileForm.fresh()
                    status = 200
            elif not faults:
                form.add_error("file", _("There are no cards in this file."))
    context = frame.about(
        row,
        title=_("Paper"),
        groups=groups,
        lanes=lanes_of(stages),
        votings=[stage for stage in stages if stage.spec.vote],
        form=form,
        faults=faults,
        columns=CARDS,
        trail=frame.trail(row),
    )
    return render(request, "workshops/papers.html", context, status=status)


@require_GET
def cards_file(request: HttpRequest, slug: str, workshop: str, ending: str) -> HttpResponse:
    """The cards of all groups that the person leads; the same file comes in again."""
    row = access.workshop_to_lead(request.person, slug, workshop)  # type: ignore[attr-defined]
    groups = access.groups_led(request.person, row)  # type: ignore[attr-defined]
    sheet = Sheet(_("Cards"), CARDS, card_rows(groups, stages_of(row)))
    name = f"{slug}-{workshop}.{ending}"
    if ending == "csv":
        return serve_bytes(write_csv(sheet), name, CSV)
    if ending == "xlsx":
        return serve_bytes(write_xlsx(sheet), name, XLSX)
    raise Http404


@require_GET
def sheets(request: HttpRequest, slug: str, workshop: str) -> HttpResponse:
    """Sheets of cards to cut and to write on by hand, one for each column and group."""
    row = access.workshop_to_lead(request.person, slug, workshop)  # type: ignore[attr-defined]
    groups = access.groups_led(request.person, row)  # type: ignore[attr-defined]
    lanes = lanes_of(stages_of(row))
    if not lanes or not groups:
        raise Http404
    project = row.event.project
    prompts = {stage.key: stage.prompt for stage in stages_of(row)}
    made = card_sheets_pdf(
        [
            CardSheet(
                event=str(row.event.title),
                group=f"{group.number}. {group}",
                column=lane.words,
                prompt=prompts.get(lane.stage, ""),
                number=group.number,
                publicity=publicity_for_documents(project),
                language=get_language() or "lv",
                illustrative=project.programme.illustrative,
            )
            for group in groups
            for lane in lanes
        ]
    )
    return serve_bytes(made, f"{slug}-{workshop}-cards.pdf", PDF)


@require_http_methods(["GET", "HEAD", "POST"])
def hand_counts(request: HttpRequest, slug: str, workshop: str, number: int) -> HttpResponse:
    """Stickers of one group, counted by hand."""
    group = access.group_to_lead(request.person, slug, workshop, number)  # type: ignore[attr-defined]
    sheets_of_group = count_sheets(group, stages_of(group.workshop))
    asked = f"{request.POST.get('stage', '')}-{request.POST.get('criterion', '')}"
    forms, status = [], 200
    for sheet in sheets_of_group:
        sent = request.method == "POST" and asked == f"{sheet.stage.key}-{sheet.criterion}"
        form = CountForm(request.POST if sent else None, sheet=sheet)
        forms.append(form)
        if not sent:
            continue
        status = 422
        if form.is_valid():
            try:
                paper.count_by_hand(
                    group,
                    sheet.stage,
                    form.counts,
                    form.cleaned_data["voters"],
                    criterion=sheet.criterion,
                    by=request.person,  # type: ignore[attr-defined]
                )
            except Refusal as refusal:
                form.add_error("voters", refusal.text())
                status = refusal.status
            else:
                messages.success(request, _("The count has been saved and is marked as counted by hand."))
                return redirect("workshops:hand_counts", slug, workshop, number)
    context = frame.about(
        group.workshop,
        title=_("Votes counted by hand"),
        group=group,
        forms=forms,
        trail=frame.trail(group.workshop, (str(group), address("board", group.workshop, number))),
    )
    return render(request, "workshops/hand_counts.html", context, status=status)
