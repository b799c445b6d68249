"""The tables and columns of the demo events, read from the dbt sources file, their only definition."""

from dataclasses import dataclass, field
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parents[2]
SOURCES = PROJECT / "models" / "staging" / "_raw__sources.yml"


@dataclass(frozen=True)
class Column:
    name: str
    data_type: str
    flag: str
    values: tuple = ()
    nullable: bool = False


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple = field(default=())

    @property
    def column_names(self):
        return [column.name for column in self.columns]

    @property
    def key(self):
        return [column.name for column in self.columns if column.flag == "key"]


def load(path=SOURCES):
    """Table name -> Table, in the order of the sources file."""
    document = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    tables = {}
    for source in document["sources"]:
        for entry in source["tables"]:
            columns = []
            for column in entry["columns"]:
                meta = column["config"]["meta"]
                values = tuple(str(value) for value in meta.get("values", ()))
                columns.append(Column(column["name"], column["data_type"], meta["flag"], values, meta.get("nullable", False)))
            tables[entry["name"]] = Table(entry["name"], tuple(columns))
    return tables
