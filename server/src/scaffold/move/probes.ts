// Health checks that asked with what Alpine's BusyBox brings and slim Debian lacks: Python asks the same.
import type { ShellCommand } from '../../commands/command.ts';
import type { GivenCommand } from '../../commands/start.ts';
import type { Project } from '../../project/project.ts';
import { type Edit, replace } from '../../text/edit.ts';
import { covers } from '../../text/span.ts';
import { relative, type Uri } from '../../text/uri.ts';
import type { Moving } from './nginx.ts';

export interface ProbesMove {
  readonly edits: ReadonlyMap<Uri, readonly Edit[]>;
  readonly notes: readonly string[];
}

/** The edits of health checks and probes; `slim` are Dockerfiles whose images have lost BusyBox. */
export const moveProbes = (project: Project, moving: readonly Moving[], slim: ReadonlySet<Uri>): ProbesMove => {
  const edits = new Map<Uri, Edit[]>();
  const notes: string[] = [];
  /** Writes a check anew where it can be read; `write` gives the edit for the words in its place. */
  const put = (uri: Uri, commands: readonly ShellCommand[], write: (words: readonly string[]) => Edit) => {
    const [first, ...others] = commands;
    const program = programOf(first?.words[0]);
    const words = first && !others.some(({ words: [word] }) => word?.text !== 'exit') ? inPython(program, first) : undefined;
    if (words) edits.set(uri, [...(edits.get(uri) ?? []), write(words)]);
    else if (commands.some(({ words: [word] }) => lost.test(programOf(word))))
      notes.push(
        `A health check in ${relative(project.root, uri)} uses \`${program}\`, which slim Debian lacks: ask with Python, or install it.`,
      );
  };
  const list = (words: readonly string[]): string => `[${words.map((word) => JSON.stringify(word)).join(', ')}]`;
  for (const { facts } of project.all.dockerfile) {
    if (!slim.has(facts.uri)) continue;
    for (const { healthcheck, steps } of facts.stages) {
      const command =
        healthcheck && steps.some(({ instruction }) => instruction === healthcheck.instruction) ? healthcheck.command : undefined;
      if (command) put(facts.uri, commandsOf(command.words, command.commands), (words) => replace(command.span, list(words)));
    }
  }
  const textOf = (uri: Uri): string => project.file(uri)?.parsed.file.text ?? '';
  /** A value of YAML behind its key: what the entry holds becomes a list on one line. */
  const value = (uri: Uri, { span }: GivenCommand, words: readonly string[]): Edit => {
    const key = /^[^:]*:/.exec(textOf(uri).slice(span.from, span.to))?.[0] ?? '';
    return replace(span, `${key} ${list(words)}`);
  };
  const deployments = moving.flatMap(({ start }) => (start.image && slim.has(start.image.facts.uri) ? start.deployments : []));
  for (const deployment of new Set(deployments)) {
    const { uri, span } = deployment.at;
    for (const { facts } of project.all.compose) {
      if (deployment.by !== 'compose' || !deployment.files.includes(facts.uri)) continue;
      const test = facts.services.find(({ name }) => name === deployment.name)?.healthcheck?.test;
      if (test) put(facts.uri, test.commands, (words) => value(facts.uri, test, ['CMD', ...words]));
    }
    for (const { facts } of project.all.kubernetes) {
      if (deployment.by !== 'kubernetes' || facts.uri !== uri) continue;
      const containers = facts.workloads.flatMap(({ pod }) => pod.containers).filter((one) => covers(one.span, span));
      for (const { command } of containers.flatMap(({ probes }) => probes))
        if (command) put(facts.uri, command.commands, (words) => value(facts.uri, command, words));
    }
  }
  return { edits, notes };
};

/** The name of a program without its folder. */
const programOf = (word: { readonly text: string } | undefined): string => word?.text.replace(/^.*\//, '') ?? '';

/** What BusyBox brings to Alpine, and Debian's slim image has not. */
const lost = /^(?:wget|nc|netcat)$/;

/** The exec form has words, the shell form commands. */
const commandsOf = (
  words: readonly { readonly text: string; readonly span: { readonly from: number; readonly to: number } }[],
  commands: readonly ShellCommand[],
): readonly ShellCommand[] => {
  const [first] = commands;
  if (commands.length > 0 || words.length === 0) return commands;
  const plain = words.map(({ text, span }) => ({ parts: [], text, literal: true, span }));
  return [
    {
      assignments: [],
      words: plain,
      redirects: [],
      span: plain[0]?.span ?? { from: 0, to: 0 },
      before: first?.before ?? 'start',
      after: 'end',
      certain: true,
    },
  ];
};

/** The same question in Python: a page that must answer below 400, or a port that must be open. */
const inPython = (program: string, { words }: ShellCommand): readonly string[] | undefined => {
  const texts = words.slice(1).map(({ text }) => text);
  if (texts.some((text) => text.includes('$'))) return undefined;
  if (program === 'wget') {
    const found = texts.find((text) => /^https?:\/\//.test(text)) ?? texts.find((text) => /^[\w.-]+:\d+(?:\/|$)/.test(text));
    if (found === undefined || texts.some((text) => /^--(?:header|post)/.test(text))) return undefined;
    const url = /^https?:/.test(found) ? found : `http://${found}`;
    return ['python', '-c', `import urllib.request as u; u.urlopen('${url.replaceAll("'", '%27')}', timeout=3)`];
  }
  if (program !== 'nc' && program !== 'netcat') return undefined;
  const [host, port] = texts.filter((text) => !text.startsWith('-')).slice(-2);
  if (host === undefined || port === undefined || !/^\d+$/.test(port) || !/^[\w.-]+$/.test(host)) return undefined;
  return ['python', '-c', `import socket; socket.create_connection(('${host}', ${port}), 3).close()`];
};
