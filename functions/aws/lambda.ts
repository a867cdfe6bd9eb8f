import type { CallLog } from '../handler.ts';
import { createRuntime, type Runtime } from './runtime.ts';

/** One line of JSON per call, for CloudWatch Logs: names and numbers, never records. */
const logLine: CallLog = (line) => console.log(JSON.stringify(line));

/** Makes a Lambda handler from a handler over workspaces; they are read before the first event and looked at again later. */
export function onWorlds<E, R>(make: (runtime: Runtime, log: CallLog) => (event: E) => Promise<R>): (event: E) => Promise<R> {
  const runtime = createRuntime(process.env);
  const handle = make(runtime, logLine);
  return async (event) => {
    await runtime.refresh();
    return handle(event);
  };
}
