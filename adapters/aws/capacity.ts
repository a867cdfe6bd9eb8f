import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { UnitMeter, UnitReport, Units } from '../units.ts';

/** What the meter counted beside what DynamoDB says it consumed. */
export interface CapacityReport {
  readonly metered: UnitReport;
  readonly consumed: Units;
  /** Consumed over metered, minus one: 0.02 = DynamoDB charged 2 % more. */
  readonly drift: Units;
}

/** Sums what DynamoDB consumed, to be compared with the meter. */
export class Capacity {
  readonly meter: UnitMeter;
  #read = 0;
  #write = 0;

  constructor(meter: UnitMeter) {
    this.meter = meter;
  }

  /** Notes the capacity that an answer tells. */
  consumed(kind: 'read' | 'write', told: ConsumedCapacity | readonly ConsumedCapacity[] | undefined): void {
    const units = [told ?? []].flat().reduce((sum, capacity) => sum + (capacity.CapacityUnits ?? 0), 0);
    if (kind === 'read') this.#read += units;
    else this.#write += units;
  }

  /** Both counts and how far they are apart. */
  report(): CapacityReport {
    const metered = this.meter.report();
    const consumed = { read: this.#read, write: this.#write };
    return { metered, consumed, drift: { read: apart(consumed.read, metered.read), write: apart(consumed.write, metered.write) } };
  }

  /** Starts counting again. */
  reset(): void {
    this.meter.reset();
    this.#read = 0;
    this.#write = 0;
  }
}

function apart(consumed: number, metered: number): number {
  return metered === 0 ? 0 : Math.round((consumed / metered - 1) * 1_000) / 1_000;
}
