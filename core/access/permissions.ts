/** What a principal is to the workspace. */
export const roles = ['owner', 'it', 'finance', 'ops', 'viewer'] as const;

/** One of {@link roles}. */
export type Role = (typeof roles)[number];

/** Everything that needs leave, and who has it. One table: whoever wants to know who may do what reads this. */
export const permissionTable = {
  'status:read': ['owner', 'it', 'finance', 'ops', 'viewer'],
  'records:read': ['owner', 'it', 'finance', 'ops', 'viewer'],
  'records:export': ['owner', 'it', 'finance'],
  'why:read': ['owner', 'it', 'finance', 'ops', 'viewer'],
  'reviews:read': ['owner', 'it', 'finance', 'ops'],
  'models:manage': ['owner', 'it'],
  'records:merge': ['owner', 'it', 'ops'],
  'records:pin': ['owner', 'it', 'finance', 'ops'],
  'failures:read': ['owner', 'it', 'finance', 'ops'],
  'failures:retry': ['owner', 'it', 'ops'],
  'sync:run': ['owner', 'it', 'ops'],
  'flow:pause': ['owner', 'it', 'ops'],
  'flow:resume': ['owner', 'it', 'ops'],
  'route:release': ['owner', 'it'],
  'audit:run': ['owner', 'it', 'ops'],
  'receivables:read': ['owner', 'it', 'finance'],
  'receivables:import': ['owner', 'it', 'finance'],
  'receivables:decide': ['owner', 'finance'],
  'receivables:close': ['owner', 'finance'],
  'records:erase': ['owner', 'it'],
  'secrets:manage': ['owner', 'it'],
  'tokens:manage': ['owner'],
} as const satisfies Readonly<Record<string, readonly Role[]>>;

/** One row of {@link permissionTable}. */
export type Permission = keyof typeof permissionTable;

/** Whether a role has a permission. */
export function roleMay(role: Role, permission: Permission): boolean {
  return (permissionTable[permission] as readonly Role[]).includes(role);
}
