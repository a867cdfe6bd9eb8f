import type { Secret } from '../../core/model/secret.ts';

/** A secret by its name; its value never leaves. */
export interface ShelvedSecret {
  readonly name: string;
  /** Where its value comes from; the environment goes before the file. */
  readonly from: 'environment' | 'file' | 'nowhere';
  /** Connections that name it. */
  readonly connections: readonly string[];
}

/** Where an installation keeps secrets that can be set here. Values go in and never come out again. */
export interface SecretShelf {
  /** All that are stored or named by a connection, by name. */
  list(): Promise<readonly ShelvedSecret[]>;
  put(name: string, value: Secret): Promise<void>;
  /** False: there was none. */
  remove(name: string): Promise<boolean>;
}
