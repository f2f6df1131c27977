import parser from '@typescript-eslint/parser';
import noUnsanitized from 'eslint-plugin-no-unsanitized';
import security from 'eslint-plugin-security';
import sonarjs from 'eslint-plugin-sonarjs';
import { SEVERITIES } from './severities.mjs';

export default [
  // By itself it passes over these; what is committed there goes into the image as well.
  { ignores: ['!**/node_modules/'] },
  {
    files: ['**/*.{js,cjs,mjs,jsx,ts,cts,mts,tsx}'],
    // What suppresses a finding is the delivery's allow-list, where it has a reason and a last day.
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
    languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
    plugins: { 'no-unsanitized': noUnsanitized, security, sonarjs },
    rules: Object.fromEntries(Object.keys(SEVERITIES).map((rule) => [rule, 'error'])),
  },
];
