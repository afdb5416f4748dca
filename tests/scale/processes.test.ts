/** No server outlives the process that started it. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { it } from "node:test";
import { isOpen } from "../node/support/ports.js";
import { Running, until } from "./processes.js";

const SELF = new URL("processes.js", import.meta.url).href;
/** A server that ignores requests to end. */
const SERVER = `import { createServer } from "node:http";
process.on("SIGTERM", () => undefined);
const server = createServer().listen(0, "127.0.0.1", () => console.log(server.address().port));`;

const node = { command: process.execPath, options: [], env: {} };

for (const [how, end] of [
  ["an error", `throw new Error("on purpose");`],
  ["an exit", "process.exit(0);"],
  ["a signal", `process.kill(process.pid, "SIGTERM"); await new Promise(() => setInterval(() => {}, 1000));`],
] as const) {
  it(`ends a server with its process: ${how}`, async () => {
    const script = `
      // As when a folder cannot be removed because the server writes to it.
      process.on("exit", () => { throw new Error("on purpose"); });
      const { Running, until } = await import(${JSON.stringify(SELF)});
      const args = ["--input-type=module", "-e", ${JSON.stringify(SERVER)}];
      let port;
      new Running("server", ${JSON.stringify(node)}, args, { onLine: (line) => { port = line; } });
      await until("it listens", () => port !== undefined, 20);
      console.log(port);
      ${end}`;
    const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    const port = Number(stdout);
    assert.ok(port > 0, stderr);
    await until("nobody listens", async () => !(await isOpen(port)), 5);
  });
}

it("ends one that does not end by itself, and reports what ended too early", async () => {
  const stays = new Running("stays", node, ["-e", "setInterval(() => {}, 1000)"]);
  await stays.stop();
  assert.ok(stays.hasEnded);
  const ended = new Running("gone", node, ["-e", "console.error('why'); process.exit(3)"]);
  await assert.rejects(
    until("it is up", () => false, 20, [ended]),
    /gone ended before it is up\ngone:\nwhy/,
  );
  assert.equal(await ended.ended, 3);
});
