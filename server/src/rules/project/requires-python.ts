import type { Run } from '../../languages/dockerfile/facts.ts';
import { anyOf, interpreter, requirements } from '../../languages/dockerfile/minds.ts';
import type { RequirementsFacts } from '../../languages/requirements/facts.ts';
import { requirementsOf } from '../../project/dockerfile/requirements.ts';
import type { Project } from '../../project/project.ts';
import { parent, type Uri } from '../../text/uri.ts';
import { once } from '../reading/deployments.ts';
import { bottomOf } from '../reading/dockerfile/image.ts';
import { pythonOf } from '../reading/dockerfile/python.ts';
import { defineRule, type Finding } from '../rule.ts';

/** A project that asks for another Python than the image has is not installed. */
export default defineRule({
  id: 'project/requires-python',
  title: 'The image has the Python that the project asks for',
  severity: 'error',
  default: 'on',
  fixable: false,
  since: '0.1.0',
  rows: ['R22'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /install|sync|pip|poetry|pdm|conda|uv/,
  minds: anyOf(requirements, interpreter),
  *check(subject) {
    const { uri, facts, project } = subject;
    if (facts.template) return;
    const first = once();
    for (const stage of facts.stages) {
      const python = pythonOf(subject, stage)?.minor;
      if (!python) continue;
      for (const file of requirementsOf(project, facts, stage).files) {
        const asked = file.uri && file.as !== 'constraint' ? askedIn(project, file.uri) : undefined;
        const tool = file.run.installation?.tool;
        if (!asked?.python || !tool || allows(asked.python.specifier, python) || !refuses(file.run, asked.format)) continue;
        const at = { uri, span: bottomOf(stage).image.span };
        if (!first(at)) continue;
        yield {
          at,
          message: `The project asks for Python ${asked.python.specifier}, and this image has ${python}, so ${tool} refuses to install it; take an image that fits, or widen what the project asks for`,
          related: [{ at: { uri: asked.uri, span: asked.python.span }, message: 'It is asked for here' }],
        } satisfies Finding;
      }
    }
  },
});

/** The pyproject.toml or Pipfile of a folder that says which Python is wanted. */
const askedIn = (project: Project, file: Uri): RequirementsFacts | undefined =>
  project.all.requirements.find(
    ({ facts }) =>
      facts.python &&
      !facts.template &&
      facts.whole &&
      (facts.format === 'pyproject' || facts.format === 'pipfile') &&
      parent(facts.uri) === parent(file),
  )?.facts;

/** Whether the tool ends there. uv fetches another Python unless it may not, and pipenv only warns without `--deploy`. */
const refuses = ({ installation, step, words }: Run, format: RequirementsFacts['format']): boolean => {
  const texts = words.map(({ text }) => text);
  switch (installation?.tool) {
    case 'poetry':
    case 'pdm':
      return format === 'pyproject';
    case 'pipenv':
      return format === 'pipfile' && texts.includes('--deploy');
    case 'uv':
      return (
        format === 'pyproject' &&
        /^(?:0|never|manual|false)$/i.test(step.environment.get('UV_PYTHON_DOWNLOADS')?.value ?? '') &&
        texts.includes('sync')
      );
    case 'pip':
      return format === 'pyproject' && texts.some((text) => /^\.(?:\[.*\])?$/.test(text));
    default:
      return false;
  }
};

const minorOf = (text: string): number => Number(/^3\.(\d+)/.exec(text)?.[1] ?? Number.NaN);

/** Whether some patch release of a minor fits a range such as `>=3.11,<3.14`; what is not understood allows everything. */
const allows = (range: string, minor: string): boolean =>
  range.split(',').every((part) => {
    const [, sign = '', version = ''] = /^\s*(>=|>|<=|<|\^|~=|~|==)?\s*v?(3\.\d+[\d.]*(?:\.\*)?)\s*$/.exec(part) ?? [];
    const bound = minorOf(version);
    const own = minorOf(minor);
    if (version === '' || Number.isNaN(bound)) return true;
    const patch = /^3\.\d+\.\d/.test(version);
    if (sign === '>=' || sign === '^' || (sign === '~=' && !patch)) return own >= bound;
    if (sign === '>') return own > bound || (own === bound && patch);
    if (sign === '<=') return own <= bound;
    // `<3.14` and `<3.14.2` differ in that the second lets 3.14 itself in.
    if (sign === '<') return own < bound || (own === bound && /^3\.\d+\.[1-9]/.test(version));
    return own === bound;
  });
