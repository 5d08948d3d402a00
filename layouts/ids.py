"""Every component id, once. Ids that the scripts in ``assets`` look for are marked."""

from typing import Final


def of_page(prefix: str, component_id: str) -> str:
    """The id of a part that several pages have, on one of them; the West End page's prefix is empty."""
    return f"{prefix}-{component_id}" if prefix else component_id


URL: Final = "url"  # the address as a page with a question reads and writes it
ADDRESS: Final = "_pages_location"  # Dash's own: the address as the frame reads it; writing it would rebuild the page
PICTURE: Final = "picture"  # values of the newest answer, for the scripts
SETTING: Final = "setting"  # what of a picture seldom changes: geometry, units, periods
SEEN: Final = "seen"  # which parts that seldom change the browser has
MAP_CHOICE: Final = "map-choice"  # scripts: the area chosen on the map or in the table
BAR_SEEN: Final = "bar-seen"  # which options of its lists the browser has
BAR_FOR: Final = "bar-for"  # the release and data set whose choices the question bar shows

MAIN: Final = "main"
NAVIGATION: Final = "navigation"
ABOUT_DATA: Final = "about-data"
RELEASE_LINE: Final = "release-line"
NOTICE: Final = "notice"  # of the frame: something went wrong
LEFT_OUT: Final = "left-out"
SAID: Final = "said"
TITLE: Final = "page-title"  # scripts
STAND: Final = "stand"

DATASET: Final = "dataset"
AUTHORITY: Final = "authority"
AUTHORITY_PART: Final = "authority-part"
TYPES: Final = "types"
TYPES_SUMMARY: Final = "types-summary"
FROM: Final = "from"
TO: Final = "to"
COMPARE: Final = "compare"
TIME: Final = "time"
DAYS: Final = "days"
DAYS_SUMMARY: Final = "days-summary"
DAYS_PART: Final = "days-part"
FLAGS: Final = "flags"
FLAGS_SUMMARY: Final = "flags-summary"
FLAGS_PART: Final = "flags-part"
WARDS: Final = "wards"
WARDS_PART: Final = "wards-part"
TYPES_PART: Final = "types-part"
TIME_PART: Final = "time-part"
SHOWN_PART: Final = "shown-part"  # how it is shown: measure, kind of area, how many
YOUTH_TIME_PART: Final = "syv-time-part"
WARDS_SUMMARY: Final = "wards-summary"
LEVEL: Final = "level"
TOP_N: Final = "top-n"
MEASURE: Final = "measure"
SET: Final = "set"
SET_SWITCH: Final = "set-switch"
SHOW: Final = "show"
TIMING: Final = "timing"
TIMING_SWITCH: Final = "timing-switch"
WEST_END_ONLY: Final = "west-end-only"
WEST_END_SWITCH: Final = "west-end-switch"
GO_TO: Final = "go-to"
CLEAR: Final = "clear-question"
COPY_LINK: Final = "copy-link"  # scripts
DOWNLOAD: Final = "download"
DOWNLOADED: Final = "downloaded"
DOWNLOAD_SAYS: Final = "download-says"
DOWNLOAD_BUSY: Final = "download-busy"
PACK_VIEWS: Final = "pack-views"  # of the frame: links of the views of the board pack, kept while the browser is open
PACK_ADD: Final = "pack-add"
PACK_EMPTY: Final = "pack-empty"
PACK_SAYS: Final = "pack-says"
PACK_PDF: Final = "pack-pdf"
PACK_SLIDES: Final = "pack-slides"

MAP_SECTION: Final = "map-section"
MAP: Final = "map"  # scripts
MAP_CARD: Final = "map-card"  # scripts
MAP_LEGEND: Final = "map-legend"  # scripts
MAP_LIVE: Final = "map-live"  # scripts
MAP_TITLE: Final = "map-title"
MAP_BASE: Final = "map-base"
FACTS: Final = "facts"
CHOSEN: Final = "chosen"
HEATMAP: Final = "heatmap"  # scripts
HEATMAP_PEAK: Final = "heatmap-peak"  # scripts
HEATMAP_LEGEND: Final = "heatmap-legend"  # scripts
HEATMAP_TITLE: Final = "heatmap-title"
HEATMAP_BASE: Final = "heatmap-base"
RANKING: Final = "ranking"  # scripts
RANKING_TITLE: Final = "ranking-title"
RANKING_BASE: Final = "ranking-base"
RANKING_NOTE: Final = "ranking-note"
TREND: Final = "trend"
TREND_TITLE: Final = "trend-title"
TREND_SAYS: Final = "trend-says"
TREND_TABLE: Final = "trend-table"
COSTS: Final = "costs"
NOTES: Final = "notes"
CONTENT: Final = "content"

