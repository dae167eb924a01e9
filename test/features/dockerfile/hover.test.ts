import assert from 'node:assert/strict';
import { hover } from '../../../server/src/features/hover.ts';
import { type Files, hoverAt, placeIn } from '../../support/ask.ts';

const shop: Files = {
  'requirements.txt': '',
  '.env': '',
  '.dockerignore': '.env\n',
  'shop/__init__.py': '',
  'shop/asgi.py': 'application = 1\n',
};
const ask = (marked: string) => placeIn('Dockerfile', marked, shop);
const shown = (marked: string): string => hoverAt(ask(marked));
/** The text the hover is about. */
const about = (marked: string): string => {
  const place = ask(marked);
  const found = hover(place);
  return found ? place.text.slice(found.span.from, found.span.to) : '';
};
const base = 'FROM python:3.12-slim-bookworm\n';

describe('hover in a Dockerfile', () => {
  it('explains instructions, whatever their case', () => {
    assert.match(shown('FR<cursor>OM a'), /\*\*`FROM`\*\*[\s\S]*docs\.docker\.com/);
    assert.match(shown('FROM a\ncm<cursor>d x'), /SIGTERM/);
    assert.match(shown('FROM a\nONBUILD RU<cursor>N x'), /\*\*`RUN`\*\*/);
  });
  it('explains flags and their values', () => {
    assert.match(shown('FROM a\nCOPY --li<cursor>nk a b'), /Since Dockerfile 1\.4/);
    assert.match(shown('FROM a\nRUN --network=no<cursor>ne x'), /No network/);
    assert.equal(shown('FROM a\nCOPY --chmod=07<cursor>77 a b'), '');
  });
  it('explains mounts by the part under the caret', () => {
    const run = 'FROM a\nRUN --mount=type=cache,target=/x,sharing=locked pip';
    const at = (part: string) => run.replace(part, `${part.slice(0, 2)}<cursor>${part.slice(2)}`);
    assert.match(shown(at('mount')), /`RUN --mount`/);
    assert.match(shown(at('cache')), /`type=cache`/);
    assert.match(shown(at('target')), /`target`[\s\S]*`type=cache` · Also `dst`, `destination`/);
    assert.equal(about(at('sharing')), 'sharing');
    assert.equal(about(at('locked')), 'locked');
  });
  it('explains directives and checks', () => {
    assert.match(shown('# syn<cursor>tax=docker/dockerfile:1\nFROM a'), /Names the image that reads/);
    assert.match(shown('# check=skip=JSONArgs<cursor>Recommended;error=true\nFROM a'), /keep signals from the program/);
    assert.match(shown('# check=sk<cursor>ip=all\nFROM a'), /Leaves out checks/);
  });
  it('says what an image is and how long it gets fixes', () => {
    const text = shown('FROM python:3.12-slim-book<cursor>worm AS build');
    assert.match(text, /Python 3\.12, security fixes until 2028-10-31/);
    assert.match(text, /Debian 12 \(bookworm\), security fixes until 2028-06-30/);
    assert.match(shown('FROM python:3.<cursor>9'), /\*\*Python 3\.9 gets no fixes any more\*\*/);
    assert.match(shown('ARG V=3.13\nFROM python:<cursor>${V}-slim'), /Python 3\.13/);
    assert.equal(shown('FROM registry.example.com/<cursor>base:1'), '');
    assert.equal(shown('ARG V\nFROM python:<cursor>${V}-slim'), '');
    assert.match(shown('FROM a\nCOPY --from=ghcr.io/astral-sh/uv:<cursor>0.9 /uv /bin/'), /Holds `\/uv`/);
  });
  it('says what a stage is', () => {
    const stages = 'FROM python:3.12-slim AS build\nWORKDIR /srv\nFROM debian\n';
    assert.match(shown(`${stages}COPY --from=bu<cursor>ild /a /b`), /stage 0[\s\S]*Works in `\/srv`[\s\S]*Python 3\.12/);
    assert.match(shown(`${stages}COPY --from=<cursor>0 /a /b`), /stage 0/);
    assert.match(shown(`${stages}RUN --mount=from=bui<cursor>ld,target=/x y`), /stage 0/);
    assert.match(shown('FROM python:3.12 AS build\nFROM bui<cursor>ld'), /stage 0/);
  });
  it('gives variables the value they have at their place', () => {
    const file = 'ARG V=3.12\nFROM python:${V} AS a\nENV DIR=/srv\nWORKDIR $DIR\nENV DIR=/app\n';
    assert.match(shown(file.replace('${V}', '${<cursor>V}')), /ARG, `3\.12` unless the build says otherwise/);
    assert.match(shown(file.replace('$DIR', '$D<cursor>IR')), /ENV, `\/srv`/);
    assert.match(shown(`${file}WORKDIR \${DI<cursor>R}/x`), /ENV, `\/app`/);
    assert.match(shown(`${file}RUN echo $<cursor>V`), /empty here[\s\S]*`ARG V`/);
    assert.equal(about(`${file}WORKDIR \${DI<cursor>R}/x`), '${DIR');
    assert.equal(shown(`${file}CMD ["echo", "$DI<cursor>R"]`), '', 'nothing is filled in there');
  });
  it('gives them in here-documents too, where somebody fills them in', () => {
    const file = 'FROM a\nENV DIR=/srv\n';
    assert.match(shown(`${file}RUN <<EOF\necho $D<cursor>IR/x\nEOF\n`), /ENV, `\/srv`/);
    assert.match(shown(`${file}RUN <<"EOF"\necho \${D<cursor>IR}/x\nEOF\n`), /ENV, `\/srv`/, 'the shell does it');
    assert.match(shown(`${file}COPY <<EOF /x\n$D<cursor>IR\nEOF\n`), /ENV, `\/srv`/);
    assert.equal(shown(`${file}COPY <<"EOF" /x\n$D<cursor>IR\nEOF\n`), '', 'nobody does');
    assert.equal(shown(`${file}RUN <<EOF\nDIR=/x\necho $D<cursor>IR\nEOF\n`), '', 'the script gives it another value');
  });
  it('explains the variables that matter, and who wins', () => {
    assert.match(shown('FROM a\nENV PYTHONUN<cursor>BUFFERED=1'), /write its output at once/);
    assert.match(shown('FROM a\nENV WEB_CONC<cursor>URRENCY=2'), /\*\*Who wins:\*\* `--workers`/);
    assert.match(shown('FROM a\nENV UVICORN_<cursor>PORT=9000'), /`--port`[\s\S]*Who wins[\s\S]*command line of uvicorn/);
    assert.match(shown('FROM a\nENV UWSGI_HARA<cursor>KIRI=30'), /`harakiri`/);
    assert.match(shown('FROM a\nENV UV_LINK_MODE=co<cursor>py'), /Copies from the cache/);
    assert.match(shown('FROM a\nARG TARGET<cursor>ARCH'), /architecture the image is built for/);
    assert.match(shown('FROM a\nENV GUNICORN_CMD_ARGS="--bi<cursor>nd 0.0.0.0:8000"'), /`--bind`/);
    assert.match(shown('FROM a\nENV OUR_<cursor>OWN=1'), /ENV, `1`$/);
    assert.match(shown('ARG BA<cursor>SE=x\nFROM a'), /ARG, `x` unless/);
    assert.equal(shown('FROM a\nLABEL POR<cursor>T=1'), '');
  });
  it('says when the command overrules a variable', () => {
    const file = (command: string) => `FROM a\nENV WEB_CONC<cursor>URRENCY=2\nCMD ${command}\n`;
    assert.match(shown(file('["gunicorn", "-w", "3", "a"]')), /Does not count here:\*\* the command of gunicorn says `--workers 3`/);
    assert.doesNotMatch(shown(file('["gunicorn", "a"]')), /Does not count/);
  });
  it('says which sources are not there to be copied', () => {
    assert.match(shown('FROM a\nCOPY .e<cursor>nv .'), /Left out by the pattern `\.env` of `\.dockerignore`/);
    assert.match(shown('FROM a\nCOPY nothing.t<cursor>xt .'), /Nothing of that name/);
    assert.match(shown('FROM a\nCOPY require<cursor>ments*.txt .'), /- `requirements\.txt`/);
    assert.equal(shown('FROM a\nCOPY requirements.t<cursor>xt .'), '');
  });
  it('is quiet in comments and on what it does not know', () => {
    assert.equal(shown('# FR<cursor>OM\nFROM a'), '');
    assert.equal(shown('FROM a\nRUN mak<cursor>e'), '');
    assert.equal(shown('FROM a\nUSER ap<cursor>p'), '');
    assert.equal(shown('<cursor>'), '');
  });
});

