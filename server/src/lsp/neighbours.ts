// What the extensions of other makers report and where they help, by their ids.
import type { Help, Neighbour } from '../project/neighbours.ts';
import { type NeighbourExtension, neighbourExtensions } from './protocol.ts';

const docker: readonly Help[] = ['dockerfile', 'dockerfile-format', 'compose'];

/** Checks of hadolint that tally runs itself or leaves to BuildKit's (https://github.com/wharflab/tally/blob/main/RULES.md). */
const inTally = [
  ...[3000, 3001, 3002, 3003, 3004, 3006, 3007, 3010, 3011, 3012, 3014, 3020, 3021, 3023, 3024, 3025, 3027, 3030, 3034, 3038],
  ...[3043, 3044, 3045, 3046, 3047, 3057, 3061, 4000, 4001, 4003, 4004, 4005, 4006],
].map((number) => `hadolint DL${number}`);

const known: Readonly<Record<NeighbourExtension, Neighbour>> = {
  // Docker DX runs `docker build --check`, and bundles the language server for Dockerfiles with its validator. Its own server knows the
  // names of Compose files (https://github.com/docker/docker-language-server).
  'docker.docker': { reports: ['buildkit', 'dockerfile-utils'], helps: [...docker, 'compose-names'] },
  // Container Tools and the older Docker extension bundle the same server.
  'ms-azuretools.vscode-containers': { reports: ['dockerfile-utils'], helps: docker },
  'ms-azuretools.vscode-docker': { reports: ['dockerfile-utils'], helps: docker },
  'exiasr.hadolint': { reports: ['hadolint'], helps: [] },
  'wharflab.tally': { reports: ['buildkit', 'tally', ...inTally], helps: ['dockerfile-format'] },
  'redhat.vscode-yaml': { reports: [], helps: ['compose'] },
};

const isKnown = (id: unknown): id is NeighbourExtension => (neighbourExtensions as readonly unknown[]).includes(id);

/** Reads a list of extension ids, whatever it is; ids that are not known mean nothing. */
export const readNeighbours = (given: unknown): readonly Neighbour[] =>
  Array.isArray(given) ? given.filter(isKnown).map((id) => known[id]) : [];
