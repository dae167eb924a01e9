import { unknown } from '../../languages/maybe.ts';
import type { Distribution } from '../../languages/requirements/facts.ts';
import { textOf } from '../../project/settings/ask.ts';
import type { Location } from '../../text/span.ts';
import { installed } from '../reading/distribution.ts';
import { staticMiddleware } from '../reading/middleware.ts';
import { productions } from '../reading/settings.ts';
import { storageInForce } from '../reading/storage.ts';
import { defineRule, type Finding, fix, insert } from '../rule.ts';

const brotli = ['brotli', 'brotlipy', 'brotlicffi'];

interface Asked {
  readonly one: Distribution;
  readonly at: Location;
  /** Where `[brotli]` goes; undefined where the text is no plain line of a requirements file. */
  readonly end: number | undefined;
}

/** The compressing storages write Brotli only where the package is installed. */
export default defineRule({
  id: 'settings/brotli-missing',
  title: 'Static files are compressed with Brotli as well',
  severity: 'hint',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['DJ218'],
  reads: 'project',
  *check(project, knowledge) {
    const compresses = productions(project).some(({ django, view }) => {
      const storage = storageInForce(django, view, 'staticfiles');
      const path = storage === undefined || storage === unknown ? undefined : textOf(storage);
      return path !== undefined && staticMiddleware(view) !== undefined && knowledge.find('storage', path)?.compresses === true;
    });
    if (!compresses || installed(project, brotli)) return;
    const asked = project.all.requirements.flatMap(({ facts, parsed }): readonly Asked[] =>
      facts.template
        ? []
        : facts.distributions.flatMap((one) => {
            if (one.name !== 'whitenoise' || one.kind === 'constraint') return [];
            const plain = facts.format === 'requirements' && one.kind === 'direct' && !parsed.file.text.includes('--hash');
            return [{ one, at: { uri: facts.uri, span: one.nameSpan }, end: plain ? one.nameSpan.to : undefined }];
          }),
    );
    // The extra may be resolved by a lock file that is not here.
    if (asked.some(({ one }) => one.extras.some((extra) => /brotli/i.test(extra)))) return;
    const direct = asked.find(({ one }) => one.kind === 'direct');
    if (!direct) return;
    const { at, end } = direct;
    const finding: Finding = {
      at,
      message:
        'Without the package Brotli only gzip twins of static files are written, which are a fifth larger than need be; ask for `whitenoise[brotli]`',
      fixes: () =>
        end === undefined || direct.one.extras.length > 0
          ? []
          : [fix('Ask for `whitenoise[brotli]`', false, at.uri, insert(end, '[brotli]'))],
    };
    yield finding;
  },
});
