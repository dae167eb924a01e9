import { signatureDockerfile } from './dockerfile/signature.ts';
import type { Place, Signature } from './feature.ts';

/** What may be written at the caret; nothing where there is nothing to say. */
export const signature = (place: Place): Signature | undefined =>
  place.parsed.kind === 'dockerfile' && place.project.config.helps('dockerfile') ? signatureDockerfile(place) : undefined;
