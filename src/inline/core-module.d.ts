/**
 * The bytes of keyward.core.wasm, the module for Node, out of this package's code: no file is looked for, so a bundler takes the module along.
 * scripts/build.mjs writes the code.
 */
export declare const coreModule: Uint8Array;
