"""What must hold for any clustering: on made-up cards, on labelled ones with small edits, on cards that are none."""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from talka.methods.clustering.evaluate import Standing
from talka.methods.clustering.labels import LONGEST
from talka.methods.clustering.language import english, language_of, latvian, russian
from talka.methods.clustering.problem import Card, Problem
from talka.methods.clustering.solve import Clustering, solve
from talka.methods.tests.clustering_case import made_up, many

quick = settings(max_examples=20, deadline=None, derandomize=True)
HERE = Path(__file__).parent
LABELLED = HERE.parents[3] / "bench" / "cards" / "labelled.csv"


def blocks(clusters: Mapping[str, str]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for card, cluster in clusters.items():
        found.setdefault(cluster, set()).add(card)
    return {frozenset(cards) for cards in found.values()}


def texts(*cards: str, language: str = "lv") -> Clustering:
    return solve(Problem(tuple(Card(f"c{n}", text) for n, text in enumerate(cards)), language=language))


def labelled(path: Path) -> tuple[tuple[Card, ...], dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(Card(r["id"], r["text"]) for r in rows), {r["id"]: r["need"] or f"alone {r['id']}" for r in rows}


def rand_index(one: Mapping[str, str], two: Mapping[str, str]) -> float:
    """The adjusted Rand index of two partitions of the same cards, pair by pair as it is defined."""
    cards = sorted(one)
    both = first = second = pairs = 0
    for at, a in enumerate(cards):
        for b in cards[:at]:
            pairs += 1
            both += one[a] == one[b] and two[a] == two[b]
            first += one[a] == one[b]
            second += two[a] == two[b]
    expected = first * second / pairs
    return (both - expected) / ((first + second) / 2 - expected)


@quick
@given(st.integers(0, 1000), st.integers(0, 60), st.integers(0, 8))
def test_no_card_and_no_pair_of_clusters_is_better_off_otherwise(seed: int, count: int, fixed: int):
    problem = made_up(seed, count, fixed=fixed, new_clusters=seed % 2 == 0)
    result = solve(problem)
    standing = Standing(problem, result.clusters)
    homes = set(problem.fixed.values())
    for card in standing.clusters:
        if card not in problem.fixed:
            alike = standing.alike(card, standing.clusters[card])
            assert alike is None or alike >= problem.alike - 1e-9, "a card less alike than asked for"
            assert standing.cost_of_move(card, "a new one") >= -1e-9
            for other, _ in standing.nearest(card):
                if problem.open or other in homes:
                    assert standing.cost_of_move(card, other) >= -1e-9
    for one in standing.members:
        for two in standing.members:
            if one < two and not {one, two} <= homes and problem.open:
                assert standing.cost_of_join(one, two) >= -1e-9


@quick
@given(st.integers(0, 1000), st.integers(2, 50))
def test_only_what_is_said_matters_not_ids_nor_how_it_is_typed(seed: int, count: int):
    problem = made_up(seed, count)
    names = {card.id: f"x{random.Random(n).random()}" for n, card in enumerate(problem.cards)}
    result = solve(problem)
    renamed = solve(Problem(tuple(Card(names[card.id], card.text) for card in problem.cards)))
    assert {frozenset(names[card] for card in cards) for cards in blocks(result.clusters)} == blocks(renamed.clusters)
    folded = str.maketrans("āčēģīķļņšūž", "acegiklnsuz")
    shouted = tuple(
        replace(card, text=f"  {card.text.upper() if n % 2 else card.text.translate(folded)}!\n")
        for n, card in enumerate(problem.cards)
        if any(sign.isalpha() for sign in card.text)
    )
    quiet = tuple(card for card in problem.cards if any(sign.isalpha() for sign in card.text))
    assert solve(Problem(shouted)).clusters == solve(Problem(quiet)).clusters


@quick
@given(st.integers(0, 1000), st.integers(3, 40), st.integers(1, 15), st.booleans())
def test_what_is_sorted_already_stays(seed: int, count: int, fixed: int, new_clusters: bool):
    problem = made_up(seed, count, fixed=fixed, new_clusters=new_clusters)
    result = solve(problem)
    homes = set(problem.fixed.values())
    assert {card: result.clusters[card] for card in problem.fixed} == dict(problem.fixed)
    for cards in blocks(result.clusters):
        assert len({problem.fixed[card] for card in cards if card in problem.fixed}) <= 1
        named = {result.clusters[card] for card in cards}
        assert new_clusters or len(cards) == 1 or named <= homes


def test_new_cards_go_to_what_they_fit_or_stay_alone():
    cards = (
        Card("a", "Autobuss kursē divreiz nedēļā"),
        Card("b", "Vakaros nav vilciena"),
        Card("c", "Skolu tīkla reforma"),
        Card("new1", "Sabiedriskā transporta maršruti neatbilst vajadzībām"),
        Card("new2", "Atkritumu šķirošana laukos"),
        Card("new3", "Nav kur likt atkritumus"),
        Card("new4", "Trūkst skolotāju"),
    )
    problem = Problem(cards, fixed={"a": "Kā nokļūt", "b": "Kā nokļūt", "c": "Skolas"})
    found = solve(problem).clusters
    assert found == {**problem.fixed, "new1": "Kā nokļūt", "new2": "new2", "new3": "new3", "new4": "Skolas"}
    assert solve(replace(problem, new_clusters=True)).clusters["new3"] == "new2"
    assert solve(Problem(cards)).clusters["new3"] == "new2"


def test_a_new_cluster_is_never_called_like_a_fixed_one():
    problem = Problem(
        (Card("a", "Atkritumi mežā"), Card("b", "Šķirot atkritumus"), Card("c", "Skola")),
        fixed={"c": "a"},
        new_clusters=True,
    )
    assert solve(problem).clusters == {"a": "a'", "b": "a'", "c": "a"}


def test_a_whole_cluster_taken_away_leaves_the_others_as_they_were():
    cards, _ = labelled(LABELLED)
    before = solve(Problem(cards))
    kept = []
    for topic in before.topics[:8]:
        rest = tuple(card for card in cards if before.clusters[card.id] != topic.cluster)
        others = {
            cluster for cluster in blocks(before.clusters) if before.clusters[next(iter(cluster))] != topic.cluster
        }
        kept.append(len(others & blocks(solve(Problem(rest)).clusters)) / len(others))
    assert sum(kept) / len(kept) > 0.95


@pytest.mark.parametrize("edit", ["removed", "added", "reworded"])
def test_small_edits_leave_other_clusters_as_they_were(edit: str):
    cards, _ = labelled(LABELLED)
    chance = random.Random(7)
    taken = set(chance.sample(range(len(cards)), 12))
    start = tuple(card for n, card in enumerate(cards) if edit != "added" or n not in taken)
    before = solve(Problem(start))
    changed, kept = [], 0
    for n in taken:
        if edit == "removed":
            after = tuple(card for card in cards if card is not cards[n])
        elif edit == "added":
            after = (*start, cards[n])
        else:
            words = cards[n].text.split()
            after = tuple(
                replace(card, text=" ".join(words[::-1][:-1])) if card is cards[n] else card for card in start
            )
        now = solve(Problem(after)).clusters
        common = {card.id for card in after} - {cards[n].id} if edit != "reworded" else {card.id for card in after}
        then = {card: before.clusters[card] for card in common if card in before.clusters}
        now = {card: now[card] for card in then}
        others = {cluster - {cards[n].id} for cluster in blocks(then)}
        changed.append(len(others - {cluster - {cards[n].id} for cluster in blocks(now)}))
        kept += rand_index(then, now) > 0.97
    assert sum(changed) / len(changed) < 2, "of about seventy clusters"
    assert kept >= 10


def test_labelled_cards_come_together():
    cards, needs = labelled(LABELLED)
    result = solve(Problem(cards))
    assert rand_index(result.clusters, needs) > 0.65
    assert result.largest_share < 0.05
    assert 35 <= result.together <= 60


@pytest.mark.parametrize("language", ["english", "russian"])
@pytest.mark.parametrize("named", [True, False])
def test_english_and_russian_cards_come_together(language: str, named: bool):
    cards, needs = labelled(HERE / "cards" / f"{language}.csv")
    result = solve(Problem(cards, language={"english": "en", "russian": "ru"}[language] if named else "lv"))
    assert rand_index(result.clusters, needs) > 0.8


def test_languages_mixed_in_one_set():
    cards = (
        Card("lv1", "Autobuss kursē divreiz nedēļā", "lv"),
        Card("en1", "No buses at the weekend", "en"),
        Card("ru1", "Автобусы по вечерам не ходят", "ru"),
        Card("lv2", "Jaunieši aizbrauc uz Rīgu"),
        Card("en2", "How do we keep the young people here?"),
        Card("ru2", "Молодёжь не видит здесь будущего"),
        Card("et", "Noortel ei ole siin tööd", "et"),
        Card("both", "Автобус vakarā nebrauc"),
    )
    found = blocks(solve(Problem(cards)).clusters)
    assert found == {frozenset({"lv1", "en1", "ru1", "both"}), frozenset({"lv2", "en2", "ru2"}), frozenset({"et"})}


@pytest.mark.parametrize(
    "forms",
    [
        "kartīte kartītes kartīti kartītei kartītē kartīšu kartītēm",
        "pašvaldība pašvaldības pašvaldību pašvaldībām pašvaldībās pasvaldibas",
        "plānot plāno plānojam plānošana plānošanas plānotājs plānotājiem planosana",
        "sadarbība sadarbībai sadarboties sadarbojas sadarbojamies",
        "uzņēmējs uzņēmēji uzņēmējiem uzņēmējus uznemeju uzņēmēja",
        "jaunietis jaunieši jauniešu jauniešiem jauniesu",
        "ceļš ceļi ceļiem ceļu celi",
        "lācis lāči lāču laci",
        "zeme zemes zemju zemēm zemē",
        "zivs zivis zivju zivīm",
        "gāja ej eju iet",
        "pirkt pērk pērku",
        "sakārtot sakārto jāsakārto sakārtota jasakarto",
        "iedzīvotājs iedzīvotāji iedzīvotājus iedziivotaaji",
    ],
)
def test_forms_of_one_latvian_word_are_one(forms: str):
    roots = {latvian.root(latvian.written(form)) for form in forms.split()}
    assert len(roots) == 1, roots


def test_irregular_forms_and_other_languages():
    assert texts("Bērni gāja kājām", "Bērniem jāiet kājām").together == 1
    assert texts("Two children", "A child, two", language="en").together == 1
    assert len({english.root(word) for word in ["plan", "plans", "planning", "planner", "planners"]}) == 1
    assert len({russian.root(word) for word in ["дорога", "дороги", "дорогу", "дорогами", "дорог"]}) == 1
    assert language_of(["No", "buses", "at", "the", "weekend"], "lv") == "en"
    assert language_of(["Nav", "autobusu", "un", "vilciena"], "lv") == "lv"
    assert language_of(["Автобусов", "нет"], "lv") == "ru"
    assert language_of([], "lv") == "lv"


def test_names_are_peoples_own_words_short_and_different():
    cards, _ = labelled(LABELLED)
    result = solve(Problem(cards))
    text = {card.id: " ".join(card.text.split()).casefold() for card in cards}
    for topic in result.topics:
        said = topic.label.rstrip("…").casefold()
        assert 0 < len(topic.label) <= LONGEST + 1
        assert any(said in text[card] for card in result.clusters if result.clusters[card] == topic.cluster)
    assert len({topic.label.casefold() for topic in result.topics}) == len(result.topics)
    assert [topic.size for topic in result.topics] == sorted((topic.size for topic in result.topics), reverse=True)


def test_a_name_is_a_whole_part_of_a_sentence():
    long = "Ļoti gara kartīte par to, ka mūsu novadā jau daudzus gadus nekas nav darīts un neviens par to nerunā nemaz"
    assert texts(long).topics[0].label == "Ļoti gara kartīte par to"
    assert texts("x" * 90).topics[0].label == "X" + "x" * (LONGEST - 2) + "…"
    assert texts("PĀRĀK DAUDZ PAPĪRU!!!").topics[0].label == "Pārāk daudz papīru"
    assert texts("Kā iesaistīt iedzīvotājus?").topics[0].label == "Kā iesaistīt iedzīvotājus?"


def test_cards_that_are_no_ordinary_cards():
    megabyte = " ".join(f"{word} vārds{word}" for word in range(7_000))
    odd = [
        "",
        "   ",
        "\n",
        "?",
        "!!!",
        "🙂",
        "🙂🙂",
        "👍",
        "<script>alert(1)</script>",
        "a",
        "un",
        "Autobuss",
        megabyte,
        "5",
    ]
    odd += [
        "\u200b\u202e\u0000",
        "x" * 100_000,
        "- - -",
        "=1+1",
        "ceļš",
        "Ceļš.",
        "'; DROP TABLE card;--",
        "नमस्ते दुनिया",
        "道路",
    ]
    begun = time.perf_counter()
    result = texts(*odd)
    assert time.perf_counter() - begun < 5
    assert len(result.clusters) == len(odd)
    assert all(topic.label and len(topic.label) <= LONGEST + 1 for topic in result.topics)
    together = {frozenset(odd[int(card[1:])] for card in cards) for cards in blocks(result.clusters) if len(cards) > 1}
    assert together == {frozenset({"ceļš", "Ceļš."}), frozenset({"🙂", "🙂🙂"})}
    assert texts().clusters == {}
    assert texts().topics == ()
    assert texts("").topics[0].label == "…"


@pytest.mark.parametrize("text", ["Autobuss kursē reti", "un", "🙂", "Nav", "5"])
def test_equal_cards_are_one_cluster_however_many(text: str):
    result = texts(*[text] * 300)
    assert (result.together, result.alone, result.objective) == (1, 0, 0)


def test_nothing_said_is_not_the_same():
    result = texts("", "", "?", "?", "   ")
    assert result.alone == 5


def test_many_cards_make_no_giant_cluster():
    result = solve(many(3, 1500))
    assert result.largest_share < 0.1
    assert result.together > 5
