// One choice that is run for real, in what it differs from the default.
import type { Container } from './container.ts';

export interface Variant {
  readonly name: string;
  readonly flags: readonly string[];
  /** What makes the project, where that is not Django itself. */
  readonly source?: (folder: string, bin: string) => void;
  /** The folder of manage.py. */
  readonly django: string;
  readonly health: string | undefined;
  readonly brotli: boolean;
  /** How the server may end when it is told to. */
  readonly codes: readonly number[];
  readonly environment: Readonly<Record<string, string>>;
  /** Images that are made first: arguments of images.sh. */
  readonly needs: readonly (readonly string[])[];
  /** What stands in the project before, and what the user is told to do afterwards. */
  readonly before?: (folder: string, bin: string) => void;
  readonly after?: (folder: string, bin: string) => void;
  /** The rules that have something to say afterwards, of what is the project's own. */
  readonly leaves?: readonly string[];
  /** What is run once, in a container of its own, before the application starts. */
  readonly release?: readonly string[];
  /** A volume that is thrown away before and after. */
  readonly volume?: string;
  /** Further arguments of `podman run`. */
  readonly options?: readonly string[];
  /** The page that is asked, and how it names a stylesheet; as the made project has them. */
  readonly page?: string;
  readonly named?: RegExp;
  /** Where an upload would be, if not below /media/. */
  readonly uploads?: string;
  /** The host that static files are named with, when another one than ours serves them to browsers. */
  readonly host?: string;
  /** Whether somebody of this machine serves static files; a storage elsewhere does not. */
  readonly serves: boolean;
  /** The port that is asked, when something stands in front; `beside` starts it. */
  readonly front?: number;
  readonly beside?: (made: { readonly folder: string; readonly name: string }) => void;
  /** What only this choice promises. */
  readonly prove?: (app: Container) => void | Promise<void>;
}

/** The default: uvicorn and WhiteNoise. */
export const plain: Variant = {
  name: 'default',
  flags: [],
  django: '',
  health: '/healthz/',
  brotli: true,
  codes: [0],
  environment: {},
  needs: [],
  serves: true,
};
