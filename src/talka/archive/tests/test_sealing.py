"""Certificates that only their code opens."""

import json
from pathlib import Path

import pytest

from talka.archive.sealing import ABOUT, PADDED_TO, Seal, opened, seal_of, sealed, seals_of, verify

WORDS = {"lv": "<h2>Ina Ozoliņa</h2>", "en": "<h2>Ina Ozoliņa</h2>"}
CODE, SALT, ROUNDS = "ABCDEFGH2345", "salt", 1_000


def folder_with(tmp_path: Path, code: str = CODE) -> tuple[Path, Seal]:
    seal = seal_of(code, SALT, ROUNDS)
    (tmp_path / "certificates").mkdir()
    (tmp_path / ABOUT).write_text(json.dumps({"salt": SALT, "rounds": ROUNDS}))
    (tmp_path / "certificates" / f"{seal.name}.js").write_text(sealed(WORDS, seal))
    return tmp_path, seal


def test_the_code_opens_what_was_sealed(tmp_path: Path) -> None:
    folder, _seal = folder_with(tmp_path)
    assert verify(folder, CODE) == WORDS


def test_another_code_finds_nothing(tmp_path: Path) -> None:
    folder, _seal = folder_with(tmp_path)
    assert verify(folder, "ABCDEFGH2346") is None


def test_a_changed_file_is_told_from_an_unknown_code(tmp_path: Path) -> None:
    folder, seal = folder_with(tmp_path)
    file = folder / "certificates" / f"{seal.name}.js"
    text = file.read_text()
    file.write_text(text[:60] + ("A" if text[60] != "A" else "B") + text[61:])
    with pytest.raises(ValueError, match="not what was sealed"):
        verify(folder, CODE)


def test_no_archive_no_answer(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        verify(tmp_path, CODE)


def test_nothing_in_the_folder_tells_the_code_or_the_name(tmp_path: Path) -> None:
    folder, _seal = folder_with(tmp_path)
    whole = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    whole += " ".join(str(path) for path in folder.rglob("*")).encode()
    assert CODE.encode() not in whole
    assert "Ozoliņa".encode() not in whole


def test_the_length_does_not_tell_that_of_the_name() -> None:
    seal = seal_of(CODE, SALT, ROUNDS)
    short, long = sealed({"lv": "Al"}, seal), sealed({"lv": "A" * (PADDED_TO // 2)}, seal)
    assert len(short) == len(long)


def test_the_same_words_give_the_same_bytes_and_others_another_nonce() -> None:
    seal = seal_of(CODE, SALT, ROUNDS)
    assert sealed(WORDS, seal) == sealed(dict(reversed(WORDS.items())), seal)
    nonces = {sealed(words, seal).split('"')[1][:16] for words in (WORDS, {"lv": "revoked"})}
    assert len(nonces) == 2
    assert opened(sealed(WORDS, seal), seal) == WORDS


def test_many_codes_keep_their_order() -> None:
    codes = [f"CODE{n}" for n in range(6)]
    assert list(seals_of(codes, SALT, ROUNDS)) == [seal_of(code, SALT, ROUNDS) for code in codes]
