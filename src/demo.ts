/** The demo of `npm start`: runs the bundled sample through the module as Fluent Bit would, and shows what was tagged. */
import { readFileSync } from "node:fs";
import { FluentBitHost } from "./hosts/fluent-bit.js";
import { loadModule } from "./module-files.js";
import { colors } from "./terminal/colors.js";
import { alertLines, type MatchedEvent } from "./terminal/alert.js";

const SAMPLE = "examples/sample/cloudtrail.ndjson";
const NEXT = `Next, with logs of your own (one record a line, or S3 log files; gzip or not):
  node build/node/cli.js tag ${SAMPLE} > tagged.ndjson
  node build/node/cli.js tag --keep YOUR-LOG.ndjson.gz -o matches.ndjson
  node build/node/cli.js tag --help
The filter for Fluent Bit is build/keyward.wasm.`;

interface Annotated {
  keyward: { events: MatchedEvent[] };
}

const host = new FluentBitHost(await loadModule());
const sample = readFileSync(new URL(`../../${SAMPLE}`, import.meta.url), "utf8");
const records = sample.split("\n").filter((line) => line !== "");
const tagged: Annotated[] = [];
for (const record of records) {
  const result = host.filter("tag", record);
  if (result.outcome === "modified") {
    tagged.push(JSON.parse(Buffer.from(result.record).toString()) as Annotated);
  }
}

console.log(`${records.length} CloudTrail records read from ${SAMPLE}`);
console.log(colors.bold(`${tagged.length} tagged: a KMS key was disabled, or scheduled for deletion`));
for (const { keyward } of tagged) {
  for (const event of keyward.events) {
    console.log("");
    for (const line of alertLines(event)) console.log(line);
  }
}
console.log(`\n${NEXT}`);