ALL: Final = "all"  # prefix of the landing page's own parts
ALL_CHOSEN: Final = "all-chosen"
ALL_BAR: Final = "all-bar"
ALL_VIEWS: Final = "all-views"
ALL_VIEWS_TITLE: Final = "all-views-title"
ALL_SCALE: Final = "all-scale"
ALL_SCALE_SAYS: Final = "all-scale-says"

# The youth-violence page, each with the prefix of its page.
RULE: Final = "rule"
RULE_SAYS: Final = "rule-says"
DETAIL: Final = "detail"  # all that a source without ages cannot show
LIVING_MAP: Final = "living-map"
LIVING_LEGEND: Final = "living-legend"
LIVING_TITLE: Final = "living-title"
LIVING_SAYS: Final = "living-says"
LIVING_TABLE: Final = "living-table"
LIVING_BASE: Final = "living-base"
HOURS_CHILD: Final = "hours-child"
HOURS_CHILD_PEAK: Final = "hours-child-peak"
HOURS_ADULT: Final = "hours-adult"
HOURS_ADULT_PEAK: Final = "hours-adult-peak"
HOURS_SAYS: Final = "hours-says"
HOURS_TABLE: Final = "hours-table"
MIX: Final = "mix"
INJURY: Final = "injury"
PEOPLE: Final = "people"
WARD_TABLE: Final = "ward-table"
WARD_BASE: Final = "ward-base"
KNIFE: Final = "knife"
KNIFE_INJURY: Final = "knife-injury"
KNIFE_SECTION: Final = "knife-section"
KNIFE_SAYS: Final = "knife-says"
PERCEPTION_SAYS: Final = "perception-says"
PERCEPTION_TABLE: Final = "perception-table"

# The page of evidence, each with the prefix of its page.
LORENZ: Final = "lorenz"
LORENZ_TITLE: Final = "lorenz-title"
CHANCE_SAYS: Final = "chance-says"
CHANCE_TABLE: Final = "chance-table"
CHANCE_BASE: Final = "chance-base"
STABILITY: Final = "stability"
STABILITY_TITLE: Final = "stability-title"
SHARES_SAYS: Final = "shares-says"
SHARES_BASE: Final = "shares-base"
AREA_TABLE: Final = "area-table"
FUNNEL: Final = "funnel"
FUNNEL_TITLE: Final = "funnel-title"
VERDICTS_SAY: Final = "verdicts-say"
VERDICTS_BASE: Final = "verdicts-base"
CLEAR_TABLE: Final = "clear-table"
CLEAR_LINK: Final = "clear-link"
CONTROL: Final = "control-chart"
CONTROL_TITLE: Final = "control-title"
CONTROL_SAYS: Final = "control-says"
CONTROL_BASE: Final = "control-base"
CONTROL_TABLE: Final = "control-table"
CLUSTER_METHOD: Final = "cluster-method"
CLUSTER_SAYS: Final = "cluster-says"
CLUSTER_WORDS: Final = "cluster-words"
CLUSTER_PICTURE: Final = "cluster-picture"
CHAPTER: Final = "chapter"
CLAIM_STATE: Final = "claim-state"
CLAIMS: Final = "claims"
CLAIMS_TITLE: Final = "claims-title"
CLAIMS_SAY: Final = "claims-say"
CLAIMS_COUNTS: Final = "claims-counts"
CLAIMS_ROWS: Final = "claims-rows"
CLAIMS_DOWNLOAD: Final = "claims-download"
CLAIMS_DOWNLOADED: Final = "claims-downloaded"

DATA_TITLE: Final = "data-title"
DATA_SAYS: Final = "data-says"
DATA_CONTENT: Final = "data-content"

ABOUT_RULE: Final = "about-rule"

SIGN_IN: Final = "sign-in"
SIGN_OUT: Final = "sign-out"

MISSING_TITLE: Final = "missing-title"
MISSING_SAYS: Final = "missing-says"
MISSING_WAYS: Final = "missing-ways"
