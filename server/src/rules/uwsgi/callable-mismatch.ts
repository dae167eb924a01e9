import { findModule } from '../../project/python-modules.ts';
import { readMount, readTarget } from '../../project/uwsgi/application.ts';
import type { Effective } from '../../project/uwsgi/reading.ts';
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
  if (findModule(project, target) !== 'found' || project.exists(uri) === undefined) return;
  yield {
    at: valuePlace(mount),
    message: `Without a colon uWSGI takes \`${target}\` for a file and does not find it; write \`${target}:application\``,
    fixes: () => (option.value.literal ? [fix('Add `:application`', true, uri, insert(option.value.span.to, ':application'))] : []),
  };
}
