"""Asks one Django about many settings modules: one process, and a forked child for each case.

Reads JSON from standard input: a list of cases, each with `id`, `folder` (its project, made by the asker), `module`, `env` and
`ask`, a list of questions. Writes one line of JSON per case. Every answer is what it says or `{"raised": class, "message": text}`.
"""

import asyncio
import contextlib
import io
import json
import os
import pathlib
import signal
import sys
import warnings

import django
# What needs no settings is imported once, in the parent.
import django.conf
import django.core.asgi
import django.core.checks
import django.core.management
import django.core.wsgi
import django.db.models
import django.template
import django.test.client

# Of these some want settings as soon as they are imported; the others save each child the work.
for name in (
    'asgiref.testing django.contrib.auth.hashers django.contrib.auth.middleware django.contrib.messages.middleware django.contrib.sessions.middleware'
    ' django.contrib.staticfiles.checks django.contrib.staticfiles.finders django.contrib.staticfiles.storage django.contrib.staticfiles.handlers'
    ' django.core.cache.backends.filebased django.core.cache.backends.locmem django.core.files.storage django.core.mail django.core.validators'
    ' django.core.management.commands.check django.contrib.staticfiles.management.commands.collectstatic django.core.signing'
    ' django.db.backends.sqlite3.base django.db.migrations.executor django.forms django.middleware.clickjacking django.middleware.common'
    ' django.middleware.csrf django.middleware.gzip django.middleware.locale django.middleware.security django.template.backends.django'
    ' django.template.defaultfilters django.template.loader django.urls django.utils.translation.trans_real django.views.csrf django.views.debug'
    ' django.views.defaults django.views.i18n django.views.static whitenoise.middleware whitenoise.storage environ decouple environs'
    ' split_settings.tools configurations dj_database_url email.mime.multipart smtplib sqlite3 wsgiref.util urllib.request'
).split():
    with contextlib.suppress(Exception):
        __import__(name)

SECONDS = 20


def encode(value):
    """A Python value as JSON that keeps lists, tuples, sets, dictionaries and paths apart."""
    if value is None or isinstance(value, (bool, int, float, str)) and type(value) in (bool, int, float, str):
        return value
    if isinstance(value, pathlib.PurePath):
        return {'path': str(value)}
    if type(value) is list or type(value) is tuple:
        return {type(value).__name__: [encode(one) for one in value]}
    if isinstance(value, (set, frozenset)):
        return {'set': sorted((encode(one) for one in value), key=repr)}
    if isinstance(value, dict):
        return {'dict': [[encode(key), encode(one)] for key, one in value.items()]}
    return {'other': type(value).__name__}


def raised(error):
    return {'raised': type(error).__name__, 'message': str(error)[:300]}


def values(case, state):
    """Every upper-case name: of the module, or of the class that django-configurations makes settings of."""
    if 'DJANGO_CONFIGURATION' in case['env']:
        import configurations

        configurations.setup()
        from django.conf import settings

        # The class holds every default of Django as well: only what the project's own classes say is meant.
        module, _, name = settings.CONFIGURATION.rpartition('.')
        own = [one for one in getattr(sys.modules[module], name).__mro__ if not one.__module__.startswith(('configurations', 'builtins'))]
        given = vars(django.conf.global_settings)
        names = {name for one in own for name, value in vars(one).items() if name.isupper() and given.get(name, settings) is not value}
        names -= {'DOTENV_LOADED'}
        return {name: encode(getattr(settings, name)) for name in sorted(names)}
    import importlib

    module = importlib.import_module(case['module'])
    return {name: encode(value) for name, value in vars(module).items() if name.isupper()}


def setup(case, state):
    django.setup()
    return True


def checks(case, state):
    """Ids of all messages of `check --deploy`, silenced ones left out. No database is handed over, so none is opened."""
    found = django.core.checks.run_checks(include_deployment_checks=True)
    return sorted({message.id for message in found if not message.is_silenced() and message.id})


def collectstatic(case, state, dry_run=False):
    out = io.StringIO()
    django.core.management.call_command('collectstatic', interactive=False, verbosity=1, dry_run=dry_run, stdout=out, stderr=out)
    return out.getvalue().strip()[-200:]


def wsgi(case, state, request):
    """One request through the WSGI application: status, headers in lower case, and the beginning of the body."""
    import wsgiref.util

    if 'wsgi' not in state:
        state['wsgi'] = django.core.wsgi.get_wsgi_application()
    environ = {'PATH_INFO': request['path'], 'REQUEST_METHOD': 'GET', 'SERVER_NAME': 'testserver', 'SERVER_PORT': '80'}
    environ['HTTP_HOST'] = 'shop.example.com'
    for name, value in request.get('headers', {}).items():
        environ['HTTP_' + name.upper().replace('-', '_')] = value
    wsgiref.util.setup_testing_defaults(environ)
    answer = {}

    def start(status, headers, exc_info=None):
        answer['status'] = int(status.split()[0])
        answer['headers'] = {name.lower(): value for name, value in headers}

    body = state['wsgi'](environ, start)
    text = b''.join(body)
    if hasattr(body, 'close'):
        body.close()
    return {**answer, 'body': text[:400].decode('utf-8', 'replace')}


