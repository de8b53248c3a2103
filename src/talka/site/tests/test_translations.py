"""Extraction is right when what it finds is what Django looks up: the two are compared at run time."""

import gettext as gettext_module

import pytest
from django.template import Context, Engine
from django.utils import translation
from django.utils.translation import trans_real

from talka.site import translations
from talka.site.translations import catalogues, review
from talka.site.translations.extraction import python_texts, template_texts
from talka.site.trouble import Trouble


class Recorder(gettext_module.NullTranslations):
    """Stands in for the active language and keeps what it is asked for."""

    def __init__(self):
        super().__init__()
        self.asked = []

    def gettext(self, message):
        if "\x04" in message:
            context, message = message.split("\x04")
            self.asked.append((message, None, context))
        else:
            self.asked.append((message, None, None))
        return message

    def ngettext(self, single, plural, number):
        context = None
        if "\x04" in single:
            context, single = single.split("\x04")
            plural = plural.split("\x04")[-1]
        self.asked.append((single, plural, context))
        return single if number == 1 else plural


@pytest.fixture
def asked(monkeypatch):
    recorder = Recorder()
    with translation.override("lv"):
        monkeypatch.setattr(trans_real._active, "value", recorder)
        yield recorder.asked


TEMPLATES = [
    "{% translate 'Plain' %}",
    '{% translate "It\'s \\"quoted\\"" %}',
    "{% translate '100% sure' %}",
    "{% translate 'May' context 'month' %}",
    "{% translate 'Kept' as kept %}{{ kept }}",
    "{{ _('In a variable') }}",
    "{{ missing|default:_('In a filter') }}",
    "{% if name == _('In a tag') %}{% endif %}",
    "{% blocktranslate %}Hello {{ name }}, 5% off{% endblocktranslate %}",
    "{% blocktranslate trimmed %}\n   One line\n   and   another {{ name }}\n{% endblocktranslate %}",
    "{% blocktranslate %}\n  Not trimmed\n{% endblocktranslate %}",
    "{% blocktranslate context 'greeting' %}Hi{% endblocktranslate %}",
    "{% blocktranslate with other=name|upper trimmed %}\n Dear {{ other }}\n{% endblocktranslate %}",
    "{% blocktranslate count n=number trimmed %}\n {{ n }} one\n{% plural %}\n {{ n }}, 5%\n{% endblocktranslate %}",
    "{% blocktranslate count n=number context 'hall' %}{{ n }} seat{% plural %}{{ n }} seats{% endblocktranslate %}",
]


@pytest.mark.parametrize("source", TEMPLATES)
def test_template_text_is_what_is_looked_up(source, asked):
    engine = Engine(builtins=["django.templatetags.i18n"])
    engine.from_string(source).render(Context({"name": "Anna", "number": 3}))
    found = [(text.single, text.plural, text.context) for text in template_texts(source, "x.html")]
    assert found == list(dict.fromkeys(asked))


PYTHON = [
    '_("Plain")',
    '_("Two " "parts")',
    "_('It\\'s a\\nline')",
    'ngettext("%(n)d card", "%(n)d cards", 3)',
    'pgettext("month", "May")',
    'npgettext("hall", "%d seat", "%d seats", 3)',
    'str(gettext_lazy("Later"))',
    'str(pgettext_lazy("month", "Lazy May"))',
    'ngettext_lazy("%d vote", "%d votes") % 3',
]


@pytest.mark.parametrize("source", PYTHON)
def test_python_text_is_what_is_looked_up(source, asked):
    names = {name: getattr(translation, name) for name in dir(translation) if "gettext" in name}
    eval(source, names | {"_": translation.gettext})
    found = [(text.single, text.plural, text.context) for text in python_texts(source, "x.py")]
    assert found == asked


def test_texts_of_a_components_attributes_are_found():
    source = """<c-card title="{% translate 'Title' %}" :more="_('More')">{# _("not this") #}</c-card>"""
    assert [text.single for text in template_texts(source, "x.html")] == ["Title", "More"]


def test_comments_and_verbatim_ask_for_nothing():
    source = "{% comment %}{% translate 'a' %}{% endcomment %}{% verbatim %}{% translate 'b' %}{% endverbatim %}"
    assert list(template_texts(source, "x.html")) == []


@pytest.mark.parametrize("source", ['_(f"Dear {name}")', '_("Dear " + name)'])
def test_a_text_put_together_is_refused(source):
    with pytest.raises(Trouble, match="stand whole"):
        list(python_texts(source, "x.py"))


@pytest.fixture
def room(tmp_path, monkeypatch):
    """A house with one room: its Python file can be written, its catalogue edited."""
    monkeypatch.setattr(catalogues, "HOUSE", tmp_path)
    monkeypatch.setattr(translations, "HOUSE", tmp_path)
    (tmp_path / "hall").mkdir()
    (tmp_path / "hall" / "__init__.py").touch()
    return tmp_path / "hall"


def translate(room, **strings):
    path = translations.po_path("hall", "lv")
    text = path.read_text()
    for old, new in strings.items():
        text = text.replace(f'msgid "{old}"\nmsgstr ""', f'msgid "{old}"\nmsgstr "{new}"')
    path.write_text(text)
    return path


