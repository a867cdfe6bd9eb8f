import type { Fake, Harness } from '../kit/conformance/harness.ts';
import { conformance } from '../kit/conformance/suite.ts';
import type { OpenPost } from './client.ts';
import { FakePost } from './fake.ts';
import { smtpConnector } from './index.ts';

/** Fakes by host name: the connector finds its vendor as it would in the world. */
const servers = new Map<string, FakePost>();
const open: OpenPost = (config, password, signal, address) => (servers.get(config.host) as FakePost).open(config, password, signal, address);

const unreadable = 'a server that takes mail shows none, so there is nothing to read and nobody to change it';

const harness: Harness = {
  streams: ['messages'],
  pageSize: 1,
  fake: async (): Promise<Fake> => {
    const host = `post-${servers.size}.vendor.example`;
    const server = new FakePost();
    server.replies.set('gone@c.example', 550);
    servers.set(host, server);
    const impossible = async (): Promise<never> => {
      throw new TypeError(unreadable);
    };
    return {
      config: { host, user: 'sync', from: 'syncline@ours.example' },
      secrets: { password: 'a secret canary' },
      stream: () => ({
        add: impossible,
        edit: impossible,
        remove: impossible,
        poison: impossible,
        size: async () => server.mails.length,
        create: (n) => ({ fields: { to: [`team-${n}@c.example`], cc: [], subject: `提醒 ${n} 😀`, text: '1 234,50 € 未付' } }),
        refused: () => ({ fields: { to: ['gone@c.example'], subject: 'x', text: 'y' } }),
        shows: (record, fields) => record['subject'] === fields['subject'] && JSON.stringify(record['to']) === JSON.stringify(fields['to']),
      }),
      calls: () => server.counts.opened,
      effects: () => server.mails.length,
      inject: (fault) => {
        if (fault !== 'lost-answer') throw new TypeError(`reading sends nothing, so it cannot meet ${fault}`);
        server.breaksIn = 'answer';
      },
    };
  },
  waivers: [
    { rule: 'read.*', because: unreadable },
    { rule: 'write.echo', because: unreadable },
    { rule: 'write.lost', because: 'SMTP cannot be asked whether a mail was taken: it stays unsure and is not sent again by the process that knows (write.test.ts)' },
    { rule: 'manners.*', because: 'reading sends nothing; the faults of sending are proved in write.test.ts' },
  ],
};

await conformance(smtpConnector(open), harness);
