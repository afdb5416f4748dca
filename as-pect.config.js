// `npm test -- <text>` narrows the run to specs whose path holds the text (scripts/test.mjs sets the variable).
const only = process.env.KEYWARD_TEST_ONLY ?? "";

export default {
  entries: ["tests/assembly/**/*.spec.ts"],
  include: ["tests/assembly/**/*.include.ts"],
  disclude: [/node_modules/, ...(only === "" ? [] : [{ test: (path) => !path.includes(only) }])],
  async instantiate(memory, createImports, instantiate, binary) {
    return instantiate(binary, createImports({ env: { memory } }));
  },
  outputBinary: false,
};
