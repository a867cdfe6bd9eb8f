import type { FakeFault, FakeStream, Harness } from '../kit/conformance/harness.ts';
import { conformance } from '../kit/conformance/suite.ts';
import { mailLimits, type OpenMail } from './client.ts';
import { FakeMailbox, type MailTrouble } from './fake.ts';
import { headOf, parseMail } from './head.ts';
import { imapConnector } from './index.ts';

const pageSize = 4;
const receivedAt = Date.UTC(2026, 0, 5, 7, 0, 0);

/** Fakes by host name: the connector finds its vendor as it would in the world. */
const mailboxes = new Map<string, FakeMailbox>();
const open: OpenMail = (config, password, signal, address) => {
  const found = mailboxes.get(config.host);
  if (found === undefined) throw Object.assign(new Error('no such host'), { code: 'ENOTFOUND' });
  return found.open(config, password, signal, address);
};
const connector = imapConnector(open, { ...mailLimits, pageMails: pageSize, pagePeople: pageSize, scanMails: 3 });

const troubles: Readonly<Partial<Record<FakeFault, MailTrouble>>> = {
  'throttle-seconds': 'throttled',
  'throttle-date': 'throttled',
  unavailable: 'unavailable',
  reset: 'cut',
  garbled: 'not-imap',
  unauthorized: 'wrong-password',
};

const mailOf = (n: number, from = `person-${n}@customer.example`): string =>
  `Message-ID: <m${n}@customer.example>\r\nFrom: "客户 ${n} 😀" <${from}>\r\nTo: us@ours.example\r\nDate: Mon, 05 Jan 2026 06:${String(n % 60).padStart(2, '0')}:00 +0000\r\nSubject: Question ${n}\r\n\r\nHow much is it?\r\n`;

function streamOf(mailbox: FakeMailbox, name: string): FakeStream {
  let n = 0;
  const deliver = async (from?: string): Promise<string> => {
    n += 1;
    const bytes = Buffer.from(mailOf(n, from));
    const uid = mailbox.deliver('INBOX', bytes, receivedAt);
    const head = headOf(await parseMail(bytes), { uid, receivedAt, bytes });
    return name === 'messages' ? head.id : (head.from?.address as string);
  };
  return {
    add: async (count) => Promise.all(Array.from({ length: count }, () => deliver())),
    edit: async (id) => void (name === 'people' && (await deliver(id))),
    remove: async () => mailbox.expunge('INBOX', 1),
    poison: async () => void mailbox.deliver('INBOX', '', receivedAt),
    size: async () => mailbox.folders.get('INBOX')?.mails.length ?? 0,
    expire: async () => mailbox.renumber('INBOX'),
  };
}

const harness: Harness = {
  streams: ['messages', 'people'],
  pageSize,
  fake: async () => {
    const host = `mail-${mailboxes.size}.vendor.example`;
    const mailbox = new FakeMailbox();
    mailboxes.set(host, mailbox);
    return {
      config: { host, user: 'us@ours.example' },
      secrets: { password: 'a secret canary' },
      stream: (name) => streamOf(mailbox, name),
      calls: () => mailbox.counts.calls,
      effects: () => 0,
      inject: (fault, times) => {
        const trouble = troubles[fault];
        if (trouble === undefined) throw new TypeError(`a mailbox that is only read cannot meet ${fault}`);
        mailbox.inject(trouble, times);
      },
    };
  },
  waivers: [
    { rule: 'read.edit', stream: 'messages', because: 'a mail never changes once it was delivered (RFC 3501 §2.3.1.1)' },
    { rule: 'read.bad-row', stream: 'people', because: 'a mail that cannot be read is reported by the stream of messages; no person can be named for it' },
  ],
};

await conformance(connector, harness);
