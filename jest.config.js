// CloudFormation validation costs seconds per synth; the strict synth of `npm run verify` does it once.
process.env.CDK_VALIDATION = 'false';

module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: 'tsconfig.json' }] },
  // One worker for each core: jest by itself leaves one of two idle.
  maxWorkers: '100%',
};
