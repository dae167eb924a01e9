// What one container (or process) of the project is in production: an image joined with the command that really runs in it, its
// environment, its server, and all that stands around it. Everything knows where it is written.
import type { Launch, Launched } from '../../commands/launch.ts';
import type { Server, ServerCommand } from '../../commands/servers.ts';
import type { DockerfileFacts, Stage } from '../../languages/dockerfile/facts.ts';
import type { Fact } from '../../languages/fact.ts';
import type { NginxFacts, NginxLocation, NginxServer, Pass } from '../../languages/nginx/facts.ts';
import type { UwsgiFacts } from '../../languages/uwsgi/facts.ts';
import type { Location } from '../../text/span.ts';
import type { Uri } from '../../text/uri.ts';
import type { DjangoProject, SettingsView } from '../settings/view.ts';

/** What declares a deployment. `run` is a `docker run` of a Makefile, script or workflow. */
export type Declared = 'dockerfile' | 'compose' | 'kubernetes' | 'cloudfoundry' | 'procfile' | 'systemd' | 'run';

/** Whom it is for, by the names of files, services, stages and settings, and by what it starts. */
export type Purpose = 'production' | 'development' | 'test' | 'unknown';

/** The stage of a Dockerfile whose image runs. */
export interface DeployedImage {
  readonly facts: DockerfileFacts;
  readonly stage: Stage;
  /**
   * How it was found: the file that declares the deployment builds it; its name is that of an image some file builds; or it is
   * the only Django image of the project, which is a guess.
   */
  readonly by: 'build' | 'name' | 'only';
  readonly at: Location;
}

/** A variable of the environment the command is started with. */
export interface EnvironmentVariable {
  readonly name: string;
  /** Dynamic for secrets, for values of environment files, and for what comes from where Compose is started. */
  readonly value: Fact<string>;
  readonly by: 'image' | 'file' | 'declared' | 'configmap' | 'secret' | 'script';
  /** The place of its name. */
  readonly at: Location;
}

export interface DeployedEnvironment {
  /** The variable that wins. */
  get(name: string): EnvironmentVariable | undefined;
  readonly all: readonly EnvironmentVariable[];
  /** False when more may be set than is seen: an environment file that is not in the workspace, a base image nobody knows, a Secret. */
  readonly complete: boolean;
  /** False when the image begins from one that nobody knows, which may set anything that steers a server. */
  readonly based: boolean;
}

/** An address the server listens on. */
export interface DeployedListen {
  readonly host: Fact<string>;
  readonly port: Fact<number>;
  /** A Unix socket, as a path of the container. */
  readonly path: Fact<string>;
  readonly protocol: 'http' | 'uwsgi';
}

export interface DeployedServer {
  readonly kind: Server;
  /** The word that starts it. */
  readonly at: Location;
  readonly command: ServerCommand;
  readonly program: Launched;
  /** `shop.wsgi:application`, wherever it is written: command line, uwsgi.ini, gunicorn.conf.py, variable. */
  readonly target: Fact<string>;
  /** Empty where the server's own default holds. */
  readonly listens: readonly DeployedListen[];
  readonly workers: Fact<number>;
  readonly reload: Fact<boolean>;
  /** The folder its modules are imported from, as a path of the container. */
  readonly folder: string | undefined;
  /** The uwsgi.ini files it reads, as far as they are in the workspace. */
  readonly ini: readonly UwsgiFacts[];
  /** The gunicorn.conf.py it reads. */
  readonly configuration: Uri | undefined;
  /** False when a file or variable that could say more was not read. */
  readonly complete: boolean;
  /**
   * Whether all files it reads are seen, and the image is known. An address that is written in them holds then, also where Secrets and
   * environment files are not seen: these carry what the application needs, and nobody moves a written address with them.
   */
  readonly written: boolean;
}

/** One place that names a port. */
export interface DeployedPort {
  readonly port: number;
  readonly role: 'listen' | 'expose' | 'published' | 'container' | 'service' | 'healthcheck' | 'probe' | 'upstream' | 'ingress';
  /** For `published` and `service`: the port of the other side. */
  readonly outside: number | undefined;
  readonly at: Location;
}

/** A question asked to find out whether it is alive. */
export interface DeployedProbe {
  readonly by: 'dockerfile' | 'compose' | 'liveness' | 'readiness' | 'startup' | 'cloudfoundry';
  readonly how: 'http' | 'tcp' | 'command' | 'none';
  readonly path: Fact<string>;
  readonly port: Fact<number>;
  /** The host name that is sent, where one is. */
  readonly host: Fact<string>;
  /** The program that asks, for commands: `curl`. */
  readonly program: string | undefined;
  readonly at: Location;
}

