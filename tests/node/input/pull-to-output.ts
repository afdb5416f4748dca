/**
 * A separate process for tests: writes the content of the inputs among its arguments to standard output, errors to standard
 * error, and finally its peak memory in KiB. With `--first`, it leaves after the first read.
 */
import { writeSync } from "node:fs";
import { openSources } from "#keyward/input/open-sources.js";

const STANDARD_OUTPUT = 1;

const onlyFirst = process.argv[2] === "--first";
const target = Buffer.alloc(256 * 1024);
const paths = process.argv.slice(onlyFirst ? 3 : 2);

read: for await (const { source } of openSources(paths, () => undefined)) {
  try {
    for (let bytes = -1; bytes !== 0;) {
      bytes = await source.read(target);
      for (let at = 0; at < bytes;) at += writeSync(STANDARD_OUTPUT, target, at, bytes - at);
      if (onlyFirst) break read;
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
}
console.error(`peak ${process.resourceUsage().maxRSS}`);
