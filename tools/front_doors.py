"""An import-linter contract: apps meet only at their front doors."""

from __future__ import annotations

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FrontDoors(Contract):
    """Across apps, only the named modules (models, queries, services…) may be imported."""

    # The contract framework puts the configured values in place of these declarations.
    container: str = fields.StringField()  # type: ignore[assignment]
    doors: set[str] = fields.SetField(subfield=fields.StringField())  # type: ignore[assignment]

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Find every import that enters another app elsewhere than at a door."""
        trespasses = sorted(
            (importer, imported)
            for importer in graph.find_descendants(self.container)
            for imported in graph.find_modules_directly_imported_by(importer)
            if self._crosses_apps(importer, imported) and not self._is_door(imported)
        )
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say which module may not import which."""
        for importer, imported in check.metadata["trespasses"]:
            output.print_error(f"{importer} may not import {imported}", bold=False)

    def _crosses_apps(self, importer: str, imported: str) -> bool:
        inside = imported.startswith(f"{self.container}.")
        return inside and self._app(importer) != self._app(imported)

    def _is_door(self, module: str) -> bool:
        parts = module.removeprefix(f"{self.container}.").split(".")
        return len(parts) > 1 and parts[1] in self.doors

    def _app(self, module: str) -> str:
        return module.removeprefix(f"{self.container}.").split(".")[0]
