"""Writes server/src/knowledge/settings/releases.json: which settings, modules and names each release of a distribution has.

Fetches the wheels that the releases.json beside this file names with pip (into .cache/settings) and reads them as text:
nothing is imported, so any Python 3.9 or newer will do. `--check` says whether what is committed is current.
"""

import ast
import json
import pathlib
import re
import subprocess
import sys
import zipfile

HERE = pathlib.Path(__file__).parent
ROOT = HERE / '../..'
WHEELS = ROOT / '.cache/settings'
OUT = ROOT / 'server/src/knowledge/settings/releases.json'

# Modules whose names settings speak of: only theirs are listed, of all others only that they exist.
NAMED = re.compile(
    r'django\.middleware\.\w+|django\.contrib\.\w+\.(middleware|context_processors|apps|hashers|password_validation|serializers)'
    r'|django\.contrib\.auth\.backends|django\.contrib\.(sessions\.backends|messages\.storage)(\.\w+)?|django\.contrib\.staticfiles\.(storage|finders)'
    r'|django\.core\.files\.(storage(\.\w+)?|uploadhandler)|django\.core\.(cache|mail)\.backends\.\w+|django\.template\.(backends|loaders)\.\w+'
    r'|django\.template\.context_processors|django\.views\.csrf|django\.tasks\.backends\.\w+|django\.utils\.log|django\.core\.servers\.basehttp'
    r'|whitenoise(\.\w+)*|servestatic(\.\w+)*|storages\.backends\.\w+'
)
# Neither imported by a setting nor of use to anybody who writes one.
LEFT_OUT = re.compile(r'\.(conf\.locale|migrations|management|tests?|templatetags|(?<!middleware\.)locale|jinja2)(\.|$)|\.__main__$|^django\.(db\.models|forms|contrib\.gis)\.')


def fetch(distribution, version):
    """The wheel of a release, from the folder of an earlier run or from the index."""
    pattern = f'{distribution.replace("-", "_")}-{version}-*.whl'
    found = [one for one in WHEELS.glob('*.whl') if one.match(pattern) or one.name.lower().startswith(pattern[:-5].lower())]
    if not found:
        WHEELS.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, '-m', 'pip', 'download', '-q', '--no-deps', '--python-version', '3.13', '--only-binary', ':all:']
        subprocess.run([*command, '-d', str(WHEELS), f'{distribution}=={version}'], check=True)
        return fetch(distribution, version)
    return zipfile.ZipFile(found[0])


def bound(body, top):
    """Classes and functions a list of statements defines, and classes it takes from its own distribution; branches included."""
    for node in body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name
        elif isinstance(node, ast.ImportFrom) and (node.level or (node.module or '').split('.')[0] == top):
            yield from (name for alias in node.names if (name := alias.asname or alias.name)[0].isupper())
        elif isinstance(node, ast.Assign) and isinstance(node.value, (ast.Name, ast.Attribute)):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name) and target.id[0].isupper())
        elif isinstance(node, ast.If):
            yield from bound(node.body + node.orelse, top)
        elif isinstance(node, ast.Try):
            yield from bound(node.body + node.orelse + [one for handler in node.handlers for one in handler.body], top)


def modules_of(wheel):
    """Dotted names of the modules in a wheel, with the names of those that settings speak of."""
    found = {}
    for path in wheel.namelist():
        if not path.endswith('.py') or '-' in path:
            continue
        dotted = path[:-3].replace('/', '.').removesuffix('.__init__')
        if LEFT_OUT.search(dotted):
            continue
        names = ()
        if NAMED.fullmatch(dotted):
            top = dotted.split('.')[0]
            names = sorted({name for name in bound(ast.parse(wheel.read(path)).body, top) if not name.startswith('_')})
        found[dotted] = names
    return found


