import type { AwsNames } from '../../adapters/aws/open.ts';
import { queueNames } from '../../adapters/messages.ts';
import type { QueueName } from '../../core/ports/queue.ts';

/** What a function is told by its environment. */
export interface Settings {
  readonly names: AwsNames;
  /** Workspaces served here. */
  readonly workspaces: readonly string[];
  readonly version: string;
  /** An emulator, when it is not AWS itself. */
  readonly endpoint?: string;
}

/** Reads the environment that the template sets; throws `TypeError` naming the variable that is missing. */
export function settingsFrom(env: Readonly<Record<string, string | undefined>>): Settings {
  const need = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === '') throw new TypeError(`the environment variable ${name} is not set`);
    return value;
  };
  const urls = (suffix: string): Record<QueueName, string> =>
    Object.fromEntries(queueNames.map((name) => [name, need(`SYNCLINE_${name.toUpperCase()}${suffix}`)])) as Record<QueueName, string>;
  const names: AwsNames = {
    table: need('SYNCLINE_TABLE'),
    bus: need('SYNCLINE_BUS'),
    bucket: need('SYNCLINE_BUCKET'),
    secretPrefix: need('SYNCLINE_SECRETS'),
    queueUrls: urls('_QUEUE'),
    deadUrls: urls('_DEAD'),
  };
  const workspaces = need('SYNCLINE_WORKSPACES').split(',');
  return { names, workspaces, version: need('SYNCLINE_VERSION'), endpoint: env['AWS_ENDPOINT_URL'] };
}
