import { unknown } from '../../languages/maybe.ts';
import { findModule } from '../../project/python-modules.ts';
import { readMount, readTarget } from '../../project/uwsgi/application.ts';
import { fileOf } from '../../project/uwsgi/module.ts';
import type { Effective, Reading } from '../../project/uwsgi/reading.ts';
import { topOf } from '../../text/span.ts';
import { baseName, parent, resolve } from '../../text/uri.ts';
import { removeOption } from '../reading/removal.ts';
import { uwsgiReading } from '../reading/uwsgi.ts';
import { settled, valuePlace, written } from '../reading/written.ts';
import { defineRule, type Finding, fix, insert, replace, type Subject } from '../rule.ts';

/** The callable that runs is the one that is named, and uWSGI can call it. */
export default defineRule({
  id: 'uwsgi/callable-mismatch',
  title: 'The callable is named once, where uWSGI looks for it',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['uwsgi 52'],
  reads: 'uwsgi',
  *check(subject) {
    const read = uwsgiReading(subject);
    const module = written(subject, 'module').at(-1);
    const file = written(subject, 'wsgi-file').at(-1);
    if (module && module === read.last('module')) yield* inModule(subject, module, read.last('callable'));
    if (file && file === read.last('wsgi-file')) yield* inFile(subject, file);
    for (const one of [module, file]) if (one && one === read.last(one.name)) yield* notDefined(subject, one, read);
    for (const mount of written(subject, 'mount')) yield* inMount(subject, mount);
  },
});

function* inModule({ uri, text }: Subject<'uwsgi'>, module: Effective, other: Effective | undefined): Iterable<Finding> {
  const { option } = module;
  const value = settled(module);
  if (value === undefined) return;
  const { module: name, callable } = readTarget(value);
  const at = valuePlace(module);
  if (callable === '') {
    yield {
      at,
      message: `No callable stands behind the colon of \`${value}\`, so uWSGI finds no application; write \`${name}:application\``,
      fixes: () => (option.value.literal ? [fix(`Write \`${name}:application\``, true, uri, replace(at.span, `${name}:application`))] : []),
    };
  } else if (/(?:^|\.)asgi$/.test(name)) {
    yield {
      at,
      message: `\`${name}\` is the ASGI application, and uWSGI speaks WSGI only: every request fails; name the \`wsgi\` module, or run it with uvicorn`,
    };
  } else if (callable !== undefined && other?.certain && typeof other.value === 'string' && other.option.uri === uri) {
    if (other.value === callable || other.option.name !== other.entry?.name) return;
    yield {
      at: valuePlace(other),
      message: `\`callable\` is not looked at, because \`${option.name}\` names \`${callable}\` itself; keep one of the two`,
      severity: 'warning',
      related: [{ at, message: 'This callable runs' }],
      fixes: () => [fix('Remove `callable`', false, uri, removeOption(text, other.option))],
    };
  }
}

/** The name is not among those the file defines, and the file hides none from us. */
function* notDefined({ uri }: Subject<'uwsgi'>, loader: Effective, read: Reading): Iterable<Finding> {
  const value = settled(loader);
  if (value === undefined) return;
  const { module, callable: own } = loader.name === 'module' ? readTarget(value) : { module: value, callable: undefined };
  const file = fileOf(module, read);
  const other = read.last('callable');
  if (!file?.facts.closed || own === '' || (other && !other.certain) || other?.value === unknown) return;
  const callable = own ?? other?.value ?? 'application';
  // `name()` and `package.attribute` are more than a name.
  if (!/^\w+$/.test(callable) || file.facts.names.has(callable)) return;
  const writer = own === undefined && other?.option.uri === uri ? other : loader;
  const at = valuePlace(writer);
  const start = topOf(file.facts.uri);
  const django = file.facts.names.get('application');
  yield {
    at,
    message: `${baseName(file.facts.uri)} defines no \`${callable}\`, so uWSGI finds no application; ${django ? 'write `application`' : 'name what it defines'}`,
    related: [
      {
        at: django ? { uri: file.facts.uri, span: django } : start,
        message: django ? '`application` is made here' : 'The module uWSGI loads',
      },
    ],
    fixes: () => {
      if (!django || !writer.option.value.literal) return [];
      const { span } = writer.option.value;
      const from = writer === other ? span.from : own === undefined ? span.to : span.to - own.length;
      return writer !== other && own === undefined
        ? []
        : [fix('Write `application`', true, uri, replace({ from, to: span.to }, 'application'))];
    },
  };
}

function* inFile({ uri }: Subject<'uwsgi'>, file: Effective): Iterable<Finding> {
  const { option } = file;
  const value = settled(file);
  if (value === undefined) return;
  const [, path, callable] = /^(.*\.(?:py|wsgi)):(\w+)$/.exec(value) ?? [];
  if (path === undefined || callable === undefined) return;
  yield {
    at: valuePlace(file),
    message: `\`${option.name}\` takes a path alone, so uWSGI looks for a file called \`${value}\`; write \`${path}\`${callable === 'application' ? '' : ` and \`callable = ${callable}\``}`,
    fixes: () =>
      callable === 'application' && option.value.literal ? [fix(`Write \`${path}\``, true, uri, replace(option.value.span, path))] : [],
  };
}

function* inMount({ uri, project }: Subject<'uwsgi'>, mount: Effective): Iterable<Finding> {
  const { option } = mount;
  const target = readMount(settled(mount) ?? '')?.application;
  // Without a colon a mount is a path, and what ends in `.wsgi` may well be a file.
  if (target === undefined || !/^\w+(?:\.\w+)+$/.test(target) || !/\.\w*wsgi\w*$/.test(target)) return;
  if (findModule(project, target) !== 'found') return;
  if ([parent(uri), project.root].some((folder) => project.exists(resolve(folder, target)))) return;
  yield {
    at: valuePlace(mount),
    message: `Without a colon uWSGI takes \`${target}\` for a file and does not find it; write \`${target}:application\``,
    fixes: () => (option.value.literal ? [fix('Add `:application`', true, uri, insert(option.value.span.to, ':application'))] : []),
  };
}
