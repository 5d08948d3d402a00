"""The rules of the tree, each a function from a tree to what breaks it; test_architecture.py applies them."""

from __future__ import annotations

import ast
import builtins
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

LAYERS: Final = ("data", "geo", "layouts", "callbacks", "app")

# Who may import whom. Everything not named here is forbidden between our own packages.
MAY_IMPORT: Final[dict[str, frozenset[str]]] = {
    "data": frozenset({"data"}),
    "geo": frozenset({"data", "geo"}),
    "layouts": frozenset({"data", "geo", "layouts"}),
    "callbacks": frozenset({"data", "geo", "layouts", "callbacks"}),  # its modules among themselves: see below
    "app": frozenset({"data", "geo", "layouts", "callbacks"}),
}

WEB: Final = frozenset({"dash", "dash_bootstrap_components", "dash_leaflet", "dash_ag_grid", "plotly", "flask"})
MAY_NOT_USE: Final[dict[str, frozenset[str]]] = {
    "data": WEB | {"geopandas", "shapely", "pyogrio"},  # what is known, without geometry
    "geo": WEB,
    "layouts": frozenset({"geopandas", "shapely", "pyogrio"}),  # draws values already computed
    "callbacks": frozenset({"pandas", "numpy", "geopandas", "shapely", "pyogrio", "dash_bootstrap_components"}),
}

# What layouts may take from below: names and value types. None in the second place: any name of the module;
# otherwise only names written as types or constants (Answer, MONTHS), no function that computes.
LAYOUTS_MAY_TAKE: Final[dict[str, str]] = {
    "data.selection": "the question, its words and its link",
    "data.links": "addresses of pages with a question in them",
    "data.choices": "the legal answers that controls offer",
    "data.place_words": "what the place that figures are about is called",
    "data.schema": "column names, month_text",
    "data.settings.given": "what an installation is set to",
    "data.settings.variable": "the name of a setting",
    "data.letters": "numbers as the text that travels to the browser",
    "data.levels": "names of the geographical levels",
    "data.categories": "names of offence types",
    "data.attributes.flags.FLAG_WORDS": "what records may be marked with, in words",
    "data.authorities": "names of local authorities",
    "data.months": "names of months and periods",
    "data.audience.Audience": "who reads",
    "data.disclosure.rule": "the rule of what a reader is not told",
    "geo.disclosure.wording": "the rule in words, and why something is withheld",
    "geo.wording": "the words of an answer, the same on page, command and export",
    "geo.phrases": "the words of a question, numbers and lists",
    "geo.page_answers": "the answers of one page",
    "geo.files.pack_answers": "the answers of a board pack",
    "geo.files.chart_answers": "the answers that the pictures of one view draw from",
    "geo.files.export_files": "the kinds of file an answer can be had as",
    "geo.files.office_files": "dates of the files that slides are made of",
    "geo.statistics.cluster_words": "the words of clusters",
    "geo.timing_words": "the words of hours and how they are known",
    "data.measures": "names and units of the measures",
    "data.tables.methods": "the method notes",
    "data.whole_file": "writing a board pack whole or not at all",
    "data.tables.costs": "names of the parts of a cost, and its table",
}
LAYOUTS_MAY_TAKE_TYPES: Final[dict[str, str]] = {
    "geo.answer": "Answer and its parts, the value every picture draws from",
    "data.releases": "Manifest and what it lists, for the data page",
    "geo.pages.youth": "YouthAnswers and its parts",
    "geo.pages.youth_series": "Series of the youth page",
    "geo.pages.youth_wards": "WardRow of the youth page",
    "geo.pages.ward_page": "WardPage, what the page of the wards draws from",
    "geo.pages.ward_profile": "WardProfile and WardProfiles",
    "geo.pages.ward_types": "types of offence in a ward",
    "geo.pages.ward_datasets": "other data sets in a ward",
    "geo.pages.small_areas": "a ward's small areas",
    "geo.pages.difference_candidates": "Statement: what is different in a ward",
    "geo.pages.side_by_side": "the three views' answers",
    "geo.statistics.clusters": "Clusters and their methods",
    "geo.files.layer_style": "MapClasses: the classes of a map in the unit of the answer",
    "geo.statistics.answer_clusters": "AnswerClusters: an answer and what lies together in it",
    "data.attributes.people_tally": "PeopleTally",
    "data.attributes.people": "age bands, sexes and homes",
    "data.published": "figures as published",
    "data.tables.table_sources": "TableSource: a table that measures rest on",
    "data.two_counts": "Verdict",
    "data.claims": "Claim and its state, for the evidence page",
    "geo.pages.evidence": "Evidence, what its page draws from",
    "geo.statistics.change": "Change and its parts",
    "geo.statistics.change_shares": "Contribution of an area to a change",
    "geo.statistics.control_chart": "ControlChart",
    "geo.statistics.chance": "ByChance",
    "geo.statistics.stability": "Stability",
}

