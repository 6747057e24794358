"""Building a form question by question, as a person does it: add, change, move, remove. Pure.

Every function gives a new form, or raises DefinitionError with a sentence that names the questions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext_lazy as _

from qiao.catalogue.questionnaire import Form
from qiao.catalogue.questions import DefinitionError, FormField, Option
from qiao.ui.words import join_names, local

LONGEST_SLUG = 24
_SPLITS = (" / ", " \uff0f ", "\uff0f", "/")  # the full-width slash too, as a Chinese keyboard gives it
_SIGNS = ("=", "\uff1d")


def placed(form: Form, field: FormField) -> Form:
    """The form with the question of that key replaced, or with a new one at its end."""
    keys = [each.key for each in form.fields]
    if field.key not in keys:
        return Form.of([*form.fields, field])
    _check_options_wanted(form, field)
    return Form.of(field if each.key == field.key else each for each in form.fields)


def without(form: Form, key: str) -> Form:
    """The form without one question; refused while others depend on it."""
    leaning = dependents(form, key)
    if leaning:
        raise DefinitionError(
            _("It decides whether these are asked: %(questions)s. Change their condition first."),
            questions=join_names(local(field, "label") for field in leaning),
        )
    return Form.of(field for field in form.fields if field.key != key)


def moved(form: Form, key: str, by: int) -> Form:
    """The form with one question ``by`` places further down (negative: up); at the ends it stays."""
    fields = list(form.fields)
    here = next((place for place, field in enumerate(fields) if field.key == key), None)
    if here is None:
        raise DefinitionError(_("This question is not there any more."))
    there = min(max(here + by, 0), len(fields) - 1)
    fields.insert(there, fields.pop(here))
    _check_order(fields)
    return Form.of(fields)


def dependents(form: Form, key: str) -> list[FormField]:
    """The questions that are only asked on an answer to this one."""
    return [field for field in form.fields if field.when and field.when.key == key]


def new_key(label_en: str, taken: Iterable[str]) -> str:
    """A name for a new question: from its English words if they give one, else a number."""
    used = {"new", *taken}  # "new" is the address of the page for a new question
    slug = re.sub(r"[^a-z0-9]+", "_", label_en.lower()).strip("_")[:LONGEST_SLUG].strip("_")
    if slug and not slug[0].isdigit() and slug not in used:
        return slug
    stem, number = (f"{slug}_", 2) if slug and not slug[0].isdigit() else ("q", 1)
    while f"{stem}{number}" in used:
        number += 1
    return f"{stem}{number}"


def read_options(text: str, before: Sequence[Option] = ()) -> tuple[Option, ...]:
    """Options from lines such as "stopped = 已停线 / Stopped"; the value may be left out.

    A line without a value keeps that of the option of ``before`` with the same words, so that answers
    which were given stay what they are.
    """
    known = {option.label_zh: option.value for option in before}
    options: list[Option] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        value, words = _split_value(line)
        label_zh, label_en = _split_words(words)
        if not value:
            value = known.get(label_zh) or new_key(label_en, (option.value for option in options))
        options.append(Option.parse({"value": value, "label_zh": label_zh, "label_en": label_en}, line))
    return tuple(options)


def written_options(options: Iterable[Option]) -> str:
    """The same as lines; ``read_options`` reads them back."""
    return "\n".join(
        f"{option.value} = {option.label_zh}" + (f" / {option.label_en}" if option.label_en else "")
        for option in options
    )


def _split_value(line: str) -> tuple[str, str]:
    for sign in _SIGNS:
        value, found, words = line.partition(sign)
        if found:
            return value.strip(), words.strip()
    return "", line


def _split_words(words: str) -> tuple[str, str]:
    for sign in _SPLITS:
        label_zh, found, label_en = words.partition(sign)
        if found:
            return label_zh.strip() or label_en.strip(), label_en.strip()
    return words.strip(), ""


def _check_options_wanted(form: Form, field: FormField) -> None:
    """An option that a condition waits for cannot go."""
    offered = {option.value for option in field.options}
    for leaning in dependents(form, field.key):
        gone = set(leaning.when.values) - offered if leaning.when else set()
        if gone:
            raise DefinitionError(
                _("“%(question)s” is asked on “%(value)s”: keep that option, or change the condition first."),
                question=local(leaning, "label"),
                value=min(gone),
            )


def _check_order(fields: Sequence[FormField]) -> None:
    earlier: set[str] = set()
    for field in fields:
        if field.when and field.when.key not in earlier:
            source = next(each for each in fields if each.key == field.when.key)
            raise DefinitionError(
                _("“%(question)s” depends on “%(other)s”, which must come before it."),
                question=local(field, "label"),
                other=local(source, "label"),
            )
        earlier.add(field.key)
