/** What one test came to. */
export interface Result {
  readonly title: readonly string[];
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly ms: number;
  readonly why?: string;
}

const MARK = { passed: '✔', failed: '✘', skipped: '-' } as const;

/** The results in the manner of mocha's spec reporter, failures explained below. */
export function report(results: readonly Result[]): string {
  const lines: string[] = [];
  let suite = '';
  for (const { title, state, ms } of results) {
    const above = title.slice(0, -1).join(' › ');
    if (above !== suite) lines.push('', `  ${above}`);
    suite = above;
    lines.push(`    ${MARK[state]} ${title.at(-1) ?? ''}${ms > 0 ? ` (${ms} ms)` : ''}`);
  }
  for (const { title, why } of results) {
    if (why !== undefined) lines.push('', `  ${title.join(' › ')}`, ...why.split('\n').map((line) => `    ${line}`));
  }
  return lines.join('\n');
}

/** The closing line that CI reads. */
export function tally(results: readonly Result[]): string {
  const count = (state: Result['state']): number => results.filter((result) => result.state === state).length;
  const skipped = count('skipped');
  return `${count('passed')} passed, ${count('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
