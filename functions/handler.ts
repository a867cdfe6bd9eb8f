import middy from '@middy/core';

/** What a handler tells about each call: names and numbers, never records. */
export type CallLog = (line: { readonly function: string; readonly items: number; readonly failed: number; readonly ms: number }) => void;

/** Wraps a batch use case as a Lambda handler: one middleware measures and tells what failed. The same handlers run on Lambda and in the embedded process. */
export function batchHandler<E extends object, R extends { readonly batchItemFailures: readonly unknown[] }>(
  name: string,
  use: (event: E) => Promise<R>,
  now: () => number,
  log: CallLog,
): (event: E) => Promise<R> {
  const starts = new WeakMap<object, number>();
  const handler = middy<E, R>()
    .use({
      before: (request) => {
        starts.set(request.event, now());
      },
      after: (request) => {
        const failed = request.response?.batchItemFailures.length ?? 0;
        log({ function: name, items: itemsOf(request.event), failed, ms: now() - (starts.get(request.event) ?? now()) });
      },
    })
    .handler((event: E) => use(event));
  // Lambda's context is only asked for the remaining time, which batch handlers do not use.
  return (event) => handler(event, {} as never) as Promise<R>;
}

function itemsOf(event: object): number {
  const { Records, changes } = event as { Records?: readonly unknown[]; changes?: readonly unknown[] };
  return (Records ?? changes ?? []).length;
}
