"""The field of a form in which somebody writes a territory."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from talka.territories.models import Area

from .queries.places import AreasByName, whole_names


class AreaField(forms.CharField):
    """A territory, written as on the page of the territory: cleaned it is that area, or None where nothing was written
    and nothing need be. One that stands in the form already is taken also where it no longer stands itself."""

    kept: Area | None = None
    words = ""

    def stands(self, area: Area | None) -> None:
        """The area that the form is filled with. Up to four queries; none for None."""
        self.kept, self.words = area, whole_names([area])[area.pk] if area is not None else ""
        self.initial = self.words

    def clean(self, value: Any) -> Area | None:
        said = str(super().clean(value)).strip()
        if not said or (self.kept is not None and said == self.words):
            return self.kept if said else None
        meant = AreasByName().meant(said)
        if meant.area is not None:
            return meant.area
        if meant.several:
            raise forms.ValidationError(
                _("Several places have this name: %(names)s. Write which one."),
                params={"names": "; ".join(meant.several)},
            )
        raise forms.ValidationError(
            _("The register knows no territory “%(name)s”. Write it as on the page of the territory."),
            params={"name": said},
        )
