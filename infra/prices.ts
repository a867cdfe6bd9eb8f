/**
 * List prices in US dollars, us-east-1, on demand, without free tier and discounts. AWS's own price pages could not be read when they were written down; each was compared with what
 * others quote of them (named beside it), on {@link pricesDate}. Compare before you promise anything.
 */
export const prices = {
  /** DynamoDB, per write and read request unit; since November 2024. airbyte.com/data-engineering-resources/dynamodb-pricing says the same. */
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  /** SQS standard, per request of up to 64 KB: a send, a receive or a delete of up to ten messages. cloudburn.io/blog/amazon-sqs-pricing (March 2026) says the same. */
  queueRequest: 0.4 / 1e6,
  /** What a request with a message group costs beside it: that is what makes a standard queue fair. Same source; not seen elsewhere. */
  fairRequest: 0.1 / 1e6,
  /** EventBridge, per custom event of up to 64 KB. From memory: nobody who quotes it was found. */
  event: 1 / 1e6,
  /** Lambda on ARM, per call and per GB-second in the first tier. cloudchipr.com/blog/aws-lambda-pricing (2024) says the same of the second; the first is from memory. */
  call: 0.2 / 1e6,
  gbSecond: 0.0000133334,
} as const;

/** When {@link prices} were last compared. */
export const pricesDate = '2026-11-29';
