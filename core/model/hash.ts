import { hash } from 'node:crypto';
import { type Json, stableStringify } from './json.ts';

/** SHA-256 of UTF-8 text, lower-case hex (64 characters). */
export function sha256Hex(text: string | Uint8Array): string {
  return hash('sha256', text, 'hex');
}

/** Content hash of a JSON value, independent of key order: 16 bytes as base64url (22 characters). */
export function contentHash(value: Json): string {
  return hash('sha256', stableStringify(value), 'base64url').slice(0, 22);
}

/** A short hash (8 bytes, hex) for comparing values that need not be stored whole. */
export function shortHash(text: string): string {
  return sha256Hex(text).slice(0, 16);
}

/** 32-bit FNV-1a over UTF-16 units: for shards and jitter only, never for identity. */
export function spread(text: string): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) {
    sum ^= text.charCodeAt(i);
    sum = Math.imul(sum, 0x01000193);
  }
  return sum >>> 0;
}
