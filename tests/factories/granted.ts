import type { ConnectorContext, Files } from '../../core/ports/connector.ts';
import type { World } from '../../core/sync/world.ts';
import { createHandlers, type Handlers } from '../../functions/handlers.ts';
import { type FunctionName, type FunctionSpec, functionSpecs } from '../../infra/functions.ts';

/** Which function of the cloud is fed by what. */
const fedBy: Readonly<Record<keyof Handlers, FunctionName>> = {
  inbound: 'unify',
  outbound: 'deliver',
  receivables: 'reconcile',
  reactions: 'react',
  jobs: 'job',
  feed: 'relay',
  tick: 'tick',
};

/** The product's handlers, each in a world of its own that refuses what its function's role in the cloud would refuse. So whatever is run on one machine shows that the roles are enough, and that handlers which share nothing but the ports understand one another. */
export function grantedHandlers(makeWorld: () => World): Handlers {
  const one = <K extends keyof Handlers>(source: K): Handlers[K] => {
    const world = makeWorld();
    const granted = grantedWorld(world, fedBy[source]);
    return createHandlers(
      (name) => (name === world.config.workspace ? granted : undefined),
      () => [granted],
    )[source];
  };
  return {
    inbound: one('inbound'),
    outbound: one('outbound'),
    receivables: one('receivables'),
    reactions: one('reactions'),
    jobs: one('jobs'),
    feed: one('feed'),
    tick: one('tick'),
  };
}

/** A world as the role of one function lets it see it. Refusals are `TypeError`s: they are bugs of `infra/functions.ts`. */
export function grantedWorld(world: World, name: FunctionName): World {
  const spec = functionSpecs[name];
  const refuse = (what: string) => async (): Promise<never> => {
    throw new TypeError(`the role of ${name} does not allow: ${what}`);
  };
  return {
    ...world,
    queue: (queue) => (spec.sends.includes(queue) ? world.queue(queue) : { ...world.queue(queue), send: refuse(`send to ${queue}`) }),
    bus: spec.publishes ? world.bus : { publish: refuse('publish facts') },
    table: spec.table === 'scan' ? world.table : guarded(world.table, { scan: refuse('scan the table') }),
    ...(world.files !== undefined && { files: (folder) => grantedFiles((world.files as NonNullable<World['files']>)(folder), spec, refuse) }),
    async context(connection, purpose, signal): Promise<ConnectorContext> {
      if (!spec.secrets) return refuse('speak with a system')();
      const ctx = await world.context(connection, purpose, signal);
      return ctx.files === undefined ? ctx : { ...ctx, files: grantedFiles(ctx.files, spec, refuse) };
    },
  };
}

type Refuse = (what: string) => () => Promise<never>;

function grantedFiles(files: Files, spec: FunctionSpec, refuse: Refuse): Files {
  if (spec.files === 'write') return files;
  const writes = { replace: refuse('write files'), remove: refuse('write files') };
  return guarded(files, spec.files === 'read' ? writes : { ...writes, read: refuse('read files'), stream: refuse('read files') });
}

/** An object with some of its methods in place of its own. */
function guarded<T extends object>(object: T, instead: Readonly<Record<string, unknown>>): T {
  return new Proxy(object, {
    get(target, name) {
      if (typeof name === 'string' && Object.hasOwn(instead, name)) return instead[name];
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
