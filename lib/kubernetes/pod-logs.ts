export interface PodLogsProps {
  /** Namespaces of services: each has a log group of its own. */
  readonly namespaces: readonly string[];
  /** What the services' log groups start with; a namespace's name is the end. */
  readonly groupPrefix: string;
  /** Where everything else goes. */
  readonly otherGroup: string;
}

/**
 * The file's name says whose log it is: `<pod>_<namespace>_<container>-<id>.log`. So nobody has to ask Kubernetes' API, which
 * needs rights for it and may be slow just when there is much to say.
 */
const FILE_NAME = '^/var/log/containers/(?<pod>[^_]+)_(?<namespace>[^_]+)_(?<container>.+)-[0-9a-f]{64}\\.log$';

/** What the tags of services and of everything else start with. */
const TAG = { services: 'services', others: 'others' };

/**
 * What Fluent Bit does on every node, in its own words: each line that a container of a service writes goes to CloudWatch as it is,
 * as ECS does it, so that the same filters, queries and alarms work. The stream is `<container>/<pod>`.
 *
 * The tag is `<start>.<namespace>.<container>/<pod>`; `$TAG[n]` is its nth part between dots, of which neither a namespace
 * nor a container has any.
 */
export function podLogs({ namespaces, groupPrefix, otherGroup }: PodLogsProps): string {
  const files = namespaces.map((namespace) => `/var/log/containers/*_${namespace}_*.log`).join(',');
  return [
    input({ tag: TAG.services, path: files, database: 'services' }),
    // What the agents say about themselves would be about what they just sent.
    input({
      tag: TAG.others,
      path: '/var/log/containers/*.log',
      exclude: `${files},/var/log/containers/fluent-bit*,/var/log/containers/cloudwatch-agent*`,
      database: 'others',
    }),
    output({ tag: TAG.services, template: `${groupPrefix}$TAG[1]`, group: otherGroup }),
    output({ tag: TAG.others, group: otherGroup }),
  ].join('\n');
}

interface Input {
  readonly tag: string;
  readonly path: string;
  readonly exclude?: string;
  readonly database: string;
}

function input({ tag, path, exclude, database }: Input): string {
  return section('INPUT', {
    Name: 'tail',
    Tag: `${tag}.<namespace>.<container>/<pod>`,
    Tag_Regex: FILE_NAME,
    Path: path,
    ...(exclude !== undefined && { Exclude_Path: exclude }),
    'multiline.parser': 'cri',
    // Where it was, so that a restart neither repeats nor loses lines.
    DB: `/var/fluent-bit/state/${database}.db`,
    Mem_Buf_Limit: '50MB',
    Skip_Long_Lines: 'On',
    Refresh_Interval: '5',
    Rotate_Wait: '30',
    'storage.type': 'filesystem',
    // A node's first pods write before the agent is there.
    Read_from_Head: 'On',
  });
}

interface Output {
  readonly tag: string;
  /** What the group is called, with parts of the tag. @default - `group` */
  readonly template?: string;
  /** Where lines go whose tag has no such parts. */
  readonly group: string;
}

function output({ tag, template, group }: Output): string {
  return section('OUTPUT', {
    Name: 'cloudwatch_logs',
    Match: `${tag}.*`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the agent's pod
    region: '${AWS_REGION}',
    ...(template !== undefined && { log_group_template: template }),
    log_stream_template: '$TAG[2]',
    log_group_name: group,
    log_stream_prefix: 'other-',
    log_key: 'log',
    // The groups are made by CloudFormation, with a retention.
    auto_create_group: 'false',
    Retry_Limit: '5',
  });
}

function section(name: string, settings: Readonly<Record<string, string>>): string {
  const width = Math.max(...Object.keys(settings).map((key) => key.length)) + 1;
  const lines = Object.entries(settings).map(([key, value]) => `  ${key.padEnd(width)}${value}`);
  return [`[${name}]`, ...lines, ''].join('\n');
}
