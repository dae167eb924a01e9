// The ways Python projects write a setting, whatever its value is.
import { type Form, lines } from './form.ts';
import { ofDicts, ofLists } from './forms-of-collections.ts';
import { ofFlags, ofPaths, ofText } from './forms-of-values.ts';
import { expression, quoted } from './python.ts';

const every = () => true;

const everywhere: readonly Form[] = [
  { name: 'plain', fits: every, write: (name, value) => lines(`${name} = ${expression(value)}`) },
  { name: 'set twice', fits: every, write: (name, value) => lines(`${name} = "something else"`, `${name} = ${expression(value)}`) },
  { name: 'annotated', fits: every, write: (name, value) => lines(`${name}: object = ${expression(value)}`) },
  { name: 'chained', fits: every, write: (name, value) => lines(`${name} = COPY_OF_IT = ${expression(value)}`) },
  { name: 'unpacked', fits: every, write: (name, value) => lines(`${name}, NEIGHBOUR = ${expression(value)}, 1`) },
  { name: 'by a variable', fits: every, write: (name, value) => lines(`_value = ${expression(value)}`, `${name} = _value`) },
  {
    name: 'if not DEBUG',
    fits: every,
    write: (name, value) =>
      lines('DEVELOPMENT = False', 'if not DEVELOPMENT:', `    ${name} = ${expression(value)}`, 'else:', `    ${name} = None`),
  },
  {
    name: 'if else',
    fits: every,
    write: (name, value) =>
      lines('DEVELOPMENT = False', 'if DEVELOPMENT:', `    ${name} = None`, 'else:', `    ${name} = ${expression(value)}`),
  },
  {
    name: 'conditional expression',
    fits: every,
    write: (name, value) => lines('DEVELOPMENT = False', `${name} = None if DEVELOPMENT else ${expression(value)}`),
  },
  {
    name: 'by environment, elif',
    fits: every,
    write: (name, value) => ({
      lines: [
        'STAGE = os.environ.get("STAGE", "production")',
        'if STAGE == "development":',
        `    ${name} = None`,
        'elif STAGE == "production":',
        `    ${name} = ${expression(value)}`,
      ],
      imports: ['import os'],
    }),
  },
  {
    name: 'star import',
    fits: every,
    write: (name, value) => ({ lines: ['from .base import *'], beside: { 'base.py': [`${name} = ${expression(value)}`] } }),
  },
  {
    name: 'named import',
    fits: every,
    write: (name, value) => ({ lines: [`from .values import ${name}`], beside: { 'values.py': [`${name} = ${expression(value)}`] } }),
  },
  {
    name: 'renamed import',
    fits: every,
    write: (name, value) => ({
      lines: [`from .values import OTHER as ${name}`],
      beside: { 'values.py': [`OTHER = ${expression(value)}`] },
    }),
  },
  {
    name: 'attribute of a module',
    fits: every,
    write: (name, value) => ({
      lines: ['from . import values', `${name} = values.${name}`],
      beside: { 'values.py': [`${name} = ${expression(value)}`] },
    }),
  },
  {
    name: 'import that is tried',
    fits: every,
    write: (name, value) => lines('try:', '    from .absent import *', 'except ImportError:', '    pass', `${name} = ${expression(value)}`),
  },
  {
    name: 'import that is tried and there',
    fits: every,
    write: (name, value) => ({
      lines: [`${name} = None`, 'try:', '    from .local import *', 'except ImportError:', '    pass'],
      beside: { 'local.py': [`${name} = ${expression(value)}`] },
    }),
  },
  { name: 'globals', fits: every, write: (name, value) => lines(`globals()[${quoted(name)}] = ${expression(value)}`) },
  { name: 'globals, updated', fits: every, write: (name, value) => lines(`globals().update({${quoted(name)}: ${expression(value)}})`) },
  {
    name: 'split settings',
    fits: every,
    write: (name, value) => ({
      lines: ['include("component.py", optional("absent.py"))'],
      imports: ['from split_settings.tools import include, optional'],
      beside: { 'component.py': [`${name} = ${expression(value)}`] },
    }),
  },
];

/** Every form. */
export const forms: readonly Form[] = [...everywhere, ...ofText, ...ofFlags, ...ofPaths, ...ofLists, ...ofDicts];
