"""Latvian: six cases, two numbers, verbs by person; typed with and without diacritics."""

from __future__ import annotations

import re
import unicodedata

FUNCTION_WORDS = frozenset(
    """
    un vai bet lai ka ar par uz no pie pec lidz kad kur kas ko kam ka kada kads kadu kadus kadas kadi kadam ir nav but
    butu esam esi es tiek netiek tikt ne nevis kurs kuri kura kuru kuras kuram tie tas ta to tam tai tos tads tada tadi
    tadu tade mes mums musu viniem vini vinu vina vins jus jums jusu jau vel ari tikai pat gan kops starp sava savu savs
    savas savi saviem savam sev sevi savstarpeji tad te seit ja jo cik tik nevar var varetu varam vares kaut neviens
    neviena nevienam nekas neko neka visi viss visu visas visa visam visiem viens viena vienu vienam vienas katrs katra
    katru katram katras caur bez del ap pret pirms virs zem abi abas ik cits cita citi citu citas citam citiem dazi
    dazas dazadi pats pati pasi pasu vairak mazak parak daudz maz loti labi nekur vispar joprojam tacu tapec kapec
    vienmer reizi vienreiz arvien tagad driz beidzot diemzel ludzu tomer varbut noteikti
    vajag vajadzigs vajadziga vajadzigi vajadzigas vajadzetu vajadzeja jabut trukst trukums truka truukst nepieciesams
    nepieciesama nepieciesami gribam gribetu gribas velamies grib gruti nespejam spet jasak sakt dot jadod
    """.split()  # noqa: SIM905
)
"""Words that join others or frame a wish ("trūkst", "vajag", "nav"); as written without diacritics."""

EVERYWHERE = frozenset("novad pasvald pasvaldib".split())  # noqa: SIM905
"""Roots that every fourth card has."""

OFTEN = frozenset(
    """
    pagast cilvek iedziv iedzivot gad laik viet dar darb dzivo dziv strad attist plan main jaun liel lab kop kopig nez
    zina dien pils ciem region valst latvij sabiedr pakalp pakalpoj centr maz cit
    """.split()  # noqa: SIM905
)
"""Roots that every twelfth card has."""

_ENDINGS = """
    ajiem ajam ajai ajas ajos aja aju ajie iem ais as es is us os ai ei ui am em im um ie ies a e i u o s
    """.split()  # noqa: SIM905
_VERB_ENDINGS = """
    ojamies ejamies inamies oties eties ities aties ojas ejas jas ojam ejam amies ojiet ejiet oja eja ija ojis
    ejis osim esim isim asim osies esies jot ot et it at ut oti eti iti ati ota ots ita its eta ets ata ats otas
    itas etas atas otu itu etu atu otie itie etie atie otos itos ama ams ami amas amam amais ojams ejams jams
    ojama ejama ums uma umu umam umi umos umiem ume umus t
    """.split()  # noqa: SIM905
_SUFFIXES = """
    inasan osan esan isan asan san otaj etaj itaj ataj taj ib ig isk niek nic ien tiv ej oj aj ij um in ot et at it is
    """.split()  # noqa: SIM905

_IRREGULAR = {
    "gaj": "iet", "ej": "iet", "eju": "iet", "ejam": "iet", "perk": "pirk", "perc": "pirk", "pirc": "pirk",
    "nac": "nak", "brauk": "brauc", "ludz": "lug", "teic": "teik", "dev": "dod", "nema": "nem", "veda": "ved",
    "vest": "ved",
}  # fmt: skip
"""Roots of verbs that change in the middle, to one of them."""
_HABITS = (("aa", "a"), ("ee", "e"), ("ii", "i"), ("uu", "u"), ("sh", "s"), ("ch", "c"), ("zh", "z"))
"""How Latvian is typed on a foreign keyboard; after diacritics are gone, both ways look the same."""
_MUST = re.compile(r"jā(?=\w{5})|ja(?=[^aeiounhv]\w{5})")
"""The debitive "jā-": "jāsakārto" is "sakārto"."""

_BY_LENGTH = sorted(set(_ENDINGS), key=lambda ending: (-len(ending), ending))
_ALL_BY_LENGTH = sorted({*_ENDINGS, *_VERB_ENDINGS}, key=lambda ending: (-len(ending), ending))
_SUFFIXES_BY_LENGTH = sorted(_SUFFIXES, key=lambda suffix: (-len(suffix), suffix))


def written(word: str) -> str:
    """The word in small letters without diacritics and without "jā-"."""
    word = _MUST.sub("", word.lower(), count=1) if word[:1] in "jJ" else word.lower()
    plain = "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))
    for typed, meant in _HABITS:
        plain = plain.replace(typed, meant)
    return plain


def inflected(plain: str) -> str:
    """The word without its ending: "autobusiem", "autobuss" → "autobus"."""
    return _without(plain, _BY_LENGTH)


def root(plain: str) -> str:
    """The word without ending and suffixes: "plānošanas", "plānotājs" → "plan"."""
    stem = _without(plain, _ALL_BY_LENGTH)
    if stem.endswith(("iet", "ies")) and len(stem) >= 6:
        # jaunietis, jauniešu: t becomes š before the endings of some cases
        return stem[:-1] + "t"
    for _ in range(2):
        suffix = next((s for s in _SUFFIXES_BY_LENGTH if stem.endswith(s) and len(stem) - len(s) >= 4), "")
        stem = stem[: len(stem) - len(suffix)]
    if stem.endswith("j") and stem[-2:-1] in "bmpv" and len(stem) >= 4:
        # zeme, zemju; zivs, zivju: j comes in
        stem = stem[:-1]
    return _IRREGULAR.get(stem, stem)


def _without(plain: str, endings: list[str]) -> str:
    ending = next((e for e in endings if plain.endswith(e) and len(plain) - len(e) >= 3), "")
    return plain[: len(plain) - len(ending)]