def asgi(case, state, request):
    """One request through the ASGI application."""
    from asgiref.testing import ApplicationCommunicator

    headers = {'host': 'shop.example.com', **request.get('headers', {})}
    scope = {
        'type': 'http', 'asgi': {'version': '3.0'}, 'http_version': '1.1', 'method': 'GET', 'scheme': 'http', 'path': request['path'],
        'raw_path': request['path'].encode(), 'query_string': b'', 'root_path': '', 'server': ('testserver', 80), 'client': ('10.0.0.9', 5000),
        'headers': [(name.lower().encode(), value.encode()) for name, value in headers.items()],
    }

    async def ask():
        one = ApplicationCommunicator(django.core.asgi.get_asgi_application(), scope)
        await one.send_input({'type': 'http.request', 'body': b'', 'more_body': False})
        start = await one.receive_output(10)
        body = b''
        while True:
            part = await one.receive_output(10)
            body += part.get('body', b'')
            if not part.get('more_body'):
                break
        # Nobody is left waiting for more: the application sees its client go.
        await one.send_input({'type': 'http.disconnect'})
        await one.wait(5)
        return start, body

    start, body = asyncio.run(ask())
    found = {name.decode().lower(): value.decode() for name, value in start['headers']}
    return {'status': start['status'], 'headers': found, 'body': body[:400].decode('utf-8', 'replace')}


def upload(case, state):
    """Keeps a file with the default storage, as a FileField does."""
    from django.core.files.base import ContentFile
    from django.core.files.storage import default_storage

    return default_storage.save('upload.txt', ContentFile(b'text'))


def static(case, state):
    """What `{% static "site.css" %}` writes."""
    from django.templatetags.static import static as url

    return url('site.css')


def exists(case, state, paths):
    """Which dotted paths can be imported, of a list."""
    from django.utils.module_loading import import_string
    import importlib

    found = []
    for path in paths:
        for read in (importlib.import_module, import_string):
            try:
                read(path)
            except ModuleNotFoundError as error:
                # A library that is not installed here says nothing about the path itself.
                if path.startswith(error.name or '-'):
                    continue
            except ImportError:
                continue
            except Exception:
                # It is there, and wants something of the settings.
                pass
            found.append(path)
            break
    return found


def defaults(case, state, expressions):
    """Of defaults as we write them, those that are not Django's: the name, and what the real one is."""
    from django.conf import global_settings

    wrong = {}
    for name, text in expressions.items():
        real = getattr(global_settings, name, 'no setting')
        if eval(text, {'ADMINS': global_settings.ADMINS}) != real:
            wrong[name] = repr(real)
    return {'wrong': wrong, 'names': [name for name in dir(global_settings) if name.isupper()]}


def answer(case, state, question):
    name, _, argument = question.partition(' ')
    if name == 'collectstatic':
        return collectstatic(case, state, dry_run=argument == '--dry-run')
    if argument and name != 'collectstatic':
        return globals()[name](case, state, json.loads(argument))
    return globals()[name](case, state)


def child(case, pipe):
    signal.alarm(SECONDS)
    os.chdir(case['folder'])
    sys.path.insert(0, case['folder'])
    for name in [n for n in os.environ if n.startswith(('DJANGO', 'WHITENOISE')) or n in ('DEBUG', 'SECRET_KEY', 'ALLOWED_HOSTS')]:
        del os.environ[name]
    os.environ.update(case['env'])
    os.environ['DJANGO_SETTINGS_MODULE'] = case['module']
    warnings.simplefilter('ignore')
    answers, state = {}, {}
    for question in case['ask']:
        quiet = io.StringIO()
        try:
            with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
                answers[question] = answer(case, state, question)
        except BaseException as error:
            answers[question] = raised(error)
    with os.fdopen(pipe, 'w') as out:
        json.dump({'id': case['id'], 'answers': answers}, out)
    os._exit(0)


def ask(case):
    mine, its = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(mine)
        try:
            child(case, its)
        finally:
            os._exit(1)
    os.close(its)
    with os.fdopen(mine) as source:
        text = source.read()
    os.waitpid(pid, 0)
    return text or json.dumps({'id': case['id'], 'answers': {}, 'died': True})


for one in json.load(sys.stdin):
    print(ask(one), flush=True)