def settings_of(distribution, wheel):
    """The settings a release knows, and their defaults as Python expressions where a file of defaults says them."""
    if distribution == 'Django':
        tree = ast.parse(wheel.read('django/conf/global_settings.py'))
        return {
            target.id: ast.unparse(node.value)
            for node in tree.body
            if isinstance(node, ast.Assign)
            for target in node.targets
            if isinstance(target, ast.Name) and target.id.isupper() and not target.id.startswith('_')
        }
    prefix = {'whitenoise': 'WHITENOISE_', 'servestatic': 'SERVESTATIC_'}.get(distribution)
    if not prefix:
        return {}
    text = '\n'.join(wheel.read(path).decode() for path in wheel.namelist() if path.endswith('.py'))
    found = set(re.findall(rf'settings(?:\.|,\s*["\'])({prefix}[A-Z_]*[A-Z])\b', text))
    # The middleware keeps its settings as attributes: a tuple of their names, read with the prefix in front.
    for names in re.findall(r'config_attr(?:ibute)?s = [\w. +]*\(([^)]*)\)', text):
        found |= {prefix + name.upper() for name in re.findall(r"'(\w+)'|\"(\w+)\"", names) for name in name if name}
    return dict.fromkeys(sorted(found))


def line_of(version, distribution):
    """Django is spoken of by its lines (5.2), the others by their releases."""
    return '.'.join(version.split('.')[:2]) if distribution == 'Django' else version


def history(per_release):
    """Per name: the first release that has it (none for the oldest read) and the first that has it no more."""
    lines = list(per_release)
    made = {}
    for name in sorted({name for names in per_release.values() for name in names}):
        there = [name in per_release[line] for line in lines]
        first, last = there.index(True), len(there) - 1 - there[::-1].index(True)
        facts = {}
        if first > 0:
            facts['since'] = lines[first]
        if last < len(lines) - 1:
            facts['removed'] = lines[last + 1]
        made[name] = facts
    return made


def defaults(per_release, name):
    """The newest default, and the earlier ones with the release that brought each."""
    steps = []
    for line, names in per_release.items():
        text = names.get(name)
        # Long ones are lists of languages and date formats; those before 1.9 are tuples of the same words.
        if text is not None and len(text) < 200 and line != '1.8' and (not steps or steps[-1][1] != text):
            steps.append((line, text))
    if not steps:
        return {}
    facts = {'default': steps[-1][1]}
    if len(steps) > 1:
        facts['defaults'] = dict(steps)
    return facts


def facts_of(distribution, releases):
    wheels = {line_of(version, distribution): fetch(distribution, version) for version in releases}
    settings = {line: settings_of(distribution, wheel) for line, wheel in wheels.items()}
    modules = {line: modules_of(wheel) for line, wheel in wheels.items()}
    made = {'releases': list(wheels), 'settings': {}, 'modules': {}}
    for name, facts in history(settings).items():
        made['settings'][name] = {**facts, **defaults(settings, name)}
    for dotted, facts in history(modules).items():
        own = {line: names[dotted] for line, names in modules.items() if dotted in names}
        words = []
        for name, when in history(own).items():
            words.append(name + (f'@{when["since"]}' if 'since' in when else '') + (f'-{when["removed"]}' if 'removed' in when else ''))
        made['modules'][dotted] = {**facts, **({'names': ' '.join(words)} if words else {})}
    return made


def as_text(made):
    """One line for each setting and module: short differences when a release is added."""
    dump = lambda value: json.dumps(value, ensure_ascii=False)  # noqa: E731
    parts = []
    for distribution, facts in made.items():
        lines = [f'{dump(distribution)}: {{', f' "releases": {dump(facts["releases"])},']
        for key in ('settings', 'modules'):
            rows = ',\n'.join(f'  {dump(name)}: {dump(about)}' for name, about in facts[key].items())
            lines.append(f' "{key}": {{\n{rows}\n }}' + (',' if key == 'settings' else ''))
        parts.append('\n'.join([*lines, '}']))
    return '{\n' + ',\n'.join(parts) + '\n}\n'


text = as_text({name: facts_of(name, releases) for name, releases in json.loads((HERE / 'releases.json').read_text('utf-8')).items()})
if '--check' in sys.argv[1:]:
    if OUT.read_text('utf-8') != text:
        raise SystemExit('releases.json is out of date: run scripts/settings/derive.py')
else:
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(text, 'utf-8')
