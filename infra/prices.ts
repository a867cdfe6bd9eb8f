/**
 * List prices in US dollars, us-east-1, on demand, without free tier and discounts. AWS's own price pages fill in their numbers in the browser and say only what is a unit; each number was compared
 * with what others quote of them (named beside it), on {@link pricesDate}. Compare before you promise anything.
 */
export const prices = {
  /** DynamoDB, per write and read request unit; since November 2024. airbyte.com/data-engineering-resources/dynamodb-pricing says the same. */
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  /** SQS standard, per request of up to 64 KB: a send, a receive or a delete of up to ten messages. cloudburn.io/blog/amazon-sqs-pricing (March 2026) says the same. */
  queueRequest: 0.4 / 1e6,
  /** What a request with a message group costs beside it: that is what makes a standard queue fair. Same source; not seen elsewhere. */
  fairRequest: 0.1 / 1e6,
  /** EventBridge, per custom event; each 64 KB of one count (aws.amazon.com/eventbridge/pricing). The price: factualminds.com/blog/amazon-eventbridge-pricing-events-pipes-schema-archive (June 2026), wring.co/blog/aws-eventbridge-pricing-guide and blog.awsfundamentals.com/aws-eventbridge-pricing-guide say the same. */
  event: 1 / 1e6,
  /** Lambda on ARM, per call and per GB-second in the first tier. cloudchipr.com/blog/aws-lambda-pricing (2024) says the same of the second, git.mcrn.ar/mariano/lambda_local_runner (docs/lambdas-md/lambda-13-cost.md) and gist.github.com/thiagozs/019a25fbcbd987209ef1d25e10d0dde9 (2023) of the first. */
  call: 0.2 / 1e6,
  gbSecond: 0.0000133334,
} as const;

/** When {@link prices} were last compared. */
export const pricesDate = '2026-11-30';
