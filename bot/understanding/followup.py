"""Reads a follow-up with what was asked before: 那住宿费呢, 女生呢, 去年的呢, 一个月最多让干几个小时."""

import re

from bot.understanding import terms
from bot.understanding.understood import Understood
from bot.understanding.want import asks
from index.query import Concept

# Beyond this a message says for itself what it is about.
_LONGEST = 30
_TELLING = 0.5
_POINTS_BACK = re.compile(
    r"^(?:那(?!些|边|里)|那么|还有|另外|要是|如果|假如|万一|然后|所以|这个|那个|它|这样|可|但|也|再|换成|改成)|呢[？?]?$|这个|那个|它|上面|刚才|刚刚|这种|这笔|该"
)
_LEAD = re.compile(r"^(?:那么|那(?!个|些|边|里)|还有|另外|然后|所以|换成|改成|也|再)[，,\s]*|的话(?=呢?[？?]?$)")
_SUPPOSES = re.compile(r"^(?:要是|如果|假如|万一)")
_POINTS = re.compile(r"[那这]个|的$")
_TAIL = re.compile(r"(?:的话)?(?:的)?(?:那个|这个)?呢?[？?！!。\s]*$")


def is_followup(text: str, concepts: tuple[Concept, ...], before: Understood | None) -> bool:
    """Whether `text` needs what was asked before: it is short and points back, or has no subject of its own."""
    if before is None or not before.subject or len(text) > _LONGEST:
        return False
    return bool(_POINTS_BACK.search(text)) or not any(_is_subject(concept) for concept in concepts)


def complete(text: str, concepts: tuple[Concept, ...], before: Understood) -> str:
    """The follow-up as a full question.

    One that only names things (那住宿费呢) is the question before with its like replaced, or added; one that asks or
    supposes for itself (最长可以休多久, 要是违约了三次呢) gets the subject it lacks in front.
    """
    bare = _LEAD.sub("", text).strip(" ，,")
    if asks(_TAIL.sub("", bare)) or _SUPPOSES.search(bare):
        kept = [one for one in before.subject if not _is_replaced(one, concepts, bare)]
        missing = sorted((one.alternatives[0] for one in kept), key=before.asked.find)
        return f"{' '.join(missing)}，{bare}" if missing else bare
    return _substituted(_TAIL.sub("", bare), concepts, before)


def _substituted(named: str, concepts: tuple[Concept, ...], before: Understood) -> str:
    asked, placed = before.asked, False
    for old in before.subject:
        new = _successor(old, concepts)
        if new is not None and old.alternatives[0] in asked:
            asked, placed = asked.replace(old.alternatives[0], _name(new)), True
    return asked if placed or not named or named in asked else f"{named}，{asked}"


def _name(concept: Concept) -> str:
    """The person's word, or the official one where theirs only points (省政府那个)."""
    words = concept.alternatives
    return words[1] if len(words) > 1 and _POINTS.search(words[0]) else words[0]


def _successor(old: Concept, concepts: tuple[Concept, ...]) -> Concept | None:
    entry = terms.meaning(old)
    if entry is None or not entry.group.alike:
        return None
    return next(
        (new for new in concepts if (like := terms.meaning(new)) is not None and like.group == entry.group), None
    )


def _is_replaced(old: Concept, concepts: tuple[Concept, ...], text: str) -> bool:
    return _successor(old, concepts) is not None or any(word in text for word in old.alternatives)


def _is_subject(concept: Concept) -> bool:
    """Whether a concept is something to ask about: a known thing that does not merely narrow another."""
    entry = terms.meaning(concept)
    return entry is not None and not entry.group.modifier


def subject(concepts: tuple[Concept, ...]) -> tuple[Concept, ...]:
    """What a later follow-up inherits: everything that a question names but its generic words."""
    return tuple(concept for concept in concepts if concept.weight >= _TELLING)
