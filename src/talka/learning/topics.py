"""What somebody knows or asks about, in one vocabulary for knowledge angels and requests.

The competences that come with the house, by their keys, which never change; and free words, folded, for what no
competence names. A programme's own framework is not used: angels help in any programme, so both sides have to speak
the same words; its competences count by their key, or else by their title as a free word.
"""

from collections.abc import Iterable, Sequence

from babel import Locale
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from talka.needs.models import Competence
from talka.ui.folding import fold, visible
from talka.ui.refusals import Refusal

COMPETENCE = "competence:"
WORD = "word:"
MOST_WORDS, LONGEST_WORD = 20, 60
LANGUAGES = ("lv", "en", "ru", "de", "lt", "et", "pl", "uk", "fi", "sv", "no", "da", "fr")
"""In which somebody can help: of the country, its neighbours, and those from whose programmes guests come."""


def house_competences() -> list[Competence]:
    """One query."""
    return list(Competence.objects.filter(programme=None, retired_at=None))


def topics_of(competences: Iterable[str], words: Iterable[str]) -> list[str]:
    """Keys of topics from keys of competences and typed words, each once."""
    keys = [f"{COMPETENCE}{key}" for key in competences] + [f"{WORD}{fold(word)}" for word in words]
    return list(dict.fromkeys(keys))


def competences_in(topics: Iterable[str]) -> list[str]:
    return [topic.removeprefix(COMPETENCE) for topic in topics if topic.startswith(COMPETENCE)]


def typed(words: Iterable[str]) -> list[str]:
    """Free words as they are kept, each once however it is written. Raises Refusal."""
    found: dict[str, str] = {}
    for word in words:
        said = " ".join(visible(word).split())
        if len(said) > LONGEST_WORD:
            raise Refusal(
                _("“%(word)s” is longer than %(n)s letters.") % {"word": said[:LONGEST_WORD], "n": LONGEST_WORD},
                _("Nothing was saved."),
                _("Name a topic in two or three words; the rest belongs to the text."),
                status=422,
            )
        if fold(said):
            found.setdefault(fold(said), said)
    if len(found) > MOST_WORDS:
        raise Refusal(
            _("These are more than %(n)s topics of your own.") % {"n": MOST_WORDS},
            _("Nothing was saved."),
            status=422,
        )
    return list(found.values())


def from_competence(competence: Competence, house: Sequence[Competence]) -> tuple[list[str], list[str]]:
    """(keys of the house's competences, free words) that stand for a programme's own competence."""
    if any(each.key == competence.key for each in house):
        return [competence.key], []
    return [], [str(competence.title)[:LONGEST_WORD]]


def named(topics: Iterable[str], words: Sequence[str], house: Sequence[Competence]) -> list[str]:
    """Topics as people read them: the title of a competence, a free word as it was typed."""
    titles = {f"{COMPETENCE}{each.key}": str(each.title) for each in house}
    titles |= {f"{WORD}{fold(word)}": word for word in words}
    return [titles[topic] if topic in titles else topic.split(":", 1)[-1] for topic in topics]


def language_names(codes: Iterable[str]) -> list[str]:
    """In the language that is spoken now, as Unicode's locale data name them."""
    names = Locale.parse((get_language() or "lv")[:2]).languages
    return [str(names.get(code, code)) for code in codes]


def language_choices() -> list[tuple[str, str]]:
    return [(code, language_names([code])[0]) for code in LANGUAGES]
