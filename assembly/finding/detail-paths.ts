/** Where each schema has the fields that tell about a match. */
import { Paths } from "../event/paths";

/** Fields that tell about a match. */
export namespace Detail {
  export const TIME: i32 = 0;
  export const SOURCE_IP: i32 = 1;
  export const USER_AGENT: i32 = 2;
  export const REGION: i32 = 3;
  export const ACCOUNT: i32 = 4;
  /** That of the caller; it stands in for the account that lost the key. */
  export const CALLER_ACCOUNT: i32 = 5;
  export const TYPE: i32 = 6;
  export const ID: i32 = 7;
  export const CATEGORY: i32 = 8;
  export const ACTOR_TYPE: i32 = 9;
  export const ACTOR_ARN: i32 = 10;
  export const RESOURCE_ARN: i32 = 11;
  export const REQUEST_KEY: i32 = 12;
  export const REQUEST_WINDOW: i32 = 13;
  export const RESPONSE_KEY: i32 = 14;
  export const RESPONSE_WINDOW: i32 = 15;
  export const KEY_STATE: i32 = 16;
  export const DELETION_DATE: i32 = 17;
  export const ERROR_CODE: i32 = 18;
  export const ERROR_MESSAGE: i32 = 19;
  /** The role that a session is of, who is named as its source, and on whose behalf a service made the call. */
  export const ROLE: i32 = 20;
  export const SOURCE_IDENTITY: i32 = 21;
  export const ON_BEHALF_OF: i32 = 22;
  export const VPC_ENDPOINT: i32 = 23;
  export const COUNT: i32 = 24;
  /** No detail: where the list is that a raw event may be. */
  export const VALUES: i32 = 24;
}

/** A raw event. The account is the one that lost the key and has the event in its trail; old events have no recipient. */
export const RAW_PATHS: Paths = [
  (Detail.TIME << 24) | changetype<i32>("eventTime"),
  (Detail.SOURCE_IP << 24) | changetype<i32>("sourceIPAddress"),
  (Detail.USER_AGENT << 24) | changetype<i32>("userAgent"),
  (Detail.REGION << 24) | changetype<i32>("awsRegion"),
  (Detail.ACCOUNT << 24) | changetype<i32>("recipientAccountId"),
  (Detail.TYPE << 24) | changetype<i32>("eventType"),
  (Detail.ID << 24) | changetype<i32>("eventID"),
  (Detail.CATEGORY << 24) | changetype<i32>("eventCategory"),
  (Detail.CALLER_ACCOUNT << 24) | changetype<i32>("userIdentity.accountId"),
  (Detail.ACTOR_TYPE << 24) | changetype<i32>("userIdentity.type"),
  (Detail.ACTOR_ARN << 24) | changetype<i32>("userIdentity.arn"),
  (Detail.ROLE << 24) | changetype<i32>("userIdentity.sessionContext.sessionIssuer.arn"),
  (Detail.SOURCE_IDENTITY << 24) | changetype<i32>("userIdentity.sessionContext.sourceIdentity"),
  (Detail.ON_BEHALF_OF << 24) | changetype<i32>("userIdentity.onBehalfOf.userId"),
  (Detail.RESOURCE_ARN << 24) | changetype<i32>("resources.ARN"),
  (Detail.REQUEST_KEY << 24) | changetype<i32>("requestParameters.keyId"),
  (Detail.REQUEST_WINDOW << 24) | changetype<i32>("requestParameters.pendingWindowInDays"),
  (Detail.RESPONSE_KEY << 24) | changetype<i32>("responseElements.keyId"),
  (Detail.RESPONSE_WINDOW << 24) | changetype<i32>("responseElements.pendingWindowInDays"),
  (Detail.KEY_STATE << 24) | changetype<i32>("responseElements.keyState"),
  (Detail.DELETION_DATE << 24) | changetype<i32>("responseElements.deletionDate"),
  (Detail.ERROR_CODE << 24) | changetype<i32>("errorCode"),
  (Detail.ERROR_MESSAGE << 24) | changetype<i32>("errorMessage"),
  (Detail.VPC_ENDPOINT << 24) | changetype<i32>("vpcEndpointId"),
  (Detail.VALUES << 24) | changetype<i32>("values"),
];

