// What a person does in the workbench, with keyboard and eyes: each step fails if it does not see what it should.
import type { Locator, Page } from 'playwright-core';

const DEADLINE = 20_000;
const PROBLEMS = '.markers-panel';

/** VS Code draws spaces as no-break spaces; readers should not care. */
async function words(place: Locator): Promise<string> {
  const texts = await place.allInnerTexts();
  return texts.join('\n').replaceAll('\u00a0', ' ');
}

/** Waits until a place shows (or no longer shows) something, and says what it shows if that never comes. */
async function see(page: Page, place: string, wanted: RegExp, shown = true): Promise<void> {
  const end = Date.now() + DEADLINE;
  let text = '';
  do {
    text = await words(page.locator(place));
    if (wanted.test(text) === shown) return;
    await page.waitForTimeout(50);
  } while (Date.now() < end);
  throw new Error(`${place} should ${shown ? '' : 'not '}show ${wanted}; it shows:\n${text || '(nothing)'}`);
}

async function wait(place: Locator, what: string): Promise<void> {
  await place
    .first()
    .waitFor({ timeout: DEADLINE })
    .catch((error: unknown) => {
      throw new Error(`waited in vain for ${what}`, { cause: error });
    });
}

/** Opens a file through quick open and waits until it can be typed into. */
export async function openFile(page: Page, name: string): Promise<void> {
  await wait(page.locator('.explorer-folders-view .monaco-list-row'), 'the explorer');
  await page.keyboard.press('Control+P');
  const box = page.locator('.quick-input-widget input');
  await wait(box, 'quick open');
  await box.fill(name);
  await wait(page.locator('.quick-input-list .monaco-list-row.focused', { hasText: name }), `${name} in quick open`);
  await page.keyboard.press('Enter');
  await wait(page.locator(`.tab.active[data-resource-name="${name}"]`), `the tab of ${name}`);
  await wait(page.locator('.editor-instance .monaco-editor.focused'), 'the caret in the editor');
}

/** Waits until the editor's text matches. */
export function seeText(page: Page, wanted: RegExp, shown = true): Promise<void> {
  return see(page, '.editor-instance .view-lines', wanted, shown);
}

/** Goes to a line and column, both from 1, by Go to Line. */
export async function goTo(page: Page, line: number, column: number): Promise<void> {
  await page.keyboard.press('Control+G');
  const box = page.locator('.quick-input-widget input');
  await wait(box, 'Go to Line');
  await box.fill(`:${line}:${column}`);
  await page.keyboard.press('Enter');
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  await wait(page.locator('.editor-instance .monaco-editor.focused'), 'the caret in the editor');
}

/** Starts a new line below the one the caret is in, and types on it; suggestions may come up. */
export async function typeBelow(page: Page, text: string): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await page.keyboard.type(text, { delay: 20 });
}

/** Squiggles of any severity in the editor. */
const SQUIGGLES = ['error', 'warning', 'info'].map((kind) => `.editor-instance .squiggly-${kind}`).join(', ');

/** Waits for a squiggle in the editor. */
export function seeSquiggle(page: Page): Promise<void> {
  return wait(page.locator(SQUIGGLES), 'a squiggle');
}

/** Gives the editor a moment to draw what the Problems panel lists by then; nothing of that may be in sight. */
export async function letDraw(page: Page): Promise<void> {
  await page
    .locator(SQUIGGLES)
    .first()
    .waitFor({ timeout: 3_000 })
    .catch(() => undefined);
}

/** Opens the Problems panel and waits until it shows something; the caret goes back to the editor. */
export async function seeProblem(page: Page, wanted: RegExp): Promise<void> {
  if (!(await page.locator(PROBLEMS).isVisible())) await page.keyboard.press('Control+Shift+M');
  await wait(page.locator(PROBLEMS), 'the Problems panel');
  await see(page, PROBLEMS, wanted);
  await page.keyboard.press('Control+1');
  await wait(page.locator('.editor-instance .monaco-editor.focused'), 'the caret in the editor');
}

/** Waits until the Problems panel no longer shows something. */
export function seeNoProblem(page: Page, unwanted: RegExp): Promise<void> {
  return see(page, PROBLEMS, unwanted, false);
}

/** Opens the lamp menu at the caret; its first entry must match. */
export async function openQuickFixes(page: Page, wanted: RegExp): Promise<void> {
  const menu = page.locator('.action-widget .monaco-list-row.action');
  // New diagnostics close a menu that is just opening; a person presses again.
  for (let tries = 0; tries < 5 && !(await menu.first().isVisible()); tries++) {
    await page.keyboard.press('Control+.');
    await menu
      .first()
      .waitFor({ timeout: 4_000 })
      .catch(() => undefined);
  }
  await wait(menu, 'the quick fix menu');
  const first = await words(menu.first());
  if (!wanted.test(first)) throw new Error(`the first quick fix should be ${wanted}, it is: ${first}`);
}

/** Opens the lamp menu at the caret and takes the entry that matches. */
export async function chooseQuickFix(page: Page, wanted: RegExp): Promise<void> {
  await openQuickFixes(page, /./);
  await page.locator('.action-widget .monaco-list-row.action', { hasText: wanted }).first().click();
}

/** Shows the hover at the caret and checks what it says. */
export async function hover(page: Page, wanted: RegExp): Promise<void> {
  await page.keyboard.press('Control+K');
  await page.keyboard.press('Control+I');
  await wait(page.locator('.editor-instance .monaco-hover:visible'), 'the hover');
  await see(page, '.editor-instance .monaco-hover', wanted);
}

