"""A notice's life as a running service sees it: every step counts for the next answer, without a publish."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot import offices
from bot.answer import Answer
from bot.conversation import Conversations
from bot.engine import Engine
from index.bundle import Bundle
from index.confidence import default_model
from index.encoder import OnnxEncoder
from index.encoders import obtain
from index.publish import publish
from index.search import Searcher
from index.shelf import Shelf
from knowledge.audit import Actor
from knowledge.life import Policy, Publishing
from knowledge.store import KnowledgeStore
from scripts.sections import encoder_cache
from tests.fakes.notices import LIBRARY, NETWORK, SCHOLARSHIP, cut, save

WANG = Actor("王老师")
NOW = datetime(2026, 9, 1, tzinfo=UTC)
QUESTION = "校园网故障拨打什么电话报修"
PLACE = NETWORK[0].id


class Service:
    """An open engine over a published bundle, a clock that tests turn, and the store as another process has it open."""

    def __init__(self, folder: Path, staff: KnowledgeStore, service: KnowledgeStore, encoder: OnnxEncoder) -> None:
        self.today = NOW.date()
        self.staff = staff
        self.folder = folder
        self.store = service
        self.encoder = encoder

    def publish(self) -> None:
        """What `gongkai publish` does; the engine opens the new bundle."""
        publish(self.staff.published(), self.encoder, self.folder, NOW)
        bundle = Bundle.open(Shelf(self.folder).live(), self.encoder.fingerprint)
        self.engine = Engine(
            searcher=Searcher(bundle, self.encoder, default_model()),
            store=self.store,
            conversations=Conversations(600.0, lambda: 0.0),
            offices=offices.load(None),
            today=lambda: self.today,
        )

    def ask(self) -> Answer:
        return self.engine.answer(QUESTION)

    def cites(self, notice_id: str = PLACE) -> bool:
        """Whether the next answer quotes the notice, in its citations or in what WeChat would show."""
        answer = self.ask()
        return notice_id in [citation.notice_id for citation in answer.citations] or "8801700" in answer.text


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> OnnxEncoder:
    return OnnxEncoder.open(obtain("default", encoder_cache(os.environ), tmp_path_factory.mktemp("encoder")))


@pytest.fixture
def service(tmp_path: Path, encoder: OnnxEncoder) -> Iterator[Service]:
    path = tmp_path / "k.sqlite3"
    with (
        KnowledgeStore.open(path, Policy(Publishing.AFTER_CHECK)) as staff,
        KnowledgeStore.open(path) as running,
    ):
        save(staff, SCHOLARSHIP, LIBRARY, NETWORK)
        for notice in staff.notices():
            staff.approve(notice.id, WANG, NOW)
        found = Service(tmp_path, staff, running, encoder)
        found.publish()
        yield found


def test_withdrawal_acts_on_the_next_answer(service: Service) -> None:
    """Quoted, withdrawn, not quoted, restored, quoted: one bundle, one engine, five questions."""
    seen = [service.cites()]
    service.staff.withdraw(PLACE, WANG, NOW, "号码已停用")
    seen.append(service.cites())
    service.staff.restore(PLACE, WANG, NOW, "号码恢复")
    seen.append(service.cites())
    assert seen == [True, False, True]


def test_expiry_acts_on_the_next_answer(service: Service) -> None:
    """After its last day a notice is not quoted, on it it is; extended, it is quoted again."""
    service.staff.extend(PLACE, date(2026, 9, 3), WANG, NOW, "临时通知")
    seen = []
    for day in (1, 3, 4):
        service.today = date(2026, 9, day)
        seen.append(service.cites())
    service.staff.extend(PLACE, None, WANG, NOW, "长期有效")
    seen.append(service.cites())
    assert seen == [True, True, False, True]


def test_supersession_acts_on_the_next_answer(service: Service) -> None:
    """A newer notice supersedes once it is approved, not while it waits; upheld, the older one is current again."""
    newer = cut("network-2", "校园网使用说明（新）", "校园网改由运营商收费。", supersedes=(PLACE,))
    save(service.staff, newer)
    waiting = "校园网使用说明（新）" in service.ask().text
    service.staff.approve(newer[0].id, WANG, NOW)
    approved = "network-2" in service.ask().text
    service.staff.uphold(PLACE, WANG, NOW, "对在校生仍有效")
    upheld = "network-2" in service.ask().text
    assert (waiting, approved, upheld) == (False, True, False)


def test_a_draft_is_never_published(service: Service) -> None:
    """What waits for its check is in no bundle, so no question finds it; approved and published, it is found."""
    save(service.staff, cut("secret", "校园网故障电话", "校园网故障拨打0000-1234567报修，全天受理。"))
    service.publish()
    before = "1234567" in service.ask().text
    service.staff.approve(cut("secret", "", "")[0].id, WANG, NOW)
    service.publish()
    assert (before, "1234567" in service.ask().text) == (False, True)


def test_the_published_text_answers_until_the_new_one_is_approved(service: Service) -> None:
    """A changed file waits: publishes in between go on answering with the published text."""
    changed = cut(
        "network",
        "校园网使用说明",
        "校园网按学期收取服务费，每学期180元，故障请拨打0000-8809999报修。",
        department="信息中心",
    )
    save(service.staff, changed)
    service.publish()
    waiting = service.ask().text
    service.staff.approve(PLACE, WANG, NOW)
    service.publish()
    approved = service.ask().text
    assert ("8801700" in waiting, "8809999" in waiting) == (True, False)
    assert ("8801700" in approved, "8809999" in approved) == (False, True)
