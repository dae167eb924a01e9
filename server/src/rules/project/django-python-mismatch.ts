import type { Stage } from '../../languages/dockerfile/facts.ts';
import { anyOf, interpreter, requirements, targets } from '../../languages/dockerfile/minds.ts';
import { imageRequirements } from '../../project/dockerfile/requirements.ts';
import { once } from '../reading/deployments.ts';
import { bottomOf } from '../reading/dockerfile/image.ts';
import { pythonOf } from '../reading/dockerfile/python.ts';
import { withPython } from '../reading/dockerfile/retag.ts';
import { defineRule, type Finding } from '../rule.ts';

/** Each Django runs on some Pythons only; pip refuses those that are too old for it. */
export default defineRule({
  id: 'project/django-python-mismatch',
  title: 'Django runs on the Python of its image',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R21', 'X30'],
  reads: 'dockerfile',
  by: 'build',
  wordsBelow: /install|sync|pip|poetry|pdm|conda|uv/,
  minds: anyOf(requirements, targets, interpreter),
  *check(subject) {
    const { uri, facts, project, knowledge } = subject;
    if (facts.template || !project.complete) return;
    const first = once();
    for (const stage of facts.stages) {
      const django = imageRequirements(project, facts, stage).byName.get('django');
      const at = django && { uri, span: bottomOf(installer(stage, django.stage)).image.span };
      const python = django && pythonOf(subject, django.stage)?.minor;
      if (!django?.version || !at || !python) continue;
      const support = knowledge.images.djangoSupports(django.version, python);
      if (!support || support.answer === 'yes' || support.answer === 'later') continue;
      const old = support.answer === 'too-old';
      const wanted = old ? support.minors[0] : support.minors.at(-1);
      if (!wanted || !first(at)) continue;
      yield {
        at,
        message: old
          ? `Django ${django.version} needs Python ${support.minors[0]} or newer, and this image has ${python}, so pip refuses to install it; take a newer image, or an older Django`
          : `Django ${django.version} is made for Python ${support.minors.join(', ')}, and this image has ${python}, which it was never tested on; take one of these, or a newer Django`,
        severity: old ? 'error' : 'info',
        related: [{ at: django.at, message: `Django ${django.version}` }],
        fixes: () => withPython(subject, django.stage, python, wanted),
      } satisfies Finding;
    }
  },
});

/** The stage itself, or the one below it, that installs. */
const installer = (stage: Stage, by: Stage): Stage => (by.index <= stage.index ? by : stage);
