import numpy as np

from knowledge.parsers import strokes

HEIGHT = 16.0


def _paper(shade: int = 255) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    return np.full((300, 400), shade, np.uint8)


def test_lines_of_a_table_are_found_on_light_and_dark_paper() -> None:
    """A horizontal and a vertical line are strokes with their ends, be they darker or lighter than the paper."""
    for paper, ink in ((250, 40), (30, 200), (250, 190)):
        page = _paper(paper)
        page[100:102, 50:350] = ink
        page[20:280, 200:203] = ink
        (across,), (down,) = strokes.find(page, HEIGHT)
        assert abs(across.at - 100.5) + abs(across.low - 50) + abs(across.high - 350) <= 8
        assert abs(down.at - 201) + abs(down.low - 20) + abs(down.high - 280) <= 8


def test_broken_and_slightly_slanting_lines_are_one() -> None:
    """A scanned line has gaps and drifts by a few pixels."""
    page = _paper()
    for x in range(50, 350):
        page[100 + x // 100, x] = 0 if x % 40 else 255
    across, _ = strokes.find(page, HEIGHT)
    assert len(across) == 1
    assert across[0].high - across[0].low > 280


def test_letters_and_filled_cells_are_no_strokes() -> None:
    """What is short, or thicker than a line, rules nothing."""
    page = _paper()
    page[100:102, 50:75] = 0
    page[150:200, 50:350] = 0
    assert strokes.find(page, HEIGHT) == ([], [])


def test_a_photograph_is_given_up() -> None:
    """A picture full of short runs is not searched further; a picture smaller than a line has none."""
    noise = np.zeros((12_000, 4_800), np.uint8)
    noise[::8] = np.tile(np.repeat(np.array([255, 0], np.uint8), (60, 20)), 60)
    assert strokes.find(noise, HEIGHT)[0] == []
    assert strokes.find(np.zeros((10, 10), np.uint8), HEIGHT) == ([], [])
