import type { Http } from '../../core/ports/world.ts';

/** A `Date` header has whole seconds and the answer took its time: smaller differences say nothing. */
const noiseMs = 2_000;

/** An HTTP port that learns by how much the other side's clock differs, from its `Date` header. */
export interface ObservedHttp extends Http {
  /** Vendor's clock minus ours, ms, as last seen; 0 within the noise. */
  offsetMs(): number;
}

/** Watches one connection's answers. */
export function observedHttp(http: Http, now: () => number): ObservedHttp {
  let offset = 0;
  return {
    offsetMs: () => offset,
    async request(request) {
      const before = now();
      const response = await http.request(request);
      const told = Date.parse(response.headers['date'] ?? '');
      if (!Number.isNaN(told)) {
        const difference = told + 500 - (before + now()) / 2; // the header cuts the second off: its middle is the best guess
        offset = Math.abs(difference) <= noiseMs ? 0 : Math.round(difference);
      }
      return response;
    },
  };
}
