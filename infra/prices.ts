/** List prices in US dollars, us-east-1, on demand, without free tier and discounts. Written down from memory on {@link pricesDate}, without the price pages at hand: compare before you promise anything. */
export const prices = {
  /** DynamoDB, per write and read request unit. */
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  /** SQS standard, per request of up to 64 KB: a send, a receive or a delete of up to ten messages. */
  queueRequest: 0.4 / 1e6,
  /** EventBridge, per custom event of up to 64 KB. */
  event: 1 / 1e6,
  /** Lambda on ARM, per call and per GB-second. */
  call: 0.2 / 1e6,
  gbSecond: 0.0000133334,
} as const;

/** When {@link prices} were written down. */
export const pricesDate = '2026-11-22';
