export type Settings = Readonly<Record<string, unknown>>;

// A quiet window: nothing may pop up over what a test or a picture looks at.
const QUIET: Settings = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'remote.autoForwardPorts': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.experimentalOnboarding': false,
};

/** A window in which folders are not trusted until one says so; nobody does, and nothing asks. */
export const UNTRUSTED: Settings = {
  'security.workspace.trust.enabled': true,
  'security.workspace.trust.startupPrompt': 'never',
};

/** Pictures: a smaller window than one works in, so that it can be read in a page. */
export const PICTURE_SIZE = { width: 1120, height: 640 };

/** Pictures: large letters and nothing in the frame that is not about the problem at hand. */
export const PICTURE: Settings = {
  'breadcrumbs.enabled': false,
  'editor.fontSize': 14,
  'editor.minimap.enabled': false,
  'editor.scrollbar.vertical': 'hidden',
  'editor.stickyScroll.enabled': false,
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
};

/** The given user settings over the quiet ones. */
export function withDefaults(settings: Settings): Settings {
  return { ...QUIET, ...settings };
}