COMMANDS: Final = "callbacks.commands"

CATCH_ALL: Final = frozenset(
    {"util", "utils", "helper", "helpers", "common", "misc", "tools", "stuff", "shared", "lib"}
)
ROLES: Final = re.compile(r"_(callbacks?|layouts?|utils?|helpers?)$|^(callbacks?|layouts?|utils?|helpers?)_")
BUILTIN_FUNCTIONS: Final = frozenset(name for name in dir(builtins) if name.islower() and not name.startswith("_"))
LONGEST_MODULE: Final = 300

TOP_LEVEL: Final = frozenset(
    {"pyproject.toml", "app.py", "layouts", "callbacks", "geo", "data", "assets", "tests", "README.md", "CHANGELOG.md"}
    | {"LICENSE", "SECURITY.md", "uv.lock"}
    | {"Dockerfile", "compose.yaml", "Procfile", "render.yaml"}  # deployment
)

# Hosts that code may name in a string. None of them is asked for anything while somebody reads a page.
HOSTS: Final[dict[str, str]] = {
    "127.0.0.1": "our own server",
    "localhost": "our own server",
    "www.w3.org": "XML name spaces",
    "www.opengis.net": "XML name spaces of OGC styles",
    "mrcc.com": "the name by which QGIS knows its own style and metadata format",
    "schemas.openxmlformats.org": "XML name spaces of Office files",
    "www.nationalarchives.gov.uk": "link to the Open Government Licence",
    "www.equalityadvisoryservice.com": "link in the accessibility statement",
    "data.police.uk": "link to a source",
    "data.london.gov.uk": "link to a source",
    "geoportal.statistics.gov.uk": "link to a source",
    "services1.arcgis.com": "ONS Open Geography, asked by `swp boundaries --download` only",
    "leafletjs.com": "link in Leaflet's attribution",
    "plotly.com": "in plotly.js: its logo's link and its cloud, both switched off (layouts/components.py: GRAPH_CONFIG)",
    "toml.io": "link in a message on how to mend a mapping",
}
URL: Final = re.compile(r"https?://(\w[\w.-]*)")
URL_WITHOUT_SCHEME: Final = re.compile(r"""(?:url\(|src=|href=)["']?(//\w[\w.-]*)""")
# Written in pieces, so that this file does not name what it forbids.
MACHINE_PATH: Final = re.compile(r"(?<![\w.:/{}$~-])/(?:home/\w|Users/\w|root/|work/|tmp/w/)")
GENERATED: Final = frozenset({"uv.lock"})
TEXT: Final = frozenset({".py", ".md", ".js", ".css", ".toml", ".yaml", ".yml", ".html", ".json", ".txt", ".sh", ""})
IGNORED: Final = frozenset({"__pycache__", "store", "node_modules"})


@dataclass(frozen=True)
class Import:
    """One name taken from a module: ``from module import name``, or ``import module`` with an empty name."""

    module: str
    name: str
    line: int

    def __str__(self) -> str:
        return f"from {self.module} import {self.name}" if self.name else f"import {self.module}"


