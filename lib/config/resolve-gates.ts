import * as defaults from './defaults';
import type { CommandTest, Environment, Gates, Tests } from './delivery';
import type { CommandTestInput, GatesInput, TestsInput } from './input';

/** A service's limits stand before the delivery's; what either accepts for a while is accepted. */
export function resolveGates(all: GatesInput, own: GatesInput): Gates {
  return {
    coverage: own.coverage ?? all.coverage ?? defaults.DEFAULT_COVERAGE,
    staticAnalysis: own.staticAnalysis ?? all.staticAnalysis ?? 'high',
    dependencies: own.dependencies ?? all.dependencies ?? 'high',
    findings: { ...defaults.DEFAULT_FINDINGS, ...all.image?.findings, ...own.image?.findings },
    baseRegistries: own.image?.baseRegistries ?? all.image?.baseRegistries ?? defaults.DEFAULT_BASE_REGISTRIES,
    allow: [...(all.allow ?? []), ...(own.allow ?? [])],
  };
}

/** Where each test runs: integration first, all others where a release rests before production. */
export function resolveTests(input: TestsInput, environments: readonly Environment[]): Tests {
  const ordinary = environments.filter(({ production }) => !production).map(({ name }) => name);
  const first = ordinary.slice(0, 1);
  const later = ordinary.length > 1 ? ordinary.slice(1) : first;
  const command = (test: CommandTestInput, fallback: readonly string[]): CommandTest => ({
    command: test.command,
    in: test.in ?? fallback,
  });
  return {
    ...(input.integration && { integration: command(input.integration, first) }),
    ...(input.acceptance && { acceptance: command(input.acceptance, later) }),
    ...(input.load && {
      load: {
        ...input.load,
        path: input.load.path ?? defaults.DEFAULT_LOAD.path,
        seconds: input.load.seconds ?? defaults.DEFAULT_LOAD.seconds,
        in: input.load.in ?? later,
      },
    }),
  };
}
