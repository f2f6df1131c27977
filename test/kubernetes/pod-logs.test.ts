import { podLogs } from '../../lib/kubernetes/pod-logs';

const ID = '0123456789abcdef'.repeat(4);
const TEXT = podLogs({
  namespaces: ['web', 'orders-api'],
  groupPrefix: '/shop/dev/pods/',
  otherGroup: '/shop/dev/pods/kubernetes',
});

type Settings = Readonly<Record<string, string>>;

/** The sections of one kind, as Fluent Bit reads them: a word, white space, and the rest of the line. */
function sections(kind: string): Settings[] {
  return TEXT.split(/^(?=\[)/m)
    .filter((section) => section.startsWith(`[${kind}]`))
    .map((section) => {
      const lines = section.split('\n').slice(1).filter(Boolean);
      return Object.fromEntries(lines.map((line) => [...line.trim().match(/^(\S+)\s+(.*)$/)!].slice(1)));
    });
}

/** Whether a path matches one of the patterns in a list, as a shell's `*`. */
function matches(path: string, patterns = ''): boolean {
  return patterns.split(',').some((pattern) => {
    const expression = pattern.replace(/[.*]/g, (character) => (character === '*' ? '[^/]*' : '\\.'));
    return new RegExp(`^${expression}$`).test(path);
  });
}

/** Where Fluent Bit sends what is in a file: each group with its stream. */
function destinations(path: string): { group: string; stream: string }[] {
  return sections('INPUT')
    .filter((input) => matches(path, input['Path']) && !matches(path, input['Exclude_Path']))
    .flatMap((input) => {
      const parts = new RegExp(input['Tag_Regex']!).exec(path)!.groups!;
      const tag = input['Tag']!.replace(/<(\w+)>/g, (_, name: string) => parts[name]!);
      const fill = (text: string) =>
        text.replace(/\$TAG\[(\d)\]/g, (_, index: string) => tag.split('.')[Number(index)]!);
      return sections('OUTPUT')
        .filter((output) => tag.startsWith(output['Match']!.replace('*', '')))
        .map((output) => ({
          group: fill(output['log_group_template'] ?? output['log_group_name']!),
          stream: fill(output['log_stream_template']!),
        }));
    });
}

const file = (pod: string, namespace: string, container: string) =>
  `/var/log/containers/${pod}_${namespace}_${container}-${ID}.log`;

test.each([
  ['web-7d4b9c-x2x4z', 'web', 'app', '/shop/dev/pods/web', 'app/web-7d4b9c-x2x4z'],
  ['orders-api-5f-1', 'orders-api', 'adot-collector', '/shop/dev/pods/orders-api', 'adot-collector/orders-api-5f-1'],
])(
  'what the container of %s in %s writes goes to the group of the service',
  (pod, namespace, container, group, stream) => {
    expect(destinations(file(pod, namespace, container))).toEqual([{ group, stream }]);
  },
);

test.each([
  ['argo-rollouts-6c-1', 'argo-rollouts', 'argo-rollouts'],
  ['metrics-server-1', 'kube-system', 'metrics-server'],
  // Not the service `web`, whose name is a part of this one.
  ['web-1', 'web-old', 'app'],
])('what %s in the namespace %s writes goes to the group of the cluster', (pod, namespace, container) => {
  expect(destinations(file(pod, namespace, container))).toEqual([
    { group: '/shop/dev/pods/kubernetes', stream: `${container}/${pod}` },
  ]);
});

test.each(['fluent-bit', 'cloudwatch-agent'])('what %s says about itself is not sent', (agent) => {
  expect(destinations(file(`${agent}-abcde`, 'amazon-cloudwatch', agent))).toEqual([]);
});

test('lines are sent as they were written, from the first one on, into groups that exist', () => {
  for (const output of sections('OUTPUT')) expect(output).toMatchObject({ log_key: 'log', auto_create_group: 'false' });
  for (const input of sections('INPUT'))
    expect(input).toMatchObject({ Read_from_Head: 'On', 'multiline.parser': 'cri' });
});

test('each input remembers by itself how far it has read', () => {
  const databases = sections('INPUT').map((input) => input['DB']);
  expect(new Set(databases).size).toBe(databases.length);
});
