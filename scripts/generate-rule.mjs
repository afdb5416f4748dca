// Writes assembly/annotate/generated/rule-text.ts, the bytes that a match gets, from rules/aws-kms-key-loss.json.
import { readFile, writeFile } from "node:fs/promises";

const RULE = new URL("../rules/aws-kms-key-loss.json", import.meta.url);
const TARGET = new URL("../assembly/annotate/generated/rule-text.ts", import.meta.url);

/** The source of rule-text.ts for a rule. */
export function ruleText(rule) {
  const json = JSON.stringify;
  const { id, name, version, author, license, reference, threat } = rule;
  const texts = {
    TAG: json(rule.tag),
    SEVERITY: json(rule.severity),
    RISK_SCORE: json(rule.risk_score),
    RULE_MEMBER: `,"rule":${json({ id, name, version, author, license, reference })}`,
    THREAT_MEMBER: `,"threat":${json(threat)}`,
    KEYWARD_RULE: `"rule":${json({ id, version })}`,
  };
  const lines = [
    "/** The rule's words in JSON. Generated from rules/aws-kms-key-loss.json: edit that. */",
    'import { writeBytes } from "../../bytes/writer";',
    "",
    "/** The tag as it reads, for comparing. */",
    `export const TAG_NAME: string = ${json(rule.tag)};`,
  ];
  for (const [constant, text] of Object.entries(texts)) {
    const bytes = [...Buffer.from(text)];
    const camel = constant.toLowerCase().replace(/(^|_)(\w)/g, (_, __, c) => c.toUpperCase());
    lines.push(
      "",
      `// prettier-ignore`,
      `const ${constant} = memory.data<u8>([${bytes.join(",")}]);`,
      "",
      `/** Writes \`${text}\`. */`,
      `export function write${camel}(): void {`,
      `  writeBytes(${constant}, ${bytes.length});`,
      `}`,
    );
  }
  return lines.join("\n") + "\n";
}

/** Writes the file if it is not up to date. */
export async function generateRule() {
  const source = ruleText(JSON.parse(await readFile(RULE, "utf8")));
  const present = await readFile(TARGET, "utf8").catch(() => "");
  if (present !== source) await writeFile(TARGET, source);
}

if (process.argv[1] && import.meta.url === new URL(`file://${process.argv[1]}`).href) {
  await generateRule();
}
