"""Tunes the default encoder to the words of students and parents, from pairs written for it: questions and passages of notices.

`python -m tuning` reads `pairs/`, trains low-rank corrections of the upper layers (`train`), and writes
`index/data/tuning.npz`, which index/weights.py adds to the weights when the default encoder is built. It runs on two cores in
half an hour and is needed only when pairs are added.
"""
