// Files to measure on, made up in the proportions of real ones. The same length gives the same text in every run.
import { chance } from './numbers.ts';

/** A file to edit, what is typed into it, and where completion and hover are asked for. */
export interface Sample {
  readonly name: string;
  readonly language: string;
  readonly text: string;
  /** Lines that a person types, character by character, below the lines of `places`. */
  readonly typed: readonly string[];
  /** Lines (from 0) behind which a new one may be typed. */
  readonly places: readonly number[];
  /** What stands at the start of a line when completion is asked for. */
  readonly begun: readonly string[];
  /** The other files of its project, by path. */
  readonly beside?: Readonly<Record<string, string>>;
}

export type Dice = () => number;
export const pick = <T>(dice: Dice, list: readonly [T, ...T[]]): T => list[Math.floor(dice() * list.length)] ?? list[0];
export const number = (dice: Dice, most: number): number => 1 + Math.floor(dice() * most);

const head = `# Configuration of the shop, read by the container's entry point.
[uwsgi]
strict = true
set-placeholder = project=shop
set-placeholder = base=/app
chdir = %(base)
module = %(project).wsgi:application
master = true
processes = 4
threads = 2
enable-threads = true
http-socket = :8000
die-on-term = true
need-app = true
vacuum = true
harakiri = 30
post-buffering = 4096
buffer-size = 16384
log-format = %(addr) [%(ltime)] "%(method) %(uri) %(proto)" %(status) %(size) "%(referer)" %(msecs)ms
disable-logging = true
log-5xx = true
static-map = /static/=%(base)/static/
`.split('\n');

export const word = (dice: Dice): string =>
  pick(dice, ['orders', 'basket', 'search', 'invoices', 'media', 'admin', 'reports', 'accounts', 'stock', 'mail']);

/** A few lines that belong together, as they stand in real files. */
const group = (dice: Dice, i: number): readonly string[] => {
  const name = word(dice);
  const kinds: readonly [() => string[], ...(() => string[])[]] = [
    () => [
      `# ${name}: files that the web server would serve elsewhere`,
      `static-map = /${name}-${i}/=%(base)/public/${name}/`,
      `static-map = /files/${i}/=%(shared)/${name}/`,
      `static-expires = /app/static/.*\\.${pick(dice, ['css', 'js', 'png'])} ${number(dice, 99)}00`,
      `mimefile = /etc/mime-${name}.types`,
    ],
    () => [`env = SHOP_${name.toUpperCase()}_${i}=$(HOST)-${number(dice, 500)}`, `env = SHOP_HOME_${i}=%(base)/${name}`],
    () => [
      `set-placeholder = ${name}-${i}=%(base)/var/${name}`,
      `touch-reload = %(${name}-${i})/reload`,
      `spooler = %(${name}-${i})/spool`,
    ],
    () => [
      `if-env = SHOP_${name.toUpperCase()}`,
      `route = ^/${name}/${i}/(.*) log:$1 of %(project)`,
      `attach-daemon = run-${name} $(ARGS)`,
      'endif =',
    ],
    () => ['for = a b c', `static-map = /${name}/%(_)-${i}/=/srv/%(_)/`, 'endfor ='],
    () => [`cron2 = minute=${number(dice, 59)},unique=1 python manage.py clear_${name}`, `mule = shop.mules:${name}_${i}`],
    () => [
      '; --------------------------------------------------',
      `;   ${name}`,
      `;   changed by hand, see the notes of ${2000 + number(dice, 25)}`,
      '',
    ],
    () => [
      `route-host = ^${name}\\.example\\.org$ addheader:X-Part: ${i}`,
      `add-header = X-${name}-${i}: %h`,
      `logger = ${name}${i} file:/dev/stderr`,
    ],
    () => [`import = shop.start.${name}`, `python-path = %d${name}/lib`, `py-call-osafterfork = true`],
  ];
  const findings: readonly [string, ...string[]] = [
    `harakri = ${number(dice, 60)}`,
    `env = PORT_${i}=80${number(dice, 99)} ; the port`,
    `socket-timeout = ${number(dice, 60)}s`,
    `python-path = "${name}"`,
    `add-header = X-Total: %(nothing-${i})`,
  ];
  // One finding in about sixty lines, the first ones near the top.
  return [...pick(dice, kinds)(), ...(i % 18 === 3 ? [pick(dice, findings)] : []), ...(dice() < 0.4 ? [''] : [])];
};

