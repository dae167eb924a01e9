// Environments for the programs we start: an outer `npm test` and an outer VS Code both leave variables that would mislead them.

const NPM_SETTINGS_TO_KEEP = new Set(
  [
    'registry cafile ca cert key strict_ssl proxy https_proxy http_proxy noproxy cache userconfig globalconfig',
    'offline prefer_offline fetch_retries fetch_timeout fetch_retry_mintimeout fetch_retry_maxtimeout maxsockets local_address',
  ]
    .join(' ')
    .split(' '),
);

function misleads(name: string): boolean {
  const word = name.toLowerCase();
  if (word.startsWith('npm_config_')) {
    const setting = word.slice('npm_config_'.length);
    return !setting.startsWith('//') && !setting.startsWith('@') && !NPM_SETTINGS_TO_KEEP.has(setting.replaceAll('-', '_'));
  }
  return /^(npm_|vscode_|electron_|chrome_desktop$)|^(node_options|node_path|node_env|init_cwd)$/.test(word);
}

/** This process's environment without what would change how npm installs or how VS Code's server starts. */
export function plainEnvironment(): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && !misleads(name)) kept[name] = value;
  }
  return kept;
}
