// One language status item: how the server is, which project it found, how many problems there are. Never a notification.
import { Disposable, LanguageStatusSeverity, languages } from 'vscode';
import { type BaseLanguageClient, type DocumentSelector, State } from 'vscode-languageclient';
import type { Status } from '../../server/src/lsp/protocol.ts';
import { status } from '../../server/src/lsp/protocol.ts';

/** Counts with the right form of the noun: `1 problem`, `3 problems`. */
const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

const detailOf = ({ projects, files }: Status): string => {
  if (files === 0) return 'No file that Drydock knows';
  const named = projects.length <= 2 ? projects.join(', ') : counted(projects.length, 'project');
  return `${named}: ${counted(files, 'file')}`;
};

/** Shows the item for the documents we serve, and keeps it true. */
export const showStatus = (client: BaseLanguageClient, documents: DocumentSelector): Disposable => {
  const item = languages.createLanguageStatusItem('drydock.status', client.protocol2CodeConverter.asDocumentSelector([...documents]));
  item.name = 'Drydock';
  item.command = { command: 'drydock.showLog', title: 'Show Log' };
  const show = (text: string, detail: string, busy: boolean, severity = LanguageStatusSeverity.Information) => {
    item.text = text;
    item.detail = detail;
    item.busy = busy;
    item.severity = severity;
    item.accessibilityInformation = { label: `Drydock: ${text}. ${detail}` };
  };
  const onState = ({ newState }: { readonly newState: State }) => {
    if (newState === State.Starting) show('Starting', 'The server starts', true);
    else if (newState === State.Running) show('Reading', 'The folders are being read', true);
    else show('Stopped', 'The server does not run', false, LanguageStatusSeverity.Error);
  };
  show('Starting', 'The server starts', true);
  return Disposable.from(
    item,
    client.onDidChangeState(onState),
    client.onNotification(status, (now: Status) => {
      const reading = now.state === 'reading';
      show(reading ? 'Reading' : now.problems === 0 ? 'No problems' : counted(now.problems, 'problem'), detailOf(now), reading);
    }),
  );
};
