import * as z from 'zod';
import { minuteMs } from '../../core/model/time.ts';
import type { Connector } from '../../core/ports/connector.ts';
import { defineConnector, defineStream } from '../kit/define.ts';
import { FaultError } from '../kit/fault.ts';
import type { OpenPost } from './client.ts';
import { explain } from './explain.ts';
import { readNothing } from './read.ts';
import { portOf, type SentRecord, type SmtpConfig, sentRecord, smtpConfig } from './schema.ts';
import { openSession } from './session.ts';
import { login, mailWriter, taken } from './write.ts';

/** RFC 5321 §4.5.3.2.6: a server may think this long about a mail whose sender has gone. */
const maxInFlightMs = 10 * minuteMs;

/** A way out for mail over any SMTP session: nodemailer's in production, `fake.ts` in tests. */
export function smtpConnector(open: OpenPost): Connector<SmtpConfig> {
  const messages = defineStream<SentRecord, null, SmtpConfig>({
    name: 'messages',
    record: sentRecord,
    cursor: z.null(),
    key: (record) => record.id,
    progress: { by: 'token' },
    deletes: { by: 'none', because: 'a mail that was sent cannot be taken back' },
    traits: { revision: 'none', returnsBody: true, maxInFlightMs, searchLagMs: 0 },
    read: readNothing,
    fetch: async (ctx, ids) => ids.flatMap((id) => taken(ctx, id)),
    write: mailWriter(open),
  });
  return defineConnector<SmtpConfig>({
    id: 'smtp',
    version: '1.0.0',
    config: smtpConfig,
    secrets: [{ name: 'password', required: false, about: 'Password of the login, where the server wants one' }],
    egress: (config) => [{ host: config.host, port: portOf(config) }],
    budgets: [],
    streams: () => [messages],
    check: async (ctx) => {
      try {
        (await login(open, ctx)).close();
      } catch (error) {
        throw error instanceof FaultError ? error : new FaultError(explain(error), { cause: error });
      }
      const { user, host, from } = ctx.config;
      return { account: `${user ?? 'no login'} at ${host}`, notes: [{ en: `Mails are sent as ${from}.`, zh: `邮件以 ${from} 的名义发送。` }] };
    },
    explain,
  });
}

/** A mail server as the way out for alerts and digests. */
export const connector = smtpConnector(openSession);
