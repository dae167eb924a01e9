// Which of our rules say what Django says by itself: ids of its checks, and steps that end in an exception.
// A rule author adds a row; the oracle then demands that rule and Django speak in the same cases.

/**
 * What Django says in a case: an id such as `security.W004`, or a step and the exception it ends in, such as
 * `collectstatic:ImproperlyConfigured`. The steps are `setup`, `checks` and `collectstatic` (a dry run).
 */
export type Said = string;

/** Cases in which only one of the two speaks, and why that is right. */
export interface Deviation {
  readonly only: 'rule' | 'django';
  /** The fault, by name; any when absent. */
  readonly fault?: string;
  /** The lines of Django; any when absent. */
  readonly lines?: readonly string[];
  readonly reason: string;
}

/** One rule and what Django says in its place. */
export interface Row {
  readonly rule: string;
  /** Any of these is the same statement. */
  readonly says: readonly Said[];
  /** The lines of Django that say it; all when absent. On others nothing is compared. */
  readonly lines?: readonly string[];
  readonly deviations?: readonly Deviation[];
}

const weakKeys: readonly Deviation[] = ['key short', 'key insecure', 'key of one letter'].map((fault) => ({
  only: 'django',
  fault,
  reason: 'a key in the code is a finding of its own, whatever it is like',
}));

export const mapping: readonly Row[] = [
  { rule: 'settings/storages-without-staticfiles', says: ['staticfiles.E005'], lines: ['5.2', '6.1'] },
  { rule: 'settings/debug-enabled', says: ['security.W018'] },
  { rule: 'settings/allowed-hosts-empty', says: ['security.W020'] },
  { rule: 'settings/csrf-origin-scheme', says: ['4_0.E001'], lines: ['4.2', '5.2', '6.1'] },
  { rule: 'settings/static-url-slash', says: ['urls.E006'] },
  { rule: 'settings/staticfiles-dirs-form', says: ['staticfiles.E001', 'checks:TypeError'] },
  { rule: 'settings/staticfiles-prefix-slash', says: ['staticfiles.E003'] },
  {
    rule: 'settings/staticfiles-dir-missing',
    says: ['staticfiles.W004'],
    lines: ['4.2', '5.2', '6.1'],
    deviations: [
      { only: 'django', fault: 'source that a build makes', reason: 'a tool of the front end may fill it before files are collected' },
    ],
  },
  {
    rule: 'settings/staticfiles-dir-missing',
    says: ['collectstatic:FileNotFoundError'],
    lines: ['3.2'],
    deviations: [
      { only: 'django', fault: 'sources a string', reason: 'no folder is missing: the letters of a text are taken for folders' },
      { only: 'django', fault: 'source that a build makes', reason: 'a tool of the front end may fill it before files are collected' },
    ],
  },
  {
    rule: 'settings/static-root-overlaps-sources',
    says: ['staticfiles.E002'],
    deviations: [
      { only: 'rule', fault: 'static root below a source', reason: 'Django compares for equality; each run collects the one before' },
      { only: 'rule', fault: 'source below the static root', reason: 'Django compares for equality; --clear deletes the source' },
    ],
  },
  // Three rules share the check of the key: each says what is to be done in its case.
  {
    rule: 'settings/secret-key-in-code',
    says: ['security.W009'],
    deviations: [{ only: 'django', fault: 'key missing', reason: 'another rule says that there is none' }],
  },
  {
    rule: 'settings/secret-key-missing',
    says: ['security.W009'],
    deviations: weakKeys,
  },
  {
    rule: 'settings/secret-key-weak',
    says: ['security.W009', 'security.W025'],
    deviations: [...weakKeys, { only: 'django', fault: 'key missing', reason: 'another rule says that there is none' }],
  },
  { rule: 'settings/daphne-late', says: ['daphne.E001'], lines: ['6.1'] },
  { rule: 'settings/application-missing', says: ['checks:ModuleNotFoundError'] },
  {
    rule: 'settings/insecure-cookies',
    says: ['security.W010', 'security.W011', 'security.W012', 'security.W013', 'security.W014', 'security.W015', 'security.W016'],
  },
  {
    rule: 'settings/hsts-half-set',
    says: ['security.W004', 'security.W005', 'security.W021'],
    deviations: [
      {
        only: 'django',
        fault: 'hsts without preload',
        reason: 'to be preloaded is a decision for the whole domain, right for few; Django asks everybody for it',
      },
    ],
  },
  {
    rule: 'settings/value-outside-choices',
    says: ['security.E023', 'security.E024', 'security.W019'],
    deviations: [
      { only: 'django', fault: 'frames of the same origin', reason: 'a site that frames itself needs SAMEORIGIN; Django wants DENY' },
      { only: 'rule', fault: 'cookie of no site', reason: 'Django looks at the word when it sends a cookie, and no check does' },
    ],
  },
  { rule: 'settings/cache-in-served-folder', says: ['caches.W002'] },
  { rule: 'settings/development-mail-backend', says: ['mail.E001'], lines: ['6.1'] },
];
