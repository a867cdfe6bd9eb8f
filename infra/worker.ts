import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { queueNames } from '../adapters/messages.ts';
import { type FunctionName, type FunctionSpec, functionSpecs } from './functions.ts';
import { statementsOf, type World } from './permissions.ts';
import type { Stage } from './stage.ts';

/** What a worker is made of. */
export interface WorkerParts {
  readonly stage: Stage;
  readonly world: World;
  /** Folder of its bundle. */
  readonly code: string;
  readonly version: string;
}

/** One function with a role and a log of its own. */
export class Worker extends Construct {
  readonly fn: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, name: FunctionName, { stage, world, code, version }: WorkerParts) {
    super(scope, name);
    const spec = functionSpecs[name];
    const logGroup = new LogGroup(this, 'Log', {
      retention: stage.logDays === 14 ? RetentionDays.TWO_WEEKS : RetentionDays.THREE_MONTHS,
      removalPolicy: stage.keepsData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `What ${name} of Syncline (${stage.name}) may do`,
      inlinePolicies: {
        work: new PolicyDocument({ statements: [...statementsOf(spec, world), logStatement(logGroup)] }),
      },
    });
    this.fn = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(code),
      role: this.role,
      memorySize: spec.memoryMb,
      timeout: Duration.seconds(spec.timeoutSeconds),
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      logGroup,
      environment: environmentOf(spec, stage, world, version),
    });
  }
}

function logStatement(logGroup: LogGroup): PolicyStatement {
  return new PolicyStatement({ sid: 'Log', actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [`${logGroup.logGroupArn}:log-stream:*`] });
}

/** In the place of a queue that the function's role does not let it use: a call shows the mistake wherever it runs, also where roles are not enforced. */
const withheld = 'https://not-granted.invalid/queue';

/** What `functions/aws/settings.ts` reads. Queues are named only to those that may use them. */
function environmentOf({ sends, dead }: FunctionSpec, stage: Stage, { table, data, bus, pairs, secretPrefix }: World, version: string): Record<string, string> {
  const urls = queueNames.flatMap((name) => [
    [`SYNCLINE_${name.toUpperCase()}_QUEUE`, sends.includes(name) ? pairs[name].queue.queueUrl : withheld],
    [`SYNCLINE_${name.toUpperCase()}_DEAD`, dead === 'none' ? withheld : pairs[name].dead.queueUrl],
  ]);
  return {
    SYNCLINE_TABLE: table.tableName,
    SYNCLINE_BUS: bus.eventBusName,
    SYNCLINE_BUCKET: data.bucketName,
    SYNCLINE_SECRETS: secretPrefix,
    SYNCLINE_WORKSPACES: stage.workspaces.join(','),
    SYNCLINE_VERSION: version,
    ...Object.fromEntries(urls),
  };
}

/** The prefix of this installation's secrets. */
export function secretPrefixOf(scope: Construct, stage: Stage): { readonly secretPrefix: string; readonly secretsArn: string } {
  const secretPrefix = `syncline-${stage.name}`;
  return {
    secretPrefix,
    secretsArn: Stack.of(scope).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: `${secretPrefix}/*`,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  };
}
