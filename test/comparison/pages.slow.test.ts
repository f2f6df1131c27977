import { type Blocks, withBlocks } from '../../lib/comparison/page';
import { PAGES, readProjectFile, surroundings } from '../../scripts/lib/pages';
import { synthesize } from '../support/synthesized';

describe.each(PAGES)('$file', ({ file, blocks }) => {
  const text = readProjectFile(file);
  let current: Blocks;

  beforeAll(async () => {
    current = await blocks(surroundings(synthesize));
    // It synthesizes what no other test needs.
  }, 60_000);

  test('says what is true now; else: npm run docs', () => {
    expect(text).toBe(withBlocks(text, current));
  });

  test('else it is found: anything else in a generated part', () => {
    for (const [name, block] of Object.entries(current)) {
      const changed = { ...current, [name]: `${block}1` };
      expect(withBlocks(text, changed)).not.toBe(text);
    }
  });
});
