"""The peers' versions as one JSON object."""

import json
import sys
from importlib.metadata import version

names = ["torch", "tensorflow-cpu", "keras", "numpy"]
sys.stdout.write(json.dumps({"python": sys.version.split()[0], **{name: version(name) for name in names}}))