def test_an_update_keeps_what_is_translated_and_a_second_changes_nothing(room):
    (room / "views.py").write_text('_("Hall")\n_("Door")\n')
    assert catalogues.update("hall") == [("lv", 2, 2)]
    path = translate(room, Hall="Zāle")
    (room / "views.py").write_text('_("Hall")\n_("Window")\n')
    assert catalogues.update("hall") == [("lv", 2, 1)]
    text = path.read_text()
    assert 'msgid "Hall"\nmsgstr "Zāle"' in text
    assert "Door" not in text
    catalogues.update("hall")
    assert path.read_text() == text


def test_a_translation_whose_text_went_away_can_come_back(room):
    (room / "views.py").write_text('_("Hall")\n')
    catalogues.update("hall")
    translate(room, Hall="Zāle")
    (room / "views.py").write_text("")
    catalogues.update("hall")
    (room / "views.py").write_text('_("Hall")\n')
    assert catalogues.update("hall") == [("lv", 1, 0)]


def test_what_is_compiled_is_what_gettext_reads(room):
    (room / "views.py").write_text('ngettext("%(n)d card", "%(n)d cards", n)\npgettext("month", "May")\n')
    catalogues.update("hall")
    path = translations.po_path("hall", "lv")
    text = path.read_text()
    for number, form in enumerate(["%(n)d kartīte", "%(n)d kartītes", "%(n)d kartīšu"]):
        text = text.replace(f'msgstr[{number}] ""', f'msgstr[{number}] "{form}"')
    path.write_text(text.replace('msgid "May"\nmsgstr ""', 'msgid "May"\nmsgstr "maijs"'))
    assert review.faults(["hall"]) == []
    assert translations.to_compile(["hall"])
    assert catalogues.compile_all(["hall"]) == 1
    assert not translations.to_compile(["hall"])
    with path.with_suffix(".mo").open("rb") as file:
        catalog = gettext_module.GNUTranslations(file)
    forms = [catalog.ngettext("%(n)d card", "%(n)d cards", n) % {"n": n} for n in (1, 2, 11, 21, 0)]
    assert forms == ["1 kartīte", "2 kartītes", "11 kartītes", "21 kartīte", "0 kartīšu"]
    assert catalog.pgettext("month", "May") == "maijs"


def entry(single, *strings, plural=None, flags=""):
    lines = [f"#, {flags}"] if flags else []
    lines.append(f'msgid "{single}"')
    if plural:
        lines.append(f'msgid_plural "{plural}"')
        lines += [f'msgstr[{n}] "{text}"' for n, text in enumerate(strings)]
    else:
        lines.append(f'msgstr "{strings[0]}"')
    return "\n".join(lines) + "\n\n"


@pytest.mark.parametrize(
    ("source", "po", "fault"),
    [
        ('_("Hall")', entry("Hall", ""), "not translated"),
        ('_("Hall")', entry("Hall", "Zāle", flags="fuzzy"), "fuzzy"),
        ('_("Hall")', entry("Door", "Durvis"), "not in the catalogue"),
        ('_("%(n)s in")', entry("%(n)s in", "%(m)s iekšā"), "placeholders differ"),
        ('_("{n} in")', entry("{n} in", "iekšā"), "placeholders differ"),
        ('ngettext("one", "%(n)s", n)', entry("one", "viens", "%(n)s", "nav", plural="%(n)s"), "placeholders differ"),
        ('ngettext("one", "%(n)s", n)', entry("one", "%(n)s", "%(n)s", plural="%(n)s"), "not translated"),
    ],
)
def test_each_fault_is_named(room, source, po, fault):
    (room / "views.py").write_text(source)
    catalogues.update("hall")
    path = translations.po_path("hall", "lv")
    head = path.read_text().split("\n\n", 1)[0]
    path.write_text(head + "\n\n" + po)
    found = review.faults(["hall"])
    assert len(found) == 1
    assert fault in found[0]


def test_the_form_for_zero_may_leave_the_number_out(room):
    (room / "views.py").write_text('ngettext("%(n)s card", "%(n)s cards", n)')
    catalogues.update("hall")
    path = translations.po_path("hall", "lv")
    head = path.read_text().split("\n\n", 1)[0]
    po = entry("%(n)s card", "%(n)s kartīte", "%(n)s kartītes", "nav kartīšu", plural="%(n)s cards")
    path.write_text(head + "\n\n" + po)
    assert review.faults(["hall"]) == []


def test_two_rooms_that_say_the_same_text_differently_are_found(room, tmp_path):
    for name, word in (("hall", "Zāle"), ("yard", "Halle")):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        (folder / "views.py").write_text('_("Hall")')
        catalogues.update(name)
        path = translations.po_path(name, "lv")
        path.write_text(path.read_text().replace('msgid "Hall"\nmsgstr ""', f'msgid "Hall"\nmsgstr "{word}"'))
    found = review.faults(["hall", "yard"])
    assert len(found) == 1
    assert "differently" in found[0]
