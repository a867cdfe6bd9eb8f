import { UnitMeter } from '../units.ts';

/** Counts nothing: measuring serialized sizes costs more than many a simulated step. */
export class NoMeter extends UnitMeter {
  override got(): void {}

  override queried(): void {}

  override listed(): void {}

  override wrote(): void {}
}
