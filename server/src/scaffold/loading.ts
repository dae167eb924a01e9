// A Django project seen with another settings module in force.
import type { DjangoProject, SettingsModule } from '../project/settings/view.ts';

/** A project whose production loads a module. Its fields are written one by one: most are worked out when they are asked for. */
export const loading = (django: DjangoProject, module: SettingsModule): DjangoProject => ({
  root: django.root,
  manage: django.manage,
  modules: django.modules,
  production: django.view(module, 'production'),
  development: django.development,
  view: django.view,
  release: django.release,
});
