import assert from 'node:assert/strict';
import { definition } from '../../../server/src/features/definition.ts';
import { highlights } from '../../../server/src/features/highlights.ts';
import { references } from '../../../server/src/features/references.ts';
import { refusal, rename, renameable } from '../../../server/src/features/rename.ts';
import { applyEdits } from '../../../server/src/text/edit.ts';
import { type Files, placeIn } from '../../support/ask.ts';
import { at, root } from '../../support/project.ts';

const ask = (marked: string, others: Files = {}) => placeIn('Dockerfile', marked, others);
/** The lines, counted from 1, and the texts of the places a definition leads to. */
const defined = (marked: string, others?: Files): readonly string[] => {
  const place = ask(marked, others);
  return definition(place).map(({ uri, span }) => {
    if (uri !== at('Dockerfile')) return uri.slice(root.length + 1);
    return `${place.text.slice(0, span.from).split('\n').length} ${place.text.slice(span.from, span.to)}`;
  });
};
const renamed = (marked: string, name: string): string => {
  const place = ask(marked);
  return applyEdits(place.text, rename(place, name).get(at('Dockerfile')) ?? []);
};
const refers = (marked: string): readonly number[] => {
  const place = ask(marked);
  return references(place, true).map(({ span }) => place.text.slice(0, span.from).split('\n').length);
};

const stages = [
  'FROM python:3.12 AS Build',
  'FROM build AS test',
  'FROM debian',
  'COPY --from=build /a /b',
  'COPY --from=0 /c /d',
  'RUN --mount=type=bind,from=build,target=/x --mount=type=cache,from=BUILD,target=/y z',
  'ADD --from=build /e /f',
].join('\n');

describe('stages of a Dockerfile', () => {
  it('are found from wherever they are used', () => {
    for (const part of ['FROM bu', '--from=bu', '--from=', 'bind,from=bui', 'cache,from=BU']) {
      const marked = stages.replace(part, `${part}<cursor>`);
      assert.deepEqual(defined(marked), ['1 Build'], part);
    }
    assert.deepEqual(defined('FROM a\nFROM b\nCOPY --from=<cursor>0 /c /d'), ['1 a'], 'a stage without a name is defined by its FROM');
    assert.deepEqual(defined('FROM python:<cursor>3'), []);
  });
  it('are the later one of two with the same name', () => {
    assert.deepEqual(defined('FROM a AS x\nFROM b AS x\nFROM c\nCOPY --from=<cursor>x /a /b'), ['2 x']);
  });
  it('cannot be used before they are made', () => {
    assert.deepEqual(defined('FROM a\nCOPY --from=<cursor>late /a /b\nFROM b AS late\n'), []);
  });
  it('have references everywhere, mounts and numbers too', () => {
    assert.deepEqual(refers(stages.replace('AS Build', 'AS Bu<cursor>ild')), [1, 2, 4, 5, 6, 6, 7]);
  });
  it('are renamed everywhere but where a number means them', () => {
    const text = renamed(stages.replace('AS Build', 'AS Bu<cursor>ild'), 'compile');
    assert.equal(
      text,
      stages
        .replace('AS Build', 'AS compile')
        .replace('FROM build', 'FROM compile')
        .replaceAll('=build', '=compile')
        .replace('=BUILD', '=compile'),
    );
    assert.equal(renameable(ask('FROM a AS b\nFROM c\nCOPY --from=<cursor>0 /a /b')), undefined);
    assert.equal(renameable(ask('FROM a\nCOPY --from=ngi<cursor>nx /a /b')), undefined, 'an image');
  });
  it('take no name that is taken or means something else', () => {
    const place = ask('FROM a AS on<cursor>e\nFROM b AS two\n');
    for (const name of ['two', 'TWO', '1x', 'a b', 'scratch', 'context', '']) assert.ok(refusal(place, name), name);
    for (const name of ['three', 'Three', 'a-b.c_1', 'ONE']) assert.equal(refusal(place, name), undefined, name);
  });
});

