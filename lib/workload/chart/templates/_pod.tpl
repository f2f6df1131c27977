{{- define "service.nodes" -}}
kubernetes.io/os: linux
kubernetes.io/arch: {{ eq .Values.architecture "arm64" | ternary "arm64" "amd64" }}
{{- end }}

{{- define "service.pod" -}}
serviceAccountName: {{ .Values.service }}
automountServiceAccountToken: false
# Variables of other services are stated, not found out.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: {{ int .Values.user.uid }}
  runAsGroup: {{ int .Values.user.gid }}
  seccompProfile:
    type: RuntimeDefault
nodeSelector:
  {{- include "service.nodes" . | nindent 2 }}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - topologyKey: {{ . }}
    maxSkew: 1
    # A zone that fails must not keep pods from starting in the others.
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "service.serving" $ | nindent 8 }}
    # Each version by itself: the old one's pods are about to go.
    matchLabelKeys: [rollouts-pod-template-hash]
  {{- end }}
# 40 seconds that the load balancer takes, 30 for the service to stop, and a little for the sidecars.
terminationGracePeriodSeconds: 75
{{- if or .Values.collector .Values.sidecars }}
# They start before the service and stop after it. None has a probe, as nothing of the service depends on them.
initContainers:
  {{- with .Values.collector }}
  {{- include "service.collector" (list $ .) | nindent 2 }}
  {{- end }}
  {{- range .Values.sidecars }}
  {{- include "service.sidecar" (list $ .) | nindent 2 }}
  {{- end }}
{{- end }}
containers:
  {{- include "service.app" . | nindent 2 }}
{{- if .Values.secrets }}
volumes:
  # The driver makes the Secret while a pod with this volume lives.
  - name: secrets
    csi:
      driver: secrets-store.csi.k8s.io
      readOnly: true
      volumeAttributes:
        secretProviderClass: {{ include "service.secretsName" . }}
{{- end }}
{{- end }}

{{- define "service.app" -}}
- name: app
  image: {{ required "image must be the repository with the digest of the image to release" .Values.image }}
  imagePullPolicy: IfNotPresent
  ports:
    - name: http
      containerPort: {{ int .Values.port }}
      protocol: TCP
  env:
    {{- include "service.variables" .Values.app.variables | nindent 4 }}
    {{- range .Values.secrets }}
    - name: {{ .variable }}
      valueFrom:
        secretKeyRef:
          name: {{ include "service.secretsName" $ }}
          key: {{ .variable }}
    {{- end }}
  resources:
    {{- include "service.resources" (dict "container" .Values.app "cpuLimit" .Values.cpuLimit) | nindent 4 }}
  securityContext:
    {{- include "service.confined" . | nindent 4 }}
  # Two minutes to start; nothing else is asked meanwhile.
  startupProbe:
    {{- include "service.health" . | nindent 4 }}
    periodSeconds: 5
    timeoutSeconds: 5
    failureThreshold: 24
  # As the load balancer asks.
  readinessProbe:
    {{- include "service.health" . | nindent 4 }}
    periodSeconds: 10
    timeoutSeconds: 5
    failureThreshold: 3
  livenessProbe:
    {{- with .Values.app.healthCommand }}
    exec:
      command:
        {{- range . }}
        - {{ toJson . }}
        {{- end }}
    periodSeconds: 10
    timeoutSeconds: 5
    failureThreshold: 3
    {{- else }}
    {{- include "service.health" . | nindent 4 }}
    periodSeconds: 10
    timeoutSeconds: 5
    # Later than readiness: a pod that is too busy to answer gets no more requests first.
    failureThreshold: 6
    {{- end }}
  lifecycle:
    preStop:
      # The load balancer hears of it after some seconds, and gives requests on their way 30 more.
      sleep:
        seconds: 40
  {{- if .Values.secrets }}
  volumeMounts:
    - name: secrets
      mountPath: /mnt/secrets
      readOnly: true
  {{- end }}
{{- end }}

{{- define "service.health" -}}
httpGet:
  path: {{ .Values.healthPath }}
  port: http
{{- end }}

{{- define "service.collector" -}}
{{- $values := (index . 0).Values }}
{{- with index . 1 }}
- name: {{ .name }}
  image: {{ .image }}
  imagePullPolicy: IfNotPresent
  restartPolicy: Always
  env:
    - name: POD_NAME
      valueFrom:
        fieldRef:
          fieldPath: metadata.name
    # What the collector adds to every span; the rest of where it comes from the service says itself.
    - name: OTEL_RESOURCE_ATTRIBUTES
      value: k8s.pod.name=$(POD_NAME)
    {{- include "service.variables" .variables | nindent 4 }}
  resources:
    {{- include "service.resources" (dict "container" . "cpuLimit" $values.cpuLimit) | nindent 4 }}
  securityContext:
    runAsUser: {{ int .user.uid }}
    runAsGroup: {{ int .user.gid }}
    {{- include "service.confined" . | nindent 4 }}
{{- end }}
{{- end }}

{{- define "service.sidecar" -}}
{{- $values := (index . 0).Values }}
{{- with index . 1 }}
- name: {{ .name }}
  image: {{ .image }}
  imagePullPolicy: IfNotPresent
  restartPolicy: Always
  {{- with .command }}
  # As on ECS it replaces what the image passes to its entry point, not the entry point.
  args:
    {{- include "service.command" . | nindent 4 }}
  {{- end }}
  {{- with .variables }}
  env:
    {{- include "service.variables" . | nindent 4 }}
  {{- end }}
  resources:
    {{- include "service.resources" (dict "container" . "cpuLimit" $values.cpuLimit) | nindent 4 }}
  securityContext:
    {{- include "service.confined" . | nindent 4 }}
{{- end }}
{{- end }}
