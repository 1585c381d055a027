"""The last filter."""

from datetime import date

from bot.answer import Answer, Citation, Outcome
from bot.outgoing import ABOUT_A_PERSON, WARNING, kept, read, screened
from bot.replies import chat
from bot.understanding.understand import Intent
from tests.knowledge.privacy.made_up import card, identity, mobile

ID, CARD, PHONE = identity(), card(), mobile()


def cited(quote: str) -> Citation:
    return Citation("n", f"公示{ID}", "学生处", date(2024, 5, 6), f"https://x.edu.cn/?id={ID}", quote)


def test_no_identity_number_or_card_leaves_in_any_part() -> None:
    """Text, titles, addresses, quotes and suggestions alike, whatever the answer was made from."""
    answer = Answer(Outcome.ANSWERED, f"查到{ID}，{CARD}", (cited(f"卡{CARD}"),), 0.9, (f"{ID}是谁",))
    shown = str(screened(answer).to_json())
    assert ID not in shown
    assert CARD not in shown


def test_quoted_telephones_of_offices_stay_and_persons_do_not() -> None:
    """A quotation may begin after the words that said whose number it is; what it calls a student's goes."""
    answer = Answer(
        Outcome.ANSWERED, f"行政值班 {PHONE}", (cited(f"{PHONE}（24小时）\n姓名：张三；学号：略；电话：{PHONE}"),)
    )
    out = screened(answer)
    assert PHONE in out.text
    assert out.citations[0].quote.startswith(f"{PHONE}（24小时）")
    assert out.citations[0].quote.endswith("电话：138****5678")


def test_what_the_bot_says_itself_holds_only_numbers_of_offices() -> None:
    """An office of the directory stays, a number out of nowhere does not, a declared one does."""
    answer = Answer(Outcome.NOT_FOUND, f"没有查到“{PHONE}”。建议咨询：学生处（电话 {mobile('139')}）")
    assert screened(answer).text == f"没有查到“138****5678”。建议咨询：学生处（电话 {mobile('139')}）"
    assert PHONE in screened(answer, frozenset({PHONE})).text


def test_a_warned_asker_is_told_first() -> None:
    """The answer follows."""
    assert screened(Answer(Outcome.CHAT, "您好"), warns=True).text == f"{WARNING}\n您好"
    assert "请勿发送证件号" in WARNING


def test_the_ledger_keeps_no_number_and_no_question_about_a_person() -> None:
    """Who was asked about is nobody's business; other questions are kept, masked."""
    refused = chat(Intent.PRIVATE_PERSON, None, "b")
    assert kept("张三是不是贫困生", refused) == ABOUT_A_PERSON
    assert kept(f"学费多少，我电话{PHONE}", Answer(Outcome.NOT_FOUND, "")) == "学费多少，我电话138****5678"


def test_a_message_is_read_without_its_numbers() -> None:
    """Secrets warn; a date, an amount or a mailbox does not."""
    incoming = read(f"我的身份证号{ID}，卡号{CARD}，电话{PHONE}，录取了吗")
    assert incoming.warns
    assert not any(number in incoming.text for number in (ID, CARD, PHONE))
    assert "录取了吗" in incoming.text
    assert read("学费5000元吗？2024年5月6日交").warns is False
    assert not read(f"{PHONE}是招生办的吗", frozenset({PHONE})).warns
