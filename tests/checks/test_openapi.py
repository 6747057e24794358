"""What the API promises is committed, so that a change of it is seen in the diff."""

import re
from collections import Counter

from qiao.rest.bodies import Said, Shown
from tools import openapi


def test_the_committed_description_is_that_of_the_code():
    assert openapi.FILE.read_text(encoding="utf-8") == openapi.text(), "run python -m tools.openapi"


def test_every_text_of_the_description_is_there_in_chinese():
    """Write it into src/qiao/web/api.zh-hans.json; python -m tools.openapi lists what is missing."""
    openapi.text()
    from qiao.web import api_words

    assert api_words.missing("zh-hans") == []
    assert api_words.unused("zh-hans") == []


def test_a_translation_keeps_what_is_code():
    openapi.text()
    from qiao.web import api_words

    code = re.compile(r"`[^`]+`")
    differ = {
        text
        for text, said in api_words.words("zh-hans").items()
        if sorted(code.findall(text)) != sorted(code.findall(said))
    }
    assert differ == set()


def test_no_two_packages_call_different_things_by_the_same_name():
    """In the description a name stands for one thing; the second would silently replace the first."""
    openapi.text()
    names = Counter(each.__name__ for base in (Said, Shown) for each in _below(base))
    assert [name for name, times in names.items() if times > 1] == []


def test_no_two_enumerations_have_one_name():
    """They are merged by name as well: a request's state is not that of a webhook's message."""
    openapi.text()
    known, twice = {}, set()
    for base in (Said, Shown):
        for each in _below(base):
            for name, told in each.model_json_schema(ref_template="{model}").get("$defs", {}).items():
                if known.setdefault(name, told) != told:
                    twice.add(name)
    assert twice == set()


def _below(kind):
    for each in kind.__subclasses__():
        if not each.__module__.startswith("qiao.rest.tests"):
            yield each
            yield from _below(each)
