// The ways Python projects write lists and dictionaries.
import { type Form, lines } from './form.ts';
import { expression, isDict, isList, isText, type Py, quoted } from './python.ts';

const long = (least: number) => (value: Py) => isList(value) && value.length >= least;
const items = (value: Py): readonly Py[] => (isList(value) ? value : []);
const list = (part: readonly Py[]): string => expression(part);
const text = (value: Py): string => (isText(value) ? value : '');
const nested = (value: Py) => isDict(value) && Object.values(value.dict).some((one) => isDict(one));
/** A list of words that neither hold a comma nor are empty. */
const words = (value: Py) => isList(value) && value.length > 0 && value.every((one) => isText(one) && one !== '' && !one.includes(','));
const joined = (value: Py): string => quoted(items(value).map(text).join(','));
const os = ['import os'];

export const ofLists: readonly Form[] = [
  {
    name: 'tuple made a list',
    fits: long(1),
    write: (name, value) => lines(`${name} = list((${items(value).map(expression).join(', ')},))`),
  },
  {
    name: 'list, extended by +=',
    fits: long(2),
    write: (name, value) => lines(`${name} = ${list(items(value).slice(0, 1))}`, `${name} += ${list(items(value).slice(1))}`),
  },
  {
    name: 'sum of lists',
    fits: long(2),
    write: (name, value) => lines(`${name} = ${list(items(value).slice(0, 1))} + ${list(items(value).slice(1))}`),
  },
  {
    name: 'lists unpacked',
    fits: long(2),
    write: (name, value) =>
      lines(`_first = ${list(items(value).slice(0, 1))}`, `${name} = [*_first, ${items(value).slice(1).map(expression).join(', ')}]`),
  },
  {
    name: 'append',
    fits: long(1),
    write: (name, value) =>
      lines(`${name} = ${list(items(value).slice(0, -1))}`, `${name}.append(${expression(items(value).at(-1) ?? null)})`),
  },
  {
    name: 'extend',
    fits: long(2),
    write: (name, value) => lines(`${name} = ${list(items(value).slice(0, 1))}`, `${name}.extend(${list(items(value).slice(1))})`),
  },
  {
    name: 'insert',
    fits: long(2),
    write: (name, value) =>
      lines(
        `${name} = ${list([...items(value).slice(0, 1), ...items(value).slice(2)])}`,
        `${name}.insert(1, ${expression(items(value)[1] ?? null)})`,
      ),
  },
  {
    name: 'insert behind',
    fits: (one) => long(2)(one) && words(one),
    write: (name, value) =>
      lines(
        `${name} = ${list([...items(value).slice(0, 1), ...items(value).slice(2)])}`,
        `${name}.insert(${name}.index(${expression(items(value)[0] ?? null)}) + 1, ${expression(items(value)[1] ?? null)})`,
      ),
  },
  {
    name: 'insert at a tried index',
    fits: (one) => long(2)(one) && words(one),
    write: (name, value) =>
      lines(
        `${name} = ${list([...items(value).slice(0, 1), ...items(value).slice(2)])}`,
        'try:',
        `    at = ${name}.index(${expression(items(value)[0] ?? null)})`,
        'except ValueError:',
        '    at = -1',
        `${name}.insert(at + 1, ${expression(items(value)[1] ?? null)})`,
      ),
  },
  {
    name: 'slice assigned',
    fits: long(2),
    write: (name, value) => lines(`${name} = ${list(items(value).slice(1))}`, `${name}[0:0] = ${list(items(value).slice(0, 1))}`),
  },
  {
    name: 'remove',
    fits: long(1),
    write: (name, value) => lines(`${name} = ${list(['unwanted', ...items(value)])}`, `${name}.remove("unwanted")`),
  },
  { name: 'pop', fits: long(1), write: (name, value) => lines(`${name} = ${list([...items(value), 'unwanted'])}`, `${name}.pop()`) },
  {
    name: 'filtered',
    fits: long(1),
    write: (name, value) => lines(`_all = ${list(['unwanted', ...items(value)])}`, `${name} = [one for one in _all if one != "unwanted"]`),
  },
  {
    name: 'filtered by not in',
    fits: long(1),
    write: (name, value) =>
      lines(`_all = ${list(['unwanted', ...items(value), 'also'])}`, `${name} = [one for one in _all if one not in ("unwanted", "also")]`),
  },
  {
    name: 'inherited and extended',
    fits: long(2),
    write: (name, value) => ({
      lines: ['from .base import *', `${name} += ${list(items(value).slice(1))}`],
      beside: { 'base.py': [`${name} = ${list(items(value).slice(0, 1))}`] },
    }),
  },
  {
    name: 'inherited and put in front',
    fits: long(2),
    write: (name, value) => ({
      lines: ['from .base import *', `${name} = ${list(items(value).slice(0, 1))} + ${name}`],
      beside: { 'base.py': [`${name} = ${list(items(value).slice(1))}`] },
    }),
  },
  { name: 'split of a string', fits: words, write: (name, value) => lines(`${name} = ${joined(value)}.split(",")`) },
  {
    name: 'split of the environment',
    fits: words,
    write: (name, value) => ({ lines: [`${name} = os.environ.get("THE_${name}", ${joined(value)}).split(",")`], imports: os }),
  },
  {
    name: 'split and stripped',
    fits: words,
    write: (name, value) => ({
      lines: [`${name} = [one.strip() for one in os.environ.get("THE_${name}", ${joined(value)}).split(",") if one]`],
      imports: os,
    }),
  },
  {
    name: 'django-environ, list',
    fits: words,
    write: (name, value) => ({
      lines: ['env = environ.Env()', `${name} = env.list("THE_${name}", default=${expression(value)})`],
      imports: ['import environ'],
    }),
  },
  {
    name: 'decouple, Csv',
    fits: words,
    write: (name, value) => ({
      lines: [`${name} = config("THE_${name}", default=${joined(value)}, cast=Csv())`],
      imports: ['from decouple import config, Csv'],
    }),
  },
  {
    name: 'environs, list',
    fits: words,
    write: (name, value) => ({
      lines: ['env = Env()', `${name} = env.list("THE_${name}", ${expression(value)})`],
      imports: ['from environs import Env'],
    }),
  },
];

