import { defineRule, fix, insert } from '../rule.ts';

/** `alias` takes the place of the location's text to the letter, so both end with a slash or neither does. */
export default defineRule({
  id: 'project/nginx-alias-slash',
  title: 'A location and its alias end alike',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X33'],
  reads: 'nginx',
  *check({ uri, text, facts }) {
    for (const { locations } of facts.servers) {
      for (const { modifier, path, alias } of locations) {
        // Regular expressions and single files put the alias together in other ways.
        if (!alias || !/^(?:\^~)?$/.test(modifier) || !path.known || !alias.known || alias.text.includes('$')) continue;
        const location = path.text.endsWith('/');
        const folder = alias.text.endsWith('/');
        if (location === folder) continue;
        const word = location ? alias : path;
        const quoted = /["']/.test(text[word.span.to - 1] ?? '');
        const end = word.span.to - (quoted ? 1 : 0);
        yield {
          at: { uri, span: word.span },
          message: location
            ? `The alias takes the place of \`${path.text}\`, so nginx looks for \`${path.text}a.css\` at \`${alias.text}a.css\` and answers 404; end the alias with a slash`
            : `Without a slash at its end the location also takes \`${path.text}../\`, so strangers read what lies beside \`${alias.text}\`; end the location with a slash`,
          severity: location ? 'error' : 'warning',
          related: [{ at: { uri, span: (location ? path : alias).span }, message: 'The other half' }],
          fixes: () => [fix('End it with a slash', location, uri, insert(end, '/'))],
        };
      }
    }
  },
});
