// The way from an old uwsgi.ini to uvicorn, and back: a test, and what pictures are taken of.
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from './host.ts';
import { everything, holds, same } from './on-disk.ts';
import * as person from './person.ts';
import type { Step } from './tour.ts';

/** Makes the folder: the sample of an old set-up as it is. */
export async function prepareMoveTour(folder: string): Promise<void> {
  await cp(join(REPOSITORY, 'test/samples/legacy-uwsgi'), folder, { recursive: true });
}

let before: Readonly<Record<string, string>> = {};

/** The steps, each from where the one before it ended. */
export const MOVE_TOUR: readonly Step[] = [
  {
    title: 'is stopped by code that calls uWSGI, and led to it',
    async walk(page, folder) {
      await writeFile(join(folder, 'shop/jobs.py'), 'import os\n\nimport uwsgi\n');
      await person.runCommand(page, 'Move from uWSGI to uvicorn');
      await person.seeAsked(page, /Which server shall run the application\?/);
      await person.take(page);
      await person.seeMessage(page, /This code calls uWSGI itself/);
      await person.answerMessage(page, 'Show Places');
      await person.seeAsked(page, /shop\/jobs\.py:3/);
      await person.take(page);
      await person.seeTab(page, /jobs/);
      await rm(join(folder, 'shop/jobs.py'));
    },
  },
  {
    title: 'finds the move in the lamp menu of uwsgi.ini',
    async walk(page, folder) {
      before = await everything(folder);
      await person.openFile(page, 'uwsgi.ini');
      await person.chooseQuickFix(page, /Move from uWSGI to uvicorn/);
      await person.seeAsked(page, /Which server shall run the application\?[\s\S]*uvicorn[\s\S]*gunicorn/);
    },
  },
  {
    title: 'sees every line that changes',
    sight: 'move-preview',
    async walk(page) {
      await person.take(page);
      await person.seeAsked(page, /Dockerfile\s*exists/);
      await person.take(page);
      await person.seeAsked(page, /Write \d files[\s\S]*Show Report/);
      await person.seeText(page, /uvicorn/);
    },
  },
  {
    title: 'has the files changed, and reads what became of each option',
    async walk(page, folder) {
      await person.take(page);
      await person.seeMessage(page, /Drydock wrote \d files\./);
      await holds(folder, (all) => (/"uvicorn"/.test(all['Dockerfile'] ?? '') ? undefined : `the Dockerfile is ${all['Dockerfile']}`));
      await person.answerMessage(page, 'Show Report');
      await person.seeTab(page, /From uWSGI to uvicorn/);
    },
  },
  {
    title: 'takes it back, and everything is as it was',
    async walk(page, folder) {
      await person.seeMessage(page, /Drydock wrote \d files\./);
      await person.answerMessage(page, 'Undo');
      await person.seeMessage(page, /Taken back: everything is as it was\./);
      await holds(folder, same(before));
    },
  },
  {
    title: 'is told so where nothing of Daphne is',
    async walk(page) {
      await person.runCommand(page, 'Move from Daphne to uvicorn');
      await person.seeMessage(page, /Nothing of Daphne was found in this workspace/);
    },
  },
];