/** A uwsgi.ini of exactly this many lines: nine tenths in the section that uWSGI reads, the rest in sections that others include. */
export const uwsgiSample = (lines: number): Sample => {
  const dice = chance(lines);
  const out = [...head.slice(0, -1), 'set-placeholder = shared=/app/shared', ''];
  let sections = 0;
  for (let i = 0; out.length < lines; i++) {
    if (out.length > lines * 0.9 && sections++ % 25 === 0) out.push(`[${word(dice)}-${i}]`);
    out.push(...group(dice, i));
  }
  out.length = lines;
  const text = `${out.join('\n')}\n`;
  return {
    name: 'uwsgi.ini',
    language: 'uwsgi',
    text,
    typed: [
      'harakiri-graceful-timeout = 20',
      'static-map = /downloads=%(base)/downloads',
      'max-worker-lifetime = 3600 ; an hour',
      'env = LANG=C.UTF-8',
      '# what follows is for the night',
      'reload-mercy = 8',
      'route-uri = ^/old/(.*) redirect:/new/$1',
    ],
    places: placesIn(out, dice, (line) => /^[a-z].*= ?\S/.test(line) && !line.endsWith('%')),
    begun: ['', 'har', 'static-', 'processes = ', 'enable-threads = ', 'touch-reload = %('],
  };
};

/** A Dockerfile of exactly this many lines, in the style that large generated ones have. */
export const dockerfileSample = (lines: number): Sample => {
  const dice = chance(lines);
  const out = ['# syntax=docker/dockerfile:1', 'ARG PYTHON=3.13', 'FROM python:${PYTHON}-slim-trixie AS base', 'WORKDIR /app', ''];
  for (let i = 0; out.length < lines; i++) {
    const name = word(dice);
    const kinds: readonly [() => string[], ...(() => string[])[]] = [
      () => [`# ${name}`, `ENV SHOP_${name.toUpperCase()}_${i}=${number(dice, 500)} \\`, `    PART_${i}=\${PYTHON}`, ''],
      () => [
        'RUN apt-get update \\',
        ` && apt-get install -y --no-install-recommends lib${name} \\`,
        ' && rm -rf /var/lib/apt/lists/*',
        '',
      ],
      () => [`COPY --chown=app:app ${name} /app/${name}-${i}`, `RUN python -m compileall /app/${name}-${i}`],
      () => [
        `COPY requirements/${name}.txt requirements/`,
        'RUN --mount=type=cache,target=/root/.cache/pip \\',
        `    python -m venv /opt/${name} \\`,
        ` && /opt/${name}/bin/pip install -r requirements/${name}.txt gunicorn==23.0.0`,
      ],
      () => [
        'RUN SECRET_KEY=only-for-this python manage.py collectstatic --noinput',
        'USER app',
        `CMD ["gunicorn", "shop.wsgi:application", "--bind", "0.0.0.0:${8000 + i}", "--workers", "${number(dice, 9)}"]`,
        '',
      ],
      () => [`LABEL org.example.${name}.${i}="${number(dice, 500)}"`, `EXPOSE ${8000 + i}`],
      () => ['', `FROM base AS ${name}-${i}`, `ARG ${name.toUpperCase()}=1`, `RUN echo "$${name.toUpperCase()}" > /${name}`],
    ];
    out.push(
      ...pick(dice, kinds)(),
      ...(dice() < 0.05 ? [pick(dice, ['MAINTAINER nobody', `run echo ${i}`, `EXPOSE many`, `COPY ${name}`])] : []),
    );
  }
  out.length = lines;
  const text = `${out.join('\n')}\n`;
  return {
    name: 'Dockerfile',
    language: 'dockerfile',
    text,
    typed: [
      'HEALTHCHECK --interval=30s CMD curl -f localhost',
      'ENV DJANGO_SETTINGS_MODULE=shop.settings',
      'COPY --from=base /app/static /static',
      'STOPSIGNAL SIGTERM',
      '# what follows is for the night',
      'RUN python manage.py collectstatic --noinput',
    ],
    places: placesIn(out, dice, (line) => /^[A-Z]+ .*[^\\]$/.test(line)),
    begun: ['', 'HEA', 'EXP', 'COPY --', 'FROM ', 'STOPSIGNAL '],
  };
};

/** Some lines that fit, from all parts of the file, in no order. */
export const placesIn = (lines: readonly string[], dice: Dice, fits: (line: string) => boolean): readonly number[] => {
  const all = lines.flatMap((line, i) => (i > 3 && fits(line) ? [i] : []));
  return Array.from({ length: 64 }, () => all[Math.floor(dice() * all.length)] ?? 0);
};
