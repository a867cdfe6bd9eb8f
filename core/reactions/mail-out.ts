import type { AnyStream, ConnectorContext, WriteOutcome } from '../ports/connector.ts';
import type { World } from '../sync/world.ts';
import type { MailOutcome, SendMail } from './post.ts';

/** The stream of a mail connection that takes mails: `create` with `to`, `subject` and `text`. */
const mailStream = 'messages';

/** Sends alert mails over a connection of the workspace whose connector has a stream `messages` that creates. */
export function sendOver(world: World, connection: string): SendMail {
  return async ({ key, to, subject, text }) => {
    try {
      const [stream, ctx]: [AnyStream, ConnectorContext] = await Promise.all([world.stream(connection, mailStream), world.context(connection, 'deliver')]);
      if (stream.write === undefined) throw new TypeError(`connection ${connection} takes no mails`);
      const [outcome] = await stream.write.push(ctx, [{ key, action: 'create', fields: { to: [...to], subject, text } }]);
      return outcomeOf(outcome);
    } catch (error) {
      // `push` throws only when nothing was sent (outcomes carry the rest), so this is certain
      return { state: 'refused', fault: await world.explain(connection, error) };
    }
  };
}

function outcomeOf(outcome: WriteOutcome | undefined): MailOutcome {
  switch (outcome?.state) {
    case 'applied':
    case 'unchanged':
      return { state: 'sent' };
    case 'rejected':
    case 'conflict':
      return { state: 'refused', fault: outcome.fault };
    case 'unsure':
      return { state: 'unsure', fault: outcome.fault };
    case undefined:
      throw new TypeError('the mail connection gave no outcome');
  }
}
