"""Where things lie in the landing zone. Names are made of hashes and entity names, never of outside text."""

from dataclasses import dataclass
from pathlib import Path

from ingestion.canonical.entities import ENTITIES


@dataclass(frozen=True)
class Layout:
    """The paths below one landing zone."""

    root: Path

    @property
    def staging(self) -> Path:
        """Files being made; whatever lies here belongs to a running load, or to one that was killed."""
        return self.root / "staging"

    @property
    def lock(self) -> Path:
        """The file that one writer at a time holds locked."""
        return self.root / ".lock"

    @property
    def loads(self) -> Path:
        """The manifest as one Parquet file."""
        return self.root / "loads.parquet"

    @property
    def manifests(self) -> Path:
        """The commit records, one JSON file for each load."""
        return self.root / "manifest"

    @property
    def quarantines(self) -> Path:
        """The quarantined lines, one Parquet file for each load that has some."""
        return self.root / "quarantine"

    @property
    def decisions(self) -> Path:
        """Human decisions about lead and company records, one JSON file each."""
        return self.root / "decisions"

    @property
    def decisions_table(self) -> Path:
        """The decisions as one Parquet file."""
        return self.root / "decisions.parquet"

    @property
    def assignments(self) -> Path:
        """The journal of which lead each record was published in, one Parquet file for each publication."""
        return self.root / "identity"

    @property
    def account_assignments(self) -> Path:
        """The same of which account each company record was published in."""
        return self.assignments / "accounts"

    def typed_folder(self, entity: str) -> Path:
        """The folder of an entity's typed rows, one Parquet file for each load."""
        return self.root / "typed" / ENTITIES[entity].plural

    def raw(self, file_hash: str) -> Path:
        """The raw bytes with this SHA-256."""
        return self.root / "raw" / file_hash[:2] / file_hash

    def typed(self, entity: str, load_id: str) -> Path:
        """The typed rows of one load and entity."""
        return self.typed_folder(entity) / f"{load_id}.parquet"

    def quarantine(self, load_id: str) -> Path:
        """The quarantined lines of one load."""
        return self.quarantines / f"{load_id}.parquet"

    def manifest(self, load_id: str) -> Path:
        """The commit record of one load."""
        return self.manifests / f"{load_id}.json"

    def data_folders(self) -> list[Path]:
        """Every folder that holds one Parquet file for each load."""
        return [*(self.typed_folder(entity) for entity in ENTITIES), self.quarantines]

    def folders(self) -> list[Path]:
        """Every folder that must be there."""
        journals = [self.assignments, self.account_assignments]
        own = [self.staging, self.manifests, self.decisions, *journals, self.root / "raw"]
        return [*own, *self.data_folders()]
