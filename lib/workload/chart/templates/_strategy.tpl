{{/*
One pod of the new version is validated behind the test listener, where no user gets it. Then the new version's share of the
pods that users get grows, with `allAtOnce` in one step, and their share of the traffic with it, and is watched from the first.

Argo Rollouts is told of no Service, and so leaves selectors alone: its `blueGreen` switches one from the old pods to the new,
which the load balancer has not found well by then. Here both are behind it until an old one goes.
*/}}
{{- define "service.strategy" -}}
canary:
  # As many more as there are, so that a step takes as long as one pod's start. An old one goes when a new one is ready.
  maxSurge: 100%
  maxUnavailable: 0
  {{- if include "service.watchedMinutes" . | int }}
  analysis:
    templates:
      - templateName: {{ include "service.alarmsName" . }}
    # From the first pod that users get.
    startingStep: 1
  {{- end }}
  steps:
    - experiment:
        templates:
          - name: candidate
            specRef: canary
            replicas: 1
            metadata:
              labels:
                {{- include "service.candidate" . | nindent 16 }}
              annotations:
                {{- include "service.undisturbed" . | nindent 16 }}
        analyses:
          - name: validation
            templateName: {{ include "service.validationName" . }}
            requiredForCompletion: true
    {{- $minutes := int .Values.strategy.minutes }}
    {{- range include "service.weights" . | fromJsonArray }}
    - setWeight: {{ int . }}
    - pause:
        duration: {{ $minutes }}m
    {{- end }}
    - setWeight: 100
    {{- if .Values.bakeMinutes }}
    - pause:
        duration: {{ int .Values.bakeMinutes }}m
    {{- end }}
{{- end }}
