"""The life of a notice in the store: submitted, checked, published, withdrawn, expired, superseded, and brought back."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from knowledge.audit import Action, Actor, Change
from knowledge.errors import (
    ForbiddenTransition,
    ReviewedUnseen,
    SameReviewer,
    StoreUnavailable,
    UnknownNotice,
    UnknownRevision,
)
from knowledge.life import Policy, Publishing, Reviewer
from knowledge.notice import Notice, NoticeId, Status
from knowledge.passage import Passage, PassageId, PassageKind
from knowledge.standing import State
from knowledge.store import KnowledgeStore

A, B, C = NoticeId("a"), NoticeId("b"), NoticeId("c")
LI, WANG = Actor("李老师"), Actor("王老师")
NOW = datetime(2024, 5, 1, 9, 30, tzinfo=UTC)
TODAY = date(2024, 5, 1)
AFTER_CHECK = Policy(Publishing.AFTER_CHECK)
NOTICE = Notice(A, "学费标准", "学费5000元", expires_at=date(2024, 12, 31))
OTHER = replace(NOTICE, text="学费5500元")
THIRD = replace(NOTICE, text="学费6000元")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[KnowledgeStore]:
    with KnowledgeStore.open(tmp_path / "k.sqlite3", AFTER_CHECK) as opened:
        yield opened


@pytest.fixture
def direct(tmp_path: Path) -> Iterator[KnowledgeStore]:
    with KnowledgeStore.open(tmp_path / "k.sqlite3") as opened:
        yield opened


def save(store: KnowledgeStore, notice: Notice, by: Actor = LI) -> Change:
    passages = [Passage(PassageId(f"{notice.id}#0"), notice.id, 0, PassageKind.TEXT, "", notice.text, 0, 9)]
    return store.save(notice, passages, by, NOW, "imported")


def quoted(store: KnowledgeStore, notice_id: NoticeId = A) -> list[str]:
    """The texts that a publish would make answerable and that may be quoted today; both must agree."""
    texts = {notice.id: (notice.text, passages) for notice, passages in store.published()}
    if not store.standings([notice_id], TODAY)[notice_id].quotable:
        return []
    text, passages = texts[notice_id]
    assert [passage.text for passage in passages] == [text]
    return [text]


def trail(store: KnowledgeStore, notice_id: NoticeId = A) -> list[Action]:
    return [entry.action for entry in store.audit(notice_id)]


def test_an_import_waits(store: KnowledgeStore) -> None:
    """After-check, what is imported is a draft, whatever its file says; approving publishes it, and who, when and why is kept."""
    assert save(store, NOTICE) is Change.ADDED
    assert (store.notice(A).status, quoted(store)) == (Status.DRAFT, [])
    assert store.cards(TODAY)[0].waits
    store.approve(A, WANG, NOW, "保密审查通过")
    assert quoted(store) == ["学费5000元"]
    assert not store.cards(TODAY)[0].waits
    checked, published = store.audit(A)[1:]
    assert (checked.action, checked.by, checked.at, checked.reason) == (Action.CHECKED, WANG, NOW, "保密审查通过")
    assert (published.action, published.by) == (Action.PUBLISHED, WANG)
    assert [revision.notice.status for revision in store.revisions(A)] == [
        Status.DRAFT,
        Status.CHECKED,
        Status.PUBLISHED,
    ]


def test_checked_by_one_and_published_by_another(store: KnowledgeStore) -> None:
    """The check may be recorded alone; publishing is then the next step, and a second check is forbidden."""
    save(store, NOTICE)
    store.check(A, WANG, NOW, "通过")
    assert (store.notice(A).status, quoted(store), store.cards(TODAY)[0].waits) == (Status.CHECKED, [], True)
    with pytest.raises(ForbiddenTransition, match=r"is checked, so it cannot be checked; .*approve"):
        store.check(A, WANG, NOW)
    store.approve(A, LI, NOW)
    assert quoted(store) == ["学费5000元"]
    assert trail(store) == [Action.ADDED, Action.CHECKED, Action.PUBLISHED]


def test_a_change_waits_beside_what_is_published(store: KnowledgeStore) -> None:
    """A changed file of a published notice waits: what was published is answerable until the new text is approved."""
    save(store, NOTICE)
    store.approve(A, WANG, NOW)
    assert save(store, OTHER) is Change.CHANGED
    assert save(store, OTHER) is Change.UNCHANGED
    assert (quoted(store), store.cards(TODAY)[0].changed) == (["学费5000元"], Status.DRAFT)
    store.check(A, WANG, NOW)
    assert (quoted(store), store.cards(TODAY)[0].changed) == (["学费5000元"], Status.CHECKED)
    store.approve(A, WANG, NOW)
    assert (quoted(store), store.cards(TODAY)[0].changed) == (["学费5500元"], None)


def test_dates_and_links_of_a_change_wait_too(store: KnowledgeStore) -> None:
    """The last day and the supersessions that a changed file names count from its approval on, not before."""
    for notice in (NOTICE, replace(NOTICE, id=B)):
        save(store, notice)
        store.approve(notice.id, WANG, NOW)
    save(store, replace(NOTICE, supersedes=(B,), expires_at=date(2024, 4, 1)))
    assert (quoted(store), store.standings([B], TODAY)[B].superseded_by) == (["学费5000元"], None)
    store.approve(A, WANG, NOW)
    assert (quoted(store), store.standings([B], TODAY)[B].superseded_by) == ([], A)


def test_the_newest_change_is_the_one_that_waits(store: KnowledgeStore) -> None:
    """A file that changes again while it waits is looked at again; what was looked at before cannot be approved unseen."""
    save(store, NOTICE)
    store.approve(A, WANG, NOW)
    save(store, OTHER)
    seen = store.in_force(A)[1]
    store.check(A, WANG, NOW, seen=seen)
    save(store, THIRD)
    for verb in (store.check, store.approve, store.reject):
        with pytest.raises(ReviewedUnseen, match="gongkai notices diff a"):
            verb(A, WANG, NOW, "?", seen=seen)
    assert store.cards(TODAY)[0].changed is Status.DRAFT
    store.approve(A, WANG, NOW, seen=store.in_force(A)[1])
    assert quoted(store) == ["学费6000元"]


def test_a_check_holds_for_one_text(store: KnowledgeStore) -> None:
    """A checked draft whose file changes is a draft again."""
    save(store, NOTICE)
    store.check(A, WANG, NOW)
    save(store, OTHER)
    assert (store.notice(A).status, store.notice(A).text) == (Status.DRAFT, "学费5500元")


def test_a_file_that_goes_back(store: KnowledgeStore) -> None:
    """When the file says again what is published, nothing waits any more."""
    save(store, NOTICE)
    store.approve(A, WANG, NOW)
    save(store, OTHER)
    assert save(store, NOTICE) is Change.CHANGED
    assert (quoted(store), store.cards(TODAY)[0].waits) == (["学费5000元"], False)
    with pytest.raises(ForbiddenTransition, match="nothing of it waits"):
        store.approve(A, WANG, NOW)


def test_a_file_that_calls_what_is_published_a_draft(store: KnowledgeStore) -> None:
    """After-check, a file's own word of draft or published says nothing: only people publish, only people take back."""
    save(store, NOTICE)
    store.approve(A, WANG, NOW)
    assert save(store, replace(NOTICE, status=Status.DRAFT)) is Change.CHANGED
    assert (quoted(store), store.cards(TODAY)[0].waits) == (["学费5000元"], False)


