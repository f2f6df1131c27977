// Writes lib/cloudformation/resource-types.json from CloudFormation's own schemas: what a resource type needs to be made and
// read, and which of its properties replace it. Give it the directory of the unpacked schemas
// (https://schema.cloudformation.us-east-1.amazonaws.com/CloudformationSchema.zip) and further types to add:
//
//   node scripts/resource-types.mjs /tmp/schemas AWS::SQS::Queue
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const table = join(root, 'lib/cloudformation/resource-types.json');
const [directory, ...added] = process.argv.slice(2);
if (!directory) {
  console.error('usage: node scripts/resource-types.mjs DIRECTORY_OF_SCHEMAS [AWS::Service::Type …]');
  process.exit(1);
}

const schemas = new Map(
  readdirSync(directory)
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')))
    .map((schema) => [schema.typeName, schema]),
);
const types = [...new Set([...Object.keys(JSON.parse(readFileSync(table, 'utf8'))), ...added])].sort();
const unknown = types.filter((type) => !schemas.has(type));
if (unknown.length > 0) {
  console.error(`no schema in ${directory} of: ${unknown.join(', ')}`);
  process.exit(1);
}

writeFileSync(table, JSON.stringify(Object.fromEntries(types.map((type) => [type, rowOf(schemas.get(type))]))));
const { status } = spawnSync(join(root, 'node_modules/.bin/biome'), ['format', '--write', table], { stdio: 'inherit' });
process.exit(status ?? 1);

function rowOf({ createOnlyProperties = [], conditionalCreateOnlyProperties = [], handlers = {} }) {
  const permissions = (...names) => sorted(names.flatMap((name) => handlers[name]?.permissions ?? []));
  return {
    replaces: sorted(createOnlyProperties.map(pathOf)),
    mayReplace: sorted(conditionalCreateOnlyProperties.map(pathOf)),
    read: permissions('read'),
    write: permissions('create', 'update', 'delete'),
  };
}

/** `/properties/Policies/PolicyName` as `Policies/PolicyName`; an array's items have a `*` in place of their index. */
function pathOf(pointer) {
  return pointer
    .replace(/^\/properties\//, '')
    .replaceAll('/items/', '/*/')
    .replaceAll('/properties/', '/');
}

function sorted(values) {
  return [...new Set(values.map((value) => value.trim()))].sort();
}
