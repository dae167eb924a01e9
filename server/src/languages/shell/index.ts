import type { Language } from '../language.ts';
import { lineComments } from '../line-comments.ts';
import { memo } from '../memo.ts';
import { facts } from './facts.ts';
import { parse } from './parse.ts';

const script = /\.(?:sh|bash)$/i;
/** A name without an ending: `entrypoint`, `start`, `run`. */
const bare = /(?:^|\/)[^./][^./]*$/;
/** `#!/bin/sh`, `#!/usr/bin/env bash`, `#!/command/with-contenv bash`. */
const shebang = /^\ufeff?#![^\r\n]*\b(?:ba|da|a|k|z)?sh\b/;

/** Shell scripts: by their ending, or by their first line when they have none. */
export const shell: Language<'shell'> = {
  kind: 'shell',
  commentSign: '#',
  mayClaim: (path) => script.test(path) || bare.test(path),
  claims: (path, head) => script.test(path) || (bare.test(path) && shebang.test(head)),
  parse,
  facts: memo(facts),
  cursor: () => ({ on: 'nothing' }),
  outline: () => [],
  folds: () => [],
  comments: ({ tree }) => lineComments(tree.text),
};
