import { type Check, where } from './check';

/**
 * Resources that accounts or regions share have names made of both, so that CDK must know them before the deployment.
 * An environment that states neither shares those of `tools`.
 */
export const checkAccounts: Check = (delivery) => {
  const tools = delivery.at('tools');
  const elsewhere = delivery
    .at('environments')
    .items()
    .flatMap((environment) => [environment.at('account'), environment.at('region')])
    .find((place) => place.stated);
  if (elsewhere === undefined || !tools.sound) return [];
  return [tools.at('account'), tools.at('region')]
    .filter((place) => !place.stated)
    .map((place) => ({
      path: place.path,
      message: `must be stated, because ${where(elsewhere)} is`,
      got: 'nothing',
      allowed: place.path.at(-1) === 'account' ? 'twelve digits in quotes' : "a region such as 'eu-central-1'",
    }));
};
