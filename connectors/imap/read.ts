import { sha256Hex } from '../../core/model/hash.ts';
import { connectorLimits } from '../../core/ports/connector.ts';
import { defineStream } from '../kit/define.ts';
import type { MailLimits, OpenMail } from './client.ts';
import { readMessages } from './readMessages.ts';
import { readPeople } from './readPeople.ts';
import {
  type ImapConfig,
  type MessageCursor,
  type MessageRecord,
  messageCursor,
  messageRecord,
  type PeopleCursor,
  type PersonRecord,
  peopleCursor,
  personRecord,
} from './schema.ts';

/** Nothing is written, so nothing can be in flight. */
const traits = { revision: 'none', returnsBody: false, maxInFlightMs: 0, searchLagMs: 0 } as const;

const kept = 'a mail that somebody deletes or files elsewhere was sent all the same: the conversation and the person stay';

/** Mails, once each. Their content never changes, so a UID that was read is never read again; where a mail lies (`folder`, `uid`) is not a change. */
export function messagesStream(open: OpenMail, limits: MailLimits): ReturnType<typeof defineStream<MessageRecord, MessageCursor, ImapConfig>> {
  return defineStream<MessageRecord, MessageCursor, ImapConfig>({
    name: 'messages',
    record: messageRecord,
    cursor: messageCursor,
    key: (record) => record.id,
    modifiedAt: (record) => Date.parse(record.at),
    volatile: ['folder', 'uid'],
    progress: { by: 'token' },
    deletes: { by: 'none', because: kept },
    traits,
    read: (ctx, from) => readMessages(open, limits, ctx, from),
  });
}

/** Correspondents by folded address, again whenever a mail names them. */
export function peopleStream(open: OpenMail, limits: MailLimits): ReturnType<typeof defineStream<PersonRecord, PeopleCursor, ImapConfig>> {
  return defineStream<PersonRecord, PeopleCursor, ImapConfig>({
    name: 'people',
    record: personRecord,
    cursor: peopleCursor,
    key: (record) => (Buffer.byteLength(record.address) <= connectorLimits.idBytes ? record.address : `long-${sha256Hex(record.address)}`),
    modifiedAt: (record) => Date.parse(record.last),
    progress: { by: 'token' },
    deletes: { by: 'none', because: kept },
    traits,
    read: (ctx, from) => readPeople(open, limits, ctx, from),
  });
}
