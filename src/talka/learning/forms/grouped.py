"""Long forms in groups: what belongs to one recommendation or theme stands together under its words."""

from collections.abc import Sequence
from itertools import takewhile

from django import forms
from django.forms import BoundField

from talka.ui.refusals import Words


class GroupedForm(forms.Form):
    """A form some of whose fields stand in groups, with what comes before and after them. grouped: the words of each
    group and the names of its fields, in their order; said when the form is made."""

    template_name = "learning/grouped_form.html"
    grouped: Sequence[tuple[Words, Sequence[str]]] = ()

    def groups(self) -> list[tuple[Words, list[BoundField]]]:
        return [(words, [self[name] for name in names]) for words, names in self.grouped]

    def before(self) -> Sequence[BoundField]:
        grouped = self._names()
        return list(takewhile(lambda field: field.name not in grouped, self.visible_fields()))

    def after(self) -> Sequence[BoundField]:
        grouped, first = self._names(), {field.name for field in self.before()}
        return [field for field in self.visible_fields() if field.name not in grouped | first]

    def _names(self) -> set[str]:
        return {name for _words, names in self.grouped for name in names}
