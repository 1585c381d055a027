"""`kill -9` at random moments of a publish; the child publishes without end, in turn with and without one notice."""

import random
import subprocess
import sys
import time
from pathlib import Path

from index.bundle import Bundle, verify
from index.publish import publish
from index.shelf import Shelf
from tests.fakes.encoder import HashEncoder
from tests.fakes.notices import FEES, LIBRARY, NOW, SCHOLARSHIP

ROOT = Path(__file__).resolve().parents[2]
ENCODER = HashEncoder(64)
KILLS = 20
ENDLESS = """
import sys
from pathlib import Path
from index.publish import publish
from tests.fakes.encoder import HashEncoder
from tests.fakes.notices import FEES, LIBRARY, NOW, SCHOLARSHIP
print("ready", flush=True)
while True:
    for notices in ([SCHOLARSHIP, FEES], [SCHOLARSHIP, FEES, LIBRARY]):
        publish(notices, HashEncoder(64), Path(sys.argv[1]), NOW)
"""


def nearest(data: Path) -> str:
    bundle = Bundle.open(Shelf(data).live(), ENCODER.fingerprint)
    rows, _ = bundle.vectors.search(ENCODER.encode_query("三等奖学金多少元"), 1)
    return bundle.corpus.passages[int(rows[0])].text


def test_a_publish_killed_at_any_moment_leaves_a_whole_bundle_live(tmp_path: Path) -> None:
    """Twenty kills: the live bundle opens, holds what its manifest says, answers as before, and the next publish succeeds."""
    publish([SCHOLARSHIP, FEES], ENCODER, tmp_path, NOW)
    before = nearest(tmp_path)
    moment = random.Random(7)  # noqa: S311 - when to kill is no secret
    for _ in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, "-c", ENDLESS, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        with child:
            assert child.stdout is not None
            assert child.stdout.readline() == "ready\n"
            time.sleep(moment.uniform(0.0, 0.25))
            child.kill()
        verify(Shelf(tmp_path).live())
        assert nearest(tmp_path) == before
    assert publish([SCHOLARSHIP, FEES, LIBRARY], ENCODER, tmp_path, NOW).notices == 3
    assert nearest(tmp_path) == before
