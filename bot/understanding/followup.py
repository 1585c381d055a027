"""Reads a follow-up with what was asked before: 那住宿费呢, 女生呢, 去年的呢, 一个月最多让干几个小时."""

import re

from bot.understanding import terms
from bot.understanding.understood import Understood
from bot.understanding.vocabulary import vocabulary
from bot.understanding.want import asks
from index.query import Concept

# Beyond this a message says for itself what it is about.
_LONGEST = 30
_POINTS_BACK = re.compile(r"^(?:那(?!些|边|里)|那么|还有|另外|要是|如果|假如|万一|然后|所以|这个|那个|它|这样|可|但|也|再|换成|改成)|呢[？?]?$|这个|那个|它|上面|刚才|刚刚|这种|这笔|该")
_LEAD = re.compile(r"^(?:那么|那(?!个|些|边|里)|还有|另外|然后|所以|换成|改成|也|再)[，,\s]*|的话(?=呢?[？?]?$)")
_TAIL = re.compile(r"(?:的话)?(?:的)?(?:那个|这个)?呢?[？?！!。\s]*$")


def is_followup(text: str, concepts: tuple[Concept, ...], before: Understood | None) -> bool:
    """Whether `text` needs what was asked before: it is short and points back, or has no subject of its own."""
    if before is None or not before.subject or len(text) > _LONGEST:
        return False
    return bool(_POINTS_BACK.search(text)) or not any(_is_subject(concept) for concept in concepts)


def complete(text: str, concepts: tuple[Concept, ...], before: Understood) -> str:
    """The follow-up as a full question.

    One that only names things (那住宿费呢) is the question before with its like replaced, or added; one that asks for
    itself (最长可以休多久) gets the subject it lacks in front.
    """
    bare = _LEAD.sub("", text).strip(" ，,")
    if asks(_TAIL.sub("", bare)):
        kept = [concept.alternatives[0] for concept in before.subject if not _is_replaced(concept, concepts, bare)]
        missing = [word for word in kept if word not in bare]
        return f"{''.join(missing)}，{bare}" if missing else bare
    return _substituted(_TAIL.sub("", bare), concepts, before)


def _substituted(named: str, concepts: tuple[Concept, ...], before: Understood) -> str:
    asked = before.asked
    for old in before.subject:
        new = _successor(old, concepts)
        if new is not None and old.alternatives[0] in asked:
            return asked.replace(old.alternatives[0], new.alternatives[0])
    return f"{named}，{asked}" if named and named not in asked else asked


def _successor(old: Concept, concepts: tuple[Concept, ...]) -> Concept | None:
    return next((new for new in concepts if _group(new) is not None and _group(new) == _group(old)), None)


def _is_replaced(old: Concept, concepts: tuple[Concept, ...], text: str) -> bool:
    return _successor(old, concepts) is not None or any(word in text for word in old.alternatives)


def _group(concept: Concept) -> str | None:
    entry = terms.meaning(concept)
    return entry.group if entry is not None else None


def _is_subject(concept: Concept) -> bool:
    """Whether a concept is something to ask about: a known thing that does not merely narrow another."""
    entry = vocabulary().entry(concept.alternatives[0])
    return entry is not None and not entry.modifier


def subject(concepts: tuple[Concept, ...]) -> tuple[Concept, ...]:
    """What a later follow-up inherits: everything that a question names but its generic words."""
    return tuple(concept for concept in concepts if concept.weight >= 0.5)
