// Writes ESLint's findings as SARIF 2.1.0, with the severities of the platform's own static analysis.
import { relative } from 'node:path';
import { SCORES, SEVERITIES } from './severities.mjs';

/** What could not be parsed was not analysed, which must not pass. */
const UNREADABLE = { id: 'unreadable', severity: 'critical' };

const ruleOf = ({ ruleId }) => (ruleId ? { id: ruleId, severity: SEVERITIES[ruleId] ?? 'critical' } : UNREADABLE);

export default function sarif(results, { cwd }) {
  const messages = results.flatMap(({ filePath, messages }) =>
    messages.map((message) => ({ message, rule: ruleOf(message), path: relative(cwd, filePath) })),
  );
  const rules = new Map(messages.map(({ rule }) => [rule.id, rule]));
  return JSON.stringify({
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'eslint',
            rules: [...rules.values()].map(({ id, severity }) => ({
              id,
              properties: { 'security-severity': String(SCORES[severity]) },
            })),
          },
        },
        invocations: [{ executionSuccessful: true }],
        // How much was looked at: none would be no analysis.
        artifacts: results.map(({ filePath }) => ({ location: { uri: relative(cwd, filePath) } })),
        results: messages.map(({ message, rule, path }) => ({
          ruleId: rule.id,
          message: { text: message.message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: path },
                region: { startLine: message.line ?? 1, startColumn: message.column ?? 1 },
              },
            },
          ],
        })),
      },
    ],
  });
}
