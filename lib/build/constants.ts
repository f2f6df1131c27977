/** Where a service's test command leaves its results, from the service's directory. */
export const TESTS_FILE = 'reports/junit.xml';
export const COVERAGE_FILE = 'reports/cobertura-coverage.xml';

/** Where a build unpacks the programs: outside the clone, whose tree must stay as it was committed. */
export const PROGRAMS_DIRECTORY = '/tmp/slipway';

/** The folder in there with the lock file of the gates' tools. */
export const TOOLS_FOLDER = 'tools';

/** Where a program leaves what goes on to the next action, from the build's own directory. */
export const OUTPUT_DIRECTORY = 'slipway-output';

/** Of what the build images offer ("Available runtimes" in the CodeBuild user guide), for programs and Node services. */
export const RUNTIME_VERSIONS = { nodejs: 22 };

/** Where a program leaves the values of variables for later actions, a file for each. */
export const EXPORTS_DIRECTORY = '/tmp/slipway-exports';
