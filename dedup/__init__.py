"""Find repeated blocks, copies and rewrites among news articles, see the shared passages, and learn who was first.

>>> import dedup
>>> dedup.compare("Rain is expected at the coast.", "RAIN IS EXPECTED AT THE COAST").relation.value
'exact'

A name is imported when it is first used, so that `import dedup` costs next to nothing. The names, and the modules that
they come from, are written once, in `__init__.pyi`.
"""

import re as _re
from importlib import import_module as _import_module
from pathlib import Path as _Path

__version__ = "0.1.0"

_STUB = _Path(__file__).with_name("__init__.pyi").read_text(encoding="utf-8")
_MODULES = {name: module for module, name in _re.findall(r"^from (\S+) import (\w+) as", _STUB, _re.MULTILINE)}

__all__ = sorted([*_MODULES, "__version__"])


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(_import_module(_MODULES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
