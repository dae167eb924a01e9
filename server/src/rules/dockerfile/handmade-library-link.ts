import { pythonTools } from '../../commands/installs.ts';
import { programOf } from '../../commands/wrappers.ts';
import type { ImageFacts } from '../../knowledge/images/facts.ts';
import type { Stage } from '../../languages/dockerfile/facts.ts';
import { type PlacedRun, placedRuns } from '../../languages/dockerfile/files.ts';
import { minding, pythonPackaging, systemInstalls } from '../../languages/dockerfile/minds.ts';
import { replace } from '../../text/edit.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { chainOf, shippedLayers } from '../reading/dockerfile/shipped.ts';
import { systemPackages } from '../reading/dockerfile/system-packages.ts';
import { listed } from '../reading/listed.ts';
import { defineRule, fix, type Subject } from '../rule.ts';

/** The name without a number is for the linker of a compiler; a program asks for the name with it. */
export default defineRule({
  id: 'dockerfile/handmade-library-link',
  title: 'Libraries come from packages, with the names they need',
  severity: 'info',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: [],
  reads: 'dockerfile',
  by: 'build',
  words: /\bln\b/,
  minds: minding(systemInstalls, pythonPackaging),
  *check(subject) {
    const { uri } = subject;
    for (const stage of shippedLayers(subject)) {
      const image = imageOf(subject, stage);
      // On Alpine ctypes finds nothing but such names.
      if (image?.packageManager !== 'apt' || mayCompile(stage)) continue;
      const links = placedRuns(stage).flatMap((placed) => linkIn(placed) ?? []);
      const [first, ...more] = links;
      if (!first) continue;
      const names = [...new Set(links.flatMap(({ target }) => packageFor(subject, image, target) ?? []))].map((name) => `\`${name}\``);
      const advice =
        names.length > 0
          ? `install ${listed(names)} and leave the links out`
          : 'leave the links out, and install the package of the library';
      yield {
        at: { uri, span: first.span },
        message: `\`${first.link}\` is a name that only a compiler looks for: the packages that were built ask for the name with the number${
          first.link.endsWith('.a') ? ', and never for a static library' : ''
        }; ${advice}`,
        related: more.map(({ span }) => ({ at: { uri, span }, message: 'And this one' })),
        fixes: () => {
          const whole = new Set(links.map(({ placed }) => placed.run.step));
          const alone = [...whole].filter(
            ({ commands }) => commands.length === links.filter(({ placed }) => placed.run.step.commands === commands).length,
          );
          if (alone.length !== whole.size) return [];
          return [fix('Remove the links', false, uri, ...alone.map(({ instruction }) => replace(instruction.span, '')))];
        },
      };
    }
  },
});

interface Link {
  readonly placed: PlacedRun;
  readonly span: PlacedRun['run']['command']['span'];
  readonly target: string;
  readonly link: string;
}

const libraries = /^\/(?:usr\/)?(?:local\/)?lib(?:64)?(?:\/[\w-]+-linux-\w+)?\//;

const linkIn = (placed: PlacedRun): Link | undefined => {
  const { words, run } = placed;
  if (programOf(words[0]) !== 'ln' || !words.some(({ text }) => /^-[a-zA-Z]*s|^--symbolic$/.test(text))) return undefined;
  const [target, link, ...rest] = words.slice(1).filter(({ text }) => !text.startsWith('-'));
  if (!target?.known || !link?.known || rest.length > 0 || !libraries.test(link.text)) return undefined;
  const name = link.text.replace(/^.*\//, '');
  if (!/^lib[\w+.-]+?\.(?:so|a)$/.test(name) || !/\/?lib[\w+.-]+?\.(?:so(?:\.\d[\d.]*)|a)$/.test(target.text)) return undefined;
  return { placed, span: run.command.span, target: target.text.replace(/^.*\//, ''), link: name };
};

/** A compiler, or a package that pip may build, wants such names. */
const mayCompile = (stage: Stage): boolean =>
  chainOf(stage).some(
    (one) =>
      systemPackages(one).some(({ name }) => /^(?:gcc|g\+\+|clang|build-essential)/.test(name)) ||
      one.runs.some(({ installation }) => installation !== undefined && pythonTools.has(installation.tool)),
  );

/** Debian names the package of a library after it: `libmariadb.so.3` is in `libmariadb3`, `libpcre2-8.so.0` in `libpcre2-8-0`. */
const packageFor = ({ knowledge }: Subject<'dockerfile'>, { release }: ImageFacts, target: string): string | undefined => {
  const match = /^(lib[\w+.-]+?)\.so\.(\d+)/.exec(target);
  if (!match || !release) return undefined;
  const [, base = '', number = ''] = match;
  const name = `${base}${/\d$/.test(base) ? '-' : ''}${number}`.toLowerCase().replaceAll('_', '-');
  const found = knowledge.images.aptName(name, release);
  return found?.status === 'real' ? name : found?.instead;
};
