import { Match } from 'aws-cdk-lib/assertions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { expect, test } from 'vitest';
import { remainDays } from '../../adapters/aws/remains.ts';
import { functionNames, functionSpecs } from '../../infra/functions.ts';
import { stages } from '../../infra/stage.ts';
import { nagReport, templateOf } from './synth.ts';

interface Statement {
  readonly Action: string | readonly string[];
  readonly Effect: string;
}

const template = templateOf(stages.prod);
const resources = template.toJSON()['Resources'] as Record<string, { Type: string; Properties: Record<string, never> }>;
const ofType = (type: string) => Object.entries(resources).filter(([, resource]) => resource.Type === type);

/** Everything a function's role allows, by the function's name. */
function actionsOf(name: string): string[] {
  const statements: Statement[] = [];
  for (const [id, { Type, Properties }] of Object.entries(resources)) {
    if (!id.startsWith(`${name}Role`)) continue;
    const { Policies = [], PolicyDocument } = Properties as { Policies?: { PolicyDocument: { Statement: Statement[] } }[]; PolicyDocument?: { Statement: Statement[] } };
    if (Type === 'AWS::IAM::Role') statements.push(...Policies.flatMap((policy) => policy.PolicyDocument.Statement));
    if (Type === 'AWS::IAM::Policy') statements.push(...(PolicyDocument?.Statement ?? []));
  }
  return [...new Set(statements.flatMap(({ Action }) => Action))].sort();
}

const always = [
  'dynamodb:BatchGetItem',
  'dynamodb:ConditionCheckItem',
  'dynamodb:DeleteItem',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:Query',
  'dynamodb:UpdateItem',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  's3:GetObject',
  's3:ListBucket',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];
const consumes = ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'];
const facts = 'events:PutEvents';
const send = 'sqs:SendMessage';
const secret = 'secretsmanager:GetSecretValue';
const stream = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'];

test.each([
  ['unify', [...consumes, facts, send, secret]],
  ['deliver', [...consumes, facts, send, secret, 's3:DeleteObject', 's3:PutObject']],
  ['reconcile', [...consumes, facts, send, secret, 's3:DeleteObject', 's3:PutObject']],
  ['react', [...consumes, facts, secret]],
  ['job', [...consumes, facts, send, secret, 'dynamodb:Scan', 's3:DeleteObject']],
  ['relay', [...stream, facts, send, 's3:PutObject']],
  ['tick', [facts, send, secret, 'sqs:ChangeMessageVisibility', 'sqs:ReceiveMessage']],
  ['api', [facts, send, secret, 'dynamodb:Scan', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage']],
  ['intake', [send, secret]],
])('%s may do what it needs and nothing else', (name, more) => {
  expect(actionsOf(name)).toEqual([...new Set([...always, ...more])].sort());
});

test('every function is ARM, Node 24, traced, with memory and time-out as its spec says', () => {
  const functions = ofType('AWS::Lambda::Function').map(([, { Properties }]) => Properties as Record<string, unknown>);
  expect(functions).toHaveLength(functionNames.length);
  for (const name of functionNames) {
    const { memoryMb, timeoutSeconds } = functionSpecs[name];
    template.hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: memoryMb,
      Timeout: timeoutSeconds,
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
    });
  }
});

test('a queue hides its messages for six times its worker’s time-out, and buries them after five receives', () => {
  for (const [, { Properties }] of ofType('AWS::Lambda::EventSourceMapping')) {
    const { EventSourceArn, FunctionName, BatchSize, FunctionResponseTypes } = Properties as unknown as {
      EventSourceArn: { 'Fn::GetAtt': [string, string] };
      FunctionName: { Ref: string };
      BatchSize: number;
      FunctionResponseTypes: string[];
    };
    expect(FunctionResponseTypes).toEqual(['ReportBatchItemFailures']);
    const [source, attribute] = EventSourceArn['Fn::GetAtt'];
    if (attribute === 'StreamArn') continue;
    expect(BatchSize).toBe(10);
    const worker = resources[FunctionName.Ref]?.Properties as unknown as { Timeout: number };
    const queue = resources[source]?.Properties as unknown as { VisibilityTimeout: number; RedrivePolicy: { maxReceiveCount: number } };
    expect([queue.VisibilityTimeout, queue.RedrivePolicy.maxReceiveCount]).toEqual([6 * worker.Timeout, 5]);
  }
});

test('the stream is bisected, bounded, filtered, and what is given up is kept', () => {
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: 10,
    StartingPosition: 'TRIM_HORIZON',
    DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    FilterCriteria: { Filters: [{ Pattern: Match.stringLikeRegexp('NewImage') }, { Pattern: Match.stringLikeRegexp('OldImage') }] },
  });
});

test('the table has a stream, a time to live, recovery to any second, and outlives its stack in prod', () => {
  template.hasResource('AWS::DynamoDB::Table', {
    DeletionPolicy: 'Retain',
    Properties: {
      StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' },
      TimeToLiveSpecification: { AttributeName: 'x', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    },
  });
});

test('somebody is told when a queue, relay, a function, the table or a stream falls behind', () => {
  const alarms = ofType('AWS::CloudWatch::Alarm').map(([, { Properties }]) => {
    const { MetricName, Metrics, Threshold, AlarmActions } = Properties as unknown as {
      MetricName?: string;
      Metrics?: readonly [{ readonly Expression: string }];
      Threshold: number;
      AlarmActions: unknown[];
    };
    expect(AlarmActions).toHaveLength(1);
    return `${MetricName ?? Metrics?.[0].Expression} > ${Threshold}`;
  });
  const counted = [...Map.groupBy(alarms, (alarm) => alarm)].map(([alarm, { length }]) => `${length} × ${alarm}`).sort();
  expect(counted).toEqual([
    '1 × IteratorAge > 3600000',
    '1 × SELECT MAX(StaleMinutes) FROM SCHEMA("syncline-prod", Stream, Workspace) GROUP BY Workspace, Stream ORDER BY MAX() DESC > 240',
    '5 × ApproximateAgeOfOldestMessage > 900',
    '5 × ThrottledRequests > 10',
    '6 × ApproximateNumberOfMessagesVisible > 0',
    '9 × Throttles > 0',
  ]);
  expect(ofType('AWS::CloudWatch::Dashboard')).toHaveLength(1);
});

test('the receipt of an erasure tells the days that the template keeps things', () => {
  const json = JSON.stringify(template.toJSON());
  expect(json).toContain(`"RetentionDays":${remainDays.archive}`);
  expect(json).toContain(`"NoncurrentDays":${remainDays.versions}`);
  expect(json).toContain(`"MessageRetentionPeriod":${remainDays.letters * 86_400}`);
  expect(json).toContain('"PointInTimeRecoveryEnabled":true'); // 35 days unless a number says otherwise
  expect(json).not.toContain('RecoveryPeriodInDays');
});

test('cdk-nag finds nothing that is not acknowledged with a reason', () => {
  const report = nagReport();
  expect(report.packs).toEqual(expect.arrayContaining(['AwsSolutions', 'Serverless']));
  expect(report.findings).toEqual([]);
});

test('cdk-nag does find what nobody has explained', () => {
  const report = nagReport((stack) => void new Bucket(stack, 'Careless'));
  expect(report.findings.some((finding) => finding.includes('AwsSolutions-S1') && finding.includes('Careless'))).toBe(true);
});
