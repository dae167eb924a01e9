// Which instructions a question is about, and what is kept of a stage while others are typed in.
import assert from 'node:assert/strict';
import { facts, type Stage } from '../../../server/src/languages/dockerfile/facts.ts';
import { perMinded } from '../../../server/src/languages/dockerfile/minded.ts';
import {
  anyOf,
  collecting,
  deployed,
  fits,
  inRun,
  type Minds,
  minding,
  naming,
  origins,
  requirements,
  starts,
} from '../../../server/src/languages/dockerfile/minds.ts';
import { parse } from '../../../server/src/languages/dockerfile/parse.ts';
import type { Parsed } from '../../../server/src/languages/language.ts';
import { at } from '../../support/project.ts';

const holds = (minds: Minds, text: string): boolean =>
  fits(minds, { name: (/^\s*(\w+)/.exec(text)?.[1] ?? '').toUpperCase(), script: { text } });

const splits = (minds: Minds, yes: readonly string[], no: readonly string[]) => {
  for (const text of yes) assert.ok(holds(minds, text), `${text} does not fit`);
  for (const text of no) assert.ok(!holds(minds, text), `${text} fits`);
};

describe('kinds of instructions', () => {
  it('are told by their text, in whatever case, and by what variables may stand for', () => {
    splits(
      inRun(/apt/),
      ['RUN apt-get update', 'run APT x', 'RUN a \\\n && apt x', 'RUN $INSTALL gcc', 'RUN `cat x`'],
      ['COPY apt x', 'RUN pip'],
    );
    splits(naming(/PIP_/), ['ENV PIP_INDEX=x', 'ARG A=b PIP_X=y', 'env pip_x 1'], ['ENV MYPIP_X=1', 'RUN PIP_X=1 a', 'LABEL PIP_A=b']);
    splits(minding(/x/), ['RUN $A', 'COPY ${A} /b', 'ENV x=y'], ['ENV A=$B', 'RUN a', 'CMD $A']);
    splits(anyOf(starts, /^\s*user\b/), ['CMD x', 'entrypoint ["x"]', 'USER app'], ['RUN user', 'ENV CMD=x', 'HEALTHCHECK CMD x']);
  });

  it('that decide where a file comes from are copies, folders, and commands that make or remove files', () => {
    splits(
      origins,
      [
        'COPY a b',
        'ADD a b',
        'WORKDIR /a',
        'RUN cp a b',
        'RUN x > y',
        'RUN rm a.sh',
        'RUN install -m 755 a b',
        'RUN ["curl", "-o", "a", "b"]',
      ],
      [
        'RUN python manage.py collectstatic',
        'RUN pip install -r requirements.txt',
        'RUN apt-get install -y gcc && rm -rf /var/lib/apt/lists/*',
      ],
    );
    splits(origins, ['RUN useradd -m app'], ['ENV A=b', 'CMD ["cp", "a", "b"]', 'RUN x 2>&1', 'RUN x >/dev/null', 'RUN chmod +x a']);
    splits(
      deployed,
      ['CMD x', 'shell ["bash", "-c"]', 'VOLUME /a', 'RUN mv a b', 'ONBUILD USER x'],
      ['RUN npm ci', 'RUN python manage.py migrate', 'ENV A=b', 'EXPOSE 80', 'HEALTHCHECK NONE', 'STOPSIGNAL INT', 'LABEL a=b', 'USE app'],
    );
  });

  it('that install or collect are told from those that do not', () => {
    splits(requirements, ['RUN pip install x', 'RUN uv sync', 'ENV PIPENV_DEV=1', 'COPY a b'], ['RUN npm ci', 'ENV A=b', 'CMD ["pip"]']);
    splits(
      collecting,
      ['RUN python manage.py collectstatic', 'RUN ./build.sh', 'RUN make', 'RUN apt-get update && ./x', 'ENV A=b'],
      ['RUN pip install x', 'RUN apt-get update && apt-get install -y gcc', 'RUN --mount=type=cache,target=/x npm ci'],
    );
  });
});

describe('an answer that follows from some instructions', () => {
  const before =
    'FROM python:3.13 AS base\nENV A=1\nENV B=2\nRUN pip install $A\nRUN ls\nCMD x\n\nFROM base AS web\nRUN echo\nRUN pip install y\n';
  /** What the last stage is asked, text after text: how often it had to be found out. */
  const asked = (...texts: readonly string[]): number => {
    let times = 0;
    const answer = perMinded(inRun(/pip/), (stage: Stage) => `${stage.name} ${++times}`);
    let last: Parsed<'dockerfile'> | undefined;
    for (const text of [before, ...texts]) {
      last = parse({ uri: at('Dockerfile'), kind: 'dockerfile', version: 1, text }, last);
      const { final } = facts(last);
      assert.equal(final && answer(final), `${final?.name} ${times}`);
    }
    return times;
  };

  it('is kept while others are typed in, in the stage and in those it is made from', () => {
    const typed = [
      before.replace('RUN ls', 'RUN lsx'),
      before.replace('RUN ls\n', ''),
      before.replace('RUN echo', 'USER a\nRUN echo'),
      before.replace('CMD x', 'CMD y'),
      before.replace('B=2', 'B=3 C=4'),
      before.replace('CMD x', '# moved\n\nCMD x'),
    ];
    // A person types in one place at a time.
    assert.equal(asked(...typed.flatMap((text) => [text, before])), 1);
  });

  it('is found out anew when one of them changes, or a variable that a line uses', () => {
    assert.equal(asked(before.replace('install y', 'install z')), 2);
    assert.equal(asked(before.replace('install $A', 'install $A q')), 2);
    assert.equal(asked(before.replace('RUN echo', 'RUN pip x')), 2);
    assert.equal(asked(before.replace('A=1', 'A=9')), 2);
    assert.equal(asked(before.replace('FROM base', 'FROM python:3.12')), 2);
    assert.equal(asked(`ARG V=1\n${before}`), 2);
    assert.equal(asked(before.replace('\nFROM base', '\nFROM debian AS other\n\nFROM base')), 2);
  });
});
