// Makes samples/delivery-events.jsonl, the same each time: npx tsx scripts/sample-events.ts
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleText } from './lib/sample-history';

const FILE = join(__dirname, '../samples/delivery-events.jsonl');

writeFileSync(FILE, sampleText());
console.log(FILE);
