import { isIPv4 } from 'node:net';
import * as z from 'zod';

/** Hosts to which a password may travel unencrypted, because nothing leaves the machine. */
const loopback = (host: string): boolean => host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));

const line = (charsMax: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(charsMax)
    .regex(/^\P{Cc}+$/u, 'must not hold control characters');

/** A bare address; what a server makes of it is the server's business. */
const address = line(254).regex(/^[^\s@<>(),;:"[\]\\]+@[^\s@<>(),;:"[\]\\]+$/, 'is not an e-mail address');

/** A connection to a mail server that takes mail for us. */
export const smtpConfig = z
  .strictObject({
    host: line(255).describe('Name of the SMTP server'),
    port: z.int().min(1).max(65_535).optional().describe('465 with tls, 587 with starttls, 25 with none'),
    tls: z.enum(['tls', 'starttls', 'none']).default('starttls').describe('`none` only to this machine'),
    user: line(255).optional().describe('Login; left out for a server that takes our mail without one'),
    from: address.describe('Sender address'),
    name: line(100).default('Syncline').describe('Sender name'),
    ca: z.string().max(100_000).optional().describe('Certificate (PEM) of a private authority'),
  })
  .superRefine((config, context) => {
    if (config.tls === 'none' && !loopback(config.host)) {
      context.addIssue({ code: 'custom', path: ['tls'], message: 'none would send the password in the clear; it is allowed to 127.0.0.1 only. Use tls or starttls' });
    }
  });

/** See {@link smtpConfig}. */
export type SmtpConfig = z.infer<typeof smtpConfig>;

/** The port in use: the configured one, else the standard one for the kind of encryption. */
export function portOf(config: Pick<SmtpConfig, 'port' | 'tls'>): number {
  return config.port ?? { tls: 465, starttls: 587, none: 25 }[config.tls];
}

/** One mail may hold this much text: alerts and digests are read by people. */
const textCharsMax = 100_000;

/** What a mail is made of: the `fields` of a create. */
export const outgoing = z.strictObject({
  to: z.array(address).min(1).max(50),
  cc: z.array(address).max(50).default([]),
  subject: line(500),
  text: z.string().min(1).max(textCharsMax),
});

/** See {@link outgoing}. */
export type Outgoing = z.infer<typeof outgoing>;

/** A mail that the server took. `id` is its Message-ID without brackets; `refused` are the receivers that the server did not take. */
export const sentRecord = z.object({
  id: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  subject: z.string(),
  at: z.iso.datetime(),
  refused: z.array(z.string()),
});

/** See {@link sentRecord}. */
export type SentRecord = z.infer<typeof sentRecord>;
