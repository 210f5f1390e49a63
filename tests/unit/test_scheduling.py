"""How the tests are shared out to two processes."""

import pytest

from tests.scheduling import by_cost, scope_of

CONNECTORS = "tests/conformance/test_connectors.py"


@pytest.mark.parametrize(
    ("nodeid", "scope"),
    [
        ("tests/unit/test_words.py::test_one", "tests/unit/test_words.py"),
        ("tests/unit/test_words.py::test_one[a::b-c]", "tests/unit/test_words.py"),
        ("tests/integration/test_public_data.py::TestOlist::test_cycle",
         "tests/integration/test_public_data.py::TestOlist"),
        ("tests/integration/test_daily_job.py::test_the_job_says_what_it_did", "sample_run"),
        ("tests/integration/test_second_run.py::test_nothing_is_landed", "sample_run"),
        ("tests/integration/test_rebuild_past.py::test_the_present_is_left_alone", "small_run"),
        (f"{CONNECTORS}::test_a_fault_loses_and_invents_nothing[cut_json-sf_leads]",
         f"{CONNECTORS}[sf_leads]"),
        (f"{CONNECTORS}::test_wrong_settings_give_one_clear_sentence[sf_leads]", f"{CONNECTORS}[sf_leads]"),
        (f"{CONNECTORS}::test_every_system_has_a_large_case", CONNECTORS),
    ],
)  # fmt: skip
def test_what_stays_together(nodeid: str, scope: str) -> None:
    assert scope_of(nodeid) == scope


def test_the_two_shared_runs_begin_first_and_the_many_small_tests_end() -> None:
    nodeids = [
        "tests/unit/reports/test_build.py::test_one",
        f"{CONNECTORS}::test_every_system_has_a_large_case",
        "tests/unit/dbt/test_pinyin.py::test_one",
        "tests/integration/test_public_data.py::TestOlist::test_cycle",
        "tests/integration/test_rebuild_past.py::test_the_present_is_left_alone",
        "tests/integration/test_daily_job.py::test_the_job_says_what_it_did",
    ]
    assert [nodeids.index(nodeid) for nodeid in sorted(nodeids, key=by_cost)] == [5, 4, 3, 1, 2, 0]
