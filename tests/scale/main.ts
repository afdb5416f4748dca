/** `npm run scale`: Keyward on several machines, in short. The rows are those of the thorough suite. */
import { Command } from "commander";
import { parseCount } from "#bench/files/sizes.js";
import { recordResults } from "#bench/report/results.js";
import { whyMissing } from "../hosts/programs.js";
import { ScaleContext, SHORT_RECORDS } from "./row.js";
import { ROWS } from "./rows.js";
import { isKept, lateness, tableOf, type NamedResult } from "./table.js";

interface Options {
  records: number;
  record?: boolean;
}

const program = new Command("npm run scale --")
  .description(
    "Runs Keyward in Kafka and S3 pipelines whose machines fail, and counts what arrives: some minutes, and downloads the first time.",
  )
  .argument("[TEXT]", "only the rows with this in their name")
  .option("--records <N>", "how many records go through each row", parseCount, SHORT_RECORDS)
  .option("--record", "write the figures to bench/results")
  .action(async (text: string | undefined, options: Options) => {
    process.exitCode = await runScale(text ?? "", options);
  });

await program.parseAsync();
// The brokers end with this process.
process.exit();

async function runScale(text: string, { records, record }: Options): Promise<number> {
  const rows = ROWS.filter(({ name }) => name.includes(text));
  if (rows.length === 0) {
    console.error(
      `scale: no row has "${text}" in its name; there are:\n${ROWS.map(({ name }) => `  ${name}\n`).join("")}`,
    );
    return 1;
  }
  const context = new ScaleContext(records);
  const results: NamedResult[] = [];
  let isWrong = false;
  for (const { name, needs, run } of rows) {
    const missing = needs.map(whyMissing).find((reason) => reason !== undefined);
    if (missing !== undefined) {
      console.error(`scale: ${name} is left out: ${missing}`);
      isWrong ||= process.env.CI === "true";
      continue;
    }
    console.error(`scale: ${name} …`);
    try {
      const result = { name, ...(await run(context)) };
      results.push(result);
      const late = lateness(result);
      for (const line of [...result.broken, ...(late === undefined ? [] : [late])])
        console.error(`scale: ${name}: ${line}`);
      isWrong ||= !isKept(result) || late !== undefined;
    } catch (error) {
      console.error(`scale: ${name}: ${error instanceof Error ? error.message : String(error)}`);
      isWrong = true;
    }
  }
  console.log(tableOf(results));
  if (record) {
    const figures = results.map(({ name, foreign, missing }) => ({
      what: name,
      figure: `${missing} missing, ${foreign} foreign`,
    }));
    console.log(
      `recorded in ${recordResults(records === SHORT_RECORDS ? "scale" : `scale-${records}`, figures, { results })}`,
    );
  }
  return isWrong ? 1 : 0;
}
