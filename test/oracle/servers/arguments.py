"""Compares options.json with the servers' own argument parsers: names, values, defaults, choices, variables.

Written apart from scripts/servers, which made the file, and by other means where there are any: arguments are given to
the parsers and the outcome is looked at. What differs on purpose stands in `DEVIATIONS` with its reason.
"""

import argparse
import contextlib
import enum
import importlib.metadata
import io
import json
import os
import pathlib
import sys
import warnings

# Option, what is compared, why it may differ. A deviation that does not occur is a failure too.
DEVIATIONS = {
    ('uvicorn', '--loop', 'choices'): 'the parser takes any text; the words are those of uvicorn.config',
    ('uvicorn', '--http', 'choices'): 'the parser takes any text; the words are those of uvicorn.config',
    ('uvicorn', '--ws', 'choices'): 'the parser takes any text; the words are those of uvicorn.config',
    ('gunicorn', '--log-level', 'choices'): 'any word is accepted, and one that is not known means info',
    ('gunicorn', '--protocol', 'choices'): 'any word is accepted, and one that is not uwsgi means http',
    ('gunicorn', '--log-syslog-facility', 'choices'): 'any word is accepted; one that is not known fails only when syslog is on',
    ('gunicorn', '--cert-reqs', 'choices'): 'any number is accepted; the ssl module knows three',
    ('gunicorn', '--chdir', 'default'): 'the directory at hand, which is no constant',
    ('gunicorn', '--user', 'default'): 'the user at hand, which is no constant',
    ('gunicorn', '--group', 'default'): 'the group at hand, which is no constant',
    ('gunicorn', '--control-socket', 'default'): 'depends on the home directory; told as `effective`',
    ('gunicorn', '--control-socket-mode', 'default'): 'told in octal, as people write it',
    ('gunicorn', '--umask', 'default'): 'told in octal, as people write it',
    ('gunicorn', '--ssl-version', 'default'): 'ignored since 21.0, so its number tells nothing',
    ('daphne', '--verbosity', 'choices'): 'any number is accepted, and others than 0 to 3 fail later with a KeyError',
    ('daphne', '--server-name', 'names'): '--no-server-name is told as the opposite of --server-name, not as an option of its own',
    ('hypercorn', '--max-requests-jitter', 'effect'): 'a slip in 0.18.0: the value of --max-requests is stored',
    ('hypercorn', '--log-level', 'choices'): 'any word is accepted, and one that is not known fails when the logger is made',
    ('hypercorn', '--worker-class', 'choices'): 'any word is accepted, and one that is not known fails when the server starts',
    ('waitress', '--trusted-proxy-headers', 'choices'): 'read by Adjustments, not by the parser; several words are one value',
}
NONSENSE = 'no-such-word'

facts = json.loads(pathlib.Path(sys.argv[1]).read_text('utf-8'))['tools']
passed, failures, met = 0, [], set()


def compare(server, option, what, ours, theirs):
    """Counts one comparison; a difference is a failure unless it is a known deviation."""
    global passed
    if ours == theirs:
        passed += 1
    elif (server, option, what) in DEVIATIONS:
        met.add((server, option, what))
    else:
        failures.append(f'{server} {option}: {what}: options.json has {ours!r}, the server {theirs!r}')


def plain(value):
    """A default as JSON has it; empty values and False are no default."""
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(each) for each in value] or None
    return None if value in ('', {}) or value is False else value


def compare_option(server, ours, theirs):
    """Receives our facts and {names, off, takes, default, choices, repeatable} of the real option."""
    name = ours['name']
    compare(server, name, 'names', sorted(ours.get('flags', [])), sorted(theirs['names']))
    compare(server, name, 'off', sorted(ours.get('off', [])), sorted(theirs.get('off', [])))
    takes = 'none' if ours['value'] == 'none' else 'optional' if 'bare' in ours else 'required'
    compare(server, name, 'takes', takes, theirs['takes'])
    compare(server, name, 'repeatable', ours.get('repeatable', False), theirs['repeatable'])
    compare(server, name, 'default', plain(ours.get('default')), plain(theirs['default']))
    if 'choices' in theirs:
        compare(server, name, 'choices', ours.get('choices'), theirs['choices'])


def by_name(server):
    return {each['name']: each for each in facts[server]['options'] if 'removed' not in each and each.get('flags')}


def compare_tables(server, real):
    """Receives the real options by their first long spelling; every one must be ours, and every one of ours must be there."""
    ours = by_name(server)
    compare(server, '(all)', 'names', sorted(ours), sorted(real))
    for name in ours.keys() & real.keys():
        compare_option(server, ours[name], real[name])


