/** Something that a tidy check objects to. */
export interface Finding {
  readonly file: string;
  readonly line?: number;
  readonly message: string;
}
