"""Asking politely, against a transport written by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from knowledge.sites.address import Authority
from knowledge.sites.errors import Refusal, Refused, Unreachable
from knowledge.sites.fetch import MAX_REDIRECTS, Fetched, Fetcher, Gone, NotModified, Validators, user_agent
from knowledge.sites.guard import Guard, Target
from knowledge.sites.pace import Pace
from knowledge.sites.wire import Answer, Limits

URL = "http://a.cn/1.htm"


@dataclass(slots=True)
class Script:
    """A transport that answers what it was told to, and remembers what it was asked."""

    answers: list[Answer | Exception]
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def send(self, target: Target, headers: Mapping[str, str], limits: Limits) -> Answer:
        del limits
        self.asked.append((target.url, headers))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def fetcher(script: Script, slept: list[float] | None = None) -> Fetcher:
    guard = Guard([Authority("a.cn", 80), Authority("b.cn", 80)], (), lambda *_: ["93.184.216.34"])
    sleep = (slept if slept is not None else []).append
    return Fetcher(guard, script, Pace(0, lambda: 0.0, sleep), Limits(), "gongkai/1")


def moved(where: str) -> Answer:
    return Answer(302, {"location": where})


def test_conditional_request() -> None:
    """What the site gave the last time is sent along; 304 is NotModified, 404 and 410 are Gone."""
    script = Script([Answer(200, {"etag": "e", "last-modified": "m", "content-type": "Text/HTML; charset=x"}, b"x")])
    script.answers += [Answer(304, {}), Answer(404, {}), Answer(410, {})]
    client = fetcher(script)
    first = client.get(URL)
    assert isinstance(first, Fetched)
    assert (first.validators, first.kind, first.body) == (Validators("e", "m"), "text/html", b"x")
    assert client.get(URL, first.validators) == NotModified()
    assert [client.get(URL), client.get(URL)] == [Gone(404), Gone(410)]
    sent = [{name: headers.get(name) for name in ("if-none-match", "if-modified-since")} for _, headers in script.asked]
    assert sent[:2] == [
        {"if-none-match": None, "if-modified-since": None},
        {"if-none-match": "e", "if-modified-since": "m"},
    ]
    assert script.asked[0][1]["user-agent"] == "gongkai/1"


def test_redirects_are_followed_within_the_hosts() -> None:
    """A relative redirect, one to another named host, and one with a Chinese name are followed to the page."""
    chinese = "/通知.htm".encode().decode("latin-1")
    script = Script([moved("/2.htm"), moved("http://b.cn/3.htm"), moved(chinese), Answer(200, {}, b"x")])
    found = fetcher(script).get(URL)
    assert isinstance(found, Fetched)
    assert found.url == "http://b.cn/%E9%80%9A%E7%9F%A5.htm"


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ([moved("http://evil.cn/")], Refusal.HOST),
        ([moved(URL)], Refusal.REDIRECTS),
        ([moved("/2.htm"), moved("/1.htm")], Refusal.REDIRECTS),
        ([moved(f"/{at}.htm") for at in range(2, 9)], Refusal.REDIRECTS),
        ([moved("")], Refusal.REDIRECTS),
        ([moved("file:///etc/passwd")], Refusal.REDIRECTS),
        ([Answer(403, {})], Refusal.STATUS),
        ([Answer(599 + 1, {})], Refusal.STATUS),
    ],
)
def test_refusals(answers: list[Answer | Exception], reason: Refusal) -> None:
    """A redirect out, in a loop, too often, to nowhere; a site that says no."""
    script = Script(answers)
    with pytest.raises(Refused) as caught:
        fetcher(script).get(URL)
    assert caught.value.reason is reason
    assert len(script.asked) <= MAX_REDIRECTS + 1


def test_one_more_try() -> None:
    """After a server error, a timeout or "too many requests" comes one more try, after the pause that the site asks for."""
    slept: list[float] = []
    script = Script([Answer(503, {}), Answer(200, {}), Answer(429, {"retry-after": "7"}), Answer(200, {})])
    script.answers += [
        Unreachable(URL, "no byte came"),
        Answer(200, {}),
        Answer(503, {"retry-after": "9999"}),
        Answer(502, {}),
    ]
    client = fetcher(script, slept)
    for _ in range(3):
        client.get(URL)
    with pytest.raises(Unreachable, match="502 Bad Gateway"):
        client.get(URL)
    assert slept == [2.0, 7.0, 2.0, 60.0]


def test_user_agent() -> None:
    """The user agent names gongkai, and whom to write to if that is configured."""
    assert user_agent("1.0") == "gongkai/1.0 (college disclosure notices)"
    assert user_agent("1.0", "xxzx@a.edu.cn") == "gongkai/1.0 (college disclosure notices; +xxzx@a.edu.cn)"
