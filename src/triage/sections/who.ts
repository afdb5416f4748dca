import type { Finding } from "../../engine/finding.js";
import { isTemporary } from "../../aws/aws-values.js";
import { facts, section, text } from "../blocks.js";
import type { Caller } from "../caller.js";
import type { Block, Section } from "../guide.js";

/** Returns who did it, from where, and by what means. */
export function whoDidIt(finding: Finding, caller: Caller): Section[] {
  const { actor, details } = finding;
  const table = facts(
    ["principal", actor?.arn],
    ["type", actor?.type],
    ["principal id", details.principal_id],
    ["user name", details.user_name],
    ["session of", sessionOf(finding)],
    ["session began", details.session_created],
    ["source identity", finding.source_identity],
    ["Identity Center user", finding.on_behalf_of],
    ["MFA", mfaOf(details.mfa_authenticated)],
    ["caller's account", details.caller_account],
    ["access key", accessKeyOf(finding, caller)],
    ["source address", finding.source_ip],
    ["user agent", finding.user_agent],
    ["by", meansOf(finding)],
    ["on behalf of", details.invoked_by],
    ["VPC endpoint", details.vpc_endpoint_id],
    ["event type", details.event_type],
  );
  return section(finding.verdict === "denied" ? "Who tried it" : "Who did it", finding, [
    ...table,
    ...(table.length === 0 ? [text("The event does not name the caller.")] : remarks(finding, caller)),
  ]);
}

function remarks(finding: Finding, caller: Caller): Block[] {
  const { details, account } = finding;
  const blocks: Block[] = [];
  if (caller.account !== undefined && account !== undefined && caller.account !== account) {
    blocks.push(
      text(
        "The caller belongs to another account than the one that logged the event. Both accounts have a log of the call.",
      ),
    );
  }
  if (details.mfa_authenticated === "false" && caller.kind !== "service") {
    blocks.push(
      text(
        "The session was not authenticated with MFA. That is normal for programs and for single sign-on, whose MFA AWS does not see, but not for a user at the console.",
      ),
    );
  }
  if (details.invoked_by !== undefined) {
    blocks.push(
      text(
        "An AWS service made the call on somebody's behalf. Look for an event of that service by the same principal, a little earlier: the deletion of a stack, for example.",
      ),
    );
  }
  return blocks;
}

function sessionOf({ details }: Finding): string | undefined {
  const issuer = details.session_issuer_arn ?? details.session_issuer_user_name;
  if (issuer === undefined) return details.session_issuer_type;
  return details.session_issuer_type === undefined ? issuer : `${issuer} (${details.session_issuer_type})`;
}

function mfaOf(authenticated: string | undefined): string | undefined {
  if (authenticated === "true") return "yes";
  return authenticated === "false" ? "no" : authenticated;
}

function accessKeyOf({ details }: Finding, { accessKeyId }: Caller): string | undefined {
  if (accessKeyId === undefined) return details.access_key_id;
  return `${accessKeyId} (${isTemporary(accessKeyId) ? "of a session, temporary" : "long-term"})`;
}

/** Returns by what means the call was made, as far as the event shows. */
function meansOf({ details, user_agent: agent = "" }: Finding): string | undefined {
  if (details.session_credential_from_console === "true") return "the AWS Management Console";
  if (/^(?:console|signin)\.amazonaws\.com$|^Mozilla\/|^\[?S3Console\//.test(agent))
    return "the AWS Management Console";
  if (agent === "AWS Internal") return "the AWS Management Console, or an AWS service";
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.amazonaws\.com$/.test(agent)) return "an AWS service";
  if (/terraform/i.test(agent)) return "the API: Terraform";
  if (agent.startsWith("aws-cli/")) return "the API: the AWS CLI";
  return agent === "" ? undefined : "the API: an SDK or a tool";
}
