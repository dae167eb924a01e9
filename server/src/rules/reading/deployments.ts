// The deployments that serve requests for real.
import { memo } from '../../languages/memo.ts';
import type { DeployedServer, Deployment } from '../../project/deployment/deployment.ts';
import { deploymentsOf } from '../../project/deployment/deployments.ts';
import type { Project } from '../../project/project.ts';
import type { SettingsView } from '../../project/settings/view.ts';

/** A deployment whose server and settings are known. */
export interface Serving {
  readonly deployment: Deployment;
  readonly server: DeployedServer;
  readonly view: SettingsView;
}

/** The deployments that serve requests, those for development and tests left out, and those whose settings are not known. */
export const servings = memo((project: Project): readonly Serving[] =>
  !project.complete
    ? []
    : deploymentsOf(project).flatMap((deployment) => {
        const { server, view, purpose } = deployment;
        return server && view && server.kind !== 'runserver' && purpose !== 'development' && purpose !== 'test'
          ? [{ deployment, server, view }]
          : [];
      }),
);
