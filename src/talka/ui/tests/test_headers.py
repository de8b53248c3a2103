import pytest


def test_pages_allow_nothing_but_our_own(lv):
    policy = lv.get("/ui/")["Content-Security-Policy"]
    directives = dict(part.split(" ", 1) for part in policy.split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"
    assert directives["object-src"] == "'none'"
    assert "unsafe" not in policy
    assert "http" not in policy


def test_other_headers(lv):
    answer = lv.get("/ui/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert "Cross-Origin-Opener-Policy" not in answer  # plain http: the browser would complain


def test_windows_are_parted_where_the_line_is_safe(lv):
    assert lv.get("/ui/", secure=True)["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "part", ["", "acting/", "telling/", "finding/", "counting/", "asking/", "sample/", "sample/wall/"]
)
def test_no_page_needs_more_than_the_policy_gives(lv, part):
    page = lv.get(f"/ui/{part}").content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page
    assert page.count("<script") == page.count("<script src=") + page.count('<script type="module" src=')
    assert 'src="http' not in page


def test_head_is_answered_as_get_without_the_body(lv):
    answer = lv.head("/question/")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["X-Asked"] == "GET"
    assert lv.head("/deed/").status_code == 405


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
def test_methods_that_no_page_has_reach_no_view(lv, method):
    answer = lv.generic(method, "/question/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert "Content-Security-Policy" in answer