def test_rejecting(store: KnowledgeStore) -> None:
    """A rejected draft is withdrawn, a rejected change is set aside; both can be brought back, to be checked again."""
    save(store, NOTICE)
    store.reject(A, WANG, NOW, "有身份证号")
    assert (store.notice(A).status, quoted(store)) == (Status.WITHDRAWN, [])
    store.restore(A, WANG, NOW, "看错了")
    assert store.notice(A).status is Status.DRAFT
    store.approve(A, WANG, NOW)
    save(store, OTHER)
    refused = store.in_force(A)[1]
    store.reject(A, WANG, NOW, "金额有误")
    assert (quoted(store), store.cards(TODAY)[0].waits) == (["学费5000元"], False)
    assert save(store, OTHER) is Change.UNCHANGED
    assert refused is not None
    store.return_to(A, refused, WANG, NOW, "金额无误")
    assert (quoted(store), store.cards(TODAY)[0].changed) == (["学费5000元"], Status.DRAFT)
    store.approve(A, WANG, NOW)
    assert quoted(store) == ["学费5500元"]


def test_a_checked_draft_that_is_rejected_is_checked_again(store: KnowledgeStore) -> None:
    """Restoring what was checked and then rejected does not bring the check back."""
    save(store, NOTICE)
    store.check(A, WANG, NOW)
    store.reject(A, WANG, NOW, "仍有问题")
    store.restore(A, WANG, NOW, "已解决")
    assert store.notice(A).status is Status.DRAFT


def test_withdrawn_corrected_and_approved(store: KnowledgeStore) -> None:
    """The usual way of a mistake: withdraw, correct the file, import, approve; the wrong text never comes back."""
    save(store, NOTICE)
    store.approve(A, WANG, NOW)
    store.withdraw(A, WANG, NOW, "数字有误")
    save(store, OTHER)
    assert (quoted(store), store.cards(TODAY)[0].waits) == ([], True)
    store.approve(A, WANG, NOW, "已更正")
    assert quoted(store) == ["学费5500元"]


