"""A cluster of two worker processes counts what one process counts."""

import os
import signal
import threading
import time

import pandas as pd
import pytest

from analysis import concordance, each_text
from analysis.corpus import streaming
from analysis.corpus.corpus import SEEDS
from analysis.corpus.errors import CorpusError
from analysis.corpus.streaming import count_files

distributed = pytest.importorskip("distributed")
pytest.importorskip("polars")
pytestmark = [pytest.mark.xdist_group("cluster"), pytest.mark.filterwarnings("ignore")]


@pytest.fixture(scope="module")
def cluster():
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as one,
        distributed.Client(one) as client,
    ):
        yield one, client


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(streaming, "SHARD", 5_000)
    for path in SEEDS.glob("*.txt"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


@pytest.mark.parametrize("by", ["document", "line"])
def test_counts_are_those_of_one_process(cluster, folder, by):
    pd.testing.assert_frame_equal(
        count_files(folder, by=by, client=cluster[1]), count_files(folder, by=by)
    )


def test_any_verb_runs_on_the_workers(cluster, folder, monkeypatch):
    monkeypatch.setattr("analysis.corpus.each_text.SHARD", 20_000)
    found = each_text(folder, concordance, "cold war", width=20, client=cluster[1])
    pd.testing.assert_frame_equal(found, each_text(folder, concordance, "cold war", width=20))
    assert found["document"].nunique() > 1


def test_an_unreadable_file_is_named(cluster, folder):
    (folder / "latin.txt").write_bytes("Brücken und Straßen".encode("latin-1"))
    with pytest.raises(CorpusError, match=r"latin\.txt, line 1: not UTF-8"):
        count_files(folder, client=cluster[1])


def test_a_killed_worker_changes_nothing(cluster, folder):
    client = cluster[1]
    pids = list(client.run(os.getpid).values())
    expected = count_files(folder, by="line")

    def kill() -> None:
        while not client.cluster.scheduler.tasks:
            time.sleep(0.001)
        os.kill(pids[0], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    found = count_files(folder, by="line", client=client)
    killer.join()
    client.wait_for_workers(2)
    assert pids[0] not in client.run(os.getpid).values()
    pd.testing.assert_frame_equal(found, expected)