describe('variables of a Dockerfile', () => {
  const file = [
    'ARG PYTHON=3.12',
    'FROM python:${PYTHON}-slim AS build',
    'ARG PYTHON',
    'ENV HOME_DIR=/srv PATH=/x:$PATH',
    'WORKDIR ${HOME_DIR:-/app}/src',
    'RUN echo "$PYTHON" ${HOME_DIR} \'$HOME_DIR\' \\$HOME_DIR && HOME_DIR2=1',
    'COPY --chown=$PYTHON a $HOME_DIR/',
    'FROM build',
    'RUN ls $HOME_DIR',
    'FROM debian',
    'ENV HOME_DIR=/other',
    'RUN ls $HOME_DIR',
  ].join('\n');
  it('are found where they get the value that counts', () => {
    const at_ = (line: number, part: string) => {
      const lines = file.split('\n');
      const text = lines[line - 1] ?? '';
      lines[line - 1] = text.replace(part, `${part}<cursor>`);
      return defined(lines.join('\n'));
    };
    assert.deepEqual(at_(2, '${PY'), ['1 PYTHON']);
    assert.deepEqual(at_(5, '${HO'), ['4 HOME_DIR']);
    assert.deepEqual(at_(6, '$PY'), ['3 PYTHON'], 'declared again in the stage');
    assert.deepEqual(at_(9, '$HO'), ['4 HOME_DIR'], 'from the stage below');
    assert.deepEqual(at_(12, '$HO'), ['11 HOME_DIR'], 'another stage, another variable');
    assert.deepEqual(defined('FROM a\nENV A=1\nENV B=$A\nENV A=2\nRUN echo $<cursor>A'), ['4 A']);
    assert.deepEqual(defined('FROM a\nENV A=1\nRUN A=2; echo $<cursor>A'), ['3 A'], 'the shell’s own');
    assert.equal(renameable(ask('FROM a\nRUN A=2; echo $<cursor>A')), undefined);
  });
  it('are renamed with everything that means them, and nothing else', () => {
    assert.equal(
      renamed(file.replace('ENV HOME_DIR=/srv', 'ENV HOME_<cursor>DIR=/srv'), 'BASE'),
      file
        .replace('ENV HOME_DIR=/srv', 'ENV BASE=/srv')
        .replace('${HOME_DIR:-', '${BASE:-')
        .replace(' ${HOME_DIR} ', ' ${BASE} ')
        .replace('a $HOME_DIR/', 'a $BASE/')
        .replace('RUN ls $HOME_DIR\nFROM debian', 'RUN ls $BASE\nFROM debian'),
    );
  });
  it('that a build argument sets are one in all stages', () => {
    const two = 'ARG V=1\nFROM a:$V\nARG V\nRUN x $V\nFROM b\nARG V=2\nENV W=$V\n';
    assert.equal(renamed(two.replace('ARG V=1', 'ARG <cursor>V=1'), 'N'), two.replaceAll('V', 'N').replace('ENN', 'ENV'));
  });
  it('reach into here-documents that are filled in', () => {
    const text = 'FROM a\nARG V=1\nCOPY <<EOF /x\n$V\nEOF\nCOPY <<"EOF" /y\n$V\nEOF\nRUN <<EOF\necho $V\nEOF\nRUN cat <<EOF\n${V}\nEOF\n';
    assert.equal(
      renamed(text.replace('ARG V', 'ARG <cursor>V'), 'N'),
      'FROM a\nARG N=1\nCOPY <<EOF /x\n$N\nEOF\nCOPY <<"EOF" /y\n$V\nEOF\nRUN <<EOF\necho $N\nEOF\nRUN cat <<EOF\n${N}\nEOF\n',
    );
  });
  it('that nothing here declares are not renamed', () => assert.equal(renameable(ask('FROM a\nRUN echo $HO<cursor>ME')), undefined));
  it('light up, written and read told apart', () => {
    const place = ask('FROM a\nENV A=1\nRUN echo $<cursor>A\n');
    assert.deepEqual(
      highlights(place).map(({ span, writes }) => [place.text.slice(span.from - 1, span.to), writes]),
      [
        [' A', true],
        ['$A', false],
      ],
    );
  });
});

