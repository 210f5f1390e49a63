"""The environment is read in one place, and everything wrong with it is said at once."""

from pathlib import Path

import pytest

from orchestration.settings import (
    SAMPLE_CONFIG,
    LogFormat,
    SettingsErrors,
    load_settings,
    warehouse_memory_mb,
)


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("LEADMILL_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_without_settings_the_sample_company_is_used(tmp_path: Path) -> None:
    settings = load_settings()
    assert settings.uses_sample_config
    assert settings.config == SAMPLE_CONFIG.resolve()
    assert settings.home == tmp_path.resolve() / "leadmill_data"
    assert settings.log_format is LogFormat.TEXT


def test_all_problems_are_reported_at_once_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADMILL_SMTP_PORT", "99999")
    monkeypatch.setenv("LEADMILL_LOG_FORMAT", "xml")
    monkeypatch.setenv("LEADMILL_SMPT_HOST", "mail.example.com")
    with pytest.raises(SettingsErrors) as caught:
        load_settings()
    text = "\n".join(caught.value.problems)
    assert "LEADMILL_SMTP_PORT: " in text
    assert "LEADMILL_LOG_FORMAT: " in text
    assert "LEADMILL_SMPT_HOST: there is no such setting. Did you mean LEADMILL_SMTP_HOST?" in text


def test_a_password_without_a_user_is_refused_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADMILL_SMTP_HOST", "mail.example.com")
    monkeypatch.setenv("LEADMILL_SMTP_PASSWORD", "canary-secret")
    with pytest.raises(SettingsErrors) as caught:
        load_settings()
    assert "go together" in str(caught.value)
    assert "canary-secret" not in str(caught.value)


def test_a_password_does_not_show_in_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADMILL_SMTP_HOST", "mail.example.com")
    monkeypatch.setenv("LEADMILL_SMTP_USER", "reports")
    monkeypatch.setenv("LEADMILL_SMTP_PASSWORD", "canary-secret")
    assert "canary-secret" not in repr(load_settings())


def test_a_blank_host_in_the_env_file_means_none(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("LEADMILL_SMTP_HOST=\nLEADMILL_HOME=data\n", encoding="utf-8")
    settings = load_settings()
    assert settings.smtp_host is None
    assert settings.home == tmp_path.resolve() / "data"


def test_the_example_names_every_setting_and_no_other() -> None:
    from orchestration.settings import PROJECT_ROOT, SECRET_PREFIX, Settings

    lines = (PROJECT_ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    named = {line.removeprefix("#").split("=")[0] for line in lines if line.startswith("#LEADMILL_")}
    secrets = {name for name in named if name.startswith(SECRET_PREFIX)}
    assert len(secrets) == 1, "an example of how secrets of connections are named"
    assert named - secrets == {f"LEADMILL_{name.upper()}" for name in Settings.model_fields}


@pytest.mark.parametrize(("installed_gb", "expected_mb"), [(3, 2000), (64, 7000)])
def test_the_warehouse_leaves_a_third_of_a_small_machine(
    monkeypatch: pytest.MonkeyPatch, installed_gb: int, expected_mb: int
) -> None:
    pages = {"SC_PAGE_SIZE": 1000, "SC_PHYS_PAGES": installed_gb * 1_000_000}
    monkeypatch.setattr("os.sysconf", pages.__getitem__)
    assert warehouse_memory_mb() == expected_mb
