import type { Step } from '../../languages/dockerfile/facts.ts';
import { wordsFromElsewhere } from '../../languages/dockerfile/minds.ts';
import { imageOf } from '../reading/dockerfile/image.ts';
import { wantsOther } from '../reading/dockerfile/shipped.ts';
import { type SystemPackage, systemPackages } from '../reading/dockerfile/system-packages.ts';
import { withoutWords } from '../reading/dockerfile/words.ts';
import { listed, quoted } from '../reading/listed.ts';
import { defineRule, fix } from '../rule.ts';

/** Parts of a Python that the official image has already, for its own. */
const parts =
  /^(?:python3?|python3?-(?:dev|pip|venv|setuptools|wheel|distutils|minimal|virtualenv|full)|libpython3-dev|python-is-python3|py3-(?:pip|setuptools|wheel))$/;
const packages: Readonly<Record<'debian' | 'alpine', RegExp>> = { debian: /^python3?-[a-z]/, alpine: /^py3-/ };
/** Packages of distributions with another name on PyPI. */
const onIndex: Readonly<Record<string, string>> = {
  psycopg2: 'psycopg2-binary',
  magic: 'python-magic',
  yaml: 'PyYAML',
  pil: 'Pillow',
  mysqldb: 'mysqlclient',
  ldap: 'python-ldap',
  xmlsec: 'xmlsec',
  gdal: 'GDAL',
  memcache: 'python-memcached',
  dateutil: 'python-dateutil',
  jwt: 'PyJWT',
  openssl: 'pyOpenSSL',
};

/** The Python of the distribution and the one of the official image share nothing. */
export default defineRule({
  id: 'dockerfile/distro-python-packages',
  title: 'Python packages are installed for the Python that runs',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['R28'],
  reads: 'dockerfile',
  by: 'build',
  words: /apt|apk|dnf|yum/,
  minds: wordsFromElsewhere,
  *check(subject) {
    const { uri, text, facts } = subject;
    // Somebody may want the other one.
    if (wantsOther(subject)) return;
    for (const stage of facts.stages) {
      const image = imageOf(subject, stage);
      const family = image?.family;
      if (image?.kind !== 'python' || (family !== 'debian' && family !== 'alpine')) continue;
      const byStep = new Map<Step, SystemPackage[]>();
      for (const one of systemPackages(stage)) {
        if (!one.removed && (parts.test(one.name) || packages[family].test(one.name)))
          byStep.set(one.run.step, [...(byStep.get(one.run.step) ?? []), one]);
      }
      for (const found of byStep.values()) {
        const [first] = found;
        if (!first) continue;
        const whole = found.filter(({ name }) => !parts.test(name));
        const names = (whole.length > 0 ? whole : found).map(({ name }) => name);
        const wanted = whole.map(({ name }) => name.replace(/^(?:python3?|py3)-/, '')).map((name) => onIndex[name] ?? name);
        yield {
          at: { uri, span: (whole[0] ?? first).span },
          message:
            whole.length > 0
              ? `${listed(quoted(names), 4, 3)} ${names.length > 1 ? 'are' : 'is'} for a second Python, Debian's or Alpine's own, and the one in \`/usr/local\` that the application runs does not see ${names.length > 1 ? 'them' : 'it'}; install ${listed(quoted(wanted), 4, 3)} with pip`
              : `${listed(quoted(names), 4, 3)} ${names.length > 1 ? 'bring' : 'brings'} a second Python that the application never runs, for this image has its own in \`/usr/local\`, with pip and headers; leave ${names.length > 1 ? 'them' : 'it'} out`,
          fixes: () => {
            const out = found.filter(({ name, span }) => parts.test(name) && text.slice(span.from, span.to) === name);
            const [one] = out;
            // An apt-get install without a name makes no sense.
            const left = one ? (one.run.installation?.packages.length ?? 0) > out.filter(({ run }) => run === one.run).length : false;
            return left
              ? [
                  fix(
                    `Leave ${listed(out.map(({ name }) => name))} out`,
                    false,
                    uri,
                    ...out.map(({ span, run }) => withoutWords(text, run.step.instruction, span)),
                  ),
                ]
              : [];
          },
        };
      }
    }
  },
});
