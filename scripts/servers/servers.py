"""Facts of the servers, read from the installed packages."""

import re
import sys

from option import option, sorted_flags
from parsers import of_argparse, of_click


def uvicorn():
    from uvicorn import config
    from uvicorn.main import main

    found = of_click(main, prefix='UVICORN')
    names = {'--loop': config.LOOP_FACTORIES, '--http': config.HTTP_PROTOCOLS, '--ws': config.WS_PROTOCOLS}
    more = {'--workers': 'WEB_CONCURRENCY', '--forwarded-allow-ips': 'FORWARDED_ALLOW_IPS'}
    for each in found:
        if each['name'] in names:
            each.update(choices=list(names[each['name']]), open=True)
        if each['name'] in more:
            each['environment'].append(more[each['name']])
    return found


# What gunicorn's validators accept, where no table of gunicorn's own says it. The oracle tries each word.
GUNICORN_WORDS = {
    'loglevel': ['debug', 'info', 'warning', 'error', 'critical'],
    'proxy_protocol': ['off', 'v1', 'v2', 'auto'],
    'protocol': ['http', 'uwsgi'],
    'header_map': ['drop', 'refuse', 'dangerous'],
    'asgi_loop': ['auto', 'asyncio', 'uvloop'],
    'asgi_lifespan': ['auto', 'on', 'off'],
    'http_parser': ['auto', 'fast', 'python'],
    'http2_cleartext': ['off', 'prior-knowledge', 'upgrade', 'both'],
    'cert_reqs': ['0', '1', '2'],
    'http_protocols': ['h1', 'h2'],
}
GUNICORN_ENVIRONMENT = {'bind': ['PORT'], 'workers': ['WEB_CONCURRENCY'], 'forwarded_allow_ips': ['FORWARDED_ALLOW_IPS'], 'sendfile': ['SENDFILE']}


def gunicorn():
    sys.argv = ['gunicorn']
    from gunicorn import config, glogging, reloader, workers

    words = {
        **GUNICORN_WORDS,
        'worker_class': list(workers.SUPPORTED_WORKERS),
        'reload_engine': list(reloader.reloader_engines),
        'syslog_facility': list(glogging.SYSLOG_FACILITIES),
    }
    found = [option('<app_module>', 'text', positional=True, config='wsgi_app')]
    for setting in config.KNOWN_SETTINGS:
        name, flags = setting.name, sorted_flags(setting.cli or [])
        since = re.search(r'versionadded:: (\S+)', setting.desc)
        switch = setting.action in ('store_true', 'store_const')
        kind = 'none' if switch else gunicorn_kind(setting)
        found.append(
            option(
                flags[0] if flags else name,
                kind,
                flags=flags,
                config=name,
                choices=words.get(name),
                open=name == 'worker_class' or None,
                bare=setting.const if setting.nargs == '?' else None,
                repeatable=setting.action == 'append' or None,
                separator=',' if name in ('forwarded_allow_ips', 'proxy_allow_ips', 'uwsgi_allow_ips', 'forwarder_headers', 'http_protocols') else None,
                default=None if callable(setting.default) or switch else setting.default,
                environment=GUNICORN_ENVIRONMENT.get(name),
                since=since.group(1) if since else None,
            )
        )
    return found


def gunicorn_kind(setting):
    validator = getattr(setting.validator, '__name__', '')
    if setting.type is int:
        return 'integer'
    if getattr(setting.type, '__name__', '') == 'auto_int':
        return 'octal'
    if 'callable' in validator or validator == 'validate_post_request':
        return 'callable'
    return {'validate_dict': 'mapping', 'validate_chdir': 'path', 'validate_pos_int': 'integer'}.get(validator, 'text')


def daphne():
    from daphne.cli import CommandLineInterface

    found = of_argparse(CommandLineInterface().parser)
    for each in found:
        if each['name'] == '--verbosity':
            each['choices'] = ['0', '1', '2', '3']
        if each['name'] == '--server-name':
            each['off'] = ['--no-server-name']
    return [each for each in found if each['name'] != '--no-server-name']


