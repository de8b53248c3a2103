"""Forms for presentations and photographs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from i18nfield.forms import I18nFormField, I18nTextInput

from talka.events.models import AgendaItem


class ItemChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: AgendaItem) -> str:
        return str(obj.title)


class PresentationForm(forms.Form):
    """A file or an address, for one of the items."""

    item = ItemChoice(AgendaItem.objects.none(), label=_("Agenda item"), empty_label=None)
    title = I18nFormField(label=_("Title"), widget=I18nTextInput, max_length=300)
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("Office document, PDF, picture, video or signed container (.edoc, .asice), at most 100 MB."),
    )
    url = forms.URLField(label=_("or its address"), required=False, max_length=500, assume_scheme="https")

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not data.get("url") and "file" not in self.errors and "url" not in self.errors:
            self.add_error("file", _("Choose a file, or give an address where it can be seen."))
        return data


class RenameForm(forms.Form):
    """Another title, or another item."""

    item = ItemChoice(AgendaItem.objects.none(), label=_("Agenda item"), empty_label=None)
    title = I18nFormField(label=_("Title"), widget=I18nTextInput, max_length=300)

    def __init__(self, *args: Any, items: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = items


class PhotoForm(forms.Form):
    """One photograph on its way in."""

    file = forms.FileField(label=_("Photograph"), help_text=_("JPEG, PNG or WebP, at most 25 MB."))
    caption = I18nFormField(label=_("Caption"), widget=I18nTextInput, required=False, max_length=300)
    credit = forms.CharField(label=_("Photographer"), required=False, max_length=120)


class CaptionForm(forms.Form):
    """What stands under a photograph, and whether everybody sees it."""

    caption = I18nFormField(label=_("Caption"), widget=I18nTextInput, required=False, max_length=300)
    credit = forms.CharField(label=_("Photographer"), required=False, max_length=120)
    published = forms.BooleanField(label=_("On the public page"), required=False)
