// Signature help in a Dockerfile: what an instruction takes, and which part of it is being written.
import type { Parsed } from '../../languages/language.ts';
import type { Place, Signature } from '../feature.ts';
import { caretAt, type LineCaret } from './caret.ts';

interface Form {
  readonly parts: readonly (readonly [text: string, brief: string])[];
  /** The part that repeats, when one does. */
  readonly repeats?: number;
}

const command: Form = { parts: [['["program", "argument", …]', 'A program and its arguments, started without a shell']] };
const line: Form = { parts: [['command line', 'A line for the shell']] };

const forms: Readonly<Record<string, readonly Form[]>> = {
  ADD: [
    {
      parts: [
        ['source …', 'Files of the context, an archive, an address or a Git repository'],
        ['target', 'Where they go; ends with a slash for a folder'],
      ],
      repeats: 0,
    },
  ],
  ARG: [
    {
      parts: [
        ['NAME', 'Set with --build-arg'],
        ['=default', 'What it is otherwise'],
      ],
    },
  ],
  CMD: [command, line],
  COPY: [
    {
      parts: [
        ['source …', 'Files of the context, or of the stage in --from'],
        ['target', 'Where they go; ends with a slash for a folder'],
      ],
      repeats: 0,
    },
  ],
  ENTRYPOINT: [command, line],
  ENV: [{ parts: [['NAME=value …', 'Variables of later steps and of the container']], repeats: 0 }],
  EXPOSE: [{ parts: [['port[/protocol] …', 'A port of the container; tcp when no protocol is given']], repeats: 0 }],
  FROM: [
    {
      parts: [
        ['image[:tag][@digest]', 'An image, an earlier stage or scratch'],
        ['AS', 'Gives the stage a name'],
        ['name', 'What later stages call it'],
      ],
    },
  ],
  HEALTHCHECK: [
    {
      parts: [
        ['CMD', 'A command follows'],
        ['command', 'Exit code 0 is healthy, 1 is not'],
      ],
    },
    { parts: [['NONE', 'No check, not even one of the base image']] },
  ],
  LABEL: [{ parts: [['name=value …', 'Metadata of the image']], repeats: 0 }],
  MAINTAINER: [{ parts: [['name', 'Out of use; a label says the same']] }],
  ONBUILD: [{ parts: [['INSTRUCTION …', 'Runs when another image is built on this one']], repeats: 0 }],
  RUN: [line, command],
  SHELL: [{ parts: [['["program", "argument", …]', 'The shell and its options, -c last']] }],
  STOPSIGNAL: [{ parts: [['signal', 'Such as SIGTERM, or its number']] }],
  USER: [{ parts: [['user[:group]', 'By name or number']] }],
  VOLUME: [{ parts: [['folder …', 'Lives outside the image']], repeats: 0 }],
  WORKDIR: [{ parts: [['folder', 'Absolute, or seen from the one before']] }],
};

/** What may be written at the caret of an instruction; nothing elsewhere. */
export const signatureDockerfile = ({ parsed, offset, knowledge }: Place): Signature | undefined => {
  const caret = caretAt((parsed as Parsed<'dockerfile'>).tree, offset);
  if (caret?.on !== 'line') return undefined;
  const { name, before } = caret.line;
  const list = forms[name];
  if (!list || (caret.line.flagsPossible && caret.line.typed.startsWith('--'))) return undefined;
  const words = before.filter((word, i) => !(word.startsWith('--') && before.slice(0, i).every((one) => one.startsWith('--'))));
  // While a command is being written the list of words says more.
  if (/^(?:RUN|CMD|ENTRYPOINT)$/.test(name) && (words.length > 0 || /^[^[]/.test(caret.line.typed))) return undefined;
  const json = (words[0] ?? caret.line.typed).startsWith('[');
  const chosen =
    name === 'HEALTHCHECK' ? (/^n/i.test(words[0] ?? caret.line.typed) ? 1 : 0) : list.length > 1 && json !== (list[0] === command) ? 1 : 0;
  return {
    documentation: knowledge.find('dockerfile-instruction', name)?.brief ?? '',
    forms: list.map(({ parts }) => ({
      label: [name, ...parts.map(([text]) => text)].join(' '),
      parts: parts.map(([text, brief]) => ({ text, brief })),
    })),
    form: chosen,
    part: partAt(list[chosen] ?? list[0] ?? line, words.length, caret.line),
  };
};

const partAt = ({ parts, repeats }: Form, words: number, { last, name }: LineCaret): number => {
  if (repeats === undefined) return Math.min(words, parts.length - 1);
  if (name === 'COPY' || name === 'ADD') return words > 0 && last ? 1 : 0;
  return repeats;
};