def test_restoring_brings_back_the_checked_text_only(store: KnowledgeStore) -> None:
    """What is restored while a correction waits is the text that was checked."""
    save(store, NOTICE)
    store.approve(A, WANG, NOW)
    store.withdraw(A, WANG, NOW, "核对")
    save(store, OTHER)
    store.restore(A, WANG, NOW, "无误")
    assert (quoted(store), store.cards(TODAY)[0].waits) == (["学费5000元"], True)


def test_a_file_takes_its_notice_back_at_once(store: KnowledgeStore) -> None:
    """Taking back needs no check; offering again does."""
    save(store, NOTICE)
    store.approve(A, WANG, NOW)
    save(store, replace(OTHER, status=Status.WITHDRAWN))
    assert (store.notice(A).status, quoted(store), store.cards(TODAY)[0].waits) == (Status.WITHDRAWN, [], False)
    save(store, replace(NOTICE, title="学费标准"))
    assert (quoted(store), store.cards(TODAY)[0].changed) == ([], Status.DRAFT)
    store.approve(A, WANG, NOW)
    assert quoted(store) == ["学费5000元"]


def test_a_draft_taken_back_by_its_file(store: KnowledgeStore) -> None:
    """A draft whose file says withdrawn waits no more; restored, it waits again."""
    save(store, NOTICE)
    save(store, replace(NOTICE, status=Status.WITHDRAWN))
    assert (store.notice(A).status, store.cards(TODAY)[0].waits) == (Status.WITHDRAWN, False)
    store.restore(A, WANG, NOW, "要公开")
    assert store.notice(A).status is Status.DRAFT


@pytest.mark.parametrize("text", [NOTICE.text, OTHER.text])
def test_never_checked_never_published(store: KnowledgeStore, text: str) -> None:
    """A notice that came in withdrawn, changed since or not, is a draft when it is restored after-check."""
    save(store, replace(NOTICE, status=Status.WITHDRAWN))
    save(store, replace(NOTICE, text=text, status=Status.WITHDRAWN))
    store.restore(A, WANG, NOW, "要公开")
    assert (store.notice(A).status, quoted(store)) == (Status.DRAFT, [])


def test_another_person(tmp_path: Path) -> None:
    """Where the college asks for it, who submitted a text cannot check it; a change counts as its own submission."""
    with KnowledgeStore.open(tmp_path / "k", Policy(Publishing.AFTER_CHECK, Reviewer.ANOTHER)) as store:
        save(store, NOTICE)
        with pytest.raises(SameReviewer, match="submitted by 李老师"):
            store.approve(A, LI, NOW)
        assert trail(store) == [Action.ADDED]
        store.approve(A, WANG, NOW)
        save(store, OTHER, WANG)
        with pytest.raises(SameReviewer):
            store.check(A, WANG, NOW)
        store.approve(A, LI, NOW)
        assert quoted(store) == ["学费5500元"]


@pytest.mark.parametrize("move", ["check", "approve", "reject", "withdraw", "restore", "extend", "uphold", "return_to"])
def test_moves_of_an_unknown_notice(store: KnowledgeStore, move: str) -> None:
    """Every move of a notice that is not there says so."""
    extra: list[object] = {"extend": [TODAY], "return_to": [1]}.get(move, [])  # type: ignore[assignment]
    with pytest.raises(UnknownNotice):
        getattr(store, move)(A, *extra, LI, NOW, "?")


def test_forbidden_moves_say_what_is_allowed(store: KnowledgeStore) -> None:
    """A forbidden move names the state, the move, and the way out; nothing is written."""
    save(store, NOTICE)
    with pytest.raises(ForbiddenTransition, match=r"is draft, so it cannot be withdrawn; it waits for .*approve"):
        store.withdraw(A, WANG, NOW, "?")
    store.reject(A, WANG, NOW, "否")
    with pytest.raises(ForbiddenTransition, match=r"is withdrawn, so it cannot be approved; .*restore"):
        store.approve(A, WANG, NOW)
    store.restore(A, WANG, NOW, "是")
    store.approve(A, WANG, NOW)
    with pytest.raises(ForbiddenTransition, match=r"is published, so it cannot be restored; .*withdraw"):
        store.restore(A, WANG, NOW, "?")
    with pytest.raises(ForbiddenTransition, match="is published, so it cannot be rejected"):
        store.reject(A, WANG, NOW, "?")
    before = trail(store)
    with pytest.raises(ForbiddenTransition, match="is published, so it cannot be restored"):
        store.uphold(A, WANG, NOW, "?")
    assert trail(store) == before


