import { argoRolloutsRights } from './argo-rollouts-rights';
import { ARGO_ROLLOUTS_NAME } from './constants';

export interface ArgoRolloutsValuesProps {
  /** May be a token. */
  readonly region: string;
  readonly production: boolean;
}

/** What Argo Rollouts' chart is rendered with: a controller with rights of ours, and no dashboard. */
export function argoRolloutsValues({ region, production }: ArgoRolloutsValuesProps): Record<string, unknown> {
  return {
    fullnameOverride: ARGO_ROLLOUTS_NAME,
    controller: {
      // One leads, and another takes over at once.
      replicas: production ? 2 : 1,
      // Whose is `argoRolloutsRights`.
      createClusterRole: false,
      extraEnv: [{ name: 'AWS_REGION', value: region }],
      logging: { level: 'info', format: 'json' },
      resources: {
        requests: { cpu: '50m', memory: '192Mi' },
        limits: { memory: '384Mi' },
      },
      nodeSelector: { 'kubernetes.io/os': 'linux' },
      ...(production && {
        pdb: { enabled: true, maxUnavailable: 1 },
        topologySpreadConstraints: [
          { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
        ],
      }),
    },
    serviceAccount: { create: true, name: ARGO_ROLLOUTS_NAME },
    podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    dashboard: { enabled: false },
    // Within the release, which makes their namespace first.
    extraObjects: argoRolloutsRights(),
  };
}
