import { describeMemories, FARGATE_CPUS, fargateMemories } from '../../lib/config/fargate-sizes';

test.each([
  [256, 512, 2048, 3],
  [512, 1024, 4096, 4],
  [1024, 2048, 8192, 7],
  [2048, 4096, 16_384, 13],
  [4096, 8192, 30_720, 23],
  [8192, 16_384, 61_440, 12],
  [16_384, 32_768, 122_880, 12],
])('cpu %i goes with %i to %i MiB in %i sizes', (cpu, from, to, count) => {
  const sizes = fargateMemories(cpu);
  expect([sizes[0], sizes.at(-1), sizes.length]).toEqual([from, to, count]);
});

test('the table has the seven sizes of cpu, the smallest first', () => {
  expect(FARGATE_CPUS).toEqual([256, 512, 1024, 2048, 4096, 8192, 16_384]);
});

test('another cpu goes with nothing', () => {
  expect(fargateMemories(1000)).toEqual([]);
});

test('few sizes are listed and many described', () => {
  expect(describeMemories(512)).toBe('1024, 2048, 3072, 4096');
  expect(describeMemories(8192)).toBe('16384 to 61440 in steps of 4096');
});
