// A served VS Code in a browser of its own: what tests run in and pictures are taken of.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchChromium } from './chromium.ts';
import { closeAtEnd } from './closing.ts';
import { checkBuilt } from './extension.ts';
import { readyHost } from './host.ts';
import { type Occasion, startServer, workbenchAddress } from './server.ts';
import type { Settings } from './settings.ts';

/** How a workbench is opened, beyond what it is opened on. */
export interface Opening extends Occasion {
  readonly extension: string;
  readonly userSettings?: Settings;
  /** The window in CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Device pixels for each CSS pixel. */
  readonly scale?: number;
  /** The folder for VS Code's data; a fresh one, removed at the end, if not given. */
  readonly data?: string;
  /** Receives the extension host's console, noise included. */
  readonly log?: (line: string) => void;
}

/** An open workbench. `done` is the exit code of its test run, and rejects if server or page die before that. */
export interface Workbench {
  readonly url: string;
  readonly page: Page;
  readonly browser: Browser;
  readonly done: Promise<number>;
  close(): Promise<void>;
}

const SIZE = { width: 1280, height: 800 };

/** A folder of our own under the system's temporary folder, removed by the returned close or at the end of the process. */
export async function temporaryFolder(name: string): Promise<{ path: string; close(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), `drydock-${name}-`));
  // Retried, because a dying extension host may still write into it.
  const close = closeAtEnd(() => rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  return { path, close };
}

/** Opens VS Code on a folder with the extension loaded, and closes all of it again if that fails half way. */
export async function openWorkbench(opening: Opening): Promise<Workbench> {
  const closing: (() => Promise<void>)[] = [];
  const close = closeAtEnd(async () => {
    for (const step of closing.reverse()) await step().catch(() => undefined);
  });
  try {
    checkBuilt(opening.extension);
    const host = await readyHost();
    let data = opening.data;
    if (data === undefined) {
      const folder = await temporaryFolder('vscode');
      closing.push(folder.close);
      data = folder.path;
    }
    const server = await startServer(host, opening.extension, data, opening.userSettings);
    closing.push(server.close);
    const browser = await launchChromium(host);
    closing.push(() => browser.close());
    const page = await browser.newPage({ viewport: opening.size ?? SIZE, deviceScaleFactor: opening.scale ?? 1 });

    let finish: (code: number) => void = () => undefined;
    let fail: (error: Error) => void = () => undefined;
    const done = new Promise<number>((resolve, reject) => {
      finish = resolve;
      fail = reject;
    });
    done.catch(() => undefined);
    void server.ended.then((why) => fail(new Error(why)));
    page.once('crash', () => fail(new Error('The page that shows VS Code crashed.')));
    await page.exposeFunction('codeAutomationExit', finish);
    await page.exposeFunction('codeAutomationLog', (_type: string, words: unknown[]) => {
      opening.log?.(words.join(' '));
    });

    const url = workbenchAddress(server, opening);
    await page.goto(url);
    await page.locator('.monaco-workbench').waitFor();
    return { url, page, browser, done, close };
  } catch (error) {
    await close();
    throw error;
  }
}
