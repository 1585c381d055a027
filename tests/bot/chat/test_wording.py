from datetime import date

import pytest

from bot.answer import Answer, Citation, Outcome
from bot.chat.wording import Part, body, is_web, lead, parts, telephone

FEES = Citation("n1", "收费公示", "财务处", date(2026, 6, 1), "https://x.cn/1", "学费5000元")
OLD = Citation("n2", "2025年收费公示", "", None, "", "学费4800元")


def _answer(text: str, *citations: Citation, outcome: Outcome = Outcome.ANSWERED) -> Answer:
    return Answer(outcome, text, citations)


def test_lines_that_only_repeat_the_sources_are_left_out() -> None:
    """Title, office, date, address and "see also" stand below as citations; a warning among them stays."""
    text = "学费5000元。\n——《收费公示》\n财务处，2026-06-01\n（注意：这份通知已由《新办法》取代）\nhttps://x.cn/1\n另见：《2025年收费公示》"
    assert body(_answer(text, FEES, OLD)) == "学费5000元。\n（注意：这份通知已由《新办法》取代）"


def test_candidates_are_listed_once() -> None:
    """The numbered lines of near notices are the citations that stand below."""
    text = "下面几份通知最接近：\n1.《收费公示》（2026-06-01） https://x.cn/1\n2.《2025年收费公示》"
    assert body(_answer(text, FEES, OLD, outcome=Outcome.CANDIDATES)) == "下面几份通知最接近："


def test_a_line_that_says_more_than_the_source_stays() -> None:
    """Before the sources begin, an office's name or a title within a sentence is what the notice says."""
    text = "财务处\n按《收费公示》执行，2026年起。\n——《收费公示》\n财务处，2026-06-01"
    assert body(_answer(text, FEES)) == "财务处\n按《收费公示》执行，2026年起。"


def test_a_text_of_nothing_but_sources_stays_whole() -> None:
    """An answer never becomes empty."""
    assert body(_answer("——《收费公示》", FEES)) == "——《收费公示》"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("▶ 350分\n各省分数：350分", ("350分", "各省分数：350分")),
        ("▶ 350分", ("", "▶ 350分")),
        ("各省分数", ("", "各省分数")),
        ("", ("", "")),
    ],
)
def test_what_answers_by_itself_leads(text: str, expected: tuple[str, str]) -> None:
    """The marked first line is taken off, if there is more than it."""
    assert lead(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("电话 0000-8801001，工作日", (Part("电话 "), Part("0000-8801001", "tel:00008801001"), Part("，工作日"))),
        ('看<a href="https://x.cn">这里</a>', (Part("看"), Part("这里", "https://x.cn"))),
        ("看<a href='javascript:x'>这里</a>", (Part("看"), Part("这里"))),
        ("见 https://x.cn/a。完", (Part("见 "), Part("https://x.cn/a", "https://x.cn/a"), Part("。完"))),
        ("证号350102199003074512", (Part("证号350102199003074512"),)),
        ("<b>x</b>", (Part("<b>x</b>"),)),
    ],
)
def test_links_and_telephones_can_be_tapped(text: str, expected: tuple[Part, ...]) -> None:
    """Addresses of the web and telephone numbers lead somewhere; nothing else is markup."""
    assert parts(_answer(text)) == expected


def test_emergency_numbers_can_be_dialled_only_in_the_bot_s_own_words() -> None:
    """120 in a notice is an amount."""
    said = parts(_answer("请拨 120", outcome=Outcome.CHAT))
    assert said == (Part("请拨 "), Part("120", "tel:120"))
    assert "".join(part.text for part in parts(_answer("招生 120 人", FEES))) == "招生 120 人"
    assert all(not part.href for part in parts(_answer("招生 120 人", FEES)))


def test_addresses_are_told_by_their_beginning() -> None:
    """Only the web's two, in any case; a number to dial keeps its digits alone."""
    assert is_web("HTTPS://x.cn")
    assert not is_web(" https://x.cn")
    assert not is_web("ftp://x.cn")
    assert telephone("+86 0595-123") == "tel:+860595123"
