import { rolesMarkdown, routeRoles } from '../functions/api/roles-table.ts';
import type { Api } from '../functions/api/router.ts';

/** `docs/roles.md`: who may call what. */
export function rolesDocs(api: Api): string {
  return `# Roles

Who may call which route, made by \`npm run docs\` from the routes and [the permissions](../core/access/permissions.ts); \`npm run roles\` prints it. A route that names no permission cannot be added. \`GET /openapi.json\` needs a token of any role.
\`401\`: no token, or one that opens nothing here; \`403\`: the role may not do that. Webhooks carry no token: the vendor's signature is verified instead, and everything else gets an empty 401.

${rolesMarkdown(routeRoles(api))}
`;
}
