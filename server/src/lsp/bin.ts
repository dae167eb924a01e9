// The entry of dist/server.js.
import { start } from './node.ts';

// What dist/engine.js is given of the library, which is in one of the two files only.
export * from 'vscode-languageserver';

start();
