/**
 * Asks the registry for known vulnerabilities in the packages of package-lock.json. The exit code is npm's: 1 if there are any. A
 * registry that does not answer is reported in a line and is not a failure.
 */
import { spawnSync } from "node:child_process";
import { root } from "./project.mjs";

const { status, stdout } = spawnSync("npm", ["audit", "--json"], { cwd: root, encoding: "utf8" });
const report = parse(stdout ?? "");
if (report?.auditReportVersion === undefined) {
  console.log(
    `npm audit: NOT CHECKED, the registry gives no report (${report?.message?.replace(/ - .*/, "") ?? "no answer"})`,
  );
} else {
  const { total } = report.metadata.vulnerabilities;
  console.log(`npm audit: ${total} known vulnerabilities in ${report.metadata.dependencies.total} packages`);
  for (const [name, { severity, range }] of Object.entries(report.vulnerabilities)) {
    console.log(`  ${name} ${range}: ${severity}`);
  }
  process.exitCode = status ?? 1;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