/** An event that went through Elastic's ingest pipeline (elastic/integrations, aws/cloudtrail). */
export const ECS_PATHS: Paths = [
  (Detail.TIME << 24) | changetype<i32>("@timestamp"),
  (Detail.SOURCE_IP << 24) | changetype<i32>("source.ip"),
  (Detail.SOURCE_IP << 24) | changetype<i32>("source.address"),
  (Detail.USER_AGENT << 24) | changetype<i32>("user_agent.original"),
  (Detail.REGION << 24) | changetype<i32>("cloud.region"),
  (Detail.ACCOUNT << 24) | changetype<i32>("cloud.account.id"),
  (Detail.ID << 24) | changetype<i32>("event.id"),
  (Detail.CATEGORY << 24) | changetype<i32>("aws.cloudtrail.event_category"),
  (Detail.ACCOUNT << 24) | changetype<i32>("aws.cloudtrail.recipient_account_id"),
  (Detail.ACTOR_TYPE << 24) | changetype<i32>("aws.cloudtrail.user_identity.type"),
  (Detail.ACTOR_ARN << 24) | changetype<i32>("aws.cloudtrail.user_identity.arn"),
  (Detail.ROLE << 24) | changetype<i32>("aws.cloudtrail.user_identity.session_context.session_issuer.arn"),
  (Detail.ON_BEHALF_OF << 24) | changetype<i32>("aws.cloudtrail.user_identity.on_behalf_of.user_id"),
  (Detail.RESOURCE_ARN << 24) | changetype<i32>("aws.cloudtrail.resources.arn"),
  (Detail.REQUEST_KEY << 24) | changetype<i32>("aws.cloudtrail.flattened.request_parameters.keyId"),
  (Detail.REQUEST_WINDOW << 24) | changetype<i32>("aws.cloudtrail.flattened.request_parameters.pendingWindowInDays"),
  (Detail.RESPONSE_KEY << 24) | changetype<i32>("aws.cloudtrail.flattened.response_elements.keyId"),
  (Detail.RESPONSE_WINDOW << 24) | changetype<i32>("aws.cloudtrail.flattened.response_elements.pendingWindowInDays"),
  (Detail.KEY_STATE << 24) | changetype<i32>("aws.cloudtrail.flattened.response_elements.keyState"),
  (Detail.DELETION_DATE << 24) | changetype<i32>("aws.cloudtrail.flattened.response_elements.deletionDate"),
  (Detail.ERROR_CODE << 24) | changetype<i32>("aws.cloudtrail.error_code"),
  (Detail.ERROR_MESSAGE << 24) | changetype<i32>("aws.cloudtrail.error_message"),
  (Detail.VPC_ENDPOINT << 24) | changetype<i32>("aws.cloudtrail.vpc_endpoint_id"),
];

/** An OCSF API Activity (ocsf/examples, mappings/markdown/AWS/v1.5.0/CloudTrail/API Activity). */
export const OCSF_PATHS: Paths = [
  (Detail.TIME << 24) | changetype<i32>("time_dt"),
  (Detail.TIME << 24) | changetype<i32>("time"),
  (Detail.SOURCE_IP << 24) | changetype<i32>("src_endpoint.ip"),
  (Detail.SOURCE_IP << 24) | changetype<i32>("src_endpoint.domain"),
  (Detail.VPC_ENDPOINT << 24) | changetype<i32>("src_endpoint.uid"),
  (Detail.USER_AGENT << 24) | changetype<i32>("http_request.user_agent"),
  (Detail.REGION << 24) | changetype<i32>("cloud.region"),
  (Detail.ACCOUNT << 24) | changetype<i32>("cloud.account.uid"),
  (Detail.ACCOUNT << 24) | changetype<i32>("cloud.account_uid"),
  (Detail.ACCOUNT << 24) | changetype<i32>("unmapped.recipientAccountId"),
  (Detail.SOURCE_IDENTITY << 24) | changetype<i32>("unmapped.userIdentity.sessionContext.sourceIdentity"),
  (Detail.ON_BEHALF_OF << 24) | changetype<i32>("unmapped.userIdentity.onBehalfOf.userId"),
  (Detail.TYPE << 24) | changetype<i32>("metadata.event_code"),
  (Detail.ID << 24) | changetype<i32>("metadata.uid"),
  (Detail.CATEGORY << 24) | changetype<i32>("metadata.product.feature.name"),
  (Detail.CALLER_ACCOUNT << 24) | changetype<i32>("actor.user.account.uid"),
  (Detail.CALLER_ACCOUNT << 24) | changetype<i32>("actor.user.account_uid"),
  (Detail.ACTOR_TYPE << 24) | changetype<i32>("actor.user.type"),
  (Detail.ACTOR_ARN << 24) | changetype<i32>("actor.user.uid"),
  (Detail.ACTOR_ARN << 24) | changetype<i32>("actor.user.uuid"),
  (Detail.ROLE << 24) | changetype<i32>("actor.session.issuer"),
  (Detail.RESOURCE_ARN << 24) | changetype<i32>("resources.uid"),
  (Detail.REQUEST_KEY << 24) | changetype<i32>("api.request.data.keyId"),
  (Detail.REQUEST_WINDOW << 24) | changetype<i32>("api.request.data.pendingWindowInDays"),
  (Detail.RESPONSE_KEY << 24) | changetype<i32>("api.response.data.keyId"),
  (Detail.RESPONSE_WINDOW << 24) | changetype<i32>("api.response.data.pendingWindowInDays"),
  (Detail.KEY_STATE << 24) | changetype<i32>("api.response.data.keyState"),
  (Detail.DELETION_DATE << 24) | changetype<i32>("api.response.data.deletionDate"),
  (Detail.ERROR_CODE << 24) | changetype<i32>("api.response.error"),
  (Detail.ERROR_MESSAGE << 24) | changetype<i32>("api.response.message"),
];

