// The rules of the platform's own static analysis, by the severity of what they find. Only what is about security: style and
// design are for the service's own linter. Rules that need a project's types are left out, as an analysis of the sources
// alone would let them find nothing.

const CRITICAL = ['no-eval', 'sonarjs/code-eval', 'security/detect-eval-with-expression'];

const HIGH = [
  'no-implied-eval',
  'no-new-func',
  'no-unsanitized/method',
  'no-unsanitized/property',
  'security/detect-bidi-characters',
  'security/detect-child-process',
  'security/detect-disable-mustache-escape',
  'sonarjs/encryption-secure-mode',
  'sonarjs/hardcoded-secret-signatures',
  'sonarjs/insecure-jwt-token',
  'sonarjs/no-angular-bypass-sanitization',
  'sonarjs/no-hardcoded-passwords',
  'sonarjs/no-weak-cipher',
  'sonarjs/no-weak-keys',
  'sonarjs/os-command',
  'sonarjs/session-regeneration',
  'sonarjs/unverified-certificate',
  'sonarjs/unverified-hostname',
  'sonarjs/weak-ssl',
  'sonarjs/xml-parser-xxe',
];

const MEDIUM = [
  'no-script-url',
  'security/detect-no-csrf-before-method-override',
  'security/detect-non-literal-require',
  'security/detect-possible-timing-attacks',
  'security/detect-pseudoRandomBytes',
  'security/detect-unsafe-regex',
  'sonarjs/confidential-information-logging',
  'sonarjs/cookie-no-httponly',
  'sonarjs/cors',
  'sonarjs/csrf',
  'sonarjs/file-permissions',
  'sonarjs/file-uploads',
  'sonarjs/hashing',
  'sonarjs/insecure-cookie',
  'sonarjs/no-hardcoded-secrets',
  'sonarjs/no-intrusive-permissions',
  'sonarjs/no-unsafe-unzip',
  'sonarjs/publicly-writable-directories',
  'sonarjs/super-linear-regex',
];

const LOW = [
  'security/detect-buffer-noassert',
  'security/detect-new-buffer',
  'security/detect-non-literal-fs-filename',
  'security/detect-non-literal-regexp',
  'sonarjs/content-security-policy',
  'sonarjs/frame-ancestors',
  'sonarjs/hidden-files',
  'sonarjs/link-with-target-blank',
  'sonarjs/no-clear-text-protocols',
  'sonarjs/no-hardcoded-ip',
  'sonarjs/no-ip-forward',
  'sonarjs/no-mime-sniff',
  'sonarjs/no-os-command-from-path',
  'sonarjs/production-debug',
  'sonarjs/pseudo-random',
  'sonarjs/strict-transport-security',
  'sonarjs/x-powered-by',
];

/** The number that SARIF's `security-severity` has for each severity: the middle of its range. */
export const SCORES = { critical: 9.5, high: 8, medium: 5.5, low: 2 };

/** The severity of each rule. */
export const SEVERITIES = Object.fromEntries(
  Object.entries({ critical: CRITICAL, high: HIGH, medium: MEDIUM, low: LOW }).flatMap(([severity, rules]) =>
    rules.map((rule) => [rule, severity]),
  ),
);
