// `drydock describe`: who builds, collects, serves, listens and probes, for every deployment of a project.
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { drawing, placeText } from '../features/deployment/drawing.ts';
import { findingsOf } from '../features/deployment/findings.ts';
import { type ToldDeployment, tell } from '../features/deployment/told.ts';
import { deploymentsOf } from '../project/deployment/deployments.ts';
import type { Problem } from '../rules/rule.ts';
import { pathOf, type Uri } from '../text/uri.ts';
import type { Command } from './command.ts';
import { createEngine } from './engine.ts';
import { createFailures } from './failures.ts';
import { exit, Misuse, notice } from './io.ts';
import { load } from './load.ts';
import { type Paint, paintFor } from './reporters/colour.ts';
import { counted, shownPath } from './reporters/report.ts';
import { many } from './reporters/text.ts';
import { harmless } from './reporters/width.ts';

export const describe: Command = {
  usage: {
    name: 'describe',
    brief: 'Show who builds, collects, serves, listens and probes',
    operands: '[PATH]',
    most: 1,
    flags: [{ name: 'format', value: 'FORMAT', choices: ['text', 'json'], brief: 'How to print: for people (the default) or JSON' }],
    notes: [
      'PATH is a folder; without it the current one is described. Nothing is started: all of it is read from the files.',
      'In JSON, every fact has the file and line that says it; a value is null where it is decided at run time.',
      'Exit codes: 0 described, even when there is nothing to describe; 2 misuse or something that could not be read.',
    ],
  },
  async run(given, io, rules) {
    const word = given.operands[0] ?? '.';
    const path = resolve(io.cwd, word);
    if (word === '' || !existsSync(path)) throw new Misuse(`there is no folder \`${word}\``);
    if (!statSync(path).isDirectory()) throw new Misuse(`\`${word}\` is a file; name the folder of the project`);
    const failures = createFailures(io);
    const engine = createEngine(rules, io);
    await load({ folders: [{ word, path }], texts: new Map(), stdin: undefined }, engine.workspace, io, failures);
    const show = (uri: Uri): string => shownPath(io.cwd, pathOf(uri));
    const projects = engine.workspace.now.projects();
    const all = projects.flatMap((project) => {
      const told = tell(project, show);
      const runner = { rules, problems: (_: unknown, uri: Uri) => engine.problems(uri) };
      return deploymentsOf(project).map((one, i) => ({ told: told[i], findings: () => findingsOf(project, one, runner) }));
    });
    if (given.value('format') === 'json') {
      io.stdout.write(`${JSON.stringify({ version: 1, deployments: all.map(({ told }) => told) }, null, 2)}\n`);
    } else if (all.length === 0) {
      notice(io, `nothing in \`${word}\` starts Django: no Dockerfile, Compose service, manifest, Procfile or unit was found that does`);
    } else {
      const paint = paintFor(io);
      io.stdout.write(all.flatMap(({ told, findings }) => (told ? textOf(told, findings(), paint) : [])).join('\n'));
    }
    return failures.any || engine.failed ? exit.failed : exit.clean;
  },
};

/** One deployment for people. */
const textOf = (one: ToldDeployment, findings: readonly Problem[], paint: Paint): string => {
  const { name, at, dockerfile, stage, settings } = one;
  const built = dockerfile && stage ? [`image   --> ${dockerfile.value}, stage ${stage.value} (${placeText(dockerfile.at)})`] : [];
  const loads = settings ? [`loads   --> ${settings.value ?? 'settings named at run time'} (${placeText(settings.at)})`] : [];
  const lines = [...built, ...loads, ...drawing(one), `found   --> ${foundText(findings)}`];
  const purpose = one.purpose === 'unknown' ? '' : `, ${one.purpose}`;
  return `${paint('bold', harmless(name))} ${paint('dim', harmless(`${placeText(at)}, ${one.declaredBy}${purpose}`))}\n${lines.map((line) => `  ${harmless(line)}\n`).join('')}`;
};

const foundText = (findings: readonly Problem[]): string => {
  const { error, warning } = counted(findings);
  const parts = [...(error > 0 ? [many(error, 'error')] : []), ...(warning > 0 ? [many(warning, 'warning')] : [])];
  return parts.length > 0 ? `${parts.join(', ')} in its files: see \`drydock check\`` : 'nothing wrong in its files';
};