const entries = (value: Py): readonly (readonly [string, Py])[] => (isDict(value) ? Object.entries(value.dict) : []);
export const ofDicts: readonly Form[] = [
  {
    name: 'keys assigned',
    fits: isDict,
    write: (name, value) => lines(`${name} = {}`, ...entries(value).map(([key, one]) => `${name}[${quoted(key)}] = ${expression(one)}`)),
  },
  { name: 'dictionary updated', fits: isDict, write: (name, value) => lines(`${name} = {}`, `${name}.update(${expression(value)})`) },
  { name: 'dictionaries unpacked', fits: isDict, write: (name, value) => lines(`_some = ${expression(value)}`, `${name} = {**_some}`) },
  { name: 'dictionaries joined', fits: isDict, write: (name, value) => lines(`${name} = {} | ${expression(value)}`) },
  {
    name: 'dict call',
    fits: isDict,
    write: (name, value) =>
      lines(
        `${name} = dict(${entries(value)
          .map(([key, one]) => `${key}=${expression(one)}`)
          .join(', ')})`,
      ),
  },
  {
    name: 'nested key assigned',
    fits: nested,
    write: (name, value) =>
      lines(
        `${name} = {${entries(value)
          .map(([key, one]) => `${quoted(key)}: ${isDict(one) ? '{}' : expression(one)}`)
          .join(', ')}}`,
        ...entries(value).flatMap(([key, one]) =>
          entries(one).map(([inner, last]) => `${name}[${quoted(key)}][${quoted(inner)}] = ${expression(last)}`),
        ),
      ),
  },
  {
    name: 'inherited and changed',
    fits: isDict,
    write: (name, value) => ({
      lines: [
        'from .base import *',
        ...entries(value)
          .slice(-1)
          .map(([key, one]) => `${name}[${quoted(key)}] = ${expression(one)}`),
      ],
      beside: {
        'base.py': [
          `${name} = {${entries(value)
            .slice(0, -1)
            .map(([key, one]) => `${quoted(key)}: ${expression(one)}`)
            .join(', ')}}`,
        ],
      },
    }),
  },
];
