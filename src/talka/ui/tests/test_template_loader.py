"""Templates are written for people and sent without what only people need."""

from talka.ui.template_loader import tightened


def test_indentation_is_not_sent_and_words_stay_apart():
    written = "<ul>\n    <li>\n        One {% if two %}\n        two{% endif %}\n    </li>\n\n</ul>\n"
    assert tightened(written) == "<ul>\n<li>\nOne {% if two %}\ntwo{% endif %}\n</li>\n</ul>\n"


def test_a_tag_of_many_lines_is_sent_as_one():
    written = '<button\n    type="submit"\n    class="button button-quiet"\n>\n    Go\n</button>\n<br\n/>'
    assert tightened(written) == '<button type="submit" class="button button-quiet">\nGo\n</button>\n<br/>'


def test_pages_come_through_it_and_letters_do_not(settings, client, tmp_path):
    from django.template.loader import get_template

    (tmp_path / "page.html").write_text("<p\n  class='a'\n>\n    x\n</p>")
    (tmp_path / "letter.txt").write_text("Labdien!\n\n    x\n")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [str(tmp_path)]}]
    assert get_template("page.html").render() == "<p class='a'>\nx\n</p>"
    assert get_template("letter.txt").render() == "Labdien!\n\n    x\n"
