import { checkAccounts } from './checks/accounts';
import { checkBranches } from './checks/branches';
import type { Check } from './checks/check';
import { checkContainers } from './checks/containers';
import { checkDirectories } from './checks/directories';
import { checkEnvironments } from './checks/environments';
import { checkListeners } from './checks/listeners';
import { checkLists } from './checks/lists';
import { checkPhysicalNames } from './checks/physical-names';
import { checkPlatforms } from './checks/platforms';
import { checkReferences } from './checks/references';
import { checkReleaseLines } from './checks/release-lines';
import { checkReleases } from './checks/releases';
import { checkRepositories } from './checks/repositories';
import { checkServices } from './checks/services';
import { checkSettings } from './checks/settings';
import { checkSources } from './checks/sources';
import { checkStrategies } from './checks/strategies';
import { checkSynthetics } from './checks/synthetics';
import { checkTags } from './checks/tags';
import { checkTaskDefinitions } from './checks/task-definitions';
import { checkTests } from './checks/tests';
import { checkTracing } from './checks/tracing';
import { checkValidation } from './checks/validation';
import { Cursor } from './cursor';
import type { DeliveryInput } from './input';
import { brokenPlaces, findingsOf, flatIssues } from './issues';
import { comparePaths, formatPath, type Problem } from './problem';
import { deliverySchema } from './schema';

/** Every problem of a configuration, those of single values and those between values, in the order of their paths. */
export function problemsOf(input: unknown, baseDirectory: string): readonly Problem[] {
  const issues = flatIssues(deliverySchema.safeParse(input).error?.issues ?? []);
  const delivery = Cursor.over<DeliveryInput>(input, brokenPlaces(issues));
  const findings = [
    ...findingsOf(deliverySchema, issues, input),
    ...checks(baseDirectory).flatMap((check) => check(delivery)),
  ];
  const problems = findings
    .sort((left, right) => comparePaths(left.path, right.path))
    .map((finding) => ({ ...finding, path: formatPath(finding.path) }));
  // Environments that share a setting share its problem.
  const isFirst = (problem: Problem, index: number) =>
    problems.findIndex((other) => other.path === problem.path && other.message === problem.message) === index;
  return problems.filter(isFirst);
}

function checks(baseDirectory: string): readonly Check[] {
  return [
    checkReferences,
    checkTags,
    checkAccounts,
    checkTracing,
    checkEnvironments,
    checkServices,
    checkSettings,
    checkContainers,
    checkTaskDefinitions,
    checkPlatforms,
    checkReleases,
    checkListeners,
    checkPhysicalNames,
    checkReleaseLines,
    checkBranches,
    checkSources,
    checkRepositories,
    checkStrategies,
    checkValidation,
    checkSynthetics,
    checkTests,
    checkLists,
    checkDirectories(baseDirectory),
  ];
}
