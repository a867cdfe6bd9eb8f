import type { Json, JsonObject } from '../../core/model/json.ts';
import type { Secret } from '../../core/model/secret.ts';

/** Takes secrets out of text. */
export type Redactor = (text: string) => string;

/** Secrets shorter than this cannot be told from ordinary text; replacing them would spell them out. */
const secretLengthMin = 4;

/** Headers whose whole value is a secret, whoever gave it. */
export const secretHeaders: ReadonlySet<string> = new Set([
  'authorization',
  'proxy-authorization',
  'cookie',
  'set-cookie',
  'x-api-key',
  'x-api-token',
  'x-csrf-token',
  'x-redmine-api-key',
]);

/** Makes a redactor for these secrets: as they are, and in the forms in which they travel (URL, JSON, base64, hex). */
export function redactorOf(secrets: Readonly<Record<string, Secret>>): Redactor {
  const forms = new Set<string>();
  for (const secret of Object.values(secrets)) {
    const text = secret.reveal();
    if (text.length < secretLengthMin) continue;
    for (const form of formsOf(text)) forms.add(form);
  }
  const longestFirst = [...forms].sort((a, b) => b.length - a.length);
  return (text) => {
    let out = text;
    for (const form of longestFirst) if (out.includes(form)) out = out.replaceAll(form, '[redacted]');
    return out;
  };
}

function formsOf(text: string): string[] {
  const bytes = Buffer.from(text);
  return [
    text,
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    bytes.toString('base64'),
    bytes.toString('base64').replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
  ];
}

/** Redacts every text in a JSON value, keys too. */
export function redactJson(value: Json | undefined, redact: Redactor): Json {
  if (typeof value === 'string') return redact(value);
  if (value === null || value === undefined || typeof value !== 'object') return value ?? null;
  if (Array.isArray(value)) return value.map((v) => redactJson(v, redact));
  const out: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value as JsonObject)) out[redact(key)] = redactJson(member, redact);
  return out;
}
