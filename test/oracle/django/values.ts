// The evaluator's claims about the cases, against what Python made of them.
import { djangoProjects } from '../../../server/src/project/settings/django.ts';
import type { SettingsView } from '../../../server/src/project/settings/view.ts';
import { projectOf } from '../../support/project.ts';
import { type Answers, isRaised, type Real } from './asking.ts';
import type { Case } from './cases.ts';
import { compareViews } from './compare.ts';

/** What came of the comparison. */
export interface Share {
  /** Modules that were compared. */
  readonly modules: number;
  /** A sentence for each contradiction. */
  readonly wrong: readonly string[];
  /** How often a setting was claimed whole, of all settings and of those written in a form. */
  readonly all: Known;
  readonly written: Known;
  /** The forms that were not always claimed whole. */
  readonly forms: readonly (Known & { readonly form: string })[];
}
interface Known {
  readonly known: number;
  readonly met: number;
}

/** The settings of a case as production sees them. */
export const viewOf = ({ files }: Case): SettingsView | undefined => djangoProjects(projectOf(files))[0]?.production;

/** Compares every setting of every case that Python could import. */
export const judgeValues = (where: string, all: readonly Case[], answers: readonly (Answers | undefined)[]): Share => {
  const whole = { known: 0, met: 0 };
  const wrong: string[] = [];
  const forms = new Map<string, { known: number; met: number }>();
  let modules = 0;
  for (const [at, one] of all.entries()) {
    const real = answers[at]?.['values'];
    if (real === undefined || isRaised(real)) continue;
    modules++;
    const view = viewOf(one);
    if (!view) {
      wrong.push(`${where}: ${one.id}: no production settings are seen`);
      continue;
    }
    const values = real as Readonly<Record<string, Real>>;
    const found = compareViews(view, values, one.env);
    whole.known += found.known;
    whole.met += found.known + found.partly;
    for (const sentence of found.wrong) wrong.push(`${where}: ${one.id}: ${sentence}`);
    const target = values[one.fault.target];
    if (target === undefined) continue;
    const form = forms.get(one.form) ?? { known: 0, met: 0 };
    forms.set(one.form, form);
    form.known += compareViews(view, { [one.fault.target]: target }, one.env).known;
    form.met++;
  }
  const written = [...forms.values()].reduce((sum, { known, met }) => ({ known: sum.known + known, met: sum.met + met }), {
    known: 0,
    met: 0,
  });
  const open = [...forms].flatMap(([form, { known, met }]) => (known < met ? [{ form, known, met }] : []));
  return { modules, wrong, all: whole, written, forms: open };
};