def test_extending_an_expired_notice(direct: KnowledgeStore) -> None:
    """An expired notice holds again to the day that staff give, and its file, changed elsewhere, does not undo that."""
    save(direct, replace(NOTICE, expires_at=date(2024, 4, 1)))
    assert direct.standings([A], TODAY)[A].state is State.EXPIRED
    direct.extend(A, date(2024, 6, 1), WANG, NOW, "公示延长")
    assert quoted(direct) == ["学费5000元"]
    save(direct, replace(OTHER, expires_at=date(2024, 4, 1)))
    assert direct.notice(A).expires_at == date(2024, 6, 1)
    direct.extend(A, None, WANG, NOW, "长期有效")
    assert direct.notice(A).expires_at is None
    with pytest.raises(ForbiddenTransition, match="in force until it is withdrawn already"):
        direct.extend(A, None, WANG, NOW, "?")
    save(direct, replace(OTHER, expires_at=date(2024, 7, 1)))
    assert direct.notice(A).expires_at == date(2024, 7, 1)


def test_extending_while_a_change_waits(store: KnowledgeStore) -> None:
    """The last day cannot be set under a text that is about to be replaced."""
    save(store, NOTICE)
    store.approve(A, WANG, NOW)
    save(store, OTHER)
    with pytest.raises(ForbiddenTransition, match="approve or reject that first"):
        store.extend(A, None, WANG, NOW, "?")


def test_upholding_a_superseded_notice(direct: KnowledgeStore) -> None:
    """A superseded notice that staff uphold holds beside the newer one for good; a third supersedes it anew."""
    save(direct, NOTICE)
    newer = replace(NOTICE, id=B, supersedes=(A,))
    save(direct, newer)
    direct.uphold(A, WANG, NOW, "对2023级仍有效")
    assert direct.standings([A], TODAY)[A].state is State.PUBLISHED
    save(direct, replace(newer, title="改"))
    assert direct.standings([A], TODAY)[A].state is State.PUBLISHED
    save(direct, replace(NOTICE, id=C, supersedes=(A,)))
    assert direct.standings([A], TODAY)[A].superseded_by == C
    assert direct.audit(A)[-1].what == "superseded by b"


def test_returning_to_an_earlier_text(direct: KnowledgeStore) -> None:
    """A text that a changed file has replaced can be brought back, and the next import of that file leaves it."""
    save(direct, NOTICE)
    save(direct, OTHER)
    direct.return_to(A, 1, WANG, NOW, "误改")
    assert quoted(direct) == ["学费5000元"]
    assert save(direct, OTHER) is Change.UNCHANGED
    assert (direct.audit(A)[-1].action, direct.audit(A)[-1].what) == (Action.RESTORED, "revision 1")
    with pytest.raises(ForbiddenTransition, match="published as revision 1 said"):
        direct.return_to(A, 1, WANG, NOW, "?")
    with pytest.raises(UnknownRevision, match="revisions 1 to 3, none with the number 9"):
        direct.return_to(A, 9, WANG, NOW, "?")


def test_returning_to_a_draft(store: KnowledgeStore) -> None:
    """An earlier text that nobody has checked comes back as a draft."""
    save(store, NOTICE)
    save(store, OTHER)
    store.return_to(A, 1, WANG, NOW, "误改")
    assert (store.notice(A).text, store.notice(A).status) == ("学费5000元", Status.DRAFT)


def test_a_rehearsal_keeps_nothing(store: KnowledgeStore, tmp_path: Path) -> None:
    """What is done in a rehearsal is seen in it and nowhere else; where there is no store, none is made."""
    save(store, NOTICE)
    with KnowledgeStore.rehearse(tmp_path / "k.sqlite3", AFTER_CHECK) as copy:
        assert (save(copy, OTHER), save(copy, replace(NOTICE, id=B))) == (Change.CHANGED, Change.ADDED)
        assert len(copy.notices()) == 2
    assert store.notices() == (replace(NOTICE, status=Status.DRAFT),)
    with KnowledgeStore.rehearse(tmp_path / "none" / "k.sqlite3") as copy:
        assert copy.notices() == ()
    assert not (tmp_path / "none").exists()


def test_a_rehearsal_over_no_store(tmp_path: Path) -> None:
    """A file that is no store is refused for a rehearsal as for anything else."""
    (tmp_path / "k.sqlite3").write_text("not a database " * 100, encoding="utf-8")
    with pytest.raises(StoreUnavailable, match="cannot be used"), KnowledgeStore.rehearse(tmp_path / "k.sqlite3"):
        pass


def test_what_a_text_holds(direct: KnowledgeStore) -> None:
    """Notices are found by a word of their current text, percent signs and capitals included."""
    save(direct, replace(NOTICE, text="毕业率98%，详见PDF"))
    save(direct, replace(NOTICE, id=B, text="毕业率980"))
    assert [direct.holding(word) for word in ("98%", "pdf", "毕业率", "无")] == [{A}, {A}, {A, B}, set()]
    save(direct, replace(NOTICE, text="别的"))
    assert direct.holding("98%") == set()
