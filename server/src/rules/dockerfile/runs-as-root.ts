import { programOf } from '../../commands/wrappers.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { placedRuns } from '../../languages/dockerfile/files.ts';
import { anyOf, followed } from '../../languages/dockerfile/minds.ts';
import { memo } from '../../languages/memo.ts';
import { isDjango } from '../../project/dockerfile/django.ts';
import { startedBy } from '../../project/dockerfile/started.ts';
import type { Project } from '../../project/project.ts';
import { insert } from '../../text/edit.ts';
import type { SourceFile } from '../../text/file.ts';
import { lineEndOf } from '../../text/lines.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { chainOf, shippedStages } from '../reading/dockerfile/shipped.ts';
import { isGivenUser } from '../reading/given-user.ts';
import { defineRule, type Fix, fix, type Subject } from '../rule.ts';

/** Whoever breaks into a process that is root owns the container, and has better chances at the machine. */
export default defineRule({
  id: 'dockerfile/runs-as-root',
  title: 'The application runs as a user without rights',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R39'],
  neighbours: ['hadolint DL3002'],
  reads: 'dockerfile',
  by: 'build',
  minds: anyOf(followed, /^\s*user\b|gosu|su-exec|s6|runit|daemontools/),
  *check(subject) {
    const { uri, facts, project } = subject;
    for (const stage of shippedStages(subject)) {
      const root = startsAsRoot(subject, stage);
      if (root !== true || isDjango(project, facts, stage) !== 'yes') continue;
      const launch = startedBy(project, facts, stage);
      const drops = dropsElsewhere(subject, stage);
      if (drops === true) continue;
      const last = stage.user;
      const made = userMade(stage);
      const how = made ? `switch to it with \`USER ${made}\`` : 'create a user and switch to it with USER';
      // What starts it, or a script in front, may still give the rights away.
      const unsure = drops === undefined || !launch;
      yield {
        at: { uri, span: last && last.span.from > stage.from.span.from ? last.span : (stage.nameSpan ?? stage.image.span) },
        message: `${
          last ? 'The last USER is root' : made ? `The user \`${made}\` is made but no USER names it` : 'No USER is set'
        }, so the application runs as root${
          unsure ? ' unless what starts it changes that,' : ''
        } and whoever breaks into it owns the container; ${how} behind the last step that needs root`,
        severity: unsure ? 'info' : 'warning',
        ...(last ? {} : { neighbours: [] }),
        fixes: () => fixes(subject, stage, made),
      };
    }
  },
});

/** Whether a container of the stage starts as root; undefined where that is not known. */
const startsAsRoot = (subject: Subject<'dockerfile'>, stage: Stage): boolean | undefined => {
  const { user } = stage;
  if (user) return user.known ? /^(?:root|0+)(?::|$)/.test(user.text) : undefined;
  const image = imageOf(subject, stage);
  return image && (image.user === 'root' || image.user === '0');
};

/** Programs that give up rights before they start another. */
const steppingDown = /^(?:gosu|su-exec|setpriv|runuser|su|sudo|chpst|s6-setuidgid|s6-applyuidgid|setuidgid|capsh)$/;

/** Whether the rights are given up by other means; undefined where a script or a supervisor is not known well enough. */
const dropsElsewhere = ({ project, facts }: Subject<'dockerfile'>, stage: Stage): boolean | undefined => {
  if (chainOf(stage).some(bringsStepDown)) return true;
  const launch = startedBy(project, facts, stage);
  if (!launch) return isGivenUser(project) || stepsDown(project) ? true : undefined;
  if (launch.through.some((name) => steppingDown.test(name))) return true;
  if (launch.programs.some(({ words }) => words.some(({ text }) => steppingDown.test(text.replace(/^.*\//, ''))))) return true;
  const { server } = launch;
  // Each of these can change its user itself; the file of uWSGI has a rule of its own.
  if (server?.server === 'uwsgi' || server?.options.some(({ name }) => name === 'user' || name === 'uid')) return true;
  const unsure = stepsDown(project) || isGivenUser(project) ? true : undefined;
  if (server && server.configs.length > 0) return unsure;
  const programs = launch.programs.map(({ words }) => programOf(words[0]));
  if (programs.some((name) => /^(?:supervisord|circusd|nginx|apache2|httpd|unitd|init|runsvdir|s6-svscan|honcho|crond?)$/.test(name)))
    return unsure;
  if (programs.length > 0 && launch.programs.some(({ words }) => words.some(({ text }) => /^--uid\b/.test(text)))) return true;
  return isGivenUser(project) ? true : launch.script ? unsure : false;
};

const bringsStepDown = (stage: Stage): boolean =>
  stage.runs.some(({ installation }) =>
    installation?.packages.some(({ name }) => /^(?:gosu|su-exec|s6(?:-.*)?|runit|daemontools)$/.test(name)),
  ) ||
  stage.copies.some(({ sources }) => sources.some(({ text }) => /gosu|su-exec|s6-overlay/.test(text))) ||
  placedRuns(stage).some(({ words }) => words.some(({ text }) => /gosu|su-exec|s6-overlay/.test(text)));

/** Whether uWSGI or supervisord are told a user for what they start; asked where it is not seen what starts them. */
const stepsDown = ({ all }: Project): boolean =>
  all.uwsgi.some(({ parsed }) => changesUser(parsed.file)) || all.supervisord.some(({ parsed }) => changesUser(parsed.file));

const changesUser = memo(({ text }: SourceFile): boolean => /^[ \t]*(?:uid|user)[ \t]*=[ \t]*(?!root\b|0\b)\S/m.test(text));

/** The last user that the stage, or one below it, makes. */
const userMade = (stage: Stage): string | undefined => {
  for (const one of chainOf(stage).toReversed()) {
    for (const { words, run } of placedRuns(one).toReversed()) {
      if (!/^(?:useradd|adduser)$/.test(programOf(words[0])) || !run.command.certain) continue;
      const plain = words.slice(1).filter(({ text }, i, all) => !text.startsWith('-') && !takesValue.test(all[i - 1]?.text ?? ''));
      // `adduser user group` adds to a group.
      const name = programOf(words[0]) === 'useradd' ? plain.at(-1) : plain[0];
      if (name?.known && /^[a-z_][\w.-]*$/i.test(name.text) && plain.length === 1 && !services.test(name.text)) return name.text;
    }
  }
  return undefined;
};
/** Users of other programs in the image. */
const services = /^(?:nginx|postgres|redis|mysql|celery|supervisor|www-data)$/;
const takesValue =
  /^-[a-zA-Z]*[bcdefgGkKpsuZh]$|^--(?:base-dir|comment|home-dir|home|expiredate|gid|groups|skel|key|password|shell|uid|ingroup|gecos)$/;

const fixes = (subject: Subject<'dockerfile'>, stage: Stage, made: string | undefined): readonly Fix[] => {
  const { uri, text } = subject;
  const end = lineEndOf(text);
  const image = imageOf(subject, stage);
  const make =
    image?.packageManager === 'apk'
      ? `RUN adduser -D -u 1000 app${end}`
      : image?.packageManager === 'apt'
        ? `RUN useradd --uid 1000 --create-home app${end}`
        : undefined;
  if ((!made && !make) || (stage.user && stage.user.span.from > stage.from.span.from && !made)) return [];
  // Before the command, behind everything that needs root.
  const steps = stage.steps.map(({ instruction }) => instruction);
  const working = steps.findLastIndex(({ name }) => /^(?:RUN|COPY|ADD|WORKDIR)$/.test(name));
  const before = steps.slice(working + 1).find(({ name }) => name === 'CMD' || name === 'ENTRYPOINT');
  const last = steps.at(-1) ?? stage.from;
  const at = before?.span.from ?? last.span.to;
  const lines = `${made ? '' : make}USER ${made ?? 'app'}${end}`;
  const body = before ? lines : `${text[at - 1] === '\n' ? '' : end}${lines}`;
  return [fix(made ? `Add \`USER ${made}\`` : 'Make a user and switch to it', false, uri, insert(at, body))];
};
