// What a file says of a container or process it starts, before it is joined with the image. Every reader of such files gives this.
import type { ShellCommand } from '../../commands/command.ts';
import { type Argument, inFile } from '../../commands/resolve.ts';
import type { GivenCommand } from '../../commands/start.ts';
import type { Fact } from '../../languages/fact.ts';
import { absent, dynamic, known } from '../../languages/fact.ts';
import { sameList } from '../../languages/memo.ts';
import type { Location } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import { isSameValue } from '../kept.ts';
import type { Declared, DeployedImage, DeployedPort, DeployedProbe, DeployedVolume, EnvironmentVariable } from './deployment.ts';

/** Words that are started, with the file they stand in. */
export interface GivenWords {
  readonly words: readonly Argument[];
  readonly lines: readonly { readonly line: string; readonly commands: readonly ShellCommand[] }[];
  readonly at: Location;
}

export interface Declaration {
  readonly name: string;
  readonly by: Declared;
  readonly at: Location;
  readonly files: readonly Uri[];
  readonly image: DeployedImage | undefined;
  /** The name of its image as it is written, where that alone tells what it is. */
  readonly imageName?: string | undefined;
  /** In the place of the image's ENTRYPOINT and CMD; nothing leaves them. */
  readonly entrypoint: GivenWords | undefined;
  readonly command: GivenWords | undefined;
  /** What is set, the weakest first: environment files, then what is declared. */
  readonly environment: readonly EnvironmentVariable[];
  readonly environmentComplete: boolean;
  readonly ports: readonly DeployedPort[];
  readonly probes: readonly DeployedProbe[];
  readonly volumes: readonly DeployedVolume[];
  readonly replicas: Fact<number>;
  readonly user: Fact<string>;
  readonly folder: Fact<string>;
  readonly hosts: readonly string[];
  /** Words that tell for whom it is: names of files, services, stages. */
  readonly hints: readonly string[];
  /** For processes without a container: their folder of the workspace. */
  readonly outside: Uri | undefined;
  /** Other declarations of the same file, whose commands may do something for this one. */
  readonly beside: () => readonly Declaration[];
}

/** Whether two images are the same stage of the same version of a file, and told by the same place. */
export const isSameImage = (one: DeployedImage | undefined, other: DeployedImage | undefined): boolean =>
  one === other ||
  (one !== undefined &&
    other !== undefined &&
    one.facts === other.facts &&
    one.stage === other.stage &&
    one.by === other.by &&
    isSameValue(one.at, other.at));

/** Whether two declarations say the same of the same places, and mean the same image. */
const isSameDeclaration = (before: Declaration, now: Declaration): boolean => {
  const { image: one, beside: _, ...rest } = before;
  const { image: other, beside: __, ...others } = now;
  return isSameImage(one, other) && isSameValue(rest, others);
};

/** Whether two declarations say the same and mean the same stage of the same file, whatever that says by now. */
export const isSameBesideImage = (before: Declaration, now: Declaration): boolean => {
  const { image: one, at, beside: _, ...rest } = before;
  const { image: other, at: place, beside: __, ...others } = now;
  const { uri } = other?.facts ?? {};
  const isSamePlace = (a: Location, b: Location) => (a.uri === uri && b.uri === uri) || isSameValue(a, b);
  return (
    one !== undefined &&
    other !== undefined &&
    one.facts.uri === uri &&
    one.facts.template === other.facts.template &&
    one.by === other.by &&
    isSamePlace(one.at, other.at) &&
    isSamePlace(at, place) &&
    isSameValue(rest, others)
  );
};

/** The declarations of some files: those that were there before where they say the same, and the whole list where all of them do. */
export const keptDeclarations = (before: readonly Declaration[] | undefined, now: readonly Declaration[]): readonly Declaration[] => {
  const kept = new Map(before?.map((one) => [nameOf(one), one]));
  return sameList(
    before,
    now.map((one) => {
      const same = kept.get(nameOf(one));
      return same && isSameDeclaration(same, one) ? same : one;
    }),
  );
};
const nameOf = ({ at, name }: Declaration): string => `${at.uri} ${name}`;

/** A command of a file, its words marked with the file; empty words take away what the image has. */
export const given = (command: GivenCommand, uri: Uri): GivenWords => ({
  words: wordsIn(command).map((word) => inFile(word, uri)),
  lines: command.line === '' ? [] : [{ line: command.line, commands: command.commands }],
  at: { uri, span: command.span },
});

const wordsIn = ({ form, words, line, span }: GivenCommand): readonly Argument[] => {
  if (form !== 'shell') return words;
  const place = words[0]?.span ?? span;
  const word = (text: string): Argument => ({ text, known: true, span: place });
  return [word('/bin/sh'), word('-c'), word(line)];
};

/** A word of a file as a fact. */
export const factOf = (word: Pick<Argument, 'text' | 'known' | 'span'> | undefined, uri: Uri): Fact<string> => {
  if (!word) return absent;
  const at = { uri, span: word.span };
  return word.known ? known(word.text, at) : dynamic(at);
};

/** A number in a word as a fact; a word that is no number is dynamic. */
export const numberOf = (word: Pick<Argument, 'text' | 'known' | 'span'> | undefined, uri: Uri): Fact<number> => {
  if (!word) return absent;
  const at = { uri, span: word.span };
  return word.known && /^\d{1,9}$/.test(word.text) ? known(Number(word.text), at) : dynamic(at);
};