# Where hypercorn's command line writes to, where the setting has another name.
HYPERCORN_CONFIG = {
    '--access-logformat': 'access_log_format',
    '--access-logfile': 'accesslog',
    '--access-log': 'accesslog',
    '--error-logfile': 'errorlog',
    '--error-log': 'errorlog',
    '--keep-alive': 'keep_alive_timeout',
    '--log-config': 'logconfig',
    '--log-level': 'loglevel',
    '--pid': 'pid_path',
    '--reload': 'use_reloader',
    '--server-name': 'server_names',
    '--config': None,
}


def hypercorn():
    parser = hypercorn_parser()
    import ssl

    from hypercorn.config import Config

    settings = Config()
    found = of_argparse(parser)
    used = set()
    for each in found:
        if each.get('positional'):
            continue
        name = each['name']
        setting = HYPERCORN_CONFIG.get(name, name[2:].replace('-', '_'))
        used.add(setting)
        each.pop('default', None)
        if setting is None:
            continue
        each['config'] = setting
        default = None if name == '--cert-reqs' else getattr(settings, setting)
        again = option(name, each['value'], **{k: v for k, v in each.items() if k not in ('name', 'value')}, default=default)
        each.clear()
        each.update(again)
        if name == '--verify-mode':
            each['choices'] = [mode.name for mode in ssl.VerifyMode]
        if name == '--worker-class':
            each['choices'] = ['asyncio', 'uvloop', 'trio']
        if name == '--log-level':
            each.update(choices=['debug', 'info', 'warning', 'error', 'critical'])
    for name in sorted(dir(Config)):
        value = getattr(settings, name, None) if name not in ('cert_reqs', 'log') else None
        if name.startswith('_') or name in used or name in ('cert_reqs', 'log', 'ssl_enabled') or callable(value) and name != 'logger_class':
            continue
        kind = {bool: 'boolean', int: 'integer', float: 'number'}.get(type(value), 'mapping' if name == 'logconfig_dict' else 'text')
        found.append(option(name, kind, config=name, default=None if callable(value) else value, repeatable=isinstance(value, list) or None))
    return found


def hypercorn_parser():
    """hypercorn builds its parser inside `main`; this stops it just before the arguments are read."""
    import argparse

    from hypercorn.__main__ import main

    class Stop(Exception):
        pass

    caught = []

    def parse_args(self, *_):
        caught.append(self)
        raise Stop

    original = argparse.ArgumentParser.parse_args
    argparse.ArgumentParser.parse_args = parse_args
    try:
        main(['x'])
    except Stop:
        return caught[0]
    finally:
        argparse.ArgumentParser.parse_args = original


def granian():
    from granian.cli import cli

    return of_click(cli, prefix='GRANIAN')


def waitress():
    from waitress import adjustments
    from waitress.adjustments import Adjustments, asbool, asoctal

    found = [option('<MODULE:OBJECT>', 'text', positional=True), option('--help', 'none', flags=['--help']), option('--call', 'none', flags=['--call'])]
    for name, cast in Adjustments._params:
        flag = '--' + name.replace('_', '-')
        default = getattr(Adjustments, name)
        kind = 'none' if cast is asbool else 'octal' if cast is asoctal else 'integer' if cast is int else 'text'
        found.append(
            option(
                flag,
                kind,
                flags=[flag],
                off=['--no-' + flag[2:]] if cast is asbool else None,
                config=name,
                choices=sorted(adjustments.KNOWN_PROXY_HEADERS) if name == 'trusted_proxy_headers' else None,
                separator=' ' if name in ('trusted_proxy_headers', 'listen') else None,
                repeatable=name == 'listen' or None,
                default=waitress_default(name, kind, default),
            )
        )
    return found


def waitress_default(name, kind, default):
    if default is None:
        return None
    if name == 'listen':
        return [str(each) for each in default]
    return {'octal': lambda: f'{default:o}', 'integer': lambda: int(default), 'none': lambda: bool(default)}.get(kind, lambda: default)()


SERVERS = {'uvicorn': uvicorn, 'gunicorn': gunicorn, 'daphne': daphne, 'hypercorn': hypercorn, 'granian': granian, 'waitress': waitress}
