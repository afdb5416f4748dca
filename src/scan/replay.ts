/** Matches in the order of their times, as one instance would have seen them: what came before decides. */
import { readAnnotation } from "../findings/annotation.js";
import { VERDICTS, type Finding } from "../findings/finding.js";
import type { CompiledModule } from "../module.js";
import { Tally } from "../records/counts.js";
import { Judge } from "../records/judge.js";
import { judgeRecord } from "../records/judge-record.js";

const [MATCH] = VERDICTS;

/**
 * What the configuration makes of findings in the order in which they are given; those that are not matches stay as they
 * are. Throws an Error when the module fails, which it never does.
 */
export function replay<Item extends Finding>(findings: readonly Item[], compiled: CompiledModule): Item[] {
  const judge = new Judge(
    compiled,
    new Tally((_, reason) => {
      throw new Error(reason);
    }),
  );
  return findings.map((finding) => (finding.verdict === MATCH ? judgeAgain(judge, finding) : finding));
}

function judgeAgain<Item extends Finding>(judge: Judge, finding: Item): Item {
  const fate = judgeRecord(judge, "keep", Buffer.from(JSON.stringify(eventOf(finding))));
  const annotated = typeof fate === "string" ? {} : (JSON.parse(fate.toString()) as { keyward?: unknown });
  const [event] = readAnnotation(annotated.keyward)?.events ?? [];
  if (event === undefined) throw new Error("a match was no match when it was judged again");
  const { verdict, severity, risk_score, burst } = event;
  const judged = { ...finding, verdict };
  // What it was worth as a match by itself.
  delete judged.severity;
  delete judged.risk_score;
  return {
    ...judged,
    ...(severity !== undefined && { severity }),
    ...(risk_score !== undefined && { risk_score }),
    ...(burst !== undefined && { burst }),
  };
}

/** A raw CloudTrail event that says what the finding says, as far as it matters. */
function eventOf(finding: Finding): Record<string, unknown> {
  return {
    eventSource: "kms.amazonaws.com",
    eventName: finding.action,
    eventID: finding.id,
    eventTime: finding.time,
    awsRegion: finding.region,
    recipientAccountId: finding.account,
    sourceIPAddress: finding.source_ip,
    userAgent: finding.user_agent,
    userIdentity: finding.actor,
    responseElements: { keyId: finding.key?.arn ?? finding.key?.id },
  };
}
