"""Makes ``static/vendor/`` from the two npm packages: ``python deploy/vendor_static.py``.

Needs ``npm`` and a registry, and is run by hand when a version changes; the result is committed.
The design system's stylesheet brings a typeface and a crest that only GOV.UK itself may use, so
both are taken out, and the run fails if any trace of them is left.
"""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

VENDOR = Path(__file__).parent.parent / "static" / "vendor"


@dataclass(frozen=True, slots=True)
class Package:
    """``integrity`` is the tarball's SHA-512 as the registry states it; ``files`` maps what is
    taken from it to the name it gets here."""

    name: str
    version: str
    integrity: str
    licence: str
    folder: str
    files: dict[str, str]


PACKAGES = (
    Package(
        "govuk-frontend",
        "6.3.0",
        "cXIQxm5PHCsbic47GXZrVBZhAeeshTLRL6ZBKilLsR6rMCjJuWb7Fruq0VUNMBJFlJk/srsRj/q8d5bM9cgKoA==",
        "MIT",
        "govuk-frontend",
        {
            "dist/govuk/govuk-frontend.min.css": "govuk-frontend.min.css",
            "dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
        },
    ),
    Package(
        "htmx.org",
        "2.0.11",
        "Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA==",
        "0BSD",
        "htmx",
        {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "LICENSE.txt"},
    ),
)


def without_crown_property(css: str) -> str:
    """The stylesheet without the typeface, the crest and the pointer to a source map."""
    css = re.sub(r"/\*![^*]*Margaret Calvert[^*]*\*/", "", css)
    css = re.sub(r"@font-face\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", "arial,sans-serif")
    css = re.sub(r"(?:background-image|(?:-webkit-)?mask-image):url\([^)]*crest[^)]*\);?", "", css)
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css).rstrip() + "\n"
    for trace in ("GDS Transport", "@font-face", "crest", "url(/", "sourceMappingURL"):
        if trace in css:
            raise SystemExit(f"The stylesheet still holds “{trace}”; mend the rule that drops it.")
    return css


def without_source_map(script: str) -> str:
    return re.sub(r"//# sourceMappingURL=\S*", "", script).rstrip() + "\n"


CLEAN: dict[str, Callable[[str], str]] = {
    ".css": without_crown_property,
    ".js": without_source_map,
}


def fetch(package: Package, folder: Path) -> Path:
    """The package's tarball, refused unless it is byte for byte the one named above."""
    wanted = f"{package.name}@{package.version}"
    command = ["npm", "pack", wanted, "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, check=True, cwd=folder)  # noqa: S603
    tarball = next(folder.glob("*.tgz"))
    digest = hashlib.sha512(tarball.read_bytes()).digest()
    if base64.b64encode(digest).decode() != package.integrity:
        raise SystemExit(f"{wanted} is not the file that this script was written for.")
    return tarball


def unpack(package: Package, tarball: Path) -> None:
    folder = VENDOR / package.folder
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(tarball) as archive:
        for source, name in package.files.items():
            member = archive.extractfile(f"package/{source}")
            if member is None:
                raise SystemExit(f"{package.name} no longer holds {source}.")
            clean = CLEAN.get(Path(name).suffix, str)
            (folder / name).write_text(clean(member.read().decode()))
    version = f"{package.name} {package.version}\nlicence: {package.licence} (LICENSE.txt)\n"
    (folder / "VERSION.txt").write_text(version)


def main() -> None:
    for package in PACKAGES:
        with tempfile.TemporaryDirectory() as folder:
            unpack(package, fetch(package, Path(folder)))


if __name__ == "__main__":
    main()
