// Programs that only start another program: what is left when they are taken away.
import type { Argument } from './resolve.ts';

/** For each wrapper: its options that take a value, and how many words stand between the options and the command. */
const wrappers: Readonly<Record<string, { readonly valued: RegExp; readonly operands: number }>> = {
  exec: { valued: /^-a$/, operands: 0 },
  command: { valued: /^$/, operands: 0 },
  nohup: { valued: /^$/, operands: 0 },
  time: { valued: /^-[fo]$/, operands: 0 },
  nice: { valued: /^-n$/, operands: 0 },
  ionice: { valued: /^-[cn]$/, operands: 0 },
  sudo: { valued: /^-[ugCDhpRrTt]$/, operands: 0 },
  gosu: { valued: /^$/, operands: 1 },
  'su-exec': { valued: /^$/, operands: 1 },
  runuser: { valued: /^-[ugG]$/, operands: 0 },
  setpriv: { valued: /^$/, operands: 0 },
  chroot: { valued: /^$/, operands: 1 },
  tini: { valued: /^-[pe]$/, operands: 0 },
  'dumb-init': { valued: /^-r$|^--rewrite$/, operands: 0 },
  catatonit: { valued: /^$/, operands: 0 },
  env: { valued: /^-[uCS]$|^--(?:unset|chdir)$/, operands: 0 },
  timeout: { valued: /^-[ks]$/, operands: 1 },
  stdbuf: { valued: /^-[ioe]$/, operands: 0 },
  'ddtrace-run': { valued: /^$/, operands: 0 },
  'opentelemetry-instrument': { valued: /^--(?!no-)\w+$/, operands: 0 },
  'wait-for-it': { valued: /^-[hpt]$/, operands: 1 },
  'wait-for-it.sh': { valued: /^-[hpt]$/, operands: 1 },
  dockerize: { valued: /^-(?:wait|timeout|template|wait-retry-interval)$/, operands: 0 },
  chpst: { valued: /^-[ueEnlLPmodfpc]$|^-\/$/, operands: 0 },
};

/** Tools that start a program with a word of their own: `pipenv run gunicorn`. Same meaning. */
const starters: Readonly<Record<string, { readonly verb: string; readonly valued: RegExp }>> = {
  pipenv: { verb: 'run', valued: /^$/ },
  poetry: { verb: 'run', valued: /^-[CP]$/ },
  pdm: { verb: 'run', valued: /^-[pe]$/ },
  hatch: { verb: 'run', valued: /^-[ep]$/ },
  uv: {
    verb: 'run',
    valued: /^(?:-[pf]|--(?:python|with|extra|group|only-group|no-group|env-file|project|directory|package|index|with-requirements))$/,
  },
  'newrelic-admin': { verb: 'run-program', valued: /^$/ },
};

/** The command's own name: the last part of its path. */
export const programOf = (word: Argument | undefined): string => (word?.known ? word.text.replace(/^.*\//, '') : '');

/** What the wrappers in front finally start, and their names from outside in. */
export const unwrap = (words: readonly Argument[]): { readonly words: readonly Argument[]; readonly through: readonly string[] } => {
  const through: string[] = [];
  let rest = words;
  for (let guard = 0; guard < 10; guard++) {
    const name = programOf(rest[0]);
    const starter = Object.hasOwn(starters, name) && rest[1]?.text === starters[name]?.verb ? starters[name] : undefined;
    const wrapper = starter ? { ...starter, operands: 0 } : Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
    if (!wrapper) break;
    let i = starter ? 2 : 1;
    for (; i < rest.length; i++) {
      const text = rest[i]?.text ?? '';
      if (name === 'env' && /^[A-Za-z_]\w*=/.test(text)) continue;
      if (!text.startsWith('-') || text === '-') break;
      if (text === '--') {
        i++;
        break;
      }
      if (wrapper.valued.test(text)) i++;
    }
    i += wrapper.operands;
    // `wait-for-it host:port --timeout=5 -- command`
    const waits = name.startsWith('wait-for');
    const dashes = waits ? rest.findIndex(({ text }) => text === '--') : -1;
    // Without it, it only waits.
    if (waits && dashes < 0) break;
    if (dashes > 0) i = dashes + 1;
    if (i >= rest.length) break;
    through.push(name);
    rest = rest.slice(i);
  }
  return { words: rest, through };
};
