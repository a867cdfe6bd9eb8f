import type { JsonObject } from '../../../core/model/json.ts';
import type { FaultKind } from '../../../core/ports/connector.ts';
import type { FileStreamConfig } from '../schema.ts';
import type { Shape } from './shape.ts';

/** Why a row or a written value cannot be used. */
export interface RowProblem {
  readonly kind: FaultKind;
  readonly code: string;
  readonly en: string;
  readonly zh: string;
  readonly field?: string;
}

/** One row as its format reads it: a record or what is wrong with it. */
export interface Row {
  /** Line (or number, where lines mean nothing) at which it begins, from 1. */
  readonly line: number;
  /** Length of its text: an upper bound that spares measuring ordinary rows. */
  readonly chars: number;
  readonly record?: JsonObject;
  readonly problem?: RowProblem;
}

/** Thrown by a format when the file as a whole cannot be read. */
export class FileProblem extends Error {
  readonly problem: RowProblem;

  constructor(problem: RowProblem) {
    super(problem.en);
    this.name = 'FileProblem';
    this.problem = problem;
  }
}

/** What a format works with. */
export interface FormatOptions {
  readonly stream: FileStreamConfig;
  readonly shape: Shape;
  /** Path below the folder, for formats whose records carry it. */
  readonly path: string;
}

/** A file's changes, by the index of its rows in reading order. */
export interface Edits {
  readonly changed: ReadonlyMap<number, JsonObject>;
  readonly removed: ReadonlySet<number>;
  readonly added: readonly JsonObject[];
}

/** One file format: how rows are read and, where Syncline may write, how text is edited so that everything untouched stays as it is. */
export interface Format {
  /** Key columns when the configuration names none. */
  readonly key?: readonly string[];
  /** Rows in batches, one per chunk or so; memory does not grow with the file unless the format says so. */
  rows(chunks: AsyncIterable<Uint8Array>, options: FormatOptions): AsyncIterable<readonly Row[]>;
  readonly edit?: Editor;
}

/** The write side of a format; works on the whole text. */
export interface Editor {
  /** The record that the fields would give on top of the old one (undefined: new), or why they cannot be stored. Pure; what it answers is what reading gives after {@link Editor.apply}. */
  preview(
    old: JsonObject | undefined,
    fields: JsonObject,
    options: FormatOptions & { readonly columns: readonly string[] },
  ): { readonly record: JsonObject } | { readonly problem: RowProblem };
  apply(text: string, edits: Edits, options: FormatOptions): string;
  /** Columns of the text, where the format has such a thing: new fields outside them are refused. */
  columns(text: string, options: FormatOptions): readonly string[];
  /** The text of a file without records. */
  empty(options: FormatOptions): string;
}
