"""Notices and their life: parsing, cleaning, classification, passages, the store and its audit trail.

The first room of the flow; it knows nothing of vectors, HTTP or WeChat.
"""