describe('here-documents of a Dockerfile', () => {
  it('lead from their end to their beginning, and are renamed', () => {
    const text = 'FROM a\nRUN <<EOF\necho EOF\nEOF\n';
    assert.deepEqual(defined(text.replace(/EOF\n$/, 'E<cursor>OF\n')), ['2 EOF']);
    assert.equal(renamed(text.replace('<<EOF', '<<E<cursor>OF'), 'END'), 'FROM a\nRUN <<END\necho EOF\nEND\n');
    assert.ok(refusal(ask(text.replace('<<EOF', '<<E<cursor>OF')), 'a b'));
  });
});

describe('files that a Dockerfile names', () => {
  const shop: Files = {
    'requirements.txt': '',
    'manage.py': '',
    'shop/__init__.py': '',
    'shop/asgi.py': 'x = 1\napplication = 2\n',
    'conf/a.txt': '',
  };
  it('are where a source, a requirements file or an application leads', () => {
    assert.deepEqual(defined('FROM a\nCOPY require<cursor>ments.txt .', shop), ['requirements.txt']);
    assert.deepEqual(defined('FROM a\nCOPY con<cursor>f .', shop), []);
    assert.deepEqual(defined('FROM a\nRUN pip install -r require<cursor>ments.txt', shop), ['requirements.txt']);
    assert.deepEqual(defined('FROM a\nRUN python mana<cursor>ge.py check', shop), ['manage.py']);
    const place = ask('FROM a\nCMD ["uvicorn", "shop.as<cursor>gi:application"]', shop);
    assert.deepEqual(definition(place), [{ uri: at('shop/asgi.py'), span: { from: 6, to: 17 } }]);
  });
  it('are where the source of a mount leads, and one that another stage was given or made', () => {
    const bind = (source: string) => `FROM a\nRUN --mount=type=bind,source=${source},target=x pip install -r x`;
    assert.deepEqual(defined(bind('require<cursor>ments.txt'), shop), ['requirements.txt']);
    assert.deepEqual(defined(bind('con<cursor>f'), shop), []);
    assert.deepEqual(defined('FROM a\nRUN --mount=type=secret,id=x,source=manage<cursor>.py a', shop), []);
    const build = 'FROM a AS build\nWORKDIR /src\nCOPY . .\nRUN pip freeze > /tmp/all.txt\nFROM c\n';
    assert.deepEqual(defined(`${build}COPY --from=build /src/manage<cursor>.py /app/`, shop), ['manage.py']);
    assert.deepEqual(defined(`${build}COPY --from=build /tmp/al<cursor>l.txt /app/`, shop), ['4 pip freeze > /tmp/all.txt']);
    assert.deepEqual(defined(`${build}COPY --from=other /src/manage<cursor>.py /app/`, shop), []);
    assert.deepEqual(defined(`${build}RUN --mount=type=bind,from=build,src=/src/manage<cursor>.py,target=/m.py true`, shop), ['manage.py']);
  });
  it('also beside an extension for Dockerfiles, which knows of stages only', () => {
    const beside = (marked: string) =>
      definition(placeIn('Dockerfile', marked, shop, { neighbours: [{ reports: [], helps: ['dockerfile'] }] })).length;
    assert.equal(beside('FROM a\nCOPY require<cursor>ments.txt .'), 1);
    assert.equal(beside('FROM a AS b\nFROM c\nCOPY --from=<cursor>b /a /b'), 0);
  });
});
