import type { AnyConnector } from '../../../core/ports/connector.ts';
import type { Harness, Waiver } from './harness.ts';
import type { Rule } from './rule.ts';
import { rules } from './rules.ts';
import { type World, worldOf } from './world.ts';

/** One rule to be tried on one stream (or on the connector as a whole: stream `''`). */
export interface Trial {
  readonly rule: Rule;
  readonly stream: string;
  readonly waiver: Waiver | undefined;
}

/** The trials of a connector: every rule that its declaration promises. */
export async function trialsOf(connector: AnyConnector, harness: Harness): Promise<readonly Trial[]> {
  const world = await worldOf(connector, harness);
  try {
    const declared = connector.streams(world.config);
    return rules.flatMap((rule) => {
      const streams = rule.scope === 'connector' ? [''] : harness.streams;
      return streams
        .filter((name) =>
          rule.applies(
            connector,
            declared.find((s) => s.name === name),
          ),
        )
        .map((stream) => ({ rule, stream, waiver: harness.waivers?.find((w) => covers(w, rule.id, stream)) }));
    });
  } finally {
    await world.fake.close?.();
  }
}

/** True when the waiver excuses this rule on this stream. */
export function covers(waiver: Waiver, rule: string, stream: string): boolean {
  const named = waiver.rule.endsWith('*') ? rule.startsWith(waiver.rule.slice(0, -1)) : waiver.rule === rule;
  return named && (waiver.stream === undefined || waiver.stream === stream);
}

/** Tries one rule in worlds of its own; resolves to what it threw, or undefined when the rule is kept. */
export async function tryRule(connector: AnyConnector, harness: Harness, rule: Rule, stream: string): Promise<unknown> {
  const worlds: World[] = [];
  const fresh = async (): Promise<World> => {
    const world = await worldOf(connector, harness);
    worlds.push(world);
    return world;
  };
  try {
    await rule.run(await fresh(), stream, fresh);
    return undefined;
  } catch (error) {
    return error;
  } finally {
    for (const world of worlds) await world.fake.close?.();
  }
}
