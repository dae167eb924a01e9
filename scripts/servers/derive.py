"""Writes server/src/knowledge/servers/options.json from the installed servers and tools; `--check` says whether it is current.

Run it with the Python of an environment that has what requirements.txt lists.
"""

import importlib.metadata
import json
import os
import pathlib
import sys

HERE = pathlib.Path(__file__).parent
# Taken down here: to be read at all, gunicorn needs a command line of its own.
checking = '--check' in sys.argv[1:]
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True
for name in [n for n in os.environ if n.startswith(('UVICORN_', 'GRANIAN_', 'GUNICORN_', 'PIP_', 'PIPENV_', 'POETRY_', 'UV_', 'DJANGO_'))]:
    del os.environ[name]
for name in ('WEB_CONCURRENCY', 'FORWARDED_ALLOW_IPS', 'PORT', 'SENDFILE'):
    os.environ.pop(name, None)

from option import ORDER, load, option  # noqa: E402
from servers import SERVERS  # noqa: E402
from tools import APART, TOOLS  # noqa: E402

OUT = HERE / '../../server/src/knowledge/servers/options.json'
known = load(HERE / 'known.json')


def gather(tool, per_command):
    """Receives the options of each command; returns one list where equal options of several commands are one."""
    commands = [name for name in per_command if name]
    apart = APART[tool] if APART[tool] is not None else commands
    everywhere = None
    if len(commands) > 1:
        everywhere = set.intersection(*({o['name'] for o in per_command[c]} for c in commands))
    root = {o['name'] for o in per_command.get('', [])}
    groups = {}
    for command, found in per_command.items():
        for each in found:
            flag = each['name']
            alone = (command in apart or f'{command} {flag}' in apart) and flag not in everywhere and flag not in root
            if tool == 'manage' and flag == '--skip-checks':
                alone = False
            facts = json.dumps({k: v for k, v in each.items() if k != 'environment'}, sort_keys=True)
            key = (flag, command if alone or each.get('positional') else '', facts)
            groups.setdefault(key, {'option': each, 'commands': []})['commands'].append(command)
    made, taken = [], set()
    for (flag, alone, _), group in groups.items():
        name = f'{group["commands"][0]} {flag}' if alone or flag in taken else flag
        taken.add(name)
        where = group['commands']
        full = '' in where and flag in root or set(where) >= set(commands)
        fields = {k: v for k, v in group['option'].items() if k not in ('name', 'value')}
        made.append(option(name, group['option']['value'], **fields, commands=None if full else [c for c in where if c]))
    return made


def overlay(tool, options):
    """Lays what introspection cannot know over the options: history, effective defaults, spellings that are gone. null deletes."""
    byname = {each['name']: each for each in options}
    for name, facts in known['options'].get(tool, {}).items():
        if name not in byname:
            if 'removed' not in facts:
                raise SystemExit(f'{tool} has no option {name}; known.json speaks of it')
            byname[name] = option(name, facts['value'], **{k: v for k, v in facts.items() if k != 'value'})
            continue
        if 'removed' in facts:
            raise SystemExit(f'{tool} has {name}, which known.json calls removed')
        merged = {**byname[name], **facts}
        byname[name] = {k: merged[k] for k in ORDER if k in merged and merged[k] is not None}
    return list(byname.values())


def main():
    tools = {}
    for tool, read in SERVERS.items():
        about = known['tools'][tool]
        tools[tool] = {'kind': 'server', 'version': importlib.metadata.version(about['distribution']), **about, 'options': overlay(tool, read())}
    for tool, read in TOOLS.items():
        about = known['tools'][tool]
        per_command, commands = read()
        version = importlib.metadata.version(about['distribution'])
        tools[tool] = {'kind': 'tool', 'version': version, **about, 'commands': commands, 'options': overlay(tool, gather(tool, per_command))}
    text = as_text({'meta': known['meta'], 'tools': tools})
    if checking:
        if OUT.read_text('utf-8') != text:
            raise SystemExit('options.json is out of date: run scripts/servers/derive.py')
        return
    OUT.write_text(text, 'utf-8')


def as_text(facts):
    """One line per option: short differences when a tool changes."""
    dump = lambda value: json.dumps(value, ensure_ascii=False)  # noqa: E731
    lines = ['{', f'"meta": {json.dumps(facts["meta"], ensure_ascii=False, indent=1)},', '"tools": {']
    for index, (tool, about) in enumerate(facts['tools'].items()):
        lines.append(f'{dump(tool)}: {{')
        for key, value in about.items():
            if key in ('options', 'commands'):
                continue
            lines.append(f' {dump(key)}: {dump(value)},')
        if 'commands' in about:
            lines.append(' "commands": {')
            lines.append(',\n'.join(f'  {dump(k)}: {dump(v)}' for k, v in about['commands'].items()))
            lines.append(' },')
        lines.append(' "options": [')
        lines.append(',\n'.join('  ' + dump(each) for each in about['options']))
        lines.append(' ]')
        lines.append('}' if index == len(facts['tools']) - 1 else '},')
    return '\n'.join([*lines, '}', '}', ''])


main()
