// What a .dockerignore leaves out of the build context.
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import type { IgnorePattern } from './parse.ts';

export interface DockerignoreFacts {
  readonly uri: Uri;
  readonly patterns: readonly IgnorePattern[];
  /** Whether a pattern with `!` takes something back, so that files below an ignored folder may be sent all the same. */
  readonly exceptions: boolean;
}

/** Tree to facts. Never throws. */
export const facts = ({ file, tree: { patterns } }: Parsed<'dockerignore'>): DockerignoreFacts => ({
  uri: file.uri,
  patterns,
  exceptions: patterns.some(({ negated, broken }) => negated && !broken),
});
