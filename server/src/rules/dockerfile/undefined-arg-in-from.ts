import { ofEachBuild, stagesThat } from '../../languages/dockerfile/each-stage.ts';
import { asRead } from '../../languages/dockerfile/moved.ts';
import { nearest } from '../../text/distance.ts';
import { linesAbove } from '../reading/dockerfile/lines.ts';
import { defineRule, fix, replace } from '../rule.ts';

/** What BuildKit knows in FROM without an ARG. */
const given: ReadonlySet<string> = new Set(
  ['BUILD', 'TARGET']
    .flatMap((side) => ['PLATFORM', 'OS', 'OSVERSION', 'ARCH', 'VARIANT'].map((part) => `${side}${part}`))
    .concat('TARGETSTAGE'),
);

const withVariables = stagesThat(ofEachBuild(({ from }): boolean => asRead(from).line.text.includes('$')));

/** FROM sees the arguments that are declared above the first of its kind, and no others. */
export default defineRule({
  id: 'dockerfile/undefined-arg-in-from',
  title: 'FROM uses arguments that are declared in front of it',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['UndefinedArgInFrom', 'InvalidDefaultArgInFrom'],
  neighbours: ['buildkit UndefinedArgInFrom'],
  reads: 'dockerfile',
  *check({ uri, text, facts, project }) {
    const declared = new Map(facts.globals.map((one) => [one.name, one]));
    const { all } = project;
    const isNamed = (name: string) =>
      [all.compose, all.bake, all.ci, all.makefile, all.shell].some((files) => files.some(({ parsed }) => parsed.file.text.includes(name)));
    for (const stage of withVariables(facts)) {
      const { image, platform } = stage;
      for (const { name, nameSpan, span, modifier } of [...image.variables, ...(platform?.variables ?? [])]) {
        if (given.has(name) || /^:?[-+]/.test(modifier)) continue;
        const global = declared.get(name);
        const at = { uri, span };
        if (!global) {
          const meant = nearest(name, declared.keys(), name.length > 5 ? 2 : 1);
          const inside = facts.stages
            .flatMap(({ settings }) => settings)
            .find((one) => one.name === name && one.instruction.name === 'ARG');
          yield {
            at,
            message: `\`${name}\` is not declared in front of the first FROM, so it is empty here${image.text.replace(/\$\{?\w+\}?/g, '').match(/^[\w./-]*:?$/) ? ' and there is no such image' : ''}; ${meant ? `did you mean \`${meant}\`?` : inside ? `move its ARG above the first FROM` : `add \`ARG ${name}\` above the first FROM`}`,
            fixes: () => {
              if (meant) return [fix(`Use \`${meant}\``, false, uri, replace(nameSpan, meant))];
              const [first] = facts.stages;
              return first
                ? [
                    fix(
                      `Declare \`${name}\` in front of the first FROM`,
                      false,
                      uri,
                      linesAbove(text, first.from, `ARG ${name}${inside?.value ? `=${inside.value.written}` : ''}`),
                    ),
                  ]
                : [];
            },
          };
        } else if (global.value === undefined && image.variables.length > 0 && !/:\?/.test(modifier) && !isNamed(name)) {
          yield {
            at,
            message: `\`${name}\` has no default and no file of the project gives it one, so a plain \`docker build\` ends here; give it the value that is usual, \`ARG ${name}=…\``,
            severity: 'hint',
            neighbours: ['buildkit InvalidDefaultArgInFrom'],
          };
        }
      }
    }
  },
});
