import js from "@eslint/js";
import tseslint from "typescript-eslint";

const nodeGlobals = {
  Buffer: "readonly",
  URL: "readonly",
  console: "readonly",
  fetch: "readonly",
  process: "readonly",
  setTimeout: "readonly",
};

/** Two words, or a word beside what varies. */
const WORDS = "/[a-z][,;]? | [a-z]/i";
/** Where a message begins its way to people: in an error, in a line on standard error, or as the reason for something. */
const TOLD = [
  "NewExpression[callee.name=/Error$/]",
  "CallExpression[callee.property.name=/^(line|detail|warning|warn|error|mistake|refuse|trouble|fail|unread|addUnread|passUnjudged)$/]",
  "Property[key.name=/^(reason|instead|advice|problem)$/]",
  "PropertyDefinition[key.name='message']",
].map((place) => ({
  selector: `${place} :matches(Literal[value=${WORDS}], TemplateElement[value.raw=${WORDS}])`,
  message: "A message belongs in src/messages, which the tests hold to docs/reference/errors.md.",
}));

export default tseslint.config(
  { ignores: ["node_modules/", "build/", "dist/", "assembly/*/generated/", "src/rules/generated/"] },
  js.configs.recommended,

  // The Node side: rules that know the types.
  {
    files: ["src/**/*.ts", "page/**/*.ts", "bench/**/*.ts", "tests/**/*.ts"],
    ignores: ["bench/assembly/**", "tests/assembly/**"],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
    },
  },
  {
    files: ["src/**/*.ts"],
    // A rule is compiled when Keyward is built.
    ignores: ["src/messages/**", "src/rules/**"],
    rules: { "no-restricted-syntax": ["error", ...TOLD] },
  },
  {
    files: ["tests/**/*.ts"],
    // node:test's `describe` and `it` return promises that the runner itself waits for.
    rules: {
      "@typescript-eslint/no-floating-promises": "off",
      // It asks for `!`, which another rule of the same set forbids.
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
    },
  },

  // AssemblyScript: TypeScript's types are not its types (a cast that looks redundant is not), so only rules of form.
  // Never run --fix here.
  {
    files: ["assembly/**/*.ts", "bench/assembly/**/*.ts", "tests/assembly/**/*.ts"],
    extends: [tseslint.configs.recommended],
    languageOptions: { parserOptions: { allowInvalidAST: true } },
    rules: {
      "no-undef": "off",
      // 64-bit integer literals are exact here.
      "no-loss-of-precision": "off",
      // `// @ts-ignore: decorator` is how AssemblyScript marks a decorated function for editors.
      "@typescript-eslint/ban-ts-comment": "off",
      "@typescript-eslint/no-namespace": "off",
      "@typescript-eslint/triple-slash-reference": "off",
    },
  },

  {
    files: ["scripts/**/*.mjs", "tests/**/*.{js,mjs}", "examples/**/*.mjs", "*.js"],
    languageOptions: { globals: nodeGlobals },
  },
);