describe('hover on commands', () => {
  it('explains servers, their options and values', () => {
    assert.match(
      shown(`${base}CMD ["gun<cursor>icorn", "shop.wsgi"]`),
      /Later beats earlier: config file, GUNICORN_CMD_ARGS, command line/,
    );
    const text = shown(`${base}CMD ["gunicorn", "--worker-tmp<cursor>-dir", "/dev/shm"]`);
    assert.match(text, /`--worker-tmp-dir`\*\* · gunicorn[\s\S]*\*\*In a container:\*\*/);
    assert.match(shown(`${base}CMD gunicorn -<cursor>b :8000`), /`--bind`[\s\S]*Also `-b`/);
    assert.match(shown(`${base}CMD uvicorn --ho<cursor>st 0.0.0.0`), /Variable `UVICORN_HOST`[\s\S]*Since 0\.2\.0/);
    assert.match(shown(`${base}CMD uvicorn --ws=web<cursor>sockets`), /`--ws websockets`\*\* · Deprecated since 0\.50\.0/);
    assert.equal(about(`${base}CMD uvicorn --ws=web<cursor>sockets`), 'websockets');
    assert.equal(about(`${base}CMD uvicorn --w<cursor>s=websockets`), '--ws');
    assert.match(shown(`${base}CMD uvicorn shop.as<cursor>gi:application`), /shop\/asgi\.py/);
    assert.match(shown(`${base}CMD ["sh", "-c", "exec gunicorn --prel<cursor>oad"]`), /`--preload`/);
    assert.match(shown(`${base}CMD uwsgi --hara<cursor>kiri 30`), /`harakiri`/);
    assert.match(shown(`${base}HEALTHCHECK CMD python manage.py ch<cursor>eck`), /manage\.py check/);
  });
  it('explains collectstatic and other commands', () => {
    assert.match(shown(`${base}RUN python manage.py collect<cursor>static --noinput`), /`manage\.py collectstatic`/);
    assert.match(shown(`${base}RUN python manage.py collectstatic --no<cursor>input`), /`--noinput`/);
    assert.match(shown(`${base}RUN uv sy<cursor>nc --locked`), /`uv sync`/);
    assert.match(shown(`${base}RUN uv ru<cursor>n gunicorn`), /`uv run`/);
    assert.match(shown(`${base}RUN <<EOF\npip install --no-cache<cursor>-dir x\nEOF\n`), /`--no-cache-dir`/);
  });
  it('explains packages', () => {
    assert.match(shown(`${base}RUN apt-get install -y libpq-<cursor>dev`), /Debian 12 \(bookworm\) has it/);
    assert.match(shown(`${base}RUN apt-get install -y libgl1-mesa-<cursor>glx`), /Debian 13 \(trixie\) does not have it/);
    assert.match(shown(`${base}RUN pip install psy<cursor>copg2==2.9.9`), /always built from source[\s\S]*`libpq-dev`/);
    assert.equal(shown(`${base}RUN pip install djan<cursor>go`), '');
  });
});

describe('hover beside an extension for Dockerfiles', () => {
  const beside = (marked: string): string =>
    hoverAt(placeIn('Dockerfile', marked, shop, { neighbours: [{ reports: [], helps: ['dockerfile'] }] }));
  it('says only what it cannot know', () => {
    assert.equal(beside('FR<cursor>OM a'), '');
    assert.equal(beside('FROM a\nCOPY --fr<cursor>om=x a b'), '');
    assert.match(beside('FROM a\nCOPY --li<cursor>nk a b'), /`COPY --link`/);
    assert.match(beside('FROM python:3<cursor>.12'), /Python 3\.12/);
    assert.match(beside('FROM a\nENV PYTHONUN<cursor>BUFFERED=1'), /at once/);
  });
});