def of_click(server, command, prefix):
    import click

    def context(arguments):
        return command.make_context(server, [*arguments, 'module:app'], auto_envvar_prefix=prefix)

    real = {}
    for each in command.params:
        if isinstance(each, click.Option) and each.name != 'help':
            names = [n for n in each.opts if n.startswith('--')]
            real[names[0]] = {
                'names': each.opts,
                'off': each.secondary_opts,
                'takes': 'none' if each.is_flag else 'required',
                'repeatable': bool(each.multiple),
                'default': None if names[0] == '--version' else context([]).params.get(each.name),
                'choices': list(each.type.choices) if isinstance(each.type, click.Choice) else None,
            }
    compare_tables(server, real)
    for name, ours in by_name(server).items():
        parameter = next(p for p in command.params if name in p.opts)
        for variable in [v for v in ours.get('environment', []) if v.startswith(f'{prefix}_')]:
            os.environ[variable] = sample(ours)
            try:
                source = context([]).get_parameter_source(parameter.name).name
            except click.ClickException as error:
                source = f'refused: {error.message}'
            del os.environ[variable]
            compare(server, name, variable, 'ENVIRONMENT', source)
        for word in ours.get('choices', []):
            compare(server, name, f'takes {word}', True, accepts(lambda: context([name, word])))  # noqa: B023
        if 'choices' in ours:
            compare(server, name, 'takes nonsense', ours.get('open', False), accepts(lambda: context([name, NONSENSE])))  # noqa: B023
        low, high = ours.get('range', {}).get('min'), ours.get('range', {}).get('max')
        if low is not None:
            compare(server, name, f'takes {low}', True, accepts(lambda: context([name, str(low)])))  # noqa: B023
            compare(server, name, f'takes {low - 1}', False, accepts(lambda: context([name, str(low - 1)])))  # noqa: B023
        if high is not None:
            compare(server, name, f'takes {high + 1}', False, accepts(lambda: context([name, str(high + 1)])))  # noqa: B023


def sample(ours):
    """A value the option takes, as text."""
    if 'choices' in ours:
        return ours['choices'][-1]
    if ours['value'] == 'path':
        return '/tmp' if any(word in ours['name'] for word in ('dir', 'mount', 'paths')) else __file__
    low = ours.get('range', {}).get('min', 2)
    return {'none': '1', 'integer': str(low), 'duration': str(low), 'number': '2', 'octal': '0600', 'boolean': 'true'}.get(ours['value'], 'text')


def accepts(call):
    with contextlib.redirect_stderr(io.StringIO()), contextlib.redirect_stdout(io.StringIO()):
        try:
            call()
            return True
        except (Exception, SystemExit):
            return False


def of_argparse(actions, default_of):
    """The real options of argparse actions; `default_of` gives the default that holds in the end."""
    real = {}
    for each in actions:
        if not each.option_strings or each.dest in ('help', 'version'):
            continue
        long = [n for n in each.option_strings if n.startswith('--')]
        real[long[0]] = {
            'names': each.option_strings,
            'takes': 'none' if each.nargs == 0 else 'optional' if each.nargs == '?' else 'required',
            'repeatable': isinstance(each, argparse._AppendAction),
            'default': None if each.nargs == 0 and not isinstance(default_of(each), bool) else default_of(each),
        }
    return real


def uvicorn():
    from uvicorn import config
    from uvicorn.main import main

    of_click('uvicorn', main, 'UVICORN')
    for name, table in (('--loop', config.LOOP_FACTORIES), ('--http', config.HTTP_PROTOCOLS), ('--ws', config.WS_PROTOCOLS)):
        compare('uvicorn', name, 'words', by_name('uvicorn')[name].get('choices'), list(table))


def granian():
    from granian.cli import cli

    of_click('granian', cli, 'GRANIAN')


def gunicorn():
    sys.argv = ['gunicorn']
    from gunicorn.config import KNOWN_SETTINGS, Config

    config = Config()
    raw = {each.name: each.default for each in KNOWN_SETTINGS}
    real = of_argparse(config.parser()._actions, lambda action: None if action.nargs == 0 else raw[action.dest])
    compare_tables('gunicorn', real)
    settings = {each['config'] for each in facts['gunicorn']['options'] if 'config' in each}
    compare('gunicorn', '(settings)', 'names', sorted(settings), sorted(raw))
    for name, ours in by_name('gunicorn').items():
        compare('gunicorn', name, 'config', ours['config'], next(a.dest for a in config.parser()._actions if name in a.option_strings))
        for word in ours.get('choices', []):
            value = int(word) if ours['value'] == 'integer' else word
            compare('gunicorn', name, f'takes {word}', True, accepts(lambda: config.set(ours['config'], value)))  # noqa: B023
        if 'choices' in ours and not ours.get('open'):
            wrong = 99 if ours['value'] == 'integer' else NONSENSE
            compare('gunicorn', name, 'choices', False, accepts(lambda: config.set(ours['config'], wrong)))  # noqa: B023