@dataclass(frozen=True)
class Module:
    """A Python file of the tree: ``path`` relative to its root, with its source."""

    path: Path
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source, str(self.path))

    @property
    def layer(self) -> str:
        return self.path.parts[0].removesuffix(".py")

    @property
    def dotted(self) -> str:
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.Call))

    def imports(self) -> Iterator[Import]:
        """Imports anywhere in the file, relative ones resolved, those by name (``import_module``) included."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (Import(alias.name, "", node.lineno) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                source = self._absolute(node)
                yield from (Import(source, alias.name, node.lineno) for alias in node.names)
            elif isinstance(node, ast.Call) and _called(node) in {"import_module", "__import__"} and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield Import(first.value, "", node.lineno)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        package = self.path.parent.parts
        base = package[: len(package) - node.level + 1]
        return ".".join((*base, node.module) if node.module else base)


@dataclass(frozen=True)
class Tree:
    """The files of a project: those git tracks or would track, all but hidden and made ones where git is not asked."""

    root: Path

    @cached_property
    def files(self) -> list[Path]:
        command = ["git", "-C", str(self.root), "ls-files", "-co", "--exclude-standard", "-z"]
        try:
            listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\0")
            files = {Path(name) for name in listed if name}
        except (OSError, subprocess.CalledProcessError):  # no git here, or an unpacked archive
            found = (path.relative_to(self.root) for path in self.root.rglob("*") if path.is_file())
            hidden = {path for path in found if not path.parts[0].startswith(".") or path.parts[0] == ".ci"}
            files = {path for path in hidden if not IGNORED & set(path.parts)}
        return sorted(path for path in files if (self.root / path).is_file())

    @cached_property
    def modules(self) -> list[Module]:
        """The Python files of the layers; tests are no part of them."""
        return [
            Module(path, (self.root / path).read_text(encoding="utf-8"))
            for path in self.files
            if path.suffix == ".py" and path.parts[0].removesuffix(".py") in LAYERS
        ]

    def texts(self) -> Iterator[tuple[Path, str]]:
        for path in self.files:
            if path.suffix in TEXT and path.name not in GENERATED:
                yield path, (self.root / path).read_text(encoding="utf-8", errors="replace")


def _called(node: ast.Call) -> str:
    """``html.Div(...)`` -> ``Div``."""
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def imports_go_one_way(tree: Tree) -> Iterator[str]:
    """style.md rule 1: data <- geo <- callbacks -> layouts, app on top; nothing imports app."""
    for module in tree.modules:
        for taken in module.imports():
            target = taken.module.partition(".")[0]
            if target in LAYERS and target not in MAY_IMPORT[module.layer]:
                yield f"{module.path}:{taken.line}: {module.layer} may not import {target} ({taken})"


def callback_modules_are_strangers(tree: Tree) -> Iterator[str]:
    """style.md rule 1: callback modules do not import each other. The package may list them, the modules of a folder may
    import each other, and a command may start what it needs."""
    for module in tree.modules:
        folder = ".".join(module.path.parent.parts)
        if module.layer == "callbacks" and module.path != Path("callbacks/__init__.py"):
            for taken in module.imports():
                ours = taken.module.partition(".")[0] == "callbacks"
                within = folder != "callbacks" and f"{taken.module}.{taken.name}".startswith(f"{folder}.")
                if ours and not (within or folder == COMMANDS):
                    yield f"{module.path}:{taken.line}: a callback module may not import another ({taken})"


def layers_use_their_own_libraries(tree: Tree) -> Iterator[str]:
    """style.md rules 2 and 10: no Dash below layouts, no geometry in data, no frames or components in callbacks."""
    for module in tree.modules:
        forbidden = MAY_NOT_USE.get(module.layer, frozenset())
        for taken in module.imports():
            if taken.module.partition(".")[0] in forbidden:
                yield f"{module.path}:{taken.line}: {module.layer} may not use {taken.module} ({taken})"
            if module.layer == "callbacks" and f"{taken.module}.{taken.name}".startswith("dash.html"):
                yield f"{module.path}:{taken.line}: callbacks build no components ({taken})"


def layouts_take_names_and_values(tree: Tree) -> Iterator[str]:
    """style.md rule 2: layouts takes only names and value types from data and geo."""
    for module in tree.modules:
        if module.layer != "layouts":
            continue
        for taken in module.imports():
            if taken.module.partition(".")[0] not in {"data", "geo"}:
                continue
            source, name = taken.module, taken.name
            if f"{source}.{name}" in LAYOUTS_MAY_TAKE or source in LAYOUTS_MAY_TAKE:
                continue
            if source in LAYOUTS_MAY_TAKE_TYPES and name and name[0].isupper():
                continue
            yield f"{module.path}:{taken.line}: layouts may not take this ({taken})"


def names_say_what(tree: Tree) -> Iterator[str]:
    """style.md rule 23: no catch-all, no role in a name, no builtin's name, nothing hides the standard library."""
    for path in tree.files:
        if path.suffix != ".py":
            continue
        for part in path.with_suffix("").parts:
            if part in CATCH_ALL:
                yield f"{path}: {part} is a catch-all name"
        if path.stem in BUILTIN_FUNCTIONS:
            yield f"{path}: {path.stem} is a builtin"
        if path.parts[0] != "tests" and len(path.parts) > 1 and ROLES.search(path.stem):
            yield f"{path}: the folder says the role, the name should not"
        if path.parts[0].removesuffix(".py") in sys.stdlib_module_names:
            yield f"{path}: hides a module of the standard library"


def modules_are_short(tree: Tree) -> Iterator[str]:
    """Above 200 lines a module should be split by meaning, above 300 it must be."""
    for module in tree.modules:
        length = len(module.source.splitlines())
        if length > LONGEST_MODULE:
            yield f"{module.path}: {length} lines, {LONGEST_MODULE} are allowed"


