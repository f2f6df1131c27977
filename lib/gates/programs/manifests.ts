import { basename } from 'node:path';

/** Files in which a source names the packages that it needs. */
const MANIFESTS: readonly RegExp[] = [
  /^(Cargo|pyproject)\.toml$/,
  /^(Gemfile|Pipfile|pom\.xml|go\.mod|composer\.json|package\.swift|mix\.exs|pubspec\.yaml)$/i,
  /^build\.gradle(\.kts)?$/,
  /^requirements.*\.txt$/,
  /\.(cs|fs|vb)proj$/,
];

/**
 * The files of a source in which packages may be named. One without any needs no lock file; one with some whose SBOM has
 * no package has none that could be read, and nobody could say what is in its image.
 *
 * @param read the text of a file
 */
export function manifestsOf(files: readonly string[], read: (file: string) => string): string[] {
  return files.filter((file) => {
    const name = basename(file);
    if (name === 'package.json') return namesPackages(read(file));
    return MANIFESTS.some((pattern) => pattern.test(name));
  });
}

function namesPackages(text: string): boolean {
  try {
    const manifest = JSON.parse(text) as Record<string, object | undefined>;
    const groups = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
    return groups.some((group) => Object.keys(manifest[group] ?? {}).length > 0);
  } catch {
    // What cannot be read may name any.
    return true;
  }
}
