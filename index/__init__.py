"""Encoder, vectors, lexical index, fusion, confidence, the bundle and its publishing.

The second room: published passages come in, search hits go out.
"""
