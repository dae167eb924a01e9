import { absolute, within } from '../../languages/dockerfile/files.ts';
import type { NginxLocation } from '../../languages/nginx/facts.ts';
import type { DeployedVolume, Deployment, ProxyHolder } from '../../project/deployment/deployment.ts';
import { collectedAt, copiesFrom } from '../../project/deployment/shipped-static.ts';
import { imageFiles, originOf } from '../../project/dockerfile/origin.ts';
import type { Project } from '../../project/project.ts';
import { locationFor } from '../reading/nginx-locations.ts';
import { frontings } from '../reading/proxies.ts';
import { staticPath } from '../reading/static.ts';
import { defineRule, type Fix, fix, replace } from '../rule.ts';

/** nginx looks for static files in another folder than the one they come to. */
export default defineRule({
  id: 'project/nginx-static-folder',
  title: 'nginx serves the folder that has the static files',
  severity: 'error',
  default: 'on',
  fixable: true,
  since: '0.1.0',
  rows: ['X33'],
  reads: 'project',
  *check(project) {
    if (!project.complete) return;
    const told = new Set<NginxLocation>();
    for (const { deployment, proxy, facts, server } of frontings(project)) {
      const path = staticPath(deployment);
      const { root } = deployment.static;
      const location = path === undefined || facts.open ? undefined : locationFor(server, `${path}a.css`);
      if (path === undefined || root.state !== 'known' || !location || location.pass || location.returns || told.has(location)) continue;
      const looked = folderOf(location, path);
      const holder = proxy.holder;
      if (looked === undefined || !holder) continue;
      const places = proxy.inside
        ? insidePlaces(project, deployment, root.value, looked)
        : placesIn(project, deployment, holder, root.value);
      const [place] = places;
      if (place === undefined || places.includes(looked) || (!proxy.inside && isAnother(holder, places, looked))) continue;
      told.add(location);
      const word = location.alias ?? location.root;
      if (!word) continue;
      const { uri } = facts;
      yield {
        at: { uri, span: word.span },
        message: `For \`${path}\` nginx looks in \`${looked}\`, but STATIC_ROOT comes to \`${place}\` in ${proxy.inside ? 'this container' : `\`${holder.name}\``}, so every static file answers 404; ${
          location.alias ? `write \`alias ${place}/\`` : `\`root\` has the path of the request behind it: write \`alias ${place}/\``
        }`,
        related: [{ at: root.at, message: 'STATIC_ROOT is set here' }],
        fixes: () => fixes(project, location, uri, place),
      };
    }
  },
});

/** The folder in which nginx looks for what lies directly below the path, without a slash at its end. */
const folderOf = ({ alias, root, path: { text, known }, modifier, tryFiles }: NginxLocation, path: string): string | undefined => {
  const word = alias ?? root;
  if (!known || modifier.startsWith('~') || !word?.known || word.text.includes('$') || !word.text.startsWith('/')) return undefined;
  // Names that are tried may begin anywhere.
  if (tryFiles?.words.some(({ text: one }) => one.startsWith('/') && !one.startsWith('/$'))) return undefined;
  // An alias that does not end like its location is another finding.
  if (alias && alias.text.endsWith('/') !== text.endsWith('/')) return undefined;
  const found = alias ? `${alias.text}${path.slice(text.length)}` : `${word.text}/${path}`;
  return absolute('/', found);
};

/** Where STATIC_ROOT lies in the container of nginx: through a volume that both have, or through a COPY from the stage that collects. */
const placesIn = (
  project: Project,
  { volumes, static: { collected }, image, view }: Deployment,
  holder: ProxyHolder,
  root: string,
): readonly string[] => {
  const own = covering(volumes, root);
  const target = own?.target.state === 'known' ? absolute('/', own.target.value) : undefined;
  const shared = own && target ? holder.volumes.filter((one) => isSame(one, own)) : [];
  const mounted = shared.flatMap(({ target: there }) =>
    there.state === 'known' && target ? (absolute(there.value, `.${root.slice(target === '/' ? 0 : target.length)}`) ?? []) : [],
  );
  if (mounted.length > 0) return mounted;
  const stage = collected.find(({ when, certain }) => when === 'build' && certain)?.stage;
  if (!holder.image || !image || !stage || !view || holder.image.facts !== image.facts) return [];
  const from = collectedAt(project, image.facts, stage, view)?.root;
  const copies = from === undefined ? undefined : copiesFrom(holder.image.stage, stage, from);
  return copies?.some(({ root: to }) => to === undefined) ? [] : (copies ?? []).flatMap(({ root: to }) => to ?? []);
};

const covering = (volumes: readonly DeployedVolume[], path: string): DeployedVolume | undefined => {
  let best: DeployedVolume | undefined;
  let length = -1;
  for (const volume of volumes) {
    if (volume.target.state !== 'known') return undefined;
    const target = absolute('/', volume.target.value) ?? '/';
    if (!within(target, path) || target.length <= length) continue;
    best = volume;
    length = target.length;
  }
  return best;
};

const isSame = (a: DeployedVolume, b: DeployedVolume): boolean =>
  a.kind === b.kind &&
  a.source.state === 'known' &&
  b.source.state === 'known' &&
  a.source.value.replace(/\/$/, '') === b.source.value.replace(/\/$/, '');

/** In one container the folder is STATIC_ROOT itself. What lies at the other place is only known where it is far from any COPY. */
const insidePlaces = (project: Project, { image, volumes }: Deployment, root: string, looked: string): readonly string[] => {
  if (!image || image.facts.template || volumes.some(({ target }) => target.state !== 'known' || within(target.value, looked))) return [];
  const near = within(root, looked) || looked.slice(0, looked.lastIndexOf('/')) === root.slice(0, root.lastIndexOf('/'));
  const files = imageFiles(project, image.facts);
  return near && originOf(files, image.stage, looked).is === 'absent' && originOf(files, image.stage, `${looked}/x`).is === 'absent'
    ? [root]
    : [];
};

/** Whether something else is mounted where nginx looks, which may have the files too. */
const isAnother = ({ volumes }: ProxyHolder, places: readonly string[], looked: string): boolean => {
  const there = covering(volumes, looked);
  if (!there) return false;
  const target = there.target.state === 'known' ? (absolute('/', there.target.value) ?? '/') : '/';
  return places.length > 0 && !places.some((place) => within(target, place));
};

const fixes = (
  project: Project,
  { alias, root, directive, path }: NginxLocation,
  uri: Parameters<typeof project.file>[0],
  place: string,
): readonly Fix[] => {
  const text = project.file(uri)?.parsed.file.text;
  if (text === undefined) return [];
  const own = directive.block?.find(({ name }) => name === (alias ? 'alias' : 'root'));
  const word = alias ?? root;
  if (!own || !word || text.slice(word.span.from, word.span.to) !== word.text || !own.words.includes(word)) return [];
  const slash = path.text.endsWith('/') ? '/' : '';
  return [fix(`Serve \`${place}\``, false, uri, replace({ from: own.nameSpan.from, to: word.span.to }, `alias ${place}${slash}`))];
};
