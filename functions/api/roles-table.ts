import { type Permission, type Role, roleMay, roles } from '../../core/access/permissions.ts';
import type { Api } from './router.ts';

/** Who may call a route; `permission` is absent where nobody needs a token. */
export interface RouteRoles {
  readonly method: string;
  readonly path: string;
  readonly permission?: Permission;
  readonly roles: readonly Role[];
}

/** Every route of an API with the roles that may call it: read off the routes themselves, so that none can be missing. */
export function routeRoles({ described }: Api): readonly RouteRoles[] {
  return described.map(({ method, path, permission }) => ({
    method: method.toUpperCase(),
    path,
    ...(permission !== undefined && { permission }),
    roles: permission === undefined ? roles : roles.filter((role) => roleMay(role, permission)),
  }));
}

/** The table as Markdown: a row for each route, a column for each role and one for nobody. */
export function rolesMarkdown(rows: readonly RouteRoles[]): string {
  const head = ['route', 'permission', ...roles, 'no token'];
  const lines = rows.map(({ method, path, permission, roles: allowed }) => {
    const cells = roles.map((role) => (allowed.includes(role) ? 'yes' : '403'));
    return [`\`${method} ${path}\``, permission ?? '–', ...cells, permission === undefined ? 'yes' : '401'];
  });
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
