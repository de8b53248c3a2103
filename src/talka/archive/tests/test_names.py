"""Names that hold on every disk."""

import pytest

from talka.archive.names import LONGEST, Names, safe

HTML = "text/html"


def test_pages_lie_where_their_address_says() -> None:
    names = Names()
    assert names.path_of("/e/seminars/", "lv", HTML) == "lv/e/seminars/index.html"
    assert names.path_of("/e/seminars/findings.pdf", "lv", "application/pdf") == "lv/e/seminars/findings.pdf"
    assert names.path_of("/programmes/a/needs/?page=2&state=open", "en", HTML) == (
        "en/programmes/a/needs/index-page-2-state-open.html"
    )
    assert names.path_of("/e/seminars/event.ics?items=1", "lv", "text/calendar") == "lv/e/seminars/event-items-1.ics"


def test_a_file_by_its_token_has_its_own_name_and_not_the_token() -> None:
    path = Names().path_of("/e/x/presentations/AbCdEf/", "files", "application/pdf", "Šķiņķis par plāniem.pdf")
    assert path.startswith("files/e/x/presentations/")
    assert path.endswith("-i-is-par-pl-niem.pdf")
    assert "AbCdEf" not in path


def test_a_picture_without_a_name_is_called_by_what_it_is() -> None:
    path = Names().path_of("/e/x/photos/AbCdEf/?w=640", "files", "image/webp")
    assert path.startswith("files/e/x/photos/")
    assert path.endswith("-photos.webp")
    assert "AbCdEf" not in path


@pytest.mark.parametrize("step", ["con", "AUX", "nul.txt", "com1", "lpt9"])
def test_no_name_of_a_device(step: str) -> None:
    stem = safe(step).partition(".")[0].lower()
    assert stem not in {"con", "aux", "nul", "com1", "lpt9"}


@pytest.mark.parametrize("step", ["a:b", 'a"b', "a<b>c", "a|b", "a?b*c", "trailing. ", "..", "ā", "a\\b"])
def test_no_sign_that_windows_refuses(step: str) -> None:
    name = safe(step)
    assert name
    assert not set(name) & set('<>:"/\\|?* ')
    assert not name.endswith((".", " "))


def test_long_names_are_cut_and_stay_apart() -> None:
    first, second = safe("a" * 80 + "1"), safe("a" * 80 + "2")
    assert first != second
    assert len(first) <= 48
    deep = Names().path_of("/" + "/".join("x" * 40 for _ in range(6)) + "/", "lv", HTML)
    assert len(deep) <= LONGEST
    assert deep.endswith(".html")


def test_capitals_do_not_tell_two_files_apart() -> None:
    names = Names()
    one = names.path_of("/e/Seminars/", "lv", HTML)
    other = names.path_of("/e/seminars/", "lv", HTML)
    assert one.lower() != other.lower()
    assert names.path_of("/e/seminars/", "lv", HTML) == other, "asked again it is the same"
