"""The folder of an installation is its owner's alone, and its key is made once."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from letgo.house import home


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_else_may_read_the_folder_or_the_key(monkeypatch, tmp_path):
    monkeypatch.setenv("LETGO_HOME", str(tmp_path / "new" / "home"))
    folder = home.home()
    home.secret_key(folder)
    assert mode(folder) == 0o700
    assert mode(folder / "secret-key") == 0o600


def test_the_key_is_made_once_and_is_long(tmp_path):
    key = home.secret_key(tmp_path)
    assert len(key) >= 64
    assert home.secret_key(tmp_path) == key
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]


def test_many_that_start_together_agree_on_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(home.secret_key, [tmp_path] * 32))) == 1


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "many", "٣"])
def test_a_limit_that_is_no_number_is_refused_by_its_name(monkeypatch, text):
    monkeypatch.setenv("LETGO_UPLOAD_MB", text)
    with pytest.raises(ValueError, match="LETGO_UPLOAD_MB must be a whole number"):
        home.whole_number("LETGO_UPLOAD_MB")


def test_only_what_a_killed_server_left_is_found(tmp_path):
    old, new = tmp_path / "old.upload", tmp_path / "new.upload"
    old.touch()
    new.touch()
    os.utime(old, (1_000, 1_000))
    assert home.left_over(tmp_path, before=2_000) == [old]
