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
