/** Where each schema has what the annotation does not tell of an event. */
import { Paths } from "../event/paths";

/** Fields that a person asks for who has an alert. A later path of one that has several counts where an earlier one says nothing. */
export namespace More {
  export const PRINCIPAL_ID: i32 = 0;
  export const USER_NAME: i32 = 1;
  export const ACCESS_KEY_ID: i32 = 2;
  export const CALLER_ACCOUNT: i32 = 3;
  export const INVOKED_BY: i32 = 4;
  export const ISSUER_TYPE: i32 = 5;
  export const ISSUER_ARN: i32 = 6;
  export const ISSUER_NAME: i32 = 7;
  export const MFA: i32 = 8;
  export const SESSION_CREATED: i32 = 9;
  export const FROM_CONSOLE: i32 = 10;
  export const EVENT_TYPE: i32 = 11;
  export const VPC_ENDPOINT: i32 = 12;
  export const REQUESTED_KEY: i32 = 13;
  export const SHARED_EVENT_ID: i32 = 14;
  export const REQUEST_ID: i32 = 15;
  export const COUNT: i32 = 16;
}

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
export const RAW_MORE: Paths = [
  (More.PRINCIPAL_ID << 24) | changetype<i32>("userIdentity.principalId"),
  (More.USER_NAME << 24) | changetype<i32>("userIdentity.userName"),
  (More.ACCESS_KEY_ID << 24) | changetype<i32>("userIdentity.accessKeyId"),
  (More.CALLER_ACCOUNT << 24) | changetype<i32>("userIdentity.accountId"),
  (More.INVOKED_BY << 24) | changetype<i32>("userIdentity.invokedBy"),
  (More.ISSUER_TYPE << 24) | changetype<i32>("userIdentity.sessionContext.sessionIssuer.type"),
  (More.ISSUER_ARN << 24) | changetype<i32>("userIdentity.sessionContext.sessionIssuer.arn"),
  (More.ISSUER_NAME << 24) | changetype<i32>("userIdentity.sessionContext.sessionIssuer.userName"),
  (More.MFA << 24) | changetype<i32>("userIdentity.sessionContext.attributes.mfaAuthenticated"),
  (More.SESSION_CREATED << 24) | changetype<i32>("userIdentity.sessionContext.attributes.creationDate"),
  (More.FROM_CONSOLE << 24) | changetype<i32>("sessionCredentialFromConsole"),
  (More.EVENT_TYPE << 24) | changetype<i32>("eventType"),
  (More.VPC_ENDPOINT << 24) | changetype<i32>("vpcEndpointId"),
  (More.REQUESTED_KEY << 24) | changetype<i32>("requestParameters.keyId"),
  (More.SHARED_EVENT_ID << 24) | changetype<i32>("sharedEventID"),
  (More.REQUEST_ID << 24) | changetype<i32>("requestID"),
];

/**
 * Elastic's ingest pipeline (elastic/integrations, packages/aws/data_stream/cloudtrail, default.yml and fields.yml). It
 * renames `userName` to `user.name`, and then `sessionIssuer.userName` to the same, where there is no other.
 */
export const ECS_MORE: Paths = [
  (More.PRINCIPAL_ID << 24) | changetype<i32>("user.id"),
  (More.USER_NAME << 24) | changetype<i32>("user.name"),
  (More.CALLER_ACCOUNT << 24) | changetype<i32>("cloud.account.id"),
  (More.ACCESS_KEY_ID << 24) | changetype<i32>("aws.cloudtrail.user_identity.access_key_id"),
  (More.INVOKED_BY << 24) | changetype<i32>("aws.cloudtrail.user_identity.invoked_by"),
  (More.ISSUER_TYPE << 24) | changetype<i32>("aws.cloudtrail.user_identity.session_context.session_issuer.type"),
  (More.ISSUER_ARN << 24) | changetype<i32>("aws.cloudtrail.user_identity.session_context.session_issuer.arn"),
  (More.MFA << 24) | changetype<i32>("aws.cloudtrail.user_identity.session_context.mfa_authenticated"),
  (More.SESSION_CREATED << 24) | changetype<i32>("aws.cloudtrail.user_identity.session_context.creation_date"),
  (More.FROM_CONSOLE << 24) | changetype<i32>("aws.cloudtrail.session_credential_from_console"),
  (More.EVENT_TYPE << 24) | changetype<i32>("aws.cloudtrail.event_type"),
  (More.VPC_ENDPOINT << 24) | changetype<i32>("aws.cloudtrail.vpc_endpoint_id"),
  (More.REQUESTED_KEY << 24) | changetype<i32>("aws.cloudtrail.flattened.request_parameters.keyId"),
  (More.SHARED_EVENT_ID << 24) | changetype<i32>("aws.cloudtrail.shared_event_id"),
  (More.REQUEST_ID << 24) | changetype<i32>("aws.cloudtrail.request_id"),
];