export interface DeployedVolume {
  readonly kind: 'bind' | 'volume' | 'tmpfs' | 'configmap' | 'secret' | 'other';
  /** A path of the host, or a name that others can share. */
  readonly source: Fact<string>;
  /** What a bind mount brings from the workspace. */
  readonly folder: Uri | undefined;
  /** The path in the container. */
  readonly target: Fact<string>;
  readonly readOnly: boolean;
  readonly at: Location;
}

/** A proxy in front: it hands requests on to this deployment. */
export interface DeployedProxy {
  readonly kind: 'nginx' | 'haproxy' | 'ingress' | 'traefik';
  readonly at: Location;
  readonly host: string | undefined;
  readonly port: Fact<number>;
  /** A Unix socket. */
  readonly path: Fact<string>;
  readonly nginx:
    | { readonly facts: NginxFacts; readonly server: NginxServer; readonly location: NginxLocation; readonly pass: Pass }
    | undefined;
  /** Whether it runs in the same container. */
  readonly inside: boolean;
  /** The container that brings its configuration, with what is mounted there; nothing where none or several are seen. */
  readonly holder: ProxyHolder | undefined;
}

/** The container of a proxy, as far as a file declares it. */
export interface ProxyHolder {
  readonly name: string;
  readonly image: DeployedImage | undefined;
  readonly volumes: readonly DeployedVolume[];
  readonly at: Location;
}

/** One place that runs `collectstatic`. */
export interface Collected {
  /** While the image is built, when the container starts, in another service of the same file, or outside: a Makefile, a workflow. */
  readonly when: 'build' | 'start' | 'service' | 'outside';
  /** The stage, for `build`. */
  readonly stage: Stage | undefined;
  readonly certain: boolean;
  readonly at: Location;
}

/** One who serves the static files. `storage` serves them from somewhere else. */
export interface StaticServer {
  readonly kind: 'whitenoise' | 'nginx' | 'uwsgi' | 'granian' | 'storage' | 'runserver';
  readonly at: Location;
  /** The URL path, and the folder it is served from, where they are written. */
  readonly prefix: string | undefined;
  readonly folder: string | undefined;
}

export interface DeployedStatic {
  /** STATIC_URL, and STATIC_ROOT as a path of the container. */
  readonly url: Fact<string>;
  readonly root: Fact<string>;
  readonly collected: readonly Collected[];
  /** Empty when nobody is seen who serves them. */
  readonly servedBy: readonly StaticServer[];
  /** False when a script or template that may collect or serve them could not be read. */
  readonly complete: boolean;
}

/** One deployment. All but its name and place is worked out when it is first asked for. */
export interface Deployment {
  /**
   * The same object for as long as it is declared in the same way and nothing has changed about the stage it runs but its place. What
   * a rule found about a deployment hangs on that.
   */
  readonly core: object;
  /** Like `core`, whatever the stages of its image say by now: the same object for as long as all else is declared the same. */
  readonly said: object;
  /** The service, workload or process; for a Dockerfile its name. */
  readonly name: string;
  readonly by: Declared;
  readonly at: Location;
  /** The files that declare it together, the first to be read first. */
  readonly files: readonly Uri[];
  readonly purpose: Purpose;
  /** Missing for processes without a container, and where no Dockerfile of the project was found for it. */
  readonly image: DeployedImage | undefined;
  /** What it starts, in order, followed through scripts; nothing when no command is known. */
  readonly launch: Launch | undefined;
  /** Where the command is written. */
  readonly command: Fact<Declared>;
  /** A server for requests, a worker (celery), a command that ends (migrate), or not known. */
  readonly role: 'web' | 'worker' | 'job' | 'unknown';
  readonly environment: DeployedEnvironment;
  /** The settings module it loads. */
  readonly settings: Fact<string>;
  /** The Django project that module is part of. */
  readonly django: DjangoProject | undefined;
  /** That module, evaluated in this environment; nothing when it is not known, or not in the workspace. */
  readonly view: SettingsView | undefined;
  readonly server: DeployedServer | undefined;
  readonly ports: readonly DeployedPort[];
  readonly probes: readonly DeployedProbe[];
  readonly volumes: readonly DeployedVolume[];
  readonly proxies: readonly DeployedProxy[];
  readonly static: DeployedStatic;
  readonly replicas: Fact<number>;
  readonly user: Fact<string>;
  /** The folder its command starts in. */
  readonly folder: Fact<string>;
  /** Names under which others reach it. */
  readonly hosts: readonly string[];
  /** The file or folder of the workspace that a path of the container is; nothing when it comes from elsewhere, or is not known. */
  outside(path: string): Uri | undefined;
  /** The path in the container of a file or folder of the workspace, there or not; nothing when it is not known. */
  inside(uri: Uri): string | undefined;
}
