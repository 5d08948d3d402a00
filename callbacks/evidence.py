"""The page of evidence: the answer first; clusters and the register, which take longer, after it."""

from __future__ import annotations

from typing import Any, Final

from dash import ClientsideFunction, Input, Output, State, callback, clientside_callback, no_update

from data.audit import note
from data.serving import current_release
from geo.answer import answer_link
from geo.pages.evidence import claims_of, evidence
from geo.register.claims_csv import claims_csv
from geo.statistics.answer_clusters import clusters_of
from geo.statistics.clusters import Method
from layouts import ids
from layouts.claims import claims_parts
from layouts.evidence import own
from layouts.evidence_parts import cluster_parts, evidence_parts
from layouts.west_end_parts import boundary_urls

PARTS: Final = {
    "title": (ids.TITLE, "children"),
    "said": (ids.SAID, "children"),
    "stand": (ids.STAND, "children"),
    "left_out": (ids.LEFT_OUT, "children"),
    "lorenz": (ids.LORENZ, "figure"),
    "chance_says": (ids.CHANCE_SAYS, "children"),
    "chance_table": (ids.CHANCE_TABLE, "children"),
    "chance_base": (ids.CHANCE_BASE, "children"),
    "stability": (ids.STABILITY, "children"),
    "shares_says": (ids.SHARES_SAYS, "children"),
    "ward_table": (ids.WARD_TABLE, "children"),
    "area_table": (ids.AREA_TABLE, "children"),
    "shares_base": (ids.SHARES_BASE, "children"),
    "funnel": (ids.FUNNEL, "figure"),
    "verdicts_say": (ids.VERDICTS_SAY, "children"),
    "clear_table": (ids.CLEAR_TABLE, "children"),
    "clear_link": (ids.CLEAR_LINK, "href"),
    "verdicts_base": (ids.VERDICTS_BASE, "children"),
    "control": (ids.CONTROL, "figure"),
    "control_says": (ids.CONTROL_SAYS, "children"),
    "control_base": (ids.CONTROL_BASE, "children"),
    "control_table": (ids.CONTROL_TABLE, "children"),
    "notes": (ids.NOTES, "children"),
}

clientside_callback(
    ClientsideFunction("swp", "paint"), Output(own(ids.MAP), "data-painted"), Input(own(ids.CLUSTER_PICTURE), "data")
)


clientside_callback(
    ClientsideFunction("swp", "paintClaims"),
    Output(own(ids.CLAIMS), "data-painted"),
    Input(own(ids.CLAIMS_ROWS), "data"),
)


@callback(
    output={name: Output(own(component), value) for name, (component, value) in PARTS.items()},
    inputs={"search": Input(own(ids.URL), "search"), "pathname": State(own(ids.URL), "pathname")},
)
def update_evidence(search: str, pathname: str) -> dict[str, Any]:
    return evidence_parts(evidence(current_release(), f"{pathname}{search or ''}"))


@callback(
    output={
        "picture": Output(own(ids.CLUSTER_PICTURE), "data"),
        "says": Output(own(ids.CLUSTER_SAYS), "children"),
        "words": Output(own(ids.CLUSTER_WORDS), "children"),
    },
    inputs={
        "search": Input(own(ids.URL), "search"),
        "method": Input(own(ids.CLUSTER_METHOD), "value"),
        "pathname": State(own(ids.URL), "pathname"),
    },
)
def update_clusters(search: str, method: str, pathname: str) -> dict[str, Any]:
    answer = answer_link(f"{pathname}{search or ''}", current_release())
    asked = Method(method) if method in set(Method) else Method.GI_STAR
    return cluster_parts(clusters_of(answer), asked, boundary_urls(answer.release))


@callback(
    output={
        "says": Output(own(ids.CLAIMS_SAY), "children"),
        "counts": Output(own(ids.CLAIMS_COUNTS), "children"),
        "chapters": Output(own(ids.CHAPTER), "options"),
        "register": Output(own(ids.CLAIMS_ROWS), "data"),
    },
    inputs={"chapter": Input(own(ids.CHAPTER), "value"), "state": Input(own(ids.CLAIM_STATE), "value")},
)
def update_claims(chapter: str, state: str) -> dict[str, Any]:
    return claims_parts(claims_of(current_release()), chapter, state)


@callback(
    Output(own(ids.CLAIMS_DOWNLOADED), "data"),
    Input(own(ids.CLAIMS_DOWNLOAD), "n_clicks"),
    prevent_initial_call=True,
)
def download_claims(clicks: int | None) -> Any:
    if not clicks:
        return no_update
    release = current_release()
    note("export", kind="claims", release=release.id, audience=release.audience.word)
    return {"filename": f"claims_{release.id}.csv", "content": claims_csv(claims_of(release)), "type": "text/csv"}
