"""dbt's own documentation (models, SQL, lineage) as one file that asks nothing of any network."""

import re
from pathlib import Path

from orchestration.dbt_inprocess import invoke
from orchestration.dbt_manifest import parse_variables
from orchestration.resources import Installation

# dbt's page is one large script, which is why it may evaluate code; it may fetch nothing from anywhere.
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "script-src 'unsafe-inline' 'unsafe-eval' blob:; style-src 'unsafe-inline'; img-src data: blob:; "
    'font-src data:; worker-src blob:; connect-src data: blob:">'
)


def offline(page: str) -> str:
    """Return dbt's static page without its outside references, and forbidden to make any."""
    # The icon's address is a template that dbt never fills in.
    page = re.sub(r'<link rel="shortcut icon"[^>]*>', "", page, count=1)
    # These addresses are templates too, and a browser asks for them before they are filled in.
    page = page.replace('xlink:href="{{', 'ng-attr-xlink:href="{{')
    return page.replace("<head>", f"<head>{_POLICY}", 1)


def write_dbt_site(installation: Installation, target: Path) -> None:
    """Write dbt's documentation to `target`; with types and sizes once there is a warehouse."""
    home = installation.home
    command = ["docs", "generate", "--static", "--no-compile"]
    if not home.warehouse.is_file():
        command.append("--empty-catalog")
    invoke(command, home, parse_variables(home, installation.configuration.company))
    page = (home.dbt_target / "static_index.html").read_text(encoding="utf-8")
    target.write_text(offline(page), encoding="utf-8")
