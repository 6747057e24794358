"""Chinese is complete, and means one thing."""

import pytest

from tools import messages

PACKAGES = messages.packages()


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_every_text_of_the_package_is_translated(package):
    assert messages.problems(package) == []


def test_no_two_packages_translate_the_same_words_differently():
    assert messages.contradictions() == []


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_the_plural_rule_of_chinese_is_declared(package):
    path = messages.catalogue_of(package)
    if path.exists():
        assert messages.read(path).num_plurals == 1
        assert "nplurals=1; plural=0;" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("source", "key"),
    [
        ("from django.utils.translation import gettext as _\n_('a')", ("", "a")),
        ("from django.utils.translation import gettext_lazy\ngettext_lazy('a' 'b')", ("", "ab")),
        ("from django.utils.translation import pgettext_lazy as p\np('ctx', 'a')", ("ctx", "a")),
    ],
)
def test_texts_are_found_in_python(source, key):
    assert [each.key for each in messages.in_python(source, "x.py")] == [key]


def test_a_text_that_nobody_could_find_is_an_error():
    source = "from django.utils.translation import gettext as _\n_(f'{a}')"
    with pytest.raises(ValueError, match="plain texts"):
        list(messages.in_python(source, "x.py"))


def test_texts_are_found_in_templates():
    source = (
        '{% load i18n %}<p>{% translate "one" %}</p>\n{% translate "two" context "c" %}'
        "{% blocktranslate count n=n %}{{ n }} (thing){% plural %}{{ n }} things{% endblocktranslate %}"
    )
    found = list(messages.in_template(source, "x.html"))
    assert [(each.key, each.plural) for each in found] == [
        (("", "one"), ""),
        (("c", "two"), ""),
        (("", "%(n)s (thing)"), "%(n)s things"),
    ]
