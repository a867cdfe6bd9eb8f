import { type CfnStage, HttpApi, HttpMethod, HttpNoneAuthorizer, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Stage } from './stage.ts';
import type { Worker } from './worker.ts';

/** Fields of an access log line: who, what, how it ended; never a query or a body. */
const accessLog = {
  time: '$context.requestTime',
  id: '$context.requestId',
  method: '$context.httpMethod',
  route: '$context.routeKey',
  status: '$context.status',
  sub: '$context.authorizer.claims.sub',
};

/** The HTTP API: everything behind the JWT authorizer but health and the vendors' webhooks, whose signatures intake verifies. */
export class Api extends Construct {
  readonly http: HttpApi;

  constructor(scope: Construct, stage: Stage, api: Worker, intake: Worker) {
    super(scope, 'Api');
    const authorizer = new HttpJwtAuthorizer('Jwt', stage.jwt.issuer, { jwtAudience: [...stage.jwt.audience] });
    this.http = new HttpApi(this, 'Http', { description: `Syncline ${stage.name}`, createDefaultStage: false, defaultAuthorizer: authorizer });
    const toApi = new HttpLambdaIntegration('ToApi', api.fn);
    this.http.addRoutes({ path: '/{proxy+}', methods: [HttpMethod.ANY], integration: toApi });
    this.http.addRoutes({ path: '/health', methods: [HttpMethod.GET], integration: toApi, authorizer: new HttpNoneAuthorizer() });
    this.http.addRoutes({
      path: '/hooks/{workspace}/{connection}',
      methods: [HttpMethod.POST],
      integration: new HttpLambdaIntegration('ToIntake', intake.fn),
      authorizer: new HttpNoneAuthorizer(),
    });
    const logs = new LogGroup(this, 'AccessLog', { retention: stage.logDays === 14 ? RetentionDays.TWO_WEEKS : RetentionDays.THREE_MONTHS });
    const deployed = new HttpStage(this, 'Stage', {
      httpApi: this.http,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: stage.throttle.rate, burstLimit: stage.throttle.burst },
    });
    (deployed.node.defaultChild as CfnStage).accessLogSettings = { destinationArn: logs.logGroupArn, format: JSON.stringify(accessLog) };
  }
}
