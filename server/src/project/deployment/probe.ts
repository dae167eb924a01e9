// What a command that asks whether a server is alive asks: the program, and the address in its words.
import type { ShellCommand } from '../../commands/command.ts';
import { resolveWords } from '../../commands/resolve.ts';
import { programOf, unwrap } from '../../commands/wrappers.ts';
import { absent, dynamic, type Fact, known } from '../../languages/fact.ts';
import type { Location, Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { DeployedProbe } from './deployment.ts';

const address = /\bhttps?:\/\/(\[[^\]]*\]|[^\s/:"'`?#]+)(?::([^\s/"'`?#]+))?(\/[^\s"'`)]*)?/;

/** A probe by command. `at` is the place of the whole. */
export const commandProbe = (by: DeployedProbe['by'], commands: readonly ShellCommand[], at: Location): DeployedProbe => {
  let path: Fact<string> = absent;
  let port: Fact<number> = absent;
  let host: Fact<string> = absent;
  let program: string | undefined;
  for (const command of commands) {
    const words = unwrap(resolveWords(command.words)).words;
    program ??= programOf(words[0]) || undefined;
    for (const { text, span } of words) {
      const found = address.exec(text);
      if (!found || port.state !== 'absent') continue;
      program = programOf(words[0]) || program;
      const place = locationIn(at.uri, span, text, found);
      const scheme = found[0].startsWith('https') ? 443 : 80;
      const written = found[2];
      host = /[$%{]/.test(found[1] ?? '') ? dynamic(place) : known(found[1] ?? '', place);
      port = written === undefined ? known(scheme, place) : /^\d+$/.test(written) ? known(Number(written), place) : dynamic(place);
      path = /[$%{]/.test(found[3] ?? '') ? dynamic(place) : known(found[3] ?? '/', place);
    }
    const header = words.findIndex(({ text }, i) => /^Host:/i.test(text) && /^(?:-H|--header)$/.test(words[i - 1]?.text ?? ''));
    const word = words[header];
    if (word) host = known(word.text.replace(/^Host:\s*/i, ''), { uri: at.uri, span: word.span });
  }
  return { by, how: 'command', path, port, host, program, at };
};

/** The address inside its word, where the word is written as it is read. */
const locationIn = (uri: Uri, span: Span, text: string, { index, 0: whole }: RegExpExecArray): Location => {
  const lead = span.to - span.from - text.length;
  if (lead !== 0 && lead !== 2) return { uri, span };
  const from = span.from + lead / 2 + index;
  return { uri, span: { from, to: from + whole.length } };
};