/** Waits for the suggestions that typing brings up, then opens the explanation of the first, and checks what is offered. */
export async function seeSuggestions(page: Page, wanted: RegExp): Promise<void> {
  await wait(page.locator('.suggest-widget.visible .monaco-list-row'), 'the suggestions');
  await see(page, '.suggest-widget.visible', wanted);
  await page.keyboard.press('Control+Space');
  await see(page, '.suggest-details', /\w+ \w+/);
}

/** Opens the Problems panel and gives the problems time to come; a project without any is no failure. */
export async function showProblems(page: Page): Promise<void> {
  await page.keyboard.press('Control+Shift+M');
  await wait(page.locator(PROBLEMS), 'the Problems panel');
  const rows = page.locator(`${PROBLEMS} .monaco-list-row`);
  await rows
    .first()
    .waitFor({ timeout: 10_000 })
    .catch(() => undefined);
}

/** Closes the notifications that lie over the window. */
export async function closeNotifications(page: Page): Promise<void> {
  for (const button of await page.locator('.notification-toast .codicon-notifications-clear').all()) {
    await button.click({ force: true, timeout: 1000 }).catch(() => undefined);
  }
}

const PICK = '.quick-input-widget';

/** Runs a command by its title in the palette, as one who remembers only some of its words. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await wait(page.locator('.explorer-folders-view .monaco-list-row'), 'the explorer');
  const found = page.locator('.quick-input-list .monaco-list-row.focused', { hasText: title });
  // A palette that was opened before the extension was known does not hold its commands; a person opens it again.
  for (let tries = 0; tries < 5 && !(await found.isVisible()); tries++) {
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await wait(page.locator(`${PICK} input`), 'the palette');
    // One that a message takes the focus from closes again, and cannot be written in.
    const box = page.locator(`${PICK} input[type="text"]`).first();
    const isWritten = await box.fill(`>${title}`, { timeout: 4_000 }).then(
      () => true,
      () => false,
    );
    if (isWritten) await found.waitFor({ timeout: 4_000 }).catch(() => undefined);
  }
  await wait(found, `${title} in the palette`);
  await page.keyboard.press('Enter');
}

/** Waits until the palette asks something (in its title, its placeholder or its list). */
export async function seeAsked(page: Page, wanted: RegExp): Promise<void> {
  const end = Date.now() + DEADLINE;
  let text = '';
  do {
    const hints = await page
      .locator(`${PICK} input[type="text"]`)
      .evaluateAll((all) => all.map((one) => one.getAttribute('placeholder') ?? ''));
    text = `${hints.join('\n')}\n${await words(page.locator(PICK))}`;
    if (wanted.test(text)) return;
    await page.waitForTimeout(50);
  } while (Date.now() < end);
  throw new Error(`the palette should ask ${wanted}; it shows:\n${text}`);
}

/** Takes what the palette has marked. */
export async function take(page: Page): Promise<void> {
  await page.keyboard.press('Enter');
}

/** Takes what the palette has marked, and waits until it asks something else. */
export async function takeAndSeeNext(page: Page): Promise<void> {
  const head = page.locator(`${PICK} .quick-input-title`);
  const before = await words(head);
  await page.keyboard.press('Enter');
  const end = Date.now() + DEADLINE;
  for (;;) {
    const now = await words(head);
    if (now !== '' && now !== before) return;
    if (Date.now() > end) throw new Error(`the palette still asks ${before}`);
    await page.waitForTimeout(50);
  }
}

/** Ticks a row of a list in which several may be chosen. */
export async function tick(page: Page, label: string): Promise<void> {
  await page.locator(`${PICK} .monaco-list-row`, { hasText: label }).first().click();
}

/** Presses a button in the head of the palette, or on a row of its list, by its tooltip. */
export async function pressInPalette(page: Page, tooltip: string): Promise<void> {
  const button = page.locator(`${PICK} [aria-label*="${tooltip}"]`).first();
  const row = page.locator(`${PICK} .monaco-list-row`).filter({ has: page.locator(`[aria-label*="${tooltip}"]`) });
  // Buttons of a row show while the mouse is over it.
  if (await row.count()) await row.first().hover();
  await button.click();
}

const MESSAGES = '.notifications-center';

/** Waits for a message that matches, in the list behind the bell: under a test driver VS Code lets no message pop up. */
export async function seeMessage(page: Page, wanted: RegExp): Promise<void> {
  const list = page.locator(`${MESSAGES}.visible`);
  const end = Date.now() + DEADLINE;
  let text = '';
  do {
    if (!(await list.isVisible())) await page.locator('[id="status.notifications"] a').click();
    text = await words(list);
    if (wanted.test(text)) return;
    await page.waitForTimeout(100);
  } while (Date.now() < end);
  throw new Error(`a message should say ${wanted}; there are:\n${text || '(none)'}`);
}

/** Presses a button of the newest message that has it. */
export async function answerMessage(page: Page, button: string): Promise<void> {
  await page.locator(`${MESSAGES} .monaco-button`, { hasText: button }).first().click();
}

/** Waits until the tab in front has a name. */
export function seeTab(page: Page, wanted: RegExp): Promise<void> {
  return see(page, '.tab.active', wanted);
}

/** Sees that the window is in restricted mode. */
export function seeRestricted(page: Page): Promise<void> {
  return wait(page.locator('[id="status.workspaceTrust"]'), 'the sign of restricted mode');
}
