import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import { indexName } from '../adapters/aws/pages.ts';
import { attributeNames as n } from '../adapters/size.ts';
import type { Stage } from './stage.ts';

/** Old versions of objects and the server's access logs are kept this long. */
const keptDays = 90;

/** The table, and the buckets for blobs, for what the stream could not hand over, and for access logs. */
export class Storage extends Construct {
  readonly table: Table;
  readonly data: Bucket;
  readonly failed: Bucket;

  constructor(scope: Construct, stage: Stage) {
    super(scope, 'Storage');
    this.node.setContext(S3_SERVER_ACCESS_LOGS_USE_BUCKET_POLICY, true); // without it the bucket of logs has an access control list, which S3 calls legacy
    const removalPolicy = stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.table = new Table(this, 'Table', {
      partitionKey: { name: n.pk, type: AttributeType.STRING },
      sortKey: { name: n.sk, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: n.expiresAt,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: TableEncryption.AWS_MANAGED,
      deletionProtection: stage.keepsData,
      removalPolicy,
    });
    this.table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: { name: n.lpk, type: AttributeType.STRING },
      sortKey: { name: n.lsk, type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: [n.label, n.state],
    });
    const common = { encryption: BucketEncryption.S3_MANAGED, blockPublicAccess: BlockPublicAccess.BLOCK_ALL, enforceSSL: true, minimumTLSVersion: 1.2, removalPolicy };
    const logs = new Bucket(this, 'AccessLogs', { ...common, lifecycleRules: [{ expiration: Duration.days(keptDays) }] });
    this.data = new Bucket(this, 'Data', {
      ...common,
      versioned: true,
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 'data/',
      lifecycleRules: [{ noncurrentVersionExpiration: Duration.days(keptDays), abortIncompleteMultipartUploadAfter: Duration.days(7) }],
    });
    this.failed = new Bucket(this, 'Failed', {
      ...common,
      serverAccessLogsBucket: logs,
      serverAccessLogsPrefix: 'failed/',
      lifecycleRules: [{ expiration: Duration.days(keptDays) }],
    });
  }
}
