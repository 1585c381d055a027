from bot.simulator.account import Account, Mode
from bot.simulator.platform import Received
from bot.simulator.report import Exchange, figures, read, shown, transcript
from bot.wechat.message import read_fields, render, to_message
from bot.wechat.reply import SLOW
from tests.fakes.wechat import NOW, settings


def _exchange(problem: str = "", seconds: float = 0.01, tries: int = 1) -> Exchange:
    return Exchange("问", "" if problem else "答", problem, tries, seconds)


def test_figures_count_every_message_once() -> None:
    """Answered, lost, silent and invalid add up to what was sent; percentiles are of the answered alone."""
    exchanges = [_exchange(seconds=n / 1000) for n in range(1, 101)]
    faults = [_exchange("lost after 3 tries", 15, 3), _exchange("silent"), _exchange("the reply is empty")]
    found = figures([*exchanges, *faults], 2.0, handled=105)
    assert (found.sent, found.answered, found.lost, found.silent, found.invalid) == (103, 100, 1, 1, 1)
    assert (found.p50_ms, found.p95_ms, found.p99_ms) == (50.0, 95.0, 99.0)
    assert (found.retried, found.duplicates) == (1, 2)
    assert not found.good
    assert found.to_json()["per_second"] == 50.0


def test_a_run_is_good_when_everything_was_answered_once() -> None:
    """Unknown duplicates do not spoil it, known ones do; nothing sent is no error."""
    assert figures([_exchange()], 1.0).good
    assert figures([_exchange()], 1.0, handled=1).good
    assert not figures([_exchange()], 1.0, handled=2).good
    assert figures([], 0.0).to_json()["per_second"] == 0.0


def test_a_transcript_shows_links_as_a_person_sees_them() -> None:
    """Question, reply with links in brackets, and what went wrong."""
    link = '<a href="weixin://bizmsgmenu?msgmenucontent=住宿费？&msgmenuid=1">住宿费？</a>'
    lines = list(transcript([[Exchange("学费", f"5000元\n{link}", "", 1, 0.1)], [_exchange("silent")]]))
    assert lines == ["问：学费", "答：5000元\n［住宿费？］", "", "问：问", "！ silent", ""]
    assert shown("没有链接") == "没有链接"


def test_a_reply_that_wechat_would_not_show_is_an_invalid_exchange() -> None:
    """The reason for refusing the reply is the exchange's problem, in its JSON too."""
    account = Account(settings(), Mode.SAFE)
    received = Received(account.text("oA", "学费", 1, NOW), b"{}", 200, 1, 0.0125)
    assert read(received, account).to_json() == {
        "question": "学费",
        "reply": "",
        "problem": "the body is no well-formed XML",
        "tries": 1,
        "ms": 12.5,
    }


def test_a_person_who_is_told_to_ask_again_has_no_answer() -> None:
    """The kind line of the last try is a proper reply, and still the question is not answered."""
    account = Account(settings(), Mode.PLAIN)
    parcel = account.text("oA", "问", 1, NOW)
    body = render(to_message(read_fields(parcel.body)), SLOW, NOW).encode()
    exchange = read(Received(parcel, body, 200, 3, 14.0), account)
    assert exchange.problem.startswith("late")
    assert figures([exchange], 1.0).late == 1
