from pathlib import Path

import pytest

from reports.subscriptions import Subscription, SubscriptionErrors, load_subscriptions

GOOD = """
sender: 线索日报 <Reports@Example.com>
files_at: https://files.example.com/reports
subscriptions:
  - {report: funnel, cadence: weekly, language: zh-CN, recipients: [boss@example.com, vp@例子.中国]}
  - {report: funnel, cadence: weekly, language: en, recipients: [boss@example.com]}
  - {report: loss, cadence: monthly, language: en, recipients: [boss@example.com]}
"""


def load(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    path = tmp_path / "reports.yml"
    path.write_text(text, encoding="utf-8")
    return load_subscriptions(path)


def problems(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(SubscriptionErrors) as caught:
        load(tmp_path, text)
    return caught.value.problems


def test_a_good_file(tmp_path: Path) -> None:
    subscriptions = load(tmp_path, GOOD)
    assert subscriptions.of("funnel", "weekly") == (
        Subscription("funnel", "weekly", "zh-CN", ("boss@example.com", "vp@xn--fsqu00a.xn--fiqs8s")),
        Subscription("funnel", "weekly", "en", ("boss@example.com",)),
    )
    assert subscriptions.of("funnel", "monthly") == ()
    assert subscriptions.sender == "线索日报 <Reports@example.com>"
    assert subscriptions.files_at == "https://files.example.com/reports"


def test_nobody_is_subscribed(tmp_path: Path) -> None:
    assert load(tmp_path, "subscriptions: []\n").items == ()
    assert load(tmp_path, "").sender is None


def test_all_problems_come_at_once_each_with_its_place_and_remedy(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """
        recipients: [a@example.com]
        files_at: 7
        subscriptions:
          - {report: roi, cadence: weekly, language: fr, recipients: [nobody]}
          - {report: sales, language: en, recipients: []}
          - funnel
          - {report: loss, cadence: monthly, language: en, recipients: [a@example.com, A@EXAMPLE.COM], to: x}
        """,
    )
    assert found == [
        "reports.yml: recipients: no such setting; there are files_at, sender, subscriptions",
        "reports.yml: subscriptions[1].cadence: 'weekly' is not possible for the roi report; write monthly",
        "reports.yml: subscriptions[1].language: 'fr' is not possible; write zh-CN or en",
        "reports.yml: subscriptions[1].recipients[1]: 'nobody' is not an e-mail address: "
        "An email address must have an @-sign.",
        "reports.yml: subscriptions[2].report: 'sales' is not possible; write funnel or roi or loss",
        "reports.yml: subscriptions[2].cadence: is missing; write weekly or monthly",
        "reports.yml: subscriptions[2].recipients: must list at least one e-mail address",
        "reports.yml: subscriptions[3]: must give report, cadence, language, recipients",
        "reports.yml: subscriptions[4].to: no such setting; there are report, cadence, language, recipients",
        "reports.yml: subscriptions[4].recipients[2]: A@example.com gets this report already by "
        "subscriptions[4].recipients[1]; remove one",
        "reports.yml: sender: is missing; write the address that the mails come from",
        "reports.yml: files_at: must be the address or path of the shared report folder, on one line",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- a", "must hold the setting"),
        ("subscriptions: {report: funnel}", "must be a list"),
        ("sender: [", "not readable YAML"),
        ('sender: "a@example.com\\nBcc: b@example.com"', "must be one line"),
        ("sender: not an address", "is not an e-mail address"),
    ],
)
def test_files_that_are_no_subscriptions(tmp_path: Path, text: str, expected: str) -> None:
    (problem,) = problems(tmp_path, text)
    assert expected in problem and problem.startswith("reports.yml: ")


def test_a_missing_file_is_a_problem_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(SubscriptionErrors, match="not found; write 'subscriptions"):
        load_subscriptions(tmp_path / "reports.yml")
