"""The knowledge store: notices in every revision, their passages, and the trail of what was done to them.

One SQLite file in the data folder; knowledge/store/store.py holds its verbs, the other files what they are made of.
"""

from knowledge.store.store import KnowledgeStore

__all__ = ["KnowledgeStore"]
