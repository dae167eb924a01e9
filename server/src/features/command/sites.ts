// The site at a caret, by the kind of file.
import type { Parsed } from '../../languages/language.ts';
import type { Place } from '../feature.ts';
import type { Site } from './site.ts';
import { composeSite } from './sites/compose.ts';
import { dotenvSite } from './sites/dotenv.ts';
import { kubernetesSite } from './sites/kubernetes.ts';
import { procfileSite } from './sites/procfile.ts';
import { sectionsSite } from './sites/sections.ts';
import { shellFileSite } from './sites/shell.ts';

/** What of a command or of its environment is at the caret; nothing in files that start nothing, and in templates. */
export const siteAt = ({ parsed, offset }: Place): Site | undefined => {
  switch (parsed.kind) {
    case 'compose':
      return composeSite(parsed as Parsed<'compose'>, offset);
    case 'kubernetes':
      return kubernetesSite(parsed as Parsed<'kubernetes'>, offset);
    case 'shell':
      return shellFileSite(parsed as Parsed<'shell'>, offset);
    case 'procfile':
      return procfileSite(parsed as Parsed<'procfile'>, offset);
    case 'supervisord':
    case 'systemd':
      return sectionsSite(parsed as Parsed<'supervisord' | 'systemd'>, offset);
    case 'dotenv':
      return dotenvSite(parsed as Parsed<'dotenv'>, offset);
    default:
      return undefined;
  }
};