def daphne():
    from daphne.cli import CommandLineInterface

    parser = CommandLineInterface().parser
    real = of_argparse(parser._actions, lambda action: action.default)
    opposite = real.pop('--no-server-name')
    compare('daphne', '--server-name', 'names', [], opposite['names'])
    real['--server-name']['off'] = opposite['names']
    compare_tables('daphne', real)
    for name, ours in by_name('daphne').items():
        if 'choices' in ours:
            compare('daphne', name, 'choices', False, accepts(lambda: parser.parse_args([name, '99', 'a:b'])))  # noqa: B023


def hypercorn():
    from hypercorn import __main__ as program
    from hypercorn.config import Config

    held = {}

    def parse_args(self, arguments):
        held['parser'] = self
        return original(self, arguments)

    original = argparse.ArgumentParser.parse_args
    argparse.ArgumentParser.parse_args = parse_args
    program.run = lambda config: held.update(config=config)

    def outcome(*arguments):
        with warnings.catch_warnings():
            warnings.simplefilter('ignore')
            program.main([*arguments, 'module:app'])
        return held['config']

    usual = outcome()
    argparse.ArgumentParser.parse_args = original
    ours = by_name('hypercorn')
    setting_of = lambda action: ours.get(next(n for n in action.option_strings if n.startswith('--')), {}).get('config')  # noqa: E731
    write_only = ('cert_reqs', None)
    real = of_argparse(held['parser']._actions, lambda action: None if setting_of(action) in write_only else getattr(usual, setting_of(action)))
    compare_tables('hypercorn', real)
    for name, each in ours.items():
        setting = each.get('config')
        if setting is None or name == '--cert-reqs':
            continue
        given = each['choices'][-1] if 'choices' in each else {'none': None, 'integer': '7'}.get(each['value'], '/text')
        after = getattr(outcome(name, given) if given else outcome(name), setting)
        wanted = True if given is None else 7 if each['value'] == 'integer' else [given] if each.get('repeatable') else given
        compare('hypercorn', name, 'effect', wanted, after.name if name == '--verify-mode' else after)
        if 'choices' in each:
            compare('hypercorn', name, 'choices', False, accepts(lambda: outcome(name, NONSENSE)))  # noqa: B023
    only_file = {each['name'] for each in facts['hypercorn']['options'] if 'config' in each and not each.get('flags')}
    compare('hypercorn', '(file only)', 'settings', [], sorted(n for n in only_file if not hasattr(Config, n)))


def waitress():
    from waitress.adjustments import Adjustments, asbool, asoctal

    real = {name: {'names': [name], 'takes': 'none', 'repeatable': False, 'default': None} for name in ('--help', '--call')}
    for name, cast in Adjustments._params:
        flag = '--' + name.replace('_', '-')
        default = getattr(Adjustments, name)
        real[flag] = {
            'names': [flag],
            'off': ['--no-' + flag[2:]] if cast is asbool else [],
            'takes': 'none' if cast is asbool else 'required',
            'repeatable': name == 'listen',
            'default': f'{default:o}' if cast is asoctal else default,
        }
    compare_tables('waitress', real)
    parse = Adjustments.parse_args
    for name, ours in by_name('waitress').items():
        compare('waitress', name, 'bare', ours['value'] == 'none', accepts(lambda: parse([name])))  # noqa: B023
        compare('waitress', name, 'with value', ours['value'] != 'none', accepts(lambda: parse([f'{name}=1'])))  # noqa: B023
        for flag in ours.get('off', []):
            compare('waitress', name, flag, 'false', parse([flag])[0].get(ours['config']))
        if 'choices' in ours:
            compare('waitress', name, 'choices', False, accepts(lambda: parse([f'{name}={NONSENSE}'])))  # noqa: B023
            for word in ours['choices']:
                took = accepts(lambda: Adjustments(trusted_proxy='*', **{ours['config']: word}))  # noqa: B023
                compare('waitress', name, f'takes {word}', True, took)


def main():
    for name in [n for n in os.environ if n.startswith(('UVICORN_', 'GRANIAN_')) or n in ('WEB_CONCURRENCY', 'FORWARDED_ALLOW_IPS', 'PORT', 'SENDFILE')]:
        del os.environ[name]
    for server, check in {f.__name__: f for f in (uvicorn, gunicorn, daphne, hypercorn, granian, waitress)}.items():
        compare(server, '(release)', 'version', facts[server]['version'], importlib.metadata.version(facts[server]['distribution']))
        check()
    for key in DEVIATIONS.keys() - met:
        failures.append(f'{" ".join(key)}: listed as a deviation and does not differ')
    for server, option, what in sorted(met):
        print(f'deviates: {server} {option}, {what}: {DEVIATIONS[server, option, what]}')
    for each in failures:
        print(f'FAILED {each}')
    print(f'{passed} passed, {len(failures)} failed, 0 skipped')
    return 1 if failures else 0


sys.exit(main())
