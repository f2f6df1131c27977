import type { PinnedImage } from '../../build/programs/image-uri';
import { Problem } from '../../build/programs/problem';

/** A bill of materials, CycloneDX as JSON, as far as it is read. */
export interface Sbom {
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: string;
  readonly metadata?: { readonly component?: Readonly<Record<string, unknown>> };
  readonly components?: readonly Component[];
}

interface Component {
  readonly purl?: string;
  readonly components?: readonly Component[];
}

/** The kinds of packages that OSV has a database for, as package URLs name them. */
const ECOSYSTEMS: readonly string[] = [
  'cargo',
  'composer',
  'conan',
  'cran',
  'gem',
  'golang',
  'hackage',
  'hex',
  'maven',
  'npm',
  'nuget',
  'pub',
  'pypi',
  'swift',
];

export function parseSbom(text: string): Sbom {
  let content: Partial<Sbom> | null;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Problem('the SBOM is not JSON');
  }
  if (content?.bomFormat !== 'CycloneDX') throw new Problem('the SBOM is not CycloneDX');
  return content as Sbom;
}

/** The packages of an SBOM: those that OSV can be asked about, and how many others there are. */
export function packagesOf(sbom: Sbom): { readonly purls: readonly string[]; readonly others: number } {
  const purls = [...new Set(allComponents(sbom.components ?? []).flatMap(({ purl }) => purl ?? []))];
  // What follows the version says how the package was got, not which one it is.
  const plain = purls.map((purl) => purl.split(/[?#]/)[0]!);
  const known = [...new Set(plain.filter((purl) => ECOSYSTEMS.includes(typeOf(purl)) && /.@[^/]+$/.test(purl)))];
  return { purls: known, others: new Set(plain).size - known.length };
}

/** The SBOM of a source, as that of the image that was built from it. */
export function forImage(sbom: Sbom, { repository, digest }: PinnedImage): Sbom {
  const name = repository.name.split('/').at(-1)!;
  return {
    ...sbom,
    metadata: {
      ...sbom.metadata,
      component: {
        type: 'container',
        'bom-ref': `${repository.uri}@${digest}`,
        name: repository.name,
        version: digest,
        // https://github.com/package-url/purl-spec/blob/main/types-doc/oci-definition.md
        purl: `pkg:oci/${name}@${encodeURIComponent(digest)}?repository_url=${encodeURIComponent(repository.uri)}`,
        hashes: [{ alg: 'SHA-256', content: digest.replace(/^sha256:/, '') }],
        ...(sbom.metadata?.component && { components: [sbom.metadata.component] }),
      },
    },
  };
}

function typeOf(purl: string): string {
  return /^pkg:([^/]+)\//.exec(purl)?.[1] ?? '';
}

function allComponents(components: readonly Component[]): Component[] {
  return components.flatMap((component) => [component, ...allComponents(component.components ?? [])]);
}
