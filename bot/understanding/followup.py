"""Reads a follow-up with what was asked before: 那住宿费呢, 女生呢, 去年的呢, 一个月最多让干几个小时."""

import re
from collections.abc import Sequence

from bot.understanding import terms, timewords
from bot.understanding.understood import Understood
from bot.understanding.vocabulary import Group
from bot.understanding.want import asks
from index.query import Concept

# Beyond the first a message says for itself what it is about; within the second it may lean on what was said, unsaid.
_LONGEST, _CURT = 30, 10
_TELLING, _CENTRAL = 0.5, 0.9
_POINTS_BACK = re.compile(
    r"^(?:那(?!些|边|里)|那么|还有|另外|要是|如果|假如|万一|然后|所以|这个|那个|它|这样|可|但|也|再|换成|改成)"
    r"|^.{1,6}的话|呢[？?]?$|这个|那个|它|上面|刚才|刚刚|这种|这笔|该"
)
_LEAD = re.compile(r"^(?:那么|那(?!个|些|边|里)|还有|另外|然后|所以|换成|改成|也|再)[，,\s]*|的话(?=呢?[？?]?$)")
_SUPPOSES = re.compile(r"^(?:要是|如果|假如|万一)")
_POINTS = re.compile(r"[那这]个|的$")
_TAIL = re.compile(r"(?:的话)?(?:的)?(?:那个|这个)?呢?[？?！!。\s]*$")


_MAJORS = "专业"


def inherited(text: str, concepts: Sequence[Concept], before: Understood | None) -> tuple[Concept, ...] | None:
    """What `text` (normalised) takes over from the question `before`; None where it is no follow-up.

    It is one if it is short and points back, or has no subject of its own. A curt question of the same kind
    (宿舍几人间 → 有空调吗, 会计学费多少 → 招多少人) takes over the place, or the province and major, that it is asked of.
    """
    if before is None or not before.subject or len(text) > _LONGEST:
        return None
    own = [group for concept in concepts if (group := _subject_group(concept)) is not None]
    if _POINTS_BACK.search(text) or not own:
        return tuple(concept for concept in before.subject if not _is_replaced(concept, concepts, text))
    kept = tuple(
        old for old in before.subject if _is_context(old, own, before) and not _is_replaced(old, concepts, text)
    )
    return kept if kept and len(text) <= _CURT else None


def complete(text: str, concepts: Sequence[Concept], kept: Sequence[Concept], before: Understood) -> str:
    """The follow-up as a full question.

    One that only names things (那住宿费呢) is the question before with its like replaced, or added; one that asks or
    supposes for itself (最长可以休多久, 要是违约了三次呢) gets what it takes over in front.
    """
    bare = _LEAD.sub("", text).strip(" ，,")
    if not (asks(_TAIL.sub("", bare)) or _SUPPOSES.search(bare)):
        return _substituted(_TAIL.sub("", bare), concepts, before)
    telling = [concept for concept in kept if concept.weight >= _TELLING]
    words = [_name(concept) for concept in sorted(telling, key=lambda one: before.asked.find(one.alternatives[0]))]
    years = [str(period) for period in before.query.periods] if before.query and _keeps_years(concepts) else []
    return f"{' '.join([*years, *words])}，{bare}" if words else bare


def subject(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    """What a later follow-up may take over or replace: everything that a question names but its generic words."""
    return tuple(concept for concept in concepts if not _is_generic(concept))


def _substituted(named: str, concepts: Sequence[Concept], before: Understood) -> str:
    asked, placed = before.asked, False
    if named and not timewords.without(named):
        return named + timewords.without(asked)
    for old in before.subject:
        new = _successor(old, concepts) or _sole(named, old, concepts)
        if new is not None and old.alternatives[0] in asked:
            asked, placed = asked.replace(old.alternatives[0], _name(new)), True
    if any((entry := terms.meaning(new)) is not None and entry.whole for new in concepts):
        for old in before.subject:
            asked = asked.replace(old.alternatives[0], "") if _is_major(old) else asked
    return asked if placed or not named or named in asked else f"{named}，{asked}"


def _sole(named: str, old: Concept, concepts: Sequence[Concept]) -> Concept | None:
    """The one thing that 独卫呢 names, where it is of the kind of `old`."""
    if len(concepts) != 1 or concepts[0].alternatives[0] != named:
        return None
    is_like = old.weight >= _CENTRAL and _subject_group(old) == _subject_group(concepts[0]) is not None
    return concepts[0] if is_like else None


def _name(concept: Concept) -> str:
    """The person's word, or the official one where theirs only points (省政府那个) or asks (军训几天)."""
    words = concept.alternatives
    return words[1] if len(words) > 1 and (_POINTS.search(words[0]) or asks(words[0])) else words[0]


def _successor(old: Concept, concepts: Sequence[Concept]) -> Concept | None:
    """What replaces `old`: another of its kind, where things of that kind are alike."""
    entry = terms.meaning(old)
    if entry is None or not entry.group.alike:
        return None
    return next(
        (new for new in concepts if (like := terms.meaning(new)) is not None and like.group == entry.group), None
    )


def _is_replaced(old: Concept, concepts: Sequence[Concept], text: str) -> bool:
    if _successor(old, concepts) is not None or any(word in text for word in old.alternatives):
        return True
    group = _subject_group(old)
    rivals = [new for new in concepts if _subject_group(new) == group and new.weight >= _CENTRAL]
    return group is not None and old.weight >= _CENTRAL and bool(rivals) and not _SUPPOSES.search(text)


def _is_context(old: Concept, own: Sequence[Group], before: Understood) -> bool:
    """Whether a curt question about `own` kinds is asked of `old`: the place of that kind, or what narrowed it before."""
    entry = terms.meaning(old)
    if entry is None:
        return False
    if not entry.group.modifier:
        return entry.group in own and entry.weight < _CENTRAL
    asked_of = [group for concept in before.subject if (group := _subject_group(concept)) is not None]
    return old.strict and any(group.narrowed for group in own) and any(group.narrowed for group in asked_of)


def _is_major(old: Concept) -> bool:
    entry = terms.meaning(old)
    return entry is not None and entry.strict and entry.group.name == _MAJORS


def _keeps_years(concepts: Sequence[Concept]) -> bool:
    """Whether the years asked for before still hold: for figures of admission and fees that are given by year."""
    return any(group.narrowed for concept in concepts if (group := _subject_group(concept)) is not None)


def _subject_group(concept: Concept) -> Group | None:
    """The kind of a thing that can be asked about by itself; None for what only narrows, and for unknown words."""
    entry = terms.meaning(concept)
    return entry.group if entry is not None and not entry.group.modifier else None


def _is_generic(concept: Concept) -> bool:
    entry = terms.meaning(concept)
    return entry is not None and entry.group.modifier and not entry.group.alike
