"""YAML of data files and settings, read by libyaml where PyYAML has it: the vocabulary is read at every start.

Side files of notices are not read here (knowledge/frontmatter.py): they come from anywhere, nested without end, which a parser
in C is not made for.
"""

from typing import Any

import yaml

NotYaml = yaml.YAMLError
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse(text: str) -> Any:  # noqa: ANN401 - YAML may hold anything; Any stops where it is validated
    """The content of a file of the college's own. Raises NotYaml, with `problem_mark` where the place is known."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are the safe ones
