import pytest

from talka.ui.pages import page_of


@pytest.mark.parametrize(
    ("asked", "number", "first", "last"),
    [("", 1, 1, 20), ("3", 3, 41, 60), ("99", 6, 101, 103), ("0", 1, 1, 20), ("-4", 1, 1, 20), ("abc", 1, 1, 20)],
)
def test_a_page_is_given_whatever_is_asked(rf, asked, number, first, last):
    page = page_of(range(1, 104), rf.get("/", {"page": asked}), 20)
    assert (page.number, page.first, page.last, page.total, page.pages) == (number, first, last, 103, 6)
    assert list(page) == list(range(first, last + 1))


def test_an_empty_list_is_one_empty_page(rf):
    page = page_of([], rf.get("/"), 20)
    assert (page.number, page.pages, page.total, page.first, page.last, len(page)) == (1, 1, 0, 0, 0, 0)
    assert (page.previous, page.next) == ("", "")


def test_links_keep_what_else_was_asked(rf):
    page = page_of(range(400), rf.get("/", {"q": "Šķ & co", "page": "7"}), 20)
    assert page.previous == "?q=%C5%A0%C4%B7+%26+co&page=6"
    assert page.links[0].href == "?q=%C5%A0%C4%B7+%26+co"
    assert [link.number for link in page.links] == [1, None, 6, 7, 8, None, 20]


def test_a_gap_of_one_is_filled(rf):
    assert [link.number for link in page_of(range(100), rf.get("/", {"page": "4"}), 20).links] == [1, 2, 3, 4, 5]
    assert [link.number for link in page_of(range(100), rf.get("/"), 20).links] == [1, 2, None, 5]
