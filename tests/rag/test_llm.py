"""Models: any provider by name, bounded in time and length, and errors of one line that names the fix."""

from __future__ import annotations

import time

import pytest

from index.errors import InputError, ModelError
from rag.llm import LONGEST, Model, ModelDownError, as_model, open_model
from tests.rag.scripted import Scripted, fails, hangs, never_ends, writes


class RateLimitError(Exception):
    status_code = 429


class AuthenticationError(Exception):
    """The key sk-secret-123 is wrong."""


def test_a_reply_comes_in_pieces() -> None:
    model = Model(writes("The council met on Monday."))
    pieces = list(model.stream("be brief", "who met?"))
    assert len(pieces) > 1
    assert "".join(pieces) == model.reply("be brief", "who met?") == "The council met on Monday."


def test_instructions_and_request_are_messages_of_their_own() -> None:
    chat = writes("yes")
    Model(chat).reply("the instructions", "the request")
    assert chat.calls == [("the instructions", "the request")]


def test_blocks_of_text_are_joined_and_other_blocks_left_out() -> None:
    from langchain_core.messages import AIMessageChunk

    from rag.llm import _text

    blocks = [{"type": "thinking", "thinking": "hm"}, {"type": "text", "text": "The "}, "mayor"]
    assert _text(AIMessageChunk(content=blocks)) == "The mayor"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (RateLimitError("try later"), "rate limit"),
        (AuthenticationError("key sk-secret-123 is wrong"), "refused the key"),
        (TimeoutError("slow"), "too long"),
        (ConnectionRefusedError(111, "refused"), "cannot be reached"),
        (ValueError("sk-secret-123"), "ValueError"),
    ],
)
def test_a_failure_says_why_in_our_words_after_a_second_try(error: Exception, why: str) -> None:
    chat = fails(error)
    with pytest.raises(ModelDownError, match=why) as raised:
        Model(chat, seconds=5).reply("", "")
    assert "secret" not in str(raised.value)
    assert len(chat.calls) == 2


def test_a_second_try_may_do() -> None:
    told = iter([ConnectionResetError(), "The second reply."])

    def script(*_: str) -> str:
        answer = next(told)
        if isinstance(answer, Exception):
            raise answer
        return str(answer)

    assert Model(Scripted(script=script)).reply("", "") == "The second reply."


def test_what_came_before_a_failure_is_kept_and_not_asked_for_again() -> None:
    chat = fails(ConnectionResetError(), after="The first half")
    pieces = Model(chat).stream("", "")
    assert next(pieces) == "The first half"
    with pytest.raises(ModelDownError):
        next(pieces)
    assert len(chat.calls) == 1


@pytest.mark.parametrize("after", ["", "A beginning"])
def test_a_model_that_hangs_is_given_up_in_time(after: str) -> None:
    began = time.monotonic()
    with pytest.raises(ModelDownError, match="too long"):
        Model(hangs(after), seconds=0.4).reply("", "")
    assert time.monotonic() - began < 10


def test_a_model_that_never_ends_is_cut_off_by_length() -> None:
    assert LONGEST <= len(Model(never_ends("word " * 50)).reply("", "")) < 2 * LONGEST


def test_a_model_that_drips_is_cut_off_by_time() -> None:
    with pytest.raises(ModelDownError, match="too long"):
        Model(never_ends(".", pause=0.05), seconds=0.5).reply("", "")


def test_an_empty_reply_is_asked_for_twice_and_is_empty() -> None:
    chat = writes("")
    assert Model(chat).reply("", "") == ""
    assert len(chat.calls) == 2


def test_a_model_may_be_given_open_or_by_name_or_not_at_all() -> None:
    model = Model(writes("x"), "mine")
    assert as_model(model) is model
    assert as_model(None) is None
    assert as_model("  ") is None
    made = as_model(writes("x"))
    assert made is not None
    assert made.name == "Scripted"


@pytest.mark.parametrize("name", ["llama3", "openai:", ":x", "nobody-has-this:x"])
def test_a_name_that_means_no_model_is_refused_in_a_line(name: str) -> None:
    with pytest.raises((InputError, ModelError), match="PROVIDER:NAME") as raised:
        open_model(name)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(("name", "package"), [("groq:x", "langchain-groq"), ("xai:x", "langchain-xai")])
def test_a_missing_package_is_named_with_its_install(name: str, package: str) -> None:
    with pytest.raises(ModelError, match=f"pip install {package}$"):
        open_model(name)


def test_a_missing_key_is_said_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError, match="OPENAI_API_KEY") as raised:
        open_model("openai:gpt-x")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "url", ["localhost:8080", "ftp://127.0.0.1/v1", "http://", "http://127.0.0.1:99999", "nonsense"]
)
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(InputError, match=r"http://127\.0\.0\.1:8080/v1"):
        open_model("openai:x", url)


def test_a_local_server_gets_no_key_of_a_cloud(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-123")
    model = open_model("llamacpp:any")
    assert model.name == "llamacpp:any"
    chat = model._chat
    assert "sk-secret-123" not in repr(chat) + chat.openai_api_key.get_secret_value()  # type: ignore[attr-defined]
    assert str(chat.openai_api_base).startswith("http://127.0.0.1:8080")  # type: ignore[attr-defined]


def test_a_server_that_is_not_there_is_said_to_be_out_of_reach() -> None:
    model = open_model("openai:x", "http://127.0.0.1:9/v1", seconds=10)
    with pytest.raises(ModelDownError, match="cannot be reached"):
        model.reply("", "hello")
