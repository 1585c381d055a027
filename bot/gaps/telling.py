"""The words in which the person who asked is told an office's answer."""

from bot.loop.notes import Note

LONGEST_ANSWER = 400
"""Characters of an office's answer: with the reply beside it, it stays inside one message of WeChat's."""
_SHORT = 40


def answer_note(gap: int, question: str, office: str, answer: str) -> Note:
    """The note for one who asked `question` (masked)."""
    asked = question if len(question) <= _SHORT else f"{question[: _SHORT - 1]}…"
    return Note(f"gap:{gap}", f"您问过的“{asked}”，{office or '学校'}已答复：{answer}")
