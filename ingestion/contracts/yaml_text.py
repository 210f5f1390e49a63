"""Reads YAML without guessing types: every scalar is text, only null is null.

So `no` stays a word, `007` keeps its zeros and a date stays as written; the contract model decides what is
a number. A key given twice is an error, where plain YAML keeps the last without a word.
"""

from pathlib import Path
from typing import Any

import yaml

_NULLS = ("", "~", "null", "Null", "NULL")


class YamlFault(Exception):
    """The file is no usable YAML: where and why, and what to do about it."""

    def __init__(self, wrong: str, remedy: str) -> None:
        super().__init__(wrong)
        self.remedy = remedy


class _TextLoader(yaml.SafeLoader):
    """SafeLoader that resolves null and nothing else."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - the base class declares it this way

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build a mapping; a repeated or non-scalar key is a fault."""
        seen: set[str] = set()
        for key_node, _ in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise YamlFault(f"line {line}: a key is not a plain word", "put it in quotes")
            if key_node.value in seen:
                raise YamlFault(f'line {line}: "{key_node.value}" stands here a second time', "keep one")
            seen.add(key_node.value)
        return {key.value: self.construct_object(value, deep=deep) for key, value in node.value}


def _scalar(_loader: _TextLoader, node: yaml.ScalarNode) -> str | None:
    """A plain null is None; a quoted one, and everything else, is its text."""
    if "\0" in node.value:
        raise YamlFault(f"line {node.start_mark.line + 1}: holds a NUL character", "remove it")
    return None if node.style is None and node.value in _NULLS else str(node.value)


def _mapping(loader: _TextLoader, node: Any) -> dict[Any, Any]:
    return loader.construct_mapping(node, deep=True)


_TextLoader.add_constructor("tag:yaml.org,2002:str", _scalar)
_TextLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path) -> Any:
    """Return the content of one YAML file; raises YamlFault when it is none."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return yaml.load(text, Loader=_TextLoader)  # noqa: S506 - derives from SafeLoader
    except UnicodeDecodeError as error:
        raise YamlFault(f"is not UTF-8 text (byte {error.start + 1})", "save it as UTF-8") from error
    except OSError as error:
        raise YamlFault(f"cannot be read: {error.strerror}", "check the file and its rights") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = f"line {mark.line + 1}: " if mark else ""
        raise YamlFault(f"{line}{error.problem or error.context}", "correct the YAML there") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise YamlFault(f"is no usable YAML ({type(error).__name__})", "correct it") from error
