import {
  CreateOpsItemCommand,
  OpsItemAlreadyExistsException,
  type SSMClient,
  UpdateOpsItemCommand,
} from '@aws-sdk/client-ssm';
import { attempt } from '../build/programs/problem';
import { locationOf } from './facts';
import { type IncidentRecord, idOf, type OpsItemStatus, type Severity } from './incident';
import { opsItemSeverity, opsItemTexts, type Wording } from './message';

/** What tells the delivery's OpsItems from those of others. It must not contain `aws` or `amazon`. */
const SOURCE = 'Slipway';

/** Makes the OpsItem of an incident; one that is there already is found by what makes it unlike others. */
export async function createOpsItem(client: SSMClient, record: IncidentRecord, wording: Wording): Promise<string> {
  const { facts } = wording;
  const { title, description } = opsItemTexts(record, wording);
  const command = new CreateOpsItemCommand({
    Title: title,
    Description: description,
    Source: SOURCE,
    OpsItemType: '/aws/issue',
    Category: 'Availability',
    Severity: opsItemSeverity(record),
    OperationalData: {
      '/aws/dedup': searchable({ dedupString: `${facts.delivery}/${idOf(record)}` }),
      '/aws/resources': searchable(alarmArns(record, wording).map((arn) => ({ arn }))),
      incident: { Type: 'SearchableString', Value: idOf(record) },
      delivery: { Type: 'SearchableString', Value: facts.delivery },
    },
  });
  return attempt(`create the OpsItem of ${idOf(record)}`, async () => {
    try {
      const { OpsItemId: id } = await client.send(command);
      if (!id) throw new Error('SSM sent no id');
      return id;
    } catch (error) {
      if (error instanceof OpsItemAlreadyExistsException && error.OpsItemId) return error.OpsItemId;
      throw error;
    }
  });
}

/** Where it is of another severity than it was, what it says is written anew: a page may have another suspect than its ticket. */
export async function updateOpsItem(
  client: SSMClient,
  { id, status, severity }: { readonly id: string; readonly status: OpsItemStatus; readonly severity: Severity },
  record: IncidentRecord,
  wording: Wording,
): Promise<void> {
  const isAnew = record.done.opsItem?.severity !== severity;
  const command = new UpdateOpsItemCommand({
    OpsItemId: id,
    Status: status,
    Severity: opsItemSeverity({ severity }),
    ...(isAnew && { Description: opsItemTexts(record, wording).description }),
  });
  await attempt(`change the OpsItem ${id}`, () => client.send(command));
}

function searchable(value: unknown) {
  return { Type: 'SearchableString' as const, Value: JSON.stringify(value) };
}

function alarmArns({ alarms, environment }: IncidentRecord, { facts, own }: Wording): string[] {
  const at = facts.environments.find(({ name }) => name === environment);
  const { account, region } = locationOf(at ?? {}, own);
  return alarms.map((alarm) => `arn:${partitionOf(region)}:cloudwatch:${region}:${account}:alarm:${alarm}`);
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
