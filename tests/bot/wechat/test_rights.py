"""What the probes conclude."""

from pathlib import Path
from time import time

from bot.wechat.rights import Standing, examine
from tests.fakes.api import bench


async def test_a_clock_that_goes_wrong_is_told(tmp_path: Path) -> None:
    """Two minutes off is named with its direction, a few seconds are not."""
    async with bench(tmp_path) as fake:
        for off, standing, word in ((120.0, Standing.MISSING, "ahead"), (-120.0, Standing.MISSING, "behind")):
            (clock,) = [
                one
                for one in await examine(fake.client(), now=lambda off=off: time() + off)  # type: ignore[misc]
                if one.name == "clock"
            ]
            assert clock.standing is standing
            assert word in clock.message
