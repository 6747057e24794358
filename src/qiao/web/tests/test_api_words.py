"""The description of the API speaks the language of whoever reads it; codes and shapes stay the same."""

import pytest

from qiao.web import api, api_words

SUMMARY = ("paths", "/api/v1/requests/{number}/accept", "post", "summary")


def reached(document, path=SUMMARY):
    for step in path:
        document = document[step]
    return document


@pytest.mark.parametrize(
    ("query", "header", "language", "says"),
    [
        ("", "", "en", "Takes it on: from now on you are accountable to the requester"),
        ("", "zh-CN,zh;q=0.9,en;q=0.5", "zh-hans", "受理：从现在起您对提出人负责"),
        ("?lang=en", "zh-CN", "en", "Takes it on: from now on you are accountable to the requester"),
        ("?lang=zh-hans", "", "zh-hans", "受理：从现在起您对提出人负责"),
        ("?lang=tlh", "", "en", "Takes it on: from now on you are accountable to the requester"),
    ],
)
def test_the_document_comes_in_the_language_that_is_asked_for(client, query, header, language, says):
    headers = {"Accept-Language": header} if header else {}
    answer = client.get(f"/api/v1/openapi.json{query}", headers=headers)
    assert (answer["Content-Language"], reached(answer.json())) == (language, says)
    assert "Accept-Language" in answer["Vary"]


def test_only_texts_differ_between_languages():
    def bare(value):
        if isinstance(value, list):
            return [bare(each) for each in value]
        if not isinstance(value, dict):
            return value
        texts = ("summary", "description")
        return {
            name: "" if name in texts and isinstance(each, str) else bare(each)
            for name, each in value.items()
            if name != "x-scopes"
        }

    assert bare(api_words.description("zh-hans")) == bare(api.description())


def test_what_only_ends_in_a_full_stop_is_the_same_text():
    assert api_words.told("Says yes.", "zh-hans") == f"{api_words.told('Says yes', 'zh-hans')}。"
    assert api_words.told("Nobody ever said this.", "zh-hans") == "Nobody ever said this."
