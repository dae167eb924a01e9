// How the processes of a project are stopped where it is not by SIGTERM.
import type { Launch } from '../../commands/launch.ts';
import type { Argument } from '../../commands/resolve.ts';
import type { GivenCommand } from '../../commands/start.ts';
import { memo } from '../../languages/memo.ts';
import type { Project } from '../../project/project.ts';
import type { SourceFile } from '../../text/file.ts';

/**
 * True where the image, or a file that starts uWSGI, stops it in another way than by SIGTERM: by a signal, by a command, by
 * a trap of the script in front.
 */
export const isStoppedOtherwise = ({ all }: Project): boolean =>
  all.dockerfile.some(({ facts }) => facts.stages.some(({ stopSignal }) => isOther(stopSignal))) ||
  all.compose.some(({ facts }) =>
    facts.services.some(
      ({ stopSignal, build, command, entrypoint }) => isOther(stopSignal) && (build || ofUwsgi(command) || ofUwsgi(entrypoint)),
    ),
  ) ||
  all.supervisord.some(({ facts }) =>
    facts.programs.some(({ name, words, stopSignal }) => isOther(stopSignal) && (/uwsgi/i.test(name) || words.some(saysUwsgi))),
  ) ||
  all.systemd.some(({ facts }) => (isOther(facts.killSignal) || facts.stops) && facts.starts.some(({ launch }) => startsUwsgi(launch))) ||
  all.shell.some(({ parsed }) => trapsTerm(parsed.file)) ||
  all.kubernetes.some(({ parsed }) => stopsBeforehand(parsed.file));

const isOther = (signal: Argument | undefined): boolean => signal !== undefined && !/^(?:(?:SIG)?TERM|15)$/i.test(signal.text);

const saysUwsgi = ({ text }: Argument): boolean => /uwsgi/i.test(text);
const ofUwsgi = (command: GivenCommand | undefined): boolean => command?.words.some(saysUwsgi) === true;
const startsUwsgi = ({ programs }: Launch): boolean => programs.some(({ words }) => words.some(saysUwsgi));

/** A script that starts uWSGI and does something of its own on SIGTERM. */
const trapsTerm = memo(({ text }: SourceFile): boolean => /uwsgi/i.test(text) && /^[ \t]*trap\b.*\b(?:SIG)?(?:TERM|15)\b/m.test(text));

/** A manifest whose containers are sent another signal, or `q` by the FIFO, before Kubernetes sends its own. */
const stopsBeforehand = memo(
  ({ text }: SourceFile): boolean =>
    /preStop:/.test(text) && /uwsgi|--stop\b|-(?:s\s*)?(?:SIG)?(?:INT|QUIT|2|3)\b|fifo/i.test(text.slice(text.indexOf('preStop:'))),
);
