import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["build/", "node_modules/", "prisma/generated/", ".data/", "test-results/", "playwright-report/"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ["eslint.config.js"] }, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-control-regex": "error",
      "no-console": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // Numbers read well in a template, and every other kind is still an error.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // Remix throws responses: that is how a loader answers 404.
      "@typescript-eslint/only-throw-error": "off",
      // A function of a kind that is awaited may have nothing to await itself.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-unnecessary-type-parameters": "off",
    },
  },
  { files: ["**/*.tsx"], plugins: { "react-hooks": reactHooks }, rules: reactHooks.configs.recommended.rules },
  // `expect.any(...)` is of type any, and stands in whole-data expectations.
  { files: ["tests/**/*.ts", "**/*.test.ts"], rules: { "@typescript-eslint/no-unsafe-assignment": "off" } },
  // Plain JavaScript at the edges (server.js, configuration) meets untyped things.
  { files: ["**/*.js"], ...tseslint.configs.disableTypeChecked },
);
