import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answer import Answer, Outcome
from bot.server import serve
from bot.settings import ServerSettings
from scripts.main import main
from tests.fakes.answerer import ScriptedAnswerer
from tests.fakes.wechat import KEY, Service

Captured = pytest.CaptureFixture[str]


@pytest.fixture
def config(tmp_path: Path) -> Iterator[str]:
    """A settings file of an account whose service runs beside the command and gives no text for 「沉默」."""
    service = Service(ScriptedAnswerer({"沉默": Answer(Outcome.CHAT, "")}))
    ready, stop, port = threading.Event(), asyncio.Event(), []
    loops: list[asyncio.AbstractEventLoop] = []

    def started(address: str) -> None:
        port.append(address.rpartition(":")[2])
        ready.set()

    async def run() -> None:
        loops.append(asyncio.get_running_loop())
        await serve(service.app(), ServerSettings(port=0), started, stop)

    thread = threading.Thread(target=lambda: asyncio.run(run()))
    thread.start()
    assert ready.wait(10)
    file = tmp_path / "gongkai.toml"
    file.write_text(
        f'[server]\nport = {port[0]}\n[wechat]\ntoken = "testtoken"\napp_id = "wx1"\nencoding_aes_key = "{KEY}"\n',
        encoding="utf-8",
    )
    yield str(file)
    loops[0].call_soon_threadsafe(stop.set)
    thread.join()


def test_a_question_is_shown_with_its_reply(config: str, capsys: Captured) -> None:
    """Without any load option the transcript is printed, and the figures go to standard error."""
    assert main(["simulate", "--question", "学费", "--question", "那住宿费呢", "--config", config]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[:2] == ["问：学费", "答：学费每学年5000元。"]
    assert "2 of 2 messages answered (none lost)" in err


def test_a_file_is_played_under_load_and_told_as_json(config: str, tmp_path: Path, capsys: Captured) -> None:
    """Figures come as one JSON object, with the dialogues only when a transcript is wanted."""
    file = tmp_path / "questions.jsonl"
    file.write_text('学费\n{"turns": ["招生", "去年呢"]}\n', encoding="utf-8")
    load = ["--count", "6", "--concurrency", "3", "--mode", "compatible", "--json", "--config", config]
    assert main(["simulate", str(file), *load]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["sent"], figures["answered"], figures["duplicates"]) == (9, 9, 0)
    assert "dialogues" not in figures
    assert main(["simulate", str(file), "--rate", "100", "--transcript", "--json", "--config", config]) == 0
    assert len(json.loads(capsys.readouterr().out)["dialogues"]) == 2


def test_a_load_prints_figures_alone(config: str, capsys: Captured) -> None:
    """Thousands of replies are not printed unless asked for."""
    assert main(["simulate", "--question", "学费", "--count", "3", "--mode", "plain", "--config", config]) == 0
    assert capsys.readouterr().out == ""


def test_silence_is_a_failure(config: str, capsys: Captured) -> None:
    """A message without a proper reply makes the command fail, with the figures in one line."""
    assert main(["simulate", "--question", "沉默", "--config", config]) == 1
    assert "1 silent" in capsys.readouterr().err


def test_nothing_to_ask_and_unreadable_files_are_said(config: str, tmp_path: Path, capsys: Captured) -> None:
    """No question is wrong usage; a missing file, or one that is no text, is named."""
    assert main(["simulate", "--config", config]) == 2
    assert main(["simulate", str(tmp_path / "none"), "--config", config]) == 1
    assert "none cannot be read" in capsys.readouterr().err


def test_another_address_can_be_given(config: str, capsys: Captured) -> None:
    """`--url` wins over the settings, and a place where nobody answers is named."""
    assert main(["simulate", "--question", "x", "--url", "http://127.0.0.1:1/wechat", "--config", config]) == 1
    assert "gongkai serve" in capsys.readouterr().err


def test_a_test_bench_run_draws_its_latencies(config: str, tmp_path: Path, capsys: Captured) -> None:
    """Distinct wordings, dirt and copies at a rate; the histogram is written, and too few wordings are said."""
    picture = tmp_path / "latency.svg"
    bench = ["--messages", "50", "--distinct", "--rate", "200", "--dirty", "0.1", "--duplicates", "0.1", "--check", "5"]
    arguments = ["simulate", "--question", "学费", "--json", "--config", config]
    assert main([*arguments, *bench, "--picture", str(picture)]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["checked"] == 5
    assert "<svg" in picture.read_text(encoding="utf-8")
    assert main([*arguments, *bench, "--picture", str(tmp_path / "none" / "x.svg")]) == 1
    assert "cannot be written" in capsys.readouterr().err
    assert main([*arguments, "--messages", "9999", "--distinct"]) == 1
    assert "512 distinct wordings" in capsys.readouterr().err


def test_where_nothing_was_answered_nothing_is_drawn(config: str, tmp_path: Path, capsys: Captured) -> None:
    """A picture of no reply would say nothing."""
    arguments = ["simulate", "--question", "沉默", "--config", config, "--picture", str(tmp_path / "x.svg")]
    assert main(arguments) == 1
    assert "nothing to draw" in capsys.readouterr().err


def test_dialogues_are_printed_as_a_document(config: str, tmp_path: Path, capsys: Captured) -> None:
    """A heading for each with its title, replies in quotes; it cannot be had with JSON or going round."""
    file = tmp_path / "talks.jsonl"
    file.write_text('{"title": "家长", "turns": ["学费", "沉默"]}\n招生\n', encoding="utf-8")
    assert main(["simulate", str(file), "--markdown", "--config", config]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:5] == ["## 1. 家长", "", "**学费**", "", "> 学费每学年5000元。  "]
    assert "> ！ silent  " in lines
    assert "## 2." in lines
    assert main(["simulate", str(file), "--markdown", "--json", "--config", config]) == 2
