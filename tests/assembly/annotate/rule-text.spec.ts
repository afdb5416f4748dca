import {
  isTag,
  writeKeywardRule,
  writeRiskScore,
  writeRuleMember,
  writeSeverity,
  writeTag,
  writeThreatMember,
} from "../../../assembly/annotate/rule-text";
import { startWriting, writtenSince } from "../../../assembly/bytes/writer";
import { RULE, THREAT } from "../support/annotation";
import { placeLast, textBetween } from "../support/text";

const target = memory.data(512, 8);

/** The text that `write` writes. */
function written(write: () => void): string {
  startWriting(target, 512);
  write();
  return textBetween(target, target + writtenSince(target));
}

function isTagText(value: string): bool {
  return isTag(placeLast(value).start);
}

describe("the rule's texts", () => {
  it("include the tag", () => {
    expect(isTagText('"aws-kms-key-loss"')).toBe(true);
    expect(isTagText('"aws\\u002dkms-key-loss"')).toBe(true);
    expect(isTagText('"aws-kms-key-losses"')).toBe(false);
    expect(isTagText('"aws-kms-key-los"')).toBe(false);
    expect(isTagText('""')).toBe(false);
    expect(written(writeTag)).toBe('"aws-kms-key-loss"');
  });

  it("include the severity and the risk score", () => {
    expect(written(writeSeverity)).toBe('"medium"');
    expect(written(writeRiskScore)).toBe("47");
  });

  it("include the rule in ECS", () => {
    expect(written(writeRuleMember)).toBe(RULE);
  });

  it("include the threat in ECS", () => {
    expect(written(writeThreatMember)).toBe(THREAT);
  });

  it("include the short form of the rule", () => {
    expect(written(writeKeywardRule)).toBe('"rule":{"id":"6951f15e-533c-4a60-8014-a3c3ab851a1b","version":"107"}');
  });
});
