/**
 * The bytes of keyward.core.wasm, the module for Node, as code of this package: no file is read, so bundlers include the module.
 * Written by scripts/build.mjs.
 */
export declare const coreModule: Uint8Array;
