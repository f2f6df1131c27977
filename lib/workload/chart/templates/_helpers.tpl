{{/* What every object of the service bears. */}}
{{- define "service.labels" -}}
app.kubernetes.io/name: {{ .Values.service }}
app.kubernetes.io/part-of: {{ .Values.delivery }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* What the service's pods are selected by; `serving` are those that users get, `candidate` the one that is tried out. */}}
{{- define "service.serving" -}}
app.kubernetes.io/name: {{ .Values.service }}
app.kubernetes.io/component: serving
{{- end }}

{{- define "service.candidate" -}}
app.kubernetes.io/name: {{ .Values.service }}
app.kubernetes.io/component: candidate
{{- end }}

{{- define "service.validation" -}}
app.kubernetes.io/name: {{ .Values.service }}
app.kubernetes.io/component: validation
{{- end }}

{{/*
What keeps EKS from moving a pod to another node to save one, for as long as it runs: nothing takes the place of a pod that
validates, and its end would be that of the release.
*/}}
{{- define "service.undisturbed" -}}
karpenter.sh/do-not-disrupt: 'true'
{{- end }}

{{/* The service account of the job that validates; the stack's Pod Identity association names it, too. */}}
{{- define "service.validationName" -}}
{{ .Values.service }}-validation
{{- end }}

{{- define "service.alarmsName" -}}
{{ .Values.service }}-alarms
{{- end }}

{{/*
An object that pods read while they live has a name for each content: pods of the version before go on with theirs, and
what the driver has put into a Secret once it does not add to when a release names more.
*/}}
{{- define "service.secretsName" -}}
{{ .Values.service }}-{{ .Values.secrets | toJson | sha256sum | trunc 8 }}
{{- end }}

{{/* The name of a secret's file in the volume: one for each secret as a whole. */}}
{{- define "service.secretFile" -}}
{{ printf "%s %s" .kind .name | sha256sum | trunc 16 }}
{{- end }}

{{/* A text as it is: Kubernetes would put in the values of other variables where it finds $(NAME). */}}
{{- define "service.literal" -}}
{{ . | replace "$" "$$" | toJson }}
{{- end }}

{{- define "service.variables" -}}
{{- range $name, $value := . }}
- name: {{ $name }}
  value: {{ include "service.literal" $value }}
{{- end }}
{{- end }}

{{- define "service.command" -}}
{{- range . }}
- {{ include "service.literal" . }}
{{- end }}
{{- end }}

{{/* What a container may not do. Its user is the pod's or its own. */}}
{{- define "service.confined" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Memory is what it has; CPU is what it has at least, and as much of the pod's as the others leave. */}}
{{- define "service.resources" -}}
requests:
  cpu: {{ .container.cpu }}
  memory: {{ .container.memory }}
limits:
  cpu: {{ .cpuLimit }}
  memory: {{ .container.memory }}
{{- end }}

{{/*
The job that validates a version: how long it may take. Five minutes beyond the validation itself, as a node may have to
start for it.
*/}}
{{- define "service.validationDeadline" -}}
{{ add (int .Values.validation.timeoutSeconds) 300 }}
{{- end }}

{{/* Minutes from the first pod that gets traffic to the end of the watch. */}}
{{- define "service.watchedMinutes" -}}
{{- $shifts := len (include "service.weights" . | fromJsonArray) }}
{{- add (int .Values.bakeMinutes) (mul (int .Values.strategy.minutes) $shifts) }}
{{- end }}

{{/* The percentages before the last step, in the order of their steps. */}}
{{- define "service.weights" -}}
{{- with .Values.strategy }}
{{- if eq .kind "allAtOnce" }}[]
{{- else if eq .kind "canary" }}{{ list (int .percent) | toJson }}
{{- else }}{{ untilStep (int .percent) 100 (int .percent) | toJson }}
{{- end }}
{{- end }}
{{- end }}
