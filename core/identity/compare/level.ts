/** What a comparison found in one field, before any weight: absent fields give no finding at all. */
export interface Finding {
  readonly field: string;
  readonly level: string;
  readonly a: string;
  readonly b: string;
  /** The value that agrees and the frequency list that says how common it is. */
  readonly value?: { readonly list: string; readonly text: string };
  /** Bits for the rarity of what agrees, where no list can say it. */
  readonly rarity?: number;
}