/** OCSF's `data` is often JSON in a string: where that is, and the details in the object that it holds. */
export namespace Data {
  export const REQUEST: i32 = 0;
  export const RESPONSE: i32 = 1;
  export const COUNT: i32 = 2;
}

export const OCSF_DATA_PATHS: Paths = [
  (Data.REQUEST << 24) | changetype<i32>("api.request.data"),
  (Data.RESPONSE << 24) | changetype<i32>("api.response.data"),
];

export const OCSF_REQUEST_PATHS: Paths = [
  (Detail.REQUEST_KEY << 24) | changetype<i32>("keyId"),
  (Detail.REQUEST_WINDOW << 24) | changetype<i32>("pendingWindowInDays"),
];

export const OCSF_RESPONSE_PATHS: Paths = [
  (Detail.RESPONSE_KEY << 24) | changetype<i32>("keyId"),
  (Detail.RESPONSE_WINDOW << 24) | changetype<i32>("pendingWindowInDays"),
  (Detail.KEY_STATE << 24) | changetype<i32>("keyState"),
  (Detail.DELETION_DATE << 24) | changetype<i32>("deletionDate"),
];

/**
 * An OpenTelemetry log record (open-telemetry/opentelemetry-collector-contrib,
 * extension/encoding/awslogsencodingextension, cloudtraillog/unmarshaler.go).
 */
export const OTEL_PATHS: Paths = [
  (Detail.TIME << 24) | changetype<i32>("timeUnixNano"),
  (Detail.TIME << 24) | changetype<i32>("@timestamp"),
  (Detail.SOURCE_IP << 24) | changetype<i32>("source.address"),
  (Detail.USER_AGENT << 24) | changetype<i32>("user_agent.original"),
  (Detail.REGION << 24) | changetype<i32>("cloud.region"),
  (Detail.ACCOUNT << 24) | changetype<i32>("cloud.account.id"),
  (Detail.TYPE << 24) | changetype<i32>("rpc.system"),
  (Detail.ID << 24) | changetype<i32>("aws.cloudtrail.event_id"),
  (Detail.CATEGORY << 24) | changetype<i32>("aws.event.category"),
  (Detail.ACTOR_TYPE << 24) | changetype<i32>("aws.principal.type"),
  (Detail.ACTOR_ARN << 24) | changetype<i32>("aws.principal.arn"),
  (Detail.ACTOR_TYPE << 24) | changetype<i32>("aws.user_identity.principal.type"),
  (Detail.ACTOR_ARN << 24) | changetype<i32>("aws.user_identity.principal.arn"),
  (Detail.ROLE << 24) | changetype<i32>("aws.user_identity.session_context.issuer.arn"),
  (Detail.CALLER_ACCOUNT << 24) | changetype<i32>("aws.user_identity.account_id"),
  (Detail.RESOURCE_ARN << 24) | changetype<i32>("aws.resources.arn"),
  (Detail.RESOURCE_ARN << 24) | changetype<i32>("aws.resources.ARN"),
  (Detail.REQUEST_KEY << 24) | changetype<i32>("aws.request.parameters.keyId"),
  (Detail.REQUEST_WINDOW << 24) | changetype<i32>("aws.request.parameters.pendingWindowInDays"),
  (Detail.RESPONSE_KEY << 24) | changetype<i32>("aws.response.elements.keyId"),
  (Detail.RESPONSE_WINDOW << 24) | changetype<i32>("aws.response.elements.pendingWindowInDays"),
  (Detail.KEY_STATE << 24) | changetype<i32>("aws.response.elements.keyState"),
  (Detail.DELETION_DATE << 24) | changetype<i32>("aws.response.elements.deletionDate"),
  (Detail.ERROR_CODE << 24) | changetype<i32>("aws.error.code"),
  (Detail.ERROR_MESSAGE << 24) | changetype<i32>("aws.error.message"),
];

/** What the resource says that an OpenTelemetry record is of: in a document with it, and among the resource's own attributes. */
export const DOCUMENT_PATHS: Paths = [
  (Detail.ACCOUNT << 24) | changetype<i32>("resource.attributes.cloud.account.id"),
  (Detail.REGION << 24) | changetype<i32>("resource.attributes.cloud.region"),
];
export const RESOURCE_PATHS: Paths = [
  (Detail.ACCOUNT << 24) | changetype<i32>("cloud.account.id"),
  (Detail.REGION << 24) | changetype<i32>("cloud.region"),
];
