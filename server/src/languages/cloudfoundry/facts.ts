// The applications of a Cloud Foundry manifest (https://docs.cloudfoundry.org/devguide/deploy-apps/manifest-attributes.html).
import type { Node } from 'yaml';
import { type Launch, launch } from '../../commands/launch.ts';
import type { Argument } from '../../commands/resolve.ts';
import { type GivenCommand, lineCommand } from '../../commands/start.ts';
import type { Span } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { Parsed } from '../language.ts';
import { entriesOf, itemsOf, type Template, wordOf, type YamlDocument, type YamlEntry } from '../yaml.ts';

export interface CfProcess {
  /** `web` for the application itself. */
  readonly type: string;
  /** A line for a shell; the platform sets PORT. */
  readonly command: GivenCommand | undefined;
  readonly launch: Launch | undefined;
  readonly instances: Argument | undefined;
  readonly health: { readonly type: Argument | undefined; readonly endpoint: Argument | undefined };
  readonly span: Span;
}

export interface CfApplication {
  readonly name: Argument | undefined;
  readonly environment: readonly {
    readonly name: string;
    readonly nameSpan: Span;
    readonly value: Argument | undefined;
    readonly span: Span;
  }[];
  readonly processes: readonly CfProcess[];
  readonly image: Argument | undefined;
  readonly path: Argument | undefined;
  readonly span: Span;
}

export interface CloudfoundryFacts {
  readonly uri: Uri;
  readonly template: Template | undefined;
  readonly applications: readonly CfApplication[];
}

/** Tree to facts. Never throws. */
export const facts = ({ file, tree }: Parsed<'cloudfoundry'>): CloudfoundryFacts => ({
  uri: file.uri,
  template: tree.template,
  applications: tree.documents.flatMap((document) =>
    (itemsOf(document, entriesOf(document, document.root).get('applications')?.value) ?? []).map((item) => applicationOf(document, item)),
  ),
});

const valueIn = (document: YamlDocument, node: Node | undefined): Argument | undefined => {
  const word = wordOf(document, node);
  return word && { text: word.text, known: !word.text.includes('(('), span: word.span };
};

const applicationOf = (document: YamlDocument, item: Node): CfApplication => {
  const entries = entriesOf(document, item);
  const [first] = entries.values();
  const span = { from: first?.span.from ?? 0, to: [...entries.values()].at(-1)?.span.to ?? 0 };
  const at = (key: string): Argument | undefined => valueIn(document, entries.get(key)?.value);
  const docker = entriesOf(document, entries.get('docker')?.value);
  const more = (itemsOf(document, entries.get('processes')?.value) ?? []).map((one) => entriesOf(document, one));
  return {
    name: at('name'),
    environment: [...entriesOf(document, entries.get('env')?.value).values()].map(({ key, keySpan, value, span: place }) => ({
      name: key,
      nameSpan: keySpan,
      value: valueIn(document, value),
      span: place,
    })),
    processes: [
      processOf(document, 'web', entries, span),
      ...more.map((one) => processOf(document, valueIn(document, one.get('type')?.value)?.text ?? '', one, span)),
    ].filter(({ command, type }, i) => command !== undefined || (i === 0 && type === 'web')),
    image: valueIn(document, docker.get('image')?.value),
    path: at('path'),
    span,
  };
};

const processOf = (document: YamlDocument, type: string, entries: ReadonlyMap<string, YamlEntry>, span: Span): CfProcess => {
  const entry = entries.get('command');
  const word = wordOf(document, entry?.value);
  const command =
    word && word.text !== 'null'
      ? lineCommand({ ...word, source: word.source, known: !word.text.includes('((') }, entry?.span ?? span)
      : undefined;
  const shell = (text: string): Argument => ({ text, known: true, span: word?.span ?? span });
  return {
    type,
    command,
    launch:
      command && launch([shell('sh'), shell('-c'), shell(command.line)], { lookup: () => undefined, lines: [command], span: command.span }),
    instances: valueIn(document, entries.get('instances')?.value),
    health: {
      type: valueIn(document, entries.get('health-check-type')?.value),
      endpoint: valueIn(document, entries.get('health-check-http-endpoint')?.value),
    },
    span,
  };
};
