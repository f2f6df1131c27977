import { join } from 'node:path';
import * as ts from 'typescript';
import type { Manifest } from './helm';

/** Where the type of a kind is: of Kubernetes and Argo Rollouts in packages, generated from their own schemas. */
const TYPES: Readonly<Record<string, readonly [module: string, type: string]>> = {
  'v1 ConfigMap': ['kubernetes-models/v1/ConfigMap', 'IConfigMap'],
  'v1 Namespace': ['kubernetes-models/v1/Namespace', 'INamespace'],
  'v1 Service': ['kubernetes-models/v1/Service', 'IService'],
  'v1 ServiceAccount': ['kubernetes-models/v1/ServiceAccount', 'IServiceAccount'],
  'v1 PodTemplate': ['kubernetes-models/v1/PodTemplate', 'IPodTemplate'],
  'autoscaling/v2 HorizontalPodAutoscaler': [
    'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler',
    'IHorizontalPodAutoscaler',
  ],
  'policy/v1 PodDisruptionBudget': ['kubernetes-models/policy/v1/PodDisruptionBudget', 'IPodDisruptionBudget'],
  'networking.k8s.io/v1 NetworkPolicy': ['kubernetes-models/networking.k8s.io/v1/NetworkPolicy', 'INetworkPolicy'],
  'rbac.authorization.k8s.io/v1 ClusterRole': [
    'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole',
    'IClusterRole',
  ],
  'rbac.authorization.k8s.io/v1 ClusterRoleBinding': [
    'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRoleBinding',
    'IClusterRoleBinding',
  ],
  'rbac.authorization.k8s.io/v1 Role': ['kubernetes-models/rbac.authorization.k8s.io/v1/Role', 'IRole'],
  'rbac.authorization.k8s.io/v1 RoleBinding': [
    'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding',
    'IRoleBinding',
  ],
  'argoproj.io/v1alpha1 Rollout': ['@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1/Rollout', 'IRollout'],
  'argoproj.io/v1alpha1 AnalysisTemplate': [
    '@kubernetes-models/argo-rollouts/argoproj.io/v1alpha1/AnalysisTemplate',
    'IAnalysisTemplate',
  ],
  // Written by hand: it says there from what.
  'eks.amazonaws.com/v1 NodeClass': ['./custom-kinds', 'NodeClass'],
  'eks.amazonaws.com/v1 TargetGroupBinding': ['./custom-kinds', 'TargetGroupBinding'],
  'karpenter.sh/v1 NodePool': ['./custom-kinds', 'NodePool'],
  'secrets-store.csi.x-k8s.io/v1 SecretProviderClass': ['./custom-kinds', 'SecretProviderClass'],
};

/** In this directory, so that packages and those kinds are found from it; it is not on the disk. */
const DOCUMENTS = join(__dirname, 'documents.ts');

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  lib: ['lib.es5.d.ts'],
  types: [],
};

/**
 * What is wrong with manifests by the schemas of their kinds: fields that are not in them, at every depth, fields that are
 * missing, values of another type. TypeScript's compiler says so: it takes no literal with a property too many. Of several
 * mistakes in one place it may tell one only, and it knows nothing of ranges and patterns.
 */
export function schemaProblems(manifests: readonly Manifest[]): string[] {
  const unknown = manifests.filter((manifest) => !typeOf(manifest));
  const known = manifests.filter(typeOf).flatMap(parts);
  const statements = known.map((manifest, index) => {
    const [module, type] = typeOf(manifest)!;
    return `export const m${index}: import('${module}').${type} = ${JSON.stringify(manifest)};`;
  });
  return [
    ...unknown.map(({ apiVersion, kind, metadata }) => `${kind} ${metadata.name}: no schema of ${apiVersion} is known`),
    ...diagnostics(statements.join('\n')).map(({ index, path, message }) => {
      const { kind, metadata } = known[index]!;
      return `${kind} ${metadata?.name}: ${path}: ${message}`;
    }),
  ];
}

function typeOf({ apiVersion, kind }: Manifest): readonly [string, string] | undefined {
  return TYPES[`${apiVersion} ${kind}`];
}

/** The pods of a rollout by Kubernetes' own schema, which is newer than the copy of it in that of rollouts. */
function parts(manifest: Manifest): Manifest[] {
  if (manifest.kind !== 'Rollout' || !manifest['spec']?.template) return [manifest];
  const { template, ...spec } = manifest['spec'];
  const pods = { apiVersion: 'v1', kind: 'PodTemplate', metadata: manifest.metadata, template };
  return [{ ...manifest, spec }, pods];
}

interface Complaint {
  /** Of the statement. */
  readonly index: number;
  /** `spec.ports.0.port` */
  readonly path: string;
  readonly message: string;
}

let before: ts.Program | undefined;

function diagnostics(text: string): Complaint[] {
  const host = ts.createCompilerHost(OPTIONS, true);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => name === DOCUMENTS || fileExists(name);
  host.getSourceFile = (name, version, ...rest) =>
    name === DOCUMENTS
      ? ts.createSourceFile(name, text, version, true)
      : (before?.getSourceFile(name) ?? getSourceFile(name, version, ...rest));
  const program = ts.createProgram([DOCUMENTS], OPTIONS, host, before);
  before = program;
  const source = program.getSourceFile(DOCUMENTS)!;
  return program.getSemanticDiagnostics(source).map(({ start, messageText }) => ({
    index: source.statements.findIndex((statement) => statement.end > start!),
    path: pathAt(source, start!),
    message: ts.flattenDiagnosticMessageText(messageText, ' '),
  }));
}

/** The names of the properties around a position, from the outermost. */
function pathAt(source: ts.SourceFile, position: number): string {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (position < node.getStart(source) || position >= node.end) return;
    if (ts.isPropertyAssignment(node)) names.push((node.name as ts.StringLiteral).text);
    if (ts.isArrayLiteralExpression(node.parent))
      names.push(String(node.parent.elements.indexOf(node as ts.Expression)));
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return names.join('.') || 'it';
}
