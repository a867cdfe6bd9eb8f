import type { AnyConnector, AnyStream, Writer } from '../../core/ports/connector.ts';

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
/** Names that users write in their configuration may hold letters of any script, but nothing that a record's name or a key gives a meaning to. */
const streamName = /^[^\s/#%:@]{1,60}$/u;
const semver = /^\d+\.\d+\.\d+$/;

/** What is wrong with a connector's declaration; empty when nothing is. Streams are checked by {@link streamProblems}. */
export function connectorProblems(connector: AnyConnector): string[] {
  const problems: string[] = [];
  if (!kebab.test(connector.id)) problems.push('id is not kebab-case');
  if (!semver.test(connector.version)) problems.push('version is not major.minor.patch');
  for (const secret of connector.secrets) {
    if (secret.name === '' || secret.about === '') problems.push('a secret needs a name and a sentence about it');
  }
  for (const budget of connector.budgets) {
    if (!(Number.isInteger(budget.calls) && budget.calls > 0 && budget.perMs > 0)) problems.push(`budget ${budget.name} allows nothing`);
  }
  if (new Set(connector.budgets.map((b) => b.name)).size < connector.budgets.length) problems.push('two budgets have one name');
  return problems;
}

/** What is wrong with a stream's declaration; empty when nothing is. */
export function streamProblems(stream: AnyStream): string[] {
  const problems: string[] = [];
  const { progress, deletes, traits } = stream;
  if (!streamName.test(stream.name)) problems.push('name is empty, over 60 characters, or holds a space or one of / # % : @');
  if (progress.by === 'watermark' && !(progress.precisionMs > 0 && progress.lookbackMs >= 0)) problems.push('a watermark needs a precision and a look-back');
  if (deletes.by === 'sweep' && !(deletes.everyMs > 0)) problems.push('a sweep needs an interval');
  if (deletes.by === 'sweep' && progress.by !== 'snapshot' && stream.ids === undefined) problems.push('a sweep of an incremental stream needs ids()');
  if (deletes.by === 'none' && deletes.because.trim() === '') problems.push('deletes by none needs a reason');
  if (traits.revision !== 'none' && stream.revision === undefined) problems.push(`revision is ${traits.revision} but there is no revision()`);
  if (traits.revision === 'none' && stream.revision !== undefined) problems.push('revision() is there but declared none');
  if (!(traits.maxInFlightMs >= 0 && traits.searchLagMs >= 0)) problems.push('maxInFlightMs and searchLagMs must not be negative');
  if (stream.write !== undefined) problems.push(...writerProblems(stream.write));
  if (stream.write !== undefined && stream.fetch === undefined) problems.push('a stream that is written needs fetch()');
  return problems;
}

function writerProblems(writer: Writer): string[] {
  const problems: string[] = [];
  if (writer.actions.length === 0) problems.push('a writer needs an action');
  if (!(Number.isInteger(writer.batch) && writer.batch > 0)) problems.push('a writer needs a batch of at least one');
  return problems;
}
