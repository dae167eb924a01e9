// What must not outlive this process: servers, browsers, temporary folders. Closed newest first, also when a signal ends us.

type Close = () => Promise<void>;

const open: Close[] = [];
const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
let listening = false;

/** Closes everything that is still open; one failure does not keep the rest from closing. */
export async function closeAll(): Promise<void> {
  for (let close = open.at(-1); close !== undefined; close = open.at(-1)) {
    await close().catch(() => undefined);
  }
}

function listen(): void {
  if (listening) return;
  listening = true;
  for (const [signal, code] of Object.entries(SIGNALS)) {
    process.once(signal, () => void closeAll().finally(() => process.exit(code)));
  }
}

/** Registers something to close, and returns a close that runs once however often it is called. */
export function closeAtEnd(close: Close): Close {
  listen();
  let closing: Promise<void> | undefined;
  const once = (): Promise<void> => {
    const index = open.indexOf(once);
    if (index >= 0) open.splice(index, 1);
    closing ??= close();
    return closing;
  };
  open.push(once);
  return once;
}
