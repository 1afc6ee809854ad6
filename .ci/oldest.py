"""Print, as constraints of pip, the oldest dependencies that pyproject.toml allows."""

import re
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"

for dependency in tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]["dependencies"]:
    name, oldest = re.findall(r"^([\w-]+)>=([\d.]+)", dependency)[0]
    print(f"{name}=={oldest}")
