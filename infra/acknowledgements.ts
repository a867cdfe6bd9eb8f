import { type CfnElement, type Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { queueNames } from '../adapters/messages.ts';
import { functionNames, functionSpecs } from './functions.ts';

/** A finding of cdk-nag that stays: where, which, and why. */
export interface Acknowledgement {
  /** Path below the stack; a construct that is not there fails the synthesis. */
  readonly at: string;
  readonly id: string;
  readonly reason: string;
}

const iam = (finding: string): string => `AwsSolutions::AwsSolutions-IAM5[${finding}]`;
const consumed = functionNames.filter((name) => !['stream', 'schedule', 'http'].includes(functionSpecs[name].source));

/** Every acknowledgement of a stack. Anything that is not listed here fails the synthesis and its test. */
export function acknowledgementsOf(stack: Stack, secretPrefix: string): readonly Acknowledgement[] {
  const arn = (path: string): string => `<${stack.getLogicalId(childAt(stack, path).node.defaultChild as CfnElement)}.Arn>`;
  const dead = [...queueNames.map((name) => `${name}-dead`), 'undelivered'];
  return [
    ...functionNames.flatMap((name): Acknowledgement[] => [
      { at: `${name}/Role`, id: iam(`Resource::${arn(`${name}/Log`)}:log-stream:*`), reason: 'Lambda names log streams itself; the log group is the function’s own.' },
      { at: `${name}/Role`, id: iam(`Resource::${arn('Storage/Data')}/*/config/*`), reason: 'Published documents of every workspace that the installation serves.' },
      { at: `${name}/Role`, id: iam('Resource::*'), reason: 'X-Ray takes no resource: xray:PutTraceSegments and xray:PutTelemetryRecords alone.' },
      {
        at: `${name}/Function`,
        id: 'Serverless::Serverless-LambdaDLQ',
        reason: 'Never invoked for a result nobody waits for: queues and the stream have their own failure destinations, API Gateway waits, and the next tick comes in a minute.',
      },
    ]),
    ...functionNames
      .filter((name) => functionSpecs[name].files !== 'none')
      .map(
        (name): Acknowledgement => ({
          at: `${name}/Role`,
          id: iam(`Resource::${arn('Storage/Data')}/*/files/*`),
          reason: 'Folders of file connections; their names are configuration.',
        }),
      ),
    ...functionNames
      .filter((name) => functionSpecs[name].secrets)
      .map((name): Acknowledgement => {
        const resource = `arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:${secretPrefix}/*`;
        return { at: `${name}/Role`, id: iam(`Resource::${resource}`), reason: 'Secrets of connections; their names are configuration, all below the installation’s prefix.' };
      }),
    ...functionNames
      .filter((name) => functionSpecs[name].erases)
      .map(
        (name): Acknowledgement => ({
          at: `${name}/Role`,
          id: iam(`Resource::${arn('Storage/Data')}/*/*/*/*/*`),
          reason: 'Files of the records of a person who is erased; it is known only then whose.',
        }),
      ),
    { at: 'relay/Role', id: iam(`Resource::${arn('Storage/Failed')}/aws/lambda/*`), reason: 'Lambda names the objects that hold failed batches.' },
    ...schedulerRoles(stack).map(
      (role): Acknowledgement => ({
        at: role,
        id: iam(`Resource::${arn('tick/Function')}:*`),
        reason: 'The schedule may invoke any version of its one function.',
      }),
    ),
    ...consumed.map(
      (name): Acknowledgement => ({
        at: `${name}/Function`,
        id: 'Serverless::Serverless-LambdaEventSourceMappingDestination',
        reason: 'A queue’s failure destination is its own dead-letter queue, after five receives.',
      }),
    ),
    ...dead.map(
      (name): Acknowledgement => ({ at: `Queues/${name}`, id: 'Serverless::Serverless-SQSRedrivePolicy', reason: 'This is where dead letters end; a person sends them on.' }),
    ),
    { at: 'Queues/undelivered', id: 'AwsSolutions::AwsSolutions-SQS3', reason: 'It is the dead-letter queue of the bus, its rules and the schedule.' },
    { at: 'Api/Http/GET--health', id: 'AwsSolutions::AwsSolutions-APIG4', reason: 'Health answers everybody with the version and nothing else.' },
    {
      at: 'Api/Http/POST--hooks--{workspace}--{connection}',
      id: 'AwsSolutions::AwsSolutions-APIG4',
      reason: 'Vendors have no tokens of ours: intake verifies their signature over the raw bytes before anything else.',
    },
  ];
}

/** Tells cdk-nag about them. */
export function acknowledge(stack: Stack, secretPrefix: string): void {
  for (const { at, id, reason } of acknowledgementsOf(stack, secretPrefix)) Validations.of(childAt(stack, at)).acknowledge({ id, reason });
}

function childAt(stack: Stack, path: string): IConstruct {
  return path.split('/').reduce((construct: IConstruct, id) => construct.node.findChild(id), stack);
}

/** CDK names the role of a schedule's target by a hash. */
function schedulerRoles(stack: Stack): readonly string[] {
  return stack.node.children.map((child) => child.node.id).filter((id) => id.startsWith('SchedulerRoleForTarget'));
}
