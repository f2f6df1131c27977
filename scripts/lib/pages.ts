import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import workshop from '../../config/workshop';
import { comparisonBlocks } from '../../lib/comparison/comparison';
import type { Blocks } from '../../lib/comparison/page';
import { platformBlocks } from '../../lib/comparison/platforms/platforms';
import type { SourceFile } from '../../lib/comparison/written';
import { loadDelivery } from '../../lib/config/load';
import { idleSummary } from '../../lib/cost/summary';
import { type Surroundings, textOf } from './exercises/exercise';
import { EXERCISES } from './exercises/index';
import { renderCharts } from './helm';

const PROJECT = resolve(__dirname, '../..');
/** What was found in the templates with planted mistakes. */
export const LOOKED_FILE = 'docs/examples/mistakes.json';
/** What a person writes: TypeScript, and the templates of a chart. */
const BY_HAND = /\.(ts|ya?ml|tpl)$/;

/** A page with generated parts. */
export interface Page {
  /** From the project's directory. */
  readonly file: string;
  readonly blocks: (surroundings: Surroundings) => Blocks | Promise<Blocks>;
}

/** Every page that `npm run docs` writes, and that a test holds against what it would write. */
export const PAGES: readonly Page[] = [
  {
    file: 'README.md',
    blocks: ({ deliveries, synthesized }) => ({ cost: idleSummary(Object.values(deliveries), synthesized) }),
  },
  {
    file: 'docs/cdk-vs-cloudformation.md',
    blocks: (surroundings) =>
      comparisonBlocks({
        ...surroundings,
        files: ['bin', 'lib'].flatMap(filesBelow),
        looked: JSON.parse(readProjectFile(LOOKED_FILE)),
      }),
  },
  {
    file: 'docs/platforms.md',
    blocks: (surroundings) =>
      platformBlocks({
        ...surroundings,
        service: workshop.services.find(({ name }) => name === 'orders')!,
        rendered: renderCharts,
      }),
  },
  {
    file: 'docs/learning-path.md',
    blocks: async (surroundings) => {
      const blocks: Record<string, string> = {};
      for (const exercise of EXERCISES) {
        const seen = textOf(await exercise.run(surroundings));
        blocks[exercise.name] = `\`\`\`text\n$ npm run exercise -- ${exercise.name}\n${seen}\n\`\`\``;
      }
      return blocks;
    },
  },
];

/** @param synthesized a delivery's templates */
export function surroundings(synthesized: Surroundings['synthesized']): Surroundings {
  const deliveries = { sandbox: loadDelivery('sandbox', PROJECT), workshop: loadDelivery('workshop', PROJECT) };
  return { project: PROJECT, read: readProjectFile, deliveries, synthesized };
}

export function readProjectFile(path: string): string {
  return readFileSync(join(PROJECT, path), 'utf8');
}

function filesBelow(directory: string): SourceFile[] {
  return readdirSync(join(PROJECT, directory), { recursive: true, encoding: 'utf8' })
    .filter((file) => BY_HAND.test(file))
    .map((file) => `${directory}/${file.replaceAll('\\', '/')}`)
    .map((path) => ({ path, text: readProjectFile(path) }));
}
