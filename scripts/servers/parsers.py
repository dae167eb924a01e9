"""Reads options from parsers of the standard library, click, optparse and cleo, without running them."""

import argparse
import re

from option import lead, option, sorted_flags


def type_kind(kind):
    return {int: 'integer', float: 'number', bool: 'boolean'}.get(kind, 'text')


def of_argparse(parser, *, skip=(), **more):
    """Every option and argument of an argparse parser, except those whose first spelling is in `skip`."""
    found = []
    for action in parser._actions:
        if isinstance(action, (argparse._SubParsersAction, argparse._HelpAction)) or action.dest == 'help':
            continue
        flags = sorted_flags(action.option_strings)
        if flags and any(flag in skip for flag in flags):
            continue
        takes = action.nargs != 0
        fields = dict(more)
        if isinstance(action, argparse.BooleanOptionalAction):
            fields['off'] = [f for f in flags if f.startswith('--no-')]
            flags = [f for f in flags if not f.startswith('--no-')]
        if action.nargs == '?' and flags and takes:
            fields['bare'] = action.const if action.const is not None else True
        default = None if action.default is argparse.SUPPRESS else action.default
        if isinstance(action, (argparse._StoreFalseAction, argparse._StoreConstAction)) and not takes:
            default = None
        found.append(
            option(
                lead(flags) if flags else f'<{action.dest}>',
                type_kind(action.type) if takes else 'none',
                flags=flags,
                positional=not flags or None,
                choices=[str(c) for c in action.choices] if action.choices is not None and len(list(action.choices)) > 0 else None,
                repeatable=isinstance(action, argparse._AppendAction) or (not flags and action.nargs in ('*', '+')) or None,
                default=default,
                **fields,
            )
        )
    return found


def of_click(command, *, prefix=None, skip=('help',)):
    """Every option and argument of a click command; `prefix` is the prefix of its environment variables, if it reads any."""
    import click

    found = []
    for parameter in command.params:
        if parameter.name in skip:
            continue
        kind = parameter.type
        argument = isinstance(parameter, click.Argument)
        switch = not argument and parameter.is_flag
        value = 'none' if switch else click_kind(kind)
        given = parameter.to_info_dict().get('default')
        named = [parameter.envvar] if isinstance(parameter.envvar, str) else list(parameter.envvar or [])
        automatic = [f'{prefix}_{parameter.name.upper()}'] if prefix and not argument and parameter.name != 'version' else []
        flags = [] if argument else sorted_flags(parameter.opts)
        found.append(
            option(
                f'<{parameter.name}>' if argument else lead(flags),
                value,
                flags=flags,
                off=[] if argument else sorted_flags(parameter.secondary_opts),
                positional=argument or None,
                choices=[str(c) for c in kind.choices] if isinstance(kind, click.Choice) else None,
                range=range_of(kind),
                repeatable=parameter.multiple or None,
                default=given if not (switch and not parameter.secondary_opts) else None,
                environment=named + automatic,
            )
        )
    return found


def click_kind(kind):
    name = type(kind).__name__
    if name in ('IntParamType', 'IntRange'):
        return 'integer'
    kinds = {'FloatParamType': 'number', 'BoolParamType': 'boolean', 'Duration': 'duration', 'OctalIntType': 'octal'}
    return 'path' if name in ('Path', 'File') else kinds.get(name, 'text')


def range_of(kind):
    low, high = getattr(kind, 'min', None), getattr(kind, 'max', None)
    return None if low is None and high is None else {k: v for k, v in (('min', low), ('max', high)) if v is not None}


def of_optparse(parser, *, prefix):
    """Every visible option of pip's optparse parsers, and the spellings of the hidden ones."""
    import optparse

    found, hidden = [], []
    for each in parser.option_list_all:
        flags = [*each._long_opts, *each._short_opts]
        if each.help == optparse.SUPPRESS_HELP:
            hidden += flags
            continue
        if each.action in ('help', 'version'):
            continue
        takes = each.takes_value()
        kind = {'int': 'integer', 'float': 'number', 'path': 'path'}.get(each.type, 'text') if takes else 'none'
        default = None if each.default == optparse.NO_DEFAULT or not takes else each.default
        found.append(
            option(
                lead(flags),
                kind,
                flags=flags,
                choices=list(each.choices) if each.choices else None,
                repeatable=each.action in ('append', 'count') or None,
                default=default,
                environment=[prefix + flags[0][2:].upper().replace('-', '_')],
            )
        )
    return found, hidden


def of_cleo(definition):
    """Every option and argument of a poetry command."""
    found = []
    for each in definition.options:
        flags = ['--' + each.name] + ['-' + s for s in (each.shortcut or '').split('|') if s]
        takes = each.accepts_value()
        found.append(
            option(flags[0], 'text' if takes else 'none', flags=flags, repeatable=each.is_list() or None, default=each.default if takes else None)
        )
    for each in definition.arguments:
        found.append(option(f'<{each.name}>', 'text', positional=True, repeatable=each.is_list() or None))
    return found


def of_clap(help_text, zsh):
    """Every visible option of one uv command, from its short help and its completion; and the spellings only the completion knows."""
    names = completion_names(zsh)
    found, seen = [], set()
    pieces = re.split(r'\n(?=  (?:-\w, |    )--[a-z]|  -\w\n)', help_text)
    for piece in pieces:
        head = re.match(r'  (?:(-\w), |    )(--[a-z0-9-]+)(?: <([^>]+)>|\.\.\.)?', piece)
        if not head:
            continue
        short, long, meta = head.groups()
        if long in ('--help', '--version') or long in seen:
            continue
        seen.add(long)
        flat = re.sub(r'\s+', ' ', piece)
        variables = re.findall(r'\[env: `?"?(UV_[A-Z0-9_]+)', flat)
        inline = re.search(r'\[possible values: ([^\]]+)\]', flat)
        choices = inline.group(1).split(', ') if inline else []
        default = re.search(r'\[default: ([^\]]+)\]', flat)
        found.append(
            option(
                long,
                'text' if meta else 'none',
                flags=[long, short] if short else [long],
                choices=choices,
                repeatable=names.get(long, {}).get('repeatable') or ('...' in head.group(0)) or None,
                default=default.group(1) if default else None,
                environment=list(dict.fromkeys(variables)),
            )
        )
    shown = {flag for each in found for flag in each['flags']} | {'--help', '--version'}
    hidden = {name: facts for name, facts in names.items() if name.startswith('--') and name not in shown}
    return found, sorted(name + ('=' if facts['takes'] else '') for name, facts in hidden.items())


def completion_names(zsh):
    """Spellings in one command's part of the zsh completion: whether each takes a value and may be given again."""
    names = {}
    for line in zsh.splitlines():
        match = re.match(r"'(?:\([^)]*\))?(\*)?(--?[A-Za-z0-9-]+)([=+])?\[", line)
        if match:
            again, name, takes = match.groups()
            names[name] = {'repeatable': bool(again) and bool(takes), 'takes': bool(takes)}
    return names
