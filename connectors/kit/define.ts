import type { Json, JsonObject } from '../../core/model/json.ts';
import type { Connector, Stream } from '../../core/ports/connector.ts';
import { connectorProblems, streamProblems } from './shape.ts';

/** Types a stream by its schemas and checks its shape; throws `TypeError` naming what is wrong, because that is a bug in the connector. */
export function defineStream<R extends object = JsonObject, C = Json, Config = JsonObject>(stream: Stream<R, C, Config>): Stream<R, C, Config> {
  const problems = streamProblems(stream);
  if (problems.length > 0) throw new TypeError(`stream ${JSON.stringify(stream.name)}: ${problems.join('; ')}`);
  return Object.freeze(stream);
}

/** Types a connector by its configuration schema and checks its shape; throws `TypeError` naming what is wrong. */
export function defineConnector<Config>(connector: Connector<Config>): Connector<Config> {
  const problems = connectorProblems(connector);
  if (problems.length > 0) throw new TypeError(`connector ${JSON.stringify(connector.id)}: ${problems.join('; ')}`);
  return Object.freeze(connector);
}
