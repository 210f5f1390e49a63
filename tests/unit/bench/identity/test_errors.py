"""Each missed and each wrong pair has one cause, found in the warehouse that made the error."""

from pathlib import Path

import duckdb

from tests.bench.identity.errors import Cause, causes_of_errors

# record: (lead, person). b, c, d and e are a's person and in other leads; x is another.
RECORDS = {
    "a": ("A", 1),
    "b": ("B", 1),
    "c": ("C", 1),
    "d": ("D", 1),
    "e": ("E", 1),
    "x": ("A", 2),
    "y": ("Y", 3),
}
COMPARED = ("ab", "ac", "ad", "ax")
# pair: weight of the name, of the e-mail, and of both with the prior
SCORED = {"ab": (9, 2, 6), "ac": (5, 2, 1), "ax": (3, 9, 8)}


def test_every_error_has_a_cause(tmp_path: Path) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    with duckdb.connect(str(warehouse)) as con:
        con.execute("create schema intermediate; create schema seeds; use intermediate")
        con.execute("create table int_lead_records_resolved (lead_record_id varchar, lead_id varchar)")
        con.execute("create table int_lead_records_comparable (lead_record_id varchar, record_hash integer)")
        con.execute("create table int_lead_pairs_blocked (one_hash integer, other_hash integer)")
        con.execute(
            "create table int_lead_pairs_scored (lead_record_id_l varchar, lead_record_id_r varchar, "
            "level_person integer, weight_person double, level_email integer, weight_email double, "
            "match_weight double)"
        )
        con.execute("create table seeds.match_thresholds as select 'merge' as threshold, 5 as min_weight")
        con.execute(
            "create table seeds.match_parameters as select * from (values "
            "('person', 1, 'Same name'), ('email', 1, 'Same e-mail')) as t (comparison, level, label_en)"
        )
        for record, (lead, _) in RECORDS.items():
            con.execute("insert into int_lead_records_resolved values (?, ?)", [record, lead])
            con.execute("insert into int_lead_records_comparable values (?, ?)", [record, -ord(record)])
        for one, other in COMPARED:
            con.execute("insert into int_lead_pairs_blocked values (?, ?)", [-ord(other), -ord(one)])
        for (one, other), (person, email, weight) in SCORED.items():
            con.execute(
                "insert into int_lead_pairs_scored values (?, ?, 1, ?, 1, ?, ?)",
                [one, other, person, email, weight],
            )
    truth = "select * from (values " + ", ".join(f"('{r}', {p})" for r, (_, p) in RECORDS.items()) + ")"
    found = causes_of_errors(warehouse, truth + " as t (lead_record_id, person_id)")
    # Of the ten pairs of person 1, those without a are never compared, as is a with e.
    assert found == [
        Cause("missed", "never compared", 7),
        Cause("missed", "compared, below review", 1),
        Cause("missed", "heavy enough, parted by a guard", 1),
        Cause("missed", "in review", 1),
        Cause("wrong", "joined by same e-mail", 1),
    ]
