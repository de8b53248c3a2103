"""Forms of consultations: the frame, the text and its parts, a comment, a personal link, an answer, the report."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from talka.events.access import events_known_to
from talka.people.models import Organisation, Person
from talka.people.office import office_of
from talka.programmes.access import programmes_organised
from talka.programmes.models import Programme
from talka.resources.area_field import AreaField
from talka.territories.models import Area
from talka.ui.forms import DateInput

from ..actions.consultation_answers import LONGEST as LONGEST_ANSWER
from ..actions.consultation_comments import LONGEST as LONGEST_COMMENT
from ..actions.consultation_parts import LONGEST_TEXT, PartData
from ..actions.consultations import LONGEST, ConsultationData
from ..models import Consultation, ConsultationComment, ConsultationPart
from ..queries.consultations import planned_choices, planned_of
from ..splitting import LONGEST_HEADING, LONGEST_PART

MOST_EVENTS = 60


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class ConsultationForm(forms.Form):
    """One consultation, without its text."""

    title = forms.CharField(label=_("Title"), max_length=200)
    subject = forms.CharField(
        label=_("Which plan or decision"),
        required=False,
        max_length=300,
        help_text=_("For instance: the draft of the development programme for 2028–2034."),
    )
    about = forms.CharField(
        label=_("Introduction"),
        required=False,
        max_length=LONGEST,
        widget=_area(6),
        help_text=_("What is being decided, what can still be changed, and what happens with the comments."),
    )
    link = forms.URLField(
        label=_("Where the whole document stands"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("An address that begins with https://."),
    )
    planned = forms.ChoiceField(label=_("Task or project of a planning document"), required=False)
    area = AreaField(label=_("Territory"), max_length=200, help_text=_("As on the page of the territory."))
    opens_on = forms.DateField(label=_("First day"), widget=DateInput())
    closes_on = forms.DateField(
        label=_("Last day"),
        widget=DateInput(),
        help_text=_(
            "Comments are taken until midnight at the end of this day. At least four weeks are usual for planning"
            " documents, as far as we know; check what the rules say that apply to yours."
        ),
    )
    event = forms.ChoiceField(
        label=_("Hearing"), required=False, help_text=_("An event at which people can speak about it.")
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, person: Person | None, row: Consultation | None = None, **kwargs: Any) -> None:
        office = office_of(person)
        self.place: Area | None = row.area if row is not None else office.area if office is not None else None
        kwargs["initial"] = kwargs.get("initial", {})
        chosen: list[tuple[str, str]] = []
        if row is not None:
            kept = ("title", "subject", "about", "link", "opens_on", "closes_on", "version")
            kwargs["initial"] |= {name: getattr(row, name) for name in kept}
            chosen = [(f"{one.kind}:{one.id}", str(one.title)) for one in planned_of(row, person)]
            kwargs["initial"] |= {"event": str(row.event_id or ""), "planned": chosen[0][0] if chosen else ""}
        super().__init__(*args, **kwargs)
        self.fields["area"].stands(self.place)  # type: ignore[attr-defined]
        offered = planned_choices([self.place.pk] if self.place else [], person)
        offered = [*chosen, *(one for one in offered if one[0] not in dict(chosen))]
        self.fields["planned"].choices = [("", "–"), *offered]  # type: ignore[attr-defined]
        if not offered:
            del self.fields["planned"]
        events = events_known_to(person).order_by("-first_day", "-pk")[:MOST_EVENTS]
        self.events = {str(event.pk): event for event in events}
        if row is not None and row.event is not None:
            self.events.setdefault(str(row.event_id), row.event)
        self.fields["event"].choices = [  # type: ignore[attr-defined]
            ("", "–"), *((pk, f"{event.title} ({event.first_day:%d.%m.%Y})") for pk, event in self.events.items())
        ]  # fmt: skip
        if not self.events:
            del self.fields["event"]

    def data_of(self) -> ConsultationData:
        said = self.cleaned_data
        return ConsultationData(
            said["title"],
            said["area"],
            said["opens_on"],
            said["closes_on"],
            said["about"],
            said["subject"],
            said["link"],
            self.events.get(said.get("event", "")),
        )

    def planned_said(self) -> tuple[str, str] | None:
        kind, _colon, pk = self.cleaned_data.get("planned", "").partition(":")
        return (kind, pk) if pk else None


class NewConsultationForm(ConsultationForm):
    """Who holds it is said once."""

    holder = forms.ChoiceField(label=_("Who holds it"))
    field_order = (
        "holder", "title", "subject", "about", "link", "planned", "area", "opens_on", "closes_on", "event",
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        kwargs["initial"] = kwargs.get("initial", {}) | {"opens_on": timezone.localdate()}
        super().__init__(*args, person=person, **kwargs)
        office = office_of(person)
        self.holders: dict[str, Organisation | Programme] = {}
        if office is not None:
            self.holders[f"organisation-{office.pk}"] = office
        for programme in programmes_organised(person).filter(archived_at=None).order_by("code", "pk")[:50]:
            self.holders[f"programme-{programme.pk}"] = programme
        self.fields["holder"].choices = [(key, str(one)) for key, one in self.holders.items()]  # type: ignore[attr-defined]

    def organisation(self) -> Organisation | None:
        found = self.holders[self.cleaned_data["holder"]]
        return found if isinstance(found, Organisation) else None

    def programme(self) -> Programme | None:
        found = self.holders[self.cleaned_data["holder"]]
        return found if isinstance(found, Programme) else None


class PasteForm(forms.Form):
    text = forms.CharField(
        label=_("The text"),
        max_length=LONGEST_TEXT,
        widget=_area(14),
        help_text=_(
            "Paste it whole. It is cut into parts at its headings: lines that begin with # or a number (“1.2. Goals”),"
            " and short lines in capitals. You can change each part afterwards."
        ),
    )
    replace = forms.BooleanField(label=_("In place of the parts that stand already"), required=False)


class PartForm(forms.Form):
    heading = forms.CharField(label=_("Heading"), max_length=LONGEST_HEADING)
    text = forms.CharField(label=_("Text"), required=False, max_length=LONGEST_PART, widget=_area(12))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, part: ConsultationPart | None = None, **kwargs: Any) -> None:
        if part is not None:
            kwargs["initial"] = {"heading": part.heading, "text": part.text, "version": part.version}
        super().__init__(*args, **kwargs)

    def data_of(self) -> PartData:
        return PartData(self.cleaned_data["heading"], self.cleaned_data["text"])


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=500, widget=_area(3))


class CommentForm(forms.Form):
    """Somebody for whom nobody has said where they work cannot speak for an organisation."""

    words = forms.CharField(label=_("Your comment"), max_length=LONGEST_COMMENT, widget=_area(5))
    shown_as = forms.ChoiceField(
        label=_("How it stands here"),
        choices=ConsultationComment.ShownAs.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "Everybody reads the comment. Without your name nobody is shown who wrote it, not even those who hold the"
            " consultation; the answer reaches you by letter. By choosing a name you agree that it stands with the"
            " comment; you can take that back on your page at any time."
        ),
    )

    def __init__(self, *args: Any, person: Person | None, **kwargs: Any) -> None:
        kwargs["initial"] = {"shown_as": ConsultationComment.ShownAs.NOBODY}
        super().__init__(*args, **kwargs)
        office = office_of(person)
        choices = [
            (value, str(label)) for value, label in ConsultationComment.ShownAs.choices if value != "organisation"
        ]
        if person is not None:
            choices[1] = ("name", _("With my name: %(name)s") % {"name": person.name})
        if office is not None:
            choices.append(("organisation", _("In the name of %(organisation)s") % {"organisation": office}))
        self.fields["shown_as"].choices = choices  # type: ignore[attr-defined]


class LinkForm(forms.Form):
    given_name = forms.CharField(label=_("Given name"), max_length=100)
    family_name = forms.CharField(label=_("Family name"), max_length=100)
    email = forms.EmailField(
        label=_("E-mail"), help_text=_("The link goes there, and later the answer to what you say.")
    )


class AnswerForm(forms.Form):
    answer = forms.ChoiceField(label=_("Answer"), choices=ConsultationComment.Answer.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why, or what was changed"),
        required=False,
        max_length=LONGEST_ANSWER,
        widget=_area(5),
        help_text=_("Needed where it is not taken up, or in part only. Everybody reads it."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, comment: ConsultationComment, **kwargs: Any) -> None:
        kwargs["initial"] = {"answer": comment.answer, "reason": comment.reason, "version": comment.version}
        super().__init__(*args, **kwargs)


class PublishReportForm(forms.Form):
    unanswered_too = forms.BooleanField(
        label=_("Publish also where comments have no answer; the report says so"), required=False
    )


class AfterForm(forms.Form):
    conclusion = forms.CharField(
        label=_("What came of it, in a few words"),
        required=False,
        max_length=LONGEST,
        widget=_area(6),
        help_text=_("It stands above the answers."),
    )
    text = forms.CharField(
        label=_("The text after the consultation"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=_area(14),
        help_text=_("Paste it whole. Everybody can read it beside the old one, with what was changed."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Consultation, **kwargs: Any) -> None:
        kwargs["initial"] = {"text": row.after, "conclusion": row.conclusion, "version": row.version}
        super().__init__(*args, **kwargs)
