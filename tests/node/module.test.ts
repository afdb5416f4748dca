import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { loadModule } from "#keyward/module-files.js";
import { ModuleError } from "#keyward/module.js";
import { BUILT_MODULE, temporaryFolder } from "./support/files.js";
import { assemble, guestText } from "./support/wat.js";

async function messageFrom(source: string | URL | Uint8Array): Promise<string> {
  try {
    await loadModule(source);
  } catch (error) {
    assert.ok(error instanceof ModuleError);
    return error.message;
  }
  assert.fail("the module was loaded");
}

describe("loadModule", () => {
  it("loads the built module from its default place, a path, a URL and bytes", async () => {
    for (const source of [undefined, BUILT_MODULE.pathname, BUILT_MODULE, await readFile(BUILT_MODULE)]) {
      const module = await loadModule(source);
      assert.deepEqual(
        [module.malloc, module.free, module.tag, module.keep].map((export_) => typeof export_),
        Array(4).fill("function"),
      );
      assert.ok(module.memory instanceof WebAssembly.Memory);
    }
  });

  it("creates a new instance each time", async () => {
    const [one, two] = [await loadModule(), await loadModule()];
    assert.notEqual(one.memory, two.memory);
  });

  it("reports path and reason for a missing file", async () => {
    const path = join(await temporaryFolder(), "none.wasm");
    assert.equal(await messageFrom(path), `${path}: no such file`);
  });

  it("reports what is not a WASM module", async () => {
    const path = join(await temporaryFolder(), "text.wasm");
    await writeFile(path, "not wasm");
    assert.match(await messageFrom(path), /text\.wasm: not a WASM module \(expected magic word/);
  });

  it("reports missing exports", async () => {
    const text = guestText("(i32.const 0)").replace('(export "keep")', "").replace('(export "memory")', "");
    assert.equal(await messageFrom(assemble(text)), "module: not a Keyward module, it does not export memory, keep");
  });

  it("reports an import that it cannot provide", async () => {
    const text = guestText("(i32.const 0)", '(import "wasi_snapshot_preview1" "sock_send" (func (param i32)))');
    assert.match(await messageFrom(assemble(text)), /^module: cannot be instantiated \(.*wasi_snapshot_preview1/);
  });
});
