/**
 * The memory in MiB that Fargate offers for each cpu, as [smallest, largest, step]: "Fargate task size" in the ECS
 * developer guide. Linux on x86_64 and arm64 alike; the two largest need platform version 1.4.0, which is the current
 * one.
 */
const MEMORY_BY_CPU: Readonly<Record<number, readonly [number, number, number]>> = {
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
  8192: [16_384, 61_440, 4096],
  16384: [32_768, 122_880, 8192],
};

/** The one cpu whose sizes are no even steps. */
const SMALLEST_CPU = 256;
const MEMORIES_OF_SMALLEST_CPU = [512, 1024, 2048];

export const FARGATE_CPUS: readonly number[] = [SMALLEST_CPU, ...Object.keys(MEMORY_BY_CPU).map(Number)];

/** All memory sizes that go with `cpu`, the smallest first; none if Fargate has no such cpu. */
export function fargateMemories(cpu: number): readonly number[] {
  if (cpu === SMALLEST_CPU) return MEMORIES_OF_SMALLEST_CPU;
  const [from, to, step] = MEMORY_BY_CPU[cpu] ?? [1, 0, 1];
  return Array.from({ length: (to - from) / step + 1 }, (_, index) => from + index * step);
}

/** `512, 1024, 2048`, or `4096 to 16384 in steps of 1024`. */
export function describeMemories(cpu: number): string {
  const sizes = fargateMemories(cpu);
  if (sizes.length <= 4) return sizes.join(', ');
  return `${sizes[0]} to ${sizes.at(-1)} in steps of ${sizes[1]! - sizes[0]!}`;
}