def public_functions_say_what_they_do(tree: Tree) -> Iterator[str]:
    """style.md habit 8: a sentence for each module and public function of data and geo."""
    for module in tree.modules:
        if module.layer not in {"data", "geo"} or not module.tree.body:
            continue
        if not ast.get_docstring(module.tree):
            yield f"{module.path}:1: the module has no docstring"
        for node in module.tree.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
                continue
            if not ast.get_docstring(node):
                yield f"{module.path}:{node.lineno}: {node.name} has no docstring"


def top_level_is_tidy(tree: Tree) -> Iterator[str]:
    """Only the agreed entries, dotfiles and deployment files stand at the top."""
    for entry in sorted({path.parts[0] for path in tree.files}):
        if entry not in TOP_LEVEL and not entry.startswith("."):
            yield f"{entry}: not an agreed top-level entry"


def graphs_come_from_one_helper(tree: Tree) -> Iterator[str]:
    """stack-notes 0.1: a dcc.Graph offers to upload its figure unless told not to; one helper tells it."""
    for module in tree.modules:
        if str(module.path) == "layouts/components.py":
            continue
        for call in module.calls():
            if _called(call) == "Graph":
                yield f"{module.path}:{call.lineno}: graphs come from layouts/components.py"


def no_theme_from_a_cdn(tree: Tree) -> Iterator[str]:
    """stack-notes 2: dbc.themes and dbc.icons are links to a CDN."""
    for module in tree.modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in {"themes", "icons"}:
                yield f"{module.path}:{node.lineno}: .{node.attr} is a link to a CDN"
        for taken in module.imports():
            if taken.module.startswith("dash_bootstrap_components") and taken.name in {"themes", "icons"}:
                yield f"{module.path}:{taken.line}: {taken.name} are links to a CDN"


def _python_strings(module: Module) -> Iterator[tuple[int, str]]:
    """String constants, docstrings left out: they may name where a method comes from."""
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value


def _browser_code(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """Lines of a script or style sheet, comments blanked."""
    blanked = re.sub(r"/\*.*?\*/", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL)
    for number, line in enumerate(blanked.splitlines(), start=1):
        if not (path.suffix == ".js" and line.lstrip().startswith("//")):
            yield number, line


def no_foreign_host_in_code(tree: Tree) -> Iterator[str]:
    """Nothing is fetched from a CDN or tile server: code names no host but those listed, each with its reason."""
    pieces = [(module.path, *piece) for module in tree.modules for piece in _python_strings(module)]
    for path, text in tree.texts():
        if path.suffix in {".js", ".css"} and path.parts[0] in {"assets", "layouts"}:
            pieces += [(path, *piece) for piece in _browser_code(path, text)]
    for path, line, text in pieces:
        for host in [*URL.findall(text), *URL_WITHOUT_SCHEME.findall(text)]:
            if host.rstrip(".") not in HOSTS:
                yield f"{path}:{line}: names the host {host}"


def _holds_numbers_only(style: ast.expr) -> bool:
    """``{"--part": ...}``: names of custom properties alone, which a style sheet turns into looks."""
    keys = style.keys if isinstance(style, ast.Dict) else [None]
    return all(isinstance(key, ast.Constant) and str(key.value).startswith("--") for key in keys)


def no_inline_style(tree: Tree) -> Iterator[str]:
    """style.md rule 13: looks live in the style sheets; a number handed to them (``--part``) is no look."""
    for module in tree.modules:
        for call in module.calls():
            styles = [keyword.value for keyword in call.keywords if keyword.arg == "style"]
            if module.layer in {"layouts", "callbacks"} and not all(map(_holds_numbers_only, styles)):
                yield f"{module.path}:{call.lineno}: inline style"


def no_path_of_a_machine(tree: Tree) -> Iterator[str]:
    """No file names a home or work folder."""
    for path, text in tree.texts():
        for number, line in enumerate(text.splitlines(), start=1):
            if MACHINE_PATH.search(line):
                yield f"{path}:{number}: names a folder of somebody's machine"


def no_loop_over_rows(tree: Tree) -> Iterator[str]:
    """Frames are computed by column."""
    for module in tree.modules:
        for call in module.calls():
            if _called(call) == "iterrows":
                yield f"{module.path}:{call.lineno}: iterrows"


RULES: Final = (
    imports_go_one_way,
    callback_modules_are_strangers,
    layers_use_their_own_libraries,
    layouts_take_names_and_values,
    names_say_what,
    modules_are_short,
    public_functions_say_what_they_do,
    top_level_is_tidy,
    graphs_come_from_one_helper,
    no_theme_from_a_cdn,
    no_foreign_host_in_code,
    no_inline_style,
    no_path_of_a_machine,
    no_loop_over_rows,
)
