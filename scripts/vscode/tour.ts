// One walk through Drydock at the keyboard, from a typing error to its cure: a test, and what the pictures are taken of.
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { REPOSITORY } from './host.ts';
import * as person from './person.ts';

/** One step; `sight` names the picture of what is on the screen after it. */
export interface Step {
  readonly title: string;
  readonly sight?: string;
  /** `folder` is the one that is open. */
  walk(page: Page, folder: string): Promise<void>;
}

// Our own text over the sample's: the steps know its lines, and the sample may change.
const TEXT = `[uwsgi]
strict = true
module = shop.wsgi:application
need-app = true
master = true
threads = 2
harakiri = 30
post-buffering = 4096
buffer-size = 16384
http-socket = :8000
static-map = /static/=/app/static/
die-on-term = true
`;
const PROBLEM = /proceses[\s\S]*uwsgi\/unknown-option/;

/** Makes the folder that the tour goes through: the sample project with a uwsgi.ini that has no problem yet. */
export async function prepareTour(folder: string): Promise<void> {
  await cp(join(REPOSITORY, 'test/samples/legacy-uwsgi'), folder, { recursive: true });
  await writeFile(join(folder, 'uwsgi.ini'), TEXT);
}

/** The steps, each from where the one before it ended. */
export const TOUR: readonly Step[] = [
  {
    title: 'opens uwsgi.ini from quick open',
    async walk(page) {
      await person.openFile(page, 'uwsgi.ini');
      await person.seeText(page, /harakiri = 30/);
    },
  },
  {
    title: 'sees a squiggle and a problem after misspelling an option',
    sight: 'problems',
    async walk(page) {
      await person.goTo(page, 5, 1);
      await person.typeBelow(page, 'proceses = 4');
      await person.seeText(page, /proceses = 4/);
      await person.seeSquiggle(page);
      await person.seeProblem(page, PROBLEM);
    },
  },
  {
    title: 'finds the cure first in the lamp menu',
    sight: 'quick-fix',
    async walk(page) {
      await person.goTo(page, 6, 3);
      await person.openQuickFixes(page, /processes/);
    },
  },
  {
    title: 'applies it with Enter, and the problem goes',
    async walk(page) {
      await page.keyboard.press('Enter');
      await person.seeText(page, /processes = 4/);
      await person.seeText(page, /proceses/, false);
      await person.seeNoProblem(page, PROBLEM);
    },
  },
  {
    title: 'reads what an option does',
    sight: 'hover',
    async walk(page) {
      await person.goTo(page, 8, 3);
      await person.hover(page, /harakiri/);
    },
  },
  {
    title: 'is offered the names of options, and their explanation',
    sight: 'completion',
    async walk(page) {
      await page.keyboard.press('Escape');
      await person.typeBelow(page, 'max-re');
      await person.seeSuggestions(page, /max-requests/);
    },
  },
];
