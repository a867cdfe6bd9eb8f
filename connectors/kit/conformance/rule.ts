import type { AnyConnector, AnyStream } from '../../../core/ports/connector.ts';
import type { World } from './world.ts';

/** One thing that every connector must do. Rules throw `AssertionError`; they know nothing of the test runner, so that broken connectors can be tried too. */
export interface Rule {
  /** `group.name`; what a waiver names. */
  readonly id: string;
  /** The sentence that the test is named by. */
  readonly title: string;
  /** `stream` rules run once for each stream. */
  readonly scope: 'connector' | 'stream';
  /** Whether the declaration promises what the rule proves. */
  applies(connector: AnyConnector, stream: AnyStream | undefined): boolean;
  /** `fresh` makes another world with an empty vendor. */
  run(world: World, stream: string, fresh: () => Promise<World>): Promise<void>;
}

/** A rule about one stream. */
export function streamRule(id: string, title: string, applies: (stream: AnyStream) => boolean, run: Rule['run']): Rule {
  return { id, title, scope: 'stream', applies: (_, stream) => stream !== undefined && applies(stream), run };
}

/** A rule about the connector as a whole. */
export function connectorRule(id: string, title: string, applies: (connector: AnyConnector) => boolean, run: (world: World, fresh: () => Promise<World>) => Promise<void>): Rule {
  return { id, title, scope: 'connector', applies, run: (world, _, fresh) => run(world, fresh) };
}

/** Applies to all. */
export const always = (): boolean => true;
