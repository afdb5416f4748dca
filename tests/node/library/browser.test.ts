/** The library in a browser: the package's one file for that, loaded by a page as it is. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createKeyward } from "#keyward/index.js";
import { PROJECT_ROOT } from "../../oracle/project.js";
import { needsChromium, startBrowser } from "../../page/support/browser.js";

const BUNDLE = readFileSync(join(PROJECT_ROOT, "build", "browser", "keyward.js"));
const LOG = readFileSync(join(PROJECT_ROOT, "examples", "sample", "cloudtrail.ndjson"), "utf8");

/** Does everything that the library can do with a log. Also runs in the page. */
async function useAll(create: typeof createKeyward, log: string): Promise<unknown> {
  const keyward = await create({ config: { denied: "annotate", duplicates: { window_seconds: 60 } } });
  const stream = keyward.stream({ keep: true, onProblem: () => undefined });
  const writer = stream.writable.getWriter();
  void writer.write(log).then(() => writer.close());
  const { events, problems } = keyward.events(log, "log");
  const [event] = events;
  return {
    tagged: keyward.tag(log),
    bytes: Array.from(keyward.tag(new TextEncoder().encode(log)).records),
    kept: await new Response(stream.readable).text(),
    ...{ events, problems },
    explained: log.split("\n").map((line) => keyward.explain(line)),
    held: log.split("\n").map((line) => keyward.holdsEvent(line)),
    guide: event && keyward.guide(event, 0),
    mistakes: [keyward.checkConfig("{"), keyward.checkConfig({ denied: "é" })],
  };
}

describe("build/browser/keyward.js", needsChromium(), () => {
  it("does in Chromium what the library does in Node, without any request", async () => {
    const requests: string[] = [];
    const server = createServer(({ url = "" }, response) => {
      requests.push(url);
      const isScript = url === "/keyward.js";
      response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
      response.end(isScript ? BUNDLE : "<!doctype html><title>Keyward</title><link rel=icon href=data:,>");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const browser = await startBrowser();
    try {
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on("pageerror", ({ message }) => errors.push(message));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      const script = `import("/keyward.js").then(({ createKeyward }) => (${useAll.toString()})(createKeyward, ${JSON.stringify(LOG)})).then(JSON.stringify)`;
      const said = JSON.parse(await page.evaluate<string>(script)) as unknown;
      assert.deepEqual(said, JSON.parse(JSON.stringify(await useAll(createKeyward, LOG))));
      assert.deepEqual([errors, requests], [[], ["/", "/keyward.js"]]);
    } finally {
      await browser.close();
      server.close();
    }
  });
});
