import { defineRule, fix, replace } from '../rule.ts';

const shape = /^(?:(?:(\[[^\]]*\]|[^:]*):)?(\d+(?:-\d+)?)?:)?(\d+)(?:-(\d+))?(?:\/(\w+))?$/;

/** EXPOSE names ports of the container; who reaches them from outside is decided when it is started. */
export default defineRule({
  id: 'dockerfile/expose-format',
  title: 'EXPOSE names ports of the container',
  severity: 'warning',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['ExposeInvalidFormat', 'DL3011', 'ExposeProtoCasing'],
  neighbours: ['buildkit ExposeInvalidFormat'],
  reads: 'dockerfile',
  by: 'stage',
  words: /expose/i,
  minds: /^\s*expose\b/i,
  *check({ uri, text, facts }) {
    for (const { exposes } of facts.stages) {
      for (const value of exposes) {
        const match = value.known ? shape.exec(value.text) : undefined;
        if (!match) continue;
        const [, ip, host, port = '', last, protocol] = match;
        const at = { uri, span: value.span };
        const literal = text.slice(value.span.from, value.span.to) === value.text;
        if (ip !== undefined || host !== undefined || value.text.includes(':')) {
          const right = `${port}${last ? `-${last}` : ''}${protocol ? `/${protocol}` : ''}`;
          yield {
            at,
            message: `EXPOSE publishes nothing, so \`${value.text}\` maps no port of the host, and Docker is going to refuse it; write \`${right}\`, and map it where the container is started (\`docker run -p\`, \`ports:\` of Compose)`,
            fixes: () => (literal ? [fix(`Write \`${right}\``, true, uri, replace(value.span, right))] : []),
          };
        } else if (Number(port) > 65_535 || Number(last ?? 0) > 65_535) {
          yield {
            at,
            message: `There is no port \`${value.text}\`: they end at 65535, and the build ends here; correct it`,
            severity: 'error',
            neighbours: ['hadolint DL3011'],
          };
        } else if (protocol && protocol !== protocol.toLowerCase()) {
          const right = value.text.toLowerCase();
          yield {
            at,
            message: `Protocols are written in small letters; write \`${right}\``,
            severity: 'hint',
            neighbours: ['buildkit ExposeProtoCasing'],
            fixes: () => (literal ? [fix(`Write \`${right}\``, true, uri, replace(value.span, right))] : []),
          };
        }
      }
    }
  },
});
