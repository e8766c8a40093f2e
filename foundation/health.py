"""Is it alive, is it ready, how is it: /healthz, /readyz, /metrics."""

from __future__ import annotations

import hmac
import os

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from foundation.jobs.queries import counts_by_state, living_workers
from foundation.scoping import open_page

_LAG = """
WITH last AS (SELECT number, xid, entry_id FROM journal_link ORDER BY number DESC LIMIT 1)
SELECT (SELECT count(*) FROM journal_entry WHERE (xid, id) > (
        coalesce((SELECT xid FROM last), '0'),
        coalesce((SELECT entry_id FROM last), '00000000-0000-0000-0000-000000000000'))),
    coalesce((SELECT number FROM last), 0)
"""
_migrated = False


@open_page("a balancer asks whether the process lives")
@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer that this process is alive; asks nobody else."""
    return JsonResponse({"status": "ok"})


@open_page("a balancer asks whether the process can work")
@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """Answer whether requests can be served: 200, or 503 with the checks that failed."""
    checks = {"database": _database_answers(), "media": _media_is_writable()}
    checks["migrations"] = checks["database"] and _is_migrated()
    is_ready = all(checks.values())
    status = "ok" if is_ready else "not ready"
    return JsonResponse({"status": status, "checks": checks}, status=200 if is_ready else 503)


@open_page("guarded by its own token")
@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer counts as Prometheus text: to this machine, or to the holder of METRICS_TOKEN."""
    if not _may_read_metrics(request):
        return HttpResponse("forbidden\n", status=403, content_type="text/plain")
    with connection.cursor() as cursor:
        cursor.execute(_LAG)
        unsealed, sealed = cursor.fetchone()
    lines = ["# TYPE rifada_jobs gauge"]
    lines += [f'rifada_jobs{{state="{state}"}} {n}' for state, n in counts_by_state().items()]
    lines += ["# TYPE rifada_workers gauge", f"rifada_workers {living_workers()}"]
    lines += ["# TYPE rifada_journal_unsealed gauge", f"rifada_journal_unsealed {unsealed}"]
    lines += [
        "# TYPE rifada_journal_sealed_total counter",
        f"rifada_journal_sealed_total {sealed}",
    ]
    text = "\n".join(lines) + "\n"
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_read_metrics(request: HttpRequest) -> bool:
    """A request that came through a proxy is never local, whatever its address says."""
    token = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token:
        return hmac.compare_digest(given.encode(), token.encode())
    is_forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not is_forwarded and request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1", "")


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _is_migrated() -> bool:
    """Once true it stays true for this process: its code and the schema do not part again."""
    global _migrated
    if not _migrated:
        executor = MigrationExecutor(connection)
        _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _media_is_writable() -> bool:
    folder = settings.RIFADA_VAR
    return os.access(folder, os.W_OK)
