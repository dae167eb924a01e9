import assert from 'node:assert/strict';
import { isMeant } from '../../server/src/lsp/completion.ts';
import { triggers } from '../../server/src/lsp/triggers.ts';
import { placeIn } from '../support/ask.ts';

const meant = (path: string, line: string): boolean => {
  const { parsed, text } = placeIn(path, `${line}<cursor>`);
  const trigger = text.slice(-1);
  assert.ok(triggers.includes(trigger), trigger);
  return isMeant(parsed, text.length, trigger);
};

describe('characters that ask for completion', () => {
  it('are meant in a Dockerfile where a list of answers begins', () => {
    for (const line of [
      'FROM ',
      'from ',
      'FROM python:',
      'COPY --',
      'COPY --from=',
      'COPY shop/',
      'RUN --mount=type=cache,',
      'ENV A=$',
      'ENV A=${',
      'USER ',
      'CMD ["',
      'CMD [',
      'CMD gunicorn --bind ',
      'CMD ["gunicorn", "-',
      '# check=skip=StageNameCasing,',
    ])
      assert.ok(meant('Dockerfile', line), line);
  });
  it('are not meant elsewhere', () => {
    for (const line of ['COPY ', 'COPY a ', 'RUN a ', 'RUN a && ', 'RUN a-', 'RUN a %', 'RUN a (', 'RUN a {', 'RUN a, b,', 'LABEL a="b" '])
      assert.ok(!meant('Dockerfile', line), line);
  });
  it('are meant in a Compose file where names and values begin', () => {
    const line = (text: string) => `services:\n  web:\n    ${text}`;
    for (const text of ['depends_on:\n      - ', 'image: a:${', 'command: gunicorn --bind ', 'image: '])
      assert.ok(meant('compose.yaml', line(text)), text);
    for (const text of ['command: a {', 'command: a ', 'image: $']) assert.ok(!meant('compose.yaml', line(text)), text);
  });
  it('keep their meaning in a uwsgi.ini', () => {
    for (const line of ['[uwsgi]\nmodule = ', '[uwsgi]\nchdir = %', '[']) assert.ok(meant('uwsgi.ini', line), line);
    for (const line of ['[uwsgi]\nmodule ', '[uwsgi]\nx = "', '[uwsgi]\nx = $', '[uwsgi]\nx = a,'])
      assert.ok(!meant('uwsgi.ini', line), line);
  });
});
