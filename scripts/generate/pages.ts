import type { Made } from '../generate.ts';

/** Docs that are derived from the register: filled in once there are pages. */
export const generatePages = async (_root: string): Promise<readonly Made[]> => [];
