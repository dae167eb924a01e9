// How an option is taken out of a uwsgi.ini.
import type { IniOption } from '../../languages/uwsgi/facts.ts';
import { type Edit, replace } from '../../text/edit.ts';

/** Removes the option's line with its indent and its line end. */
export const removeOption = (text: string, { line }: IniOption): Edit => {
  const from = text.lastIndexOf('\n', line.from - 1) + 1;
  const feed = text.indexOf('\n', line.to);
  return replace({ from: line.from === 0 ? 0 : from, to: feed < 0 ? text.length : feed + 1 }, '');
};
