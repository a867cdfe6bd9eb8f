import { createApi } from '../functions/api/app.ts';
import type { ApiDeps } from '../functions/api/deps.ts';
import { rolesMarkdown, routeRoles } from '../functions/api/roles-table.ts';

// Prints who may call which route: `npm run roles`. No request is made, so the API needs nothing.
console.log(rolesMarkdown(routeRoles(createApi({} as ApiDeps))));
