/** What differs between installations. */
export interface Stage {
  readonly name: string;
  /** Workspaces served by this installation. */
  readonly workspaces: readonly string[];
  /** Whether table and buckets outlive the stack. */
  readonly keepsData: boolean;
  readonly logDays: 14 | 90;
  /** Who issues the tokens of people and programs, and for whom. */
  readonly jwt: { readonly issuer: string; readonly audience: readonly string[] };
  /** API requests a second, and at once. */
  readonly throttle: { readonly rate: number; readonly burst: number };
  /** Event source concurrency of the two busiest queues: what protects us, not the vendors, who have their budgets. */
  readonly concurrency: number;
}

/** A stream that has owed a pass for longer than this is stale: an outage or a slow first pass of some hours is told elsewhere or ends by itself. */
export const staleMinutes = 240;

/** All installations. The issuers are examples: put your own identity provider's here before deploying. */
export const stages: Readonly<Record<'dev' | 'prod', Stage>> = {
  dev: {
    name: 'dev',
    workspaces: ['main'],
    keepsData: false,
    logDays: 14,
    jwt: { issuer: 'https://login.example.com/dev', audience: ['syncline-dev'] },
    throttle: { rate: 20, burst: 40 },
    concurrency: 5,
  },
  prod: {
    name: 'prod',
    workspaces: ['main'],
    keepsData: true,
    logDays: 90,
    jwt: { issuer: 'https://login.example.com/prod', audience: ['syncline'] },
    throttle: { rate: 100, burst: 200 },
    concurrency: 50,
  },
};
