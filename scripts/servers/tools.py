"""Facts of the installers and of manage.py: options per command."""

import os
import subprocess
import sys

from parsers import of_argparse, of_clap, of_cleo, of_click, of_optparse

PIP = ['install', 'wheel', 'download', 'uninstall']
PIPENV = ['install', 'sync', 'lock', 'run', 'requirements', 'verify']
POETRY = ['install', 'sync', 'export', 'run', 'config', 'lock']
UV = ['sync', 'run', 'lock', 'export', 'venv', 'pip install', 'pip sync', 'python install', 'cache prune']
CELERY = ['worker', 'beat', 'inspect', 'status', 'purge']
MANAGE = (
    'check collectstatic compilemessages makemessages migrate makemigrations showmigrations sqlmigrate runserver createsuperuser '
    'changepassword createcachetable clearsessions loaddata dumpdata flush shell dbshell test sendtestemail diffsettings findstatic '
    'remove_stale_contenttypes'
).split()


def pip():
    from pip._internal.commands import commands_dict, create_command

    per_command, facts = {}, {}
    for name in PIP:
        found, hidden = of_optparse(create_command(name).parser, prefix='PIP_')
        per_command[name] = found
        facts[name] = {'hidden': hidden} if hidden else {}
    assert set(PIP) <= set(commands_dict)
    return per_command, facts


def pipenv():
    from pipenv.cli import options

    parser = options.build_parser()
    subs = next(a for a in parser._actions if a.dest == 'command' and a.choices).choices
    per_command = {'': of_argparse(parser, skip=('--version',))}
    for name in PIPENV:
        per_command[name] = of_argparse(subs[name])
        for each, action in ((o, a) for o in per_command[name] for a in subs[name]._actions if o['name'] in a.option_strings):
            # pipenv overlays PIPENV_* only over what is None after parsing (its `apply_env_vars`).
            if action.default is None:
                variable = options._EXPLICIT_ENV_VARS.get(action.dest, f'PIPENV_{action.dest.upper()}')
                each['environment'] = [variable]
    return per_command, {name: {} for name in PIPENV}


def poetry():
    from poetry.console.application import Application
    from poetry_plugin_export.command import ExportCommand

    app = Application()
    per_command = {'': of_cleo(app.definition)}
    for name in POETRY:
        per_command[name] = of_cleo(ExportCommand().definition if name == 'export' else app.find(name).definition)
    per_command[''] = [each for each in per_command[''] if not each.get('positional') and each['name'] not in ('--help', '--version')]
    return per_command, {name: {'plugin': 'poetry-plugin-export'} if name == 'export' else {} for name in POETRY}


def uv():
    binary = os.path.join(os.path.dirname(sys.executable), 'uv')
    run = lambda *words: subprocess.run([binary, *words], capture_output=True, text=True, check=True, env={**os.environ, 'COLUMNS': '100'}).stdout  # noqa: E731
    completion = run('generate-shell-completion', 'zsh')
    per_command, facts = {}, {}
    for name in UV:
        found, hidden = of_clap(run(*name.split(), '--help'), uv_part(completion, name))
        per_command[name], facts[name] = found, {'hidden': hidden}
    return per_command, facts


def uv_part(completion, name):
    """The part of the completion for one command: `pip install` is the `(install)` inside `(pip)`."""
    where = 0
    for word in name.split():
        where = completion.index(f'\n({word})\n', where) + 1
    return completion[where : completion.index('&& ret=0', where)]


def celery():
    from celery.bin.celery import celery as group

    skip = ('help', 'version', 'no_color', 'quiet')
    per_command = {'': of_click(group, skip=('help',))}
    for name in CELERY:
        # Every command has these of the whole program once more.
        per_command[name] = of_click(group.commands[name], skip=skip)
    # Its variables are called APP and LOADER, which mean other things to everybody else.
    for each in (each for found in per_command.values() for each in found):
        each.pop('environment', None)
    return per_command, {name: {} for name in CELERY}


APPS = ['admin', 'auth', 'contenttypes', 'sessions', 'messages', 'staticfiles']


def manage():
    import django
    from django.conf import settings
    from django.core.management import get_commands, load_command_class
    from django.core.management.base import ALL_CHECKS

    settings.configure(INSTALLED_APPS=[f'django.contrib.{app}' for app in APPS], DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3'}})
    django.setup()
    per_command, facts = {}, {}
    for name in MANAGE:
        app = get_commands()[name]
        command = load_command_class(app, name)
        per_command[name] = of_argparse(command.create_parser('manage.py', name), skip=('--version',))
        for each in per_command[name]:
            if each['name'] == '--database':
                each.pop('choices', None)
        checks = command.requires_system_checks
        facts[name] = {'app': app, 'checks': 'all' if checks == ALL_CHECKS else list(checks)}
    return per_command, facts


TOOLS = {'pip': pip, 'pipenv': pipenv, 'poetry': poetry, 'uv': uv, 'manage': manage, 'celery': celery}
# Commands, or options of them, that mean something of their own though they are spelled alike elsewhere; None means every command.
APART = {
    'pip': ['uninstall'],
    'pipenv': ['run', 'requirements'],
    'poetry': ['export'],
    'uv': ['python install --upgrade', 'python install --compile-bytecode', 'cache prune --force'],
    'manage': None,
    'celery': ['inspect', 'purge', 'beat'],
}