/**
 * OCSF's mapping of CloudTrail (ocsf/examples, mappings/markdown/AWS/v1.5.0/CloudTrail/API Activity), which puts what it has
 * no place for into `unmapped`, under its own name.
 */
export const OCSF_MORE: Paths = [
  (More.PRINCIPAL_ID << 24) | changetype<i32>("actor.user.uid_alt"),
  (More.USER_NAME << 24) | changetype<i32>("actor.user.name"),
  (More.ACCESS_KEY_ID << 24) | changetype<i32>("actor.user.credential_uid"),
  (More.CALLER_ACCOUNT << 24) | changetype<i32>("actor.user.account.uid"),
  (More.CALLER_ACCOUNT << 24) | changetype<i32>("actor.user.account_uid"),
  (More.INVOKED_BY << 24) | changetype<i32>("actor.invoked_by"),
  (More.ISSUER_ARN << 24) | changetype<i32>("actor.session.issuer"),
  (More.MFA << 24) | changetype<i32>("actor.session.is_mfa"),
  (More.SESSION_CREATED << 24) | changetype<i32>("actor.session.created_time_dt"),
  (More.SESSION_CREATED << 24) | changetype<i32>("actor.session.created_time"),
  (More.ISSUER_TYPE << 24) | changetype<i32>("unmapped.userIdentity.sessionContext.sessionIssuer.type"),
  (More.ISSUER_NAME << 24) | changetype<i32>("unmapped.userIdentity.sessionContext.sessionIssuer.userName"),
  (More.FROM_CONSOLE << 24) | changetype<i32>("unmapped.sessionCredentialFromConsole"),
  (More.SHARED_EVENT_ID << 24) | changetype<i32>("unmapped.sharedEventID"),
  (More.EVENT_TYPE << 24) | changetype<i32>("metadata.event_code"),
  (More.VPC_ENDPOINT << 24) | changetype<i32>("src_endpoint.uid"),
  (More.REQUESTED_KEY << 24) | changetype<i32>("api.request.data.keyId"),
  (More.REQUEST_ID << 24) | changetype<i32>("api.request.uid"),
];

/** The key in OCSF's request, if that is JSON in a string. */
export const OCSF_REQUEST_MORE: Paths = [(More.REQUESTED_KEY << 24) | changetype<i32>("keyId")];

/**
 * The collector's CloudTrail encoding (open-telemetry/opentelemetry-collector-contrib,
 * extension/encoding/awslogsencodingextension, cloudtraillog/unmarshaler.go). It drops the VPC endpoint.
 */
export const OTEL_MORE: Paths = [
  (More.USER_NAME << 24) | changetype<i32>("user.name"),
  (More.EVENT_TYPE << 24) | changetype<i32>("rpc.system"),
  (More.PRINCIPAL_ID << 24) | changetype<i32>("aws.principal.id"),
  (More.ACCESS_KEY_ID << 24) | changetype<i32>("aws.access_key.id"),
  (More.PRINCIPAL_ID << 24) | changetype<i32>("aws.user_identity.principal.id"),
  (More.CALLER_ACCOUNT << 24) | changetype<i32>("aws.user_identity.account_id"),
  (More.INVOKED_BY << 24) | changetype<i32>("aws.user_identity.invoked_by"),
  (More.ISSUER_TYPE << 24) | changetype<i32>("aws.user_identity.session_context.issuer.type"),
  (More.ISSUER_ARN << 24) | changetype<i32>("aws.user_identity.session_context.issuer.arn"),
  (More.ISSUER_NAME << 24) | changetype<i32>("aws.user_identity.session_context.issuer.user_name"),
  (More.MFA << 24) | changetype<i32>("aws.user_identity.session_context.attributes.mfa_authenticated"),
  (More.SESSION_CREATED << 24) | changetype<i32>("aws.user_identity.session_context.attributes.creation_date"),
  (More.FROM_CONSOLE << 24) | changetype<i32>("aws.session.console"),
  (More.REQUESTED_KEY << 24) | changetype<i32>("aws.request.parameters.keyId"),
  (More.SHARED_EVENT_ID << 24) | changetype<i32>("aws.shared_event_id"),
  (More.REQUEST_ID << 24) | changetype<i32>("aws.request_id"),
];
