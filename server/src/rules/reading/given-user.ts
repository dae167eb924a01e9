// The user that whoever starts a container gives it.
import { memo } from '../../languages/memo.ts';
import type { Project } from '../../project/project.ts';
import type { SourceFile } from '../../text/file.ts';

/** Whether a Compose file gives a service that it builds a user who is not root, or a manifest its containers. */
export const isGivenUser = ({ all }: Project): boolean =>
  all.kubernetes.some(({ parsed }) => givesUser(parsed.file)) ||
  all.compose.some(({ facts }) => facts.services.some(({ build, user }) => build && user && !/^(?:root|0)(?::|$)/.test(user.text)));

const givesUser = memo(({ text }: SourceFile): boolean => /^[^#\n]*\brunAs(?:NonRoot:\s*["']?true|User:\s*["']?[1-9])/m.test(text));
