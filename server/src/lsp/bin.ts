// The entry of dist/server.js.
import { start } from './node.ts';

start();
