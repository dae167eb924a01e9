// Which names and values look like secrets, and which only sound like it.

const secret =
  /(?:^|_)(?:SECRETS?|SECRET_?KEY|PASSWORDS?|PASSWD|PASSPHRASE|PASS|PWD|TOKEN|API_?KEY|APIKEY|ACCESS_KEY|ACCESS_KEY_ID|PRIVATE_KEY|SIGNING_KEY|ENCRYPTION_KEY|CREDENTIALS?|AUTH_?KEY|SSH_KEY)$|^(?:SECRET|PASSWORD|TOKEN)_(?:KEY|VALUE)$/i;
/** Names that end like secrets and are none: where one lies, how one is checked, what is public. */
const harmless =
  /PUBLIC|_(?:URL|FILE|PATH|DIR|NAME|HEADER|PREFIX|FIELD|MODEL|AGE|TTL|LIFETIME|EXPIRY|ALGORITHM|HASHERS?|VALIDATORS?)$|^(?:PWD|OLDPWD|GPG_KEY)$|CSRF|BYPASS|COMPASS/i;

/** Whether a variable of that name holds a secret: `SECRET_KEY`, `DB_PASSWORD`; not `AUTH_USER_MODEL`, `DB_PASSWORD_FILE`. */
export const isSecretName = (name: string): boolean => secret.test(name) && !harmless.test(name);

const placeholder =
  /^(?:x+|-+|\.+|\*+|0+|1+|123\d*|abc\w*|foo|bar|baz|no|yes|off|on|nil|n\/?a|disabled|undefined|none|null|false|true|default\w*|dummy|fake|test|testing|tests|dev|local|secret|secrets?|password|pass|passwd|pwd|admin|root|user|guest|postgres|mysql|redis|rabbitmq|django|app|key|token|todo|tbd|unset|empty|build|ci|example|sample|demo|changeit|temp|tmp|letmein|insecure|unsafe|whatever|anything|nothing|placeholder|notsecret|unused|db|web)$/i;
const spoken =
  /dummy|change[-_ ]?me|change[-_ ]?this|replace[-_ ]?(?:me|this)|place[-_ ]?holder|not[-_ ]?(?:a[-_ ]?)?(?:so[-_ ]?)?(?:secret|used|real|important)|only[-_ ]?for|for[-_ ](?:the[-_ ])?build|build[-_ ]?(?:only|time)|collect[-_ ]?static|insecure|unsafe|fake|example|sample|default|your[-_ ]|tu_|super[-_ ]?secret|top[-_ ]?secret|my[-_ ]?secret|not[-_ ]needed|throw[-_ ]?away|temporary|bad[-_ ]?key|lorem|asdf|qwert|<[^>]*>|\{\{|\bxxx/i;

/** Whether a value is only there for something to be there. */
export const isPlaceholder = (value: string): boolean => value.trim() === '' || placeholder.test(value.trim()) || spoken.test(value);

/** Tokens that tell by their form what they are. */
const tokens: readonly (readonly [RegExp, string])[] = [
  [/\bAKIA[0-9A-Z]{16}\b/, 'an access key of AWS'],
  [/\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_[A-Za-z0-9_]{60,}\b/, 'a token of GitHub'],
  [/\bglpat-[A-Za-z0-9_-]{20,}/, 'a token of GitLab'],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}/, 'a token of Slack'],
  [/\bsk_live_[A-Za-z0-9]{16,}|\brk_live_[A-Za-z0-9]{16,}/, 'a key of Stripe'],
  [/\bAIza[0-9A-Za-z_-]{35}\b/, 'an API key of Google'],
  [/\bpypi-AgE[A-Za-z0-9_-]{50,}/, 'a token of PyPI'],
  [/\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}/, 'a key of SendGrid'],
  [/-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----/, 'a private key'],
];

/** What every token has in it, for texts are many and tokens few. */
const mayBeToken = /AKIA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|[sr]k_live_|AIza|pypi-AgE|SG\.|PRIVATE KEY/;

/** What every text has in it that holds such a token, or an address with a password. */
export const tells = new RegExp(`${mayBeToken.source}|://`);

/** What a text holds that is a secret by its form; nothing when there is none. */
export const tokenIn = (text: string): { readonly what: string; readonly from: number; readonly to: number } | undefined => {
  if (!mayBeToken.test(text)) return undefined;
  for (const [form, what] of tokens) {
    const match = form.exec(text);
    if (match) return { what, from: match.index, to: match.index + match[0].length };
  }
  return undefined;
};

/** The password, or the token that stands for both, in an address such as `postgres://user:password@host/name`. */
export const passwordIn = (
  text: string,
): { readonly user: string; readonly password: string; readonly from: number; readonly to: number } | undefined => {
  if (!text.includes('://')) return undefined;
  const match = /\b[a-z][\w+.-]*:\/\/([^\s/@:'"]*)(?::([^\s/@'"]*))?@[^\s@'"]/i.exec(text);
  if (!match) return undefined;
  const [whole, user = '', password] = match;
  const start = match.index + whole.indexOf('://') + 3;
  if (password !== undefined) {
    const from = start + user.length + 1;
    return { user, password, from, to: from + password.length };
  }
  // A token alone: `https://ghp_…@github.com`.
  return /^[A-Za-z0-9_-]{20,}$/.test(user) ? { user: '', password: user, from: start, to: start + user.length } : undefined;
};
