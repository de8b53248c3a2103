"""Russian: many endings; words written with ё or е."""

from __future__ import annotations

FUNCTION_WORDS = frozenset(
    """
    и или но а да же ли бы не ни нет в во на за под над из к ко с со у о об от до по при про для без через между
    перед после что чтобы как когда где куда кто кого кому чем чей который которая которые которых это этот эта
    эти этого тот та те того так там тут здесь тоже также уже еще только даже лишь если то он она оно они его ее
    их им мы нас нам наш наша наши вы вас вам я мне меня себя свой свои своя своих все всё всех всем всего весь
    вся каждый каждая каждого один одна одно одни два три больше меньше много мало очень нельзя можно надо нужно
    нужен нужна нужны есть быть был была были было будет никто ничего некому нечем никак слишком хватает хотим
    хочется хотелось пожалуйста другой другие других дать
    """.split()  # noqa: SIM905
)
EVERYWHERE = frozenset("самоуправ муниципал кра".split())  # noqa: SIM905
OFTEN = frozenset(
    """
    волост люд человек жител год врем мест работ жит развит план нов больш мал хорош регион государств общ услуг город
    посел деревн местн обществен
    """.split()  # noqa: SIM905
)

_ENDINGS = sorted(
    """
    ыми ими его ого ему ому ее ие ые ое ей ий ый ой ем им ым ом их ых ую юю ая яя ою ею
    ами ями ах ях ам ям ов ев ией иям ием иях ия ию ии ье ьи ью ья ы и а я о е у ю ь й
    ует уют ует аете аем ают яют яет ает ишь ите ит ат ят ут ют ешь ете ет ла ло ли л ть ти ать ять ить еть овать
    лась лось лись лся ться тся ется ются ится атся ятся ятся аться яться иться уется уются
    ющий ющая ющие ющих вший вшая вшие нный нная нные нных енный енная енные енных ен ена ено ены
    """.split(),  # noqa: SIM905
    key=lambda ending: (-len(ending), ending),
)
_NOUN_ENDINGS = sorted(
    """
    ами ями ах ях ам ям ов ев ей ой ией иям ием иях ия ию ии ье ьи ью ья ом ем ы и а я о е у ю ь й
    ыми ими ого его ому ему ые ие ый ий ая яя ое ее ую юю ых их ым им
    """.split(),  # noqa: SIM905
    key=lambda ending: (-len(ending), ending),
)
_SUFFIXES = sorted(
    "ирован ован ен ани ени остн ост ств тел ник чик щик ичн льн енн анн н ск к иц".split(),  # noqa: SIM905
    key=lambda suffix: (-len(suffix), suffix),
)


def written(word: str) -> str:
    """The word in small letters, ё as е."""
    return word.lower().replace("ё", "е")


def inflected(plain: str) -> str:
    """The word without its ending: "данных", "данные" → "данн"."""
    return _without(plain, _NOUN_ENDINGS)


def root(plain: str) -> str:
    """The word without ending and suffixes: "планирования", "планирует" → "план"."""
    stem = _without(plain, _ENDINGS)
    for _ in range(2):
        suffix = next((s for s in _SUFFIXES if stem.endswith(s) and len(stem) - len(s) >= 4), "")
        stem = stem[: len(stem) - len(suffix)]
    return stem


def _without(plain: str, endings: list[str]) -> str:
    ending = next((e for e in endings if plain.endswith(e) and len(plain) - len(e) >= 3), "")
    return plain[: len(plain) - len(ending)]
