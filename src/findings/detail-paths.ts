/** Where each schema has the details of an event, by dotted paths, the better one first. */
import type { Details } from "./finding.js";
import type { Schema } from "./schema.js";

export type DetailPaths = Readonly<Partial<Record<keyof Details, readonly string[]>>>;

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
const RAW: DetailPaths = {
  principal_id: ["userIdentity.principalId"],
  user_name: ["userIdentity.userName"],
  access_key_id: ["userIdentity.accessKeyId"],
  caller_account: ["userIdentity.accountId"],
  invoked_by: ["userIdentity.invokedBy"],
  session_issuer_type: ["userIdentity.sessionContext.sessionIssuer.type"],
  session_issuer_arn: ["userIdentity.sessionContext.sessionIssuer.arn"],
  session_issuer_user_name: ["userIdentity.sessionContext.sessionIssuer.userName"],
  mfa_authenticated: ["userIdentity.sessionContext.attributes.mfaAuthenticated"],
  session_created: ["userIdentity.sessionContext.attributes.creationDate"],
  session_credential_from_console: ["sessionCredentialFromConsole"],
  event_type: ["eventType"],
  vpc_endpoint_id: ["vpcEndpointId"],
  requested_key: ["requestParameters.keyId"],
  shared_event_id: ["sharedEventID"],
  request_id: ["requestID"],
};

/**
 * Elastic's ingest pipeline (elastic/integrations, packages/aws/data_stream/cloudtrail, default.yml and fields.yml). It
 * renames `userName` to `user.name`, and then `sessionIssuer.userName` to the same, where there is no other.
 */
const ECS: DetailPaths = {
  principal_id: ["user.id"],
  user_name: ["user.name"],
  access_key_id: ["aws.cloudtrail.user_identity.access_key_id"],
  caller_account: ["cloud.account.id"],
  invoked_by: ["aws.cloudtrail.user_identity.invoked_by"],
  session_issuer_type: ["aws.cloudtrail.user_identity.session_context.session_issuer.type"],
  session_issuer_arn: ["aws.cloudtrail.user_identity.session_context.session_issuer.arn"],
  mfa_authenticated: ["aws.cloudtrail.user_identity.session_context.mfa_authenticated"],
  session_created: ["aws.cloudtrail.user_identity.session_context.creation_date"],
  session_credential_from_console: ["aws.cloudtrail.session_credential_from_console"],
  event_type: ["aws.cloudtrail.event_type"],
  vpc_endpoint_id: ["aws.cloudtrail.vpc_endpoint_id"],
  requested_key: ["aws.cloudtrail.flattened.request_parameters.keyId"],
  shared_event_id: ["aws.cloudtrail.shared_event_id"],
  request_id: ["aws.cloudtrail.request_id"],
};

/**
 * OCSF's mapping of CloudTrail (ocsf/examples, mappings/markdown/AWS/v1.5.0/CloudTrail/API Activity), which puts what it has
 * no place for into `unmapped`, under its own name.
 */
const OCSF: DetailPaths = {
  principal_id: ["actor.user.uid_alt"],
  user_name: ["actor.user.name"],
  access_key_id: ["actor.user.credential_uid"],
  caller_account: ["actor.user.account.uid", "actor.user.account_uid"],
  invoked_by: ["actor.invoked_by"],
  session_issuer_type: ["unmapped.userIdentity.sessionContext.sessionIssuer.type"],
  session_issuer_arn: ["actor.session.issuer"],
  session_issuer_user_name: ["unmapped.userIdentity.sessionContext.sessionIssuer.userName"],
  mfa_authenticated: ["actor.session.is_mfa"],
  session_created: ["actor.session.created_time_dt", "actor.session.created_time"],
  session_credential_from_console: ["unmapped.sessionCredentialFromConsole"],
  event_type: ["metadata.event_code"],
  vpc_endpoint_id: ["src_endpoint.uid"],
  requested_key: ["api.request.data.keyId"],
  shared_event_id: ["unmapped.sharedEventID"],
  request_id: ["api.request.uid"],
};

/**
 * The collector's CloudTrail encoding (open-telemetry/opentelemetry-collector-contrib,
 * extension/encoding/awslogsencodingextension, cloudtraillog/unmarshaler.go). It drops the VPC endpoint.
 */
const OTEL: DetailPaths = {
  principal_id: ["aws.principal.id", "aws.user_identity.principal.id"],
  user_name: ["user.name"],
  access_key_id: ["aws.access_key.id"],
  caller_account: ["aws.user_identity.account_id"],
  invoked_by: ["aws.user_identity.invoked_by"],
  session_issuer_type: ["aws.user_identity.session_context.issuer.type"],
  session_issuer_arn: ["aws.user_identity.session_context.issuer.arn"],
  session_issuer_user_name: ["aws.user_identity.session_context.issuer.user_name"],
  mfa_authenticated: ["aws.user_identity.session_context.attributes.mfa_authenticated"],
  session_created: ["aws.user_identity.session_context.attributes.creation_date"],
  session_credential_from_console: ["aws.session.console"],
  event_type: ["rpc.system"],
  requested_key: ["aws.request.parameters.keyId"],
  shared_event_id: ["aws.shared_event_id"],
  request_id: ["aws.request_id"],
};

export const DETAIL_PATHS: Readonly<Record<Schema, DetailPaths>> = { raw: RAW, ecs: ECS, ocsf: OCSF, otel: OTEL };

/** Where OCSF has the request, which can be JSON in a string, and a detail's path inside of it. */
export const OCSF_REQUEST = "api.request.data";
export const OCSF_REQUESTED_KEY = "keyId";
