import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { SynclineError } from '../../core/model/error.ts';
import { Secret } from '../../core/model/secret.ts';
import type { Secrets } from '../../core/ports/world.ts';
import { inMemory } from './in-memory.ts';

/** Where secrets lie and what opens them. */
export interface SecretOptions {
  /** Encrypted secrets, JSON, mode 0600. */
  readonly file: string;
  /** The key, 32 bytes as base64, mode 0600; made with the first secret unless `SYNCLINE_KEY` holds one. */
  readonly keyFile: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The writing side of the secret file. */
export interface SecretStore {
  put(name: string, value: Secret): Promise<void>;
  delete(name: string): Promise<boolean>;
  /** Names in the file (not those of the environment). */
  names(): Promise<readonly string[]>;
}

type Sealed = Readonly<Record<string, string>>;

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** Secrets from the environment (`SYNCLINE_SECRET_<NAME>`, upper-case, other characters as `_`), else from a file encrypted by AES-256-GCM. */
export function secretStore(options: SecretOptions): Secrets & SecretStore {
  const { file, env } = options;
  return {
    async get(name) {
      const given = env[variableOf(name)];
      if (given !== undefined && given !== '') return new Secret(given);
      const sealed = read(file)[name];
      return sealed === undefined ? undefined : new Secret(open(name, sealed, keyOf(options), file));
    },
    async put(name, value) {
      if (file.startsWith(inMemory)) throw unusable(file, `a store in memory keeps no secrets: set ${variableOf(name)}`, `内存存储不保存机密：请设置 ${variableOf(name)}`);
      const key = keyOf(options) ?? makeKey(options.keyFile);
      write(file, { ...read(file), [name]: seal(name, value.reveal(), key) });
    },
    async delete(name) {
      const { [name]: gone, ...rest } = read(file);
      if (gone !== undefined) write(file, rest);
      return gone !== undefined;
    },
    async names() {
      return Object.keys(read(file)).sort();
    },
  };
}

/** The environment variable of a secret's name. */
export function variableOf(name: string): string {
  return `SYNCLINE_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

function read(file: string): Sealed {
  if (!existsSync(file)) return {};
  assertPrivate(file);
  return JSON.parse(readFileSync(file, 'utf8')) as Sealed;
}

function write(file: string, sealed: Sealed): void {
  const beside = `${file}.${process.pid}`;
  writeFileSync(beside, JSON.stringify(sealed, null, 2), { mode: 0o600, flush: true });
  renameSync(beside, file);
}

function keyOf(options: SecretOptions): Buffer | undefined {
  const given = options.env['SYNCLINE_KEY'];
  if (given === undefined && !existsSync(options.keyFile)) return undefined;
  if (given === undefined) assertPrivate(options.keyFile);
  const key = Buffer.from(given ?? readFileSync(options.keyFile, 'utf8'), 'base64');
  const from = given === undefined ? options.keyFile : 'SYNCLINE_KEY';
  if (key.byteLength !== keyBytes)
    throw unusable(from, `the key has ${key.byteLength} bytes instead of ${keyBytes} (base64)`, `密钥为 ${key.byteLength} 字节，应为 ${keyBytes} 字节（base64）`);
  return key;
}

function makeKey(keyFile: string): Buffer {
  const key = randomBytes(keyBytes);
  writeFileSync(keyFile, key.toString('base64'), { mode: 0o600, flag: 'wx', flush: true });
  chmodSync(keyFile, 0o600);
  return key;
}

/** The name is authenticated too, so that sealed values cannot change places. */
function seal(name: string, text: string, key: Buffer): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
}

function open(name: string, sealed: string, key: Buffer | undefined, file: string): string {
  if (key === undefined) throw unusable(file, 'there is no key: set SYNCLINE_KEY or restore the key file', '缺少密钥：请设置 SYNCLINE_KEY 或恢复密钥文件');
  const bytes = Buffer.from(sealed, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes }).setAAD(Buffer.from(name));
    decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw unusable(file, `secret ${name} does not open with this key: store it again`, `密钥无法解开 ${name}：请重新保存该机密`, cause);
  }
}

function assertPrivate(file: string): void {
  const open = statSync(file).mode & 0o077;
  if (process.platform !== 'win32' && open !== 0) throw unusable(file, 'other users can read it: run chmod 600 on it', '其他用户可以读取：请对其执行 chmod 600');
}

function unusable(file: string, en: string, zh: string, cause?: unknown): SynclineError {
  return new SynclineError('SECRETS_UNUSABLE', { en: `${file}: ${en}`, zh: `${file}：${zh}` }, { cause, where: { file } });
}
