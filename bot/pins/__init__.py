"""Pinned answers: what staff have chosen as the answer to a question wins when that question is asked."""
