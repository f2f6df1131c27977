/**
 * The id of a channel of Microsoft Teams, as people see it or as it stands in the channel's address, where the colon and the at
 * are escaped. CloudFormation takes the latter alone.
 */
export const TEAMS_CHANNEL = /^[\w=+/.,-]+(:|%3[aA])[\w=+/.,-]+(@|%40)[\w=+/.,-]+$/;

/** 256 characters in CloudFormation, less what two escaped characters take more. */
export const LONGEST_TEAMS_CHANNEL = 252;

/** As CloudFormation takes it. */
export function escapedTeamsChannel(id: string): string {
  return id.replace(':', '%3A').replace('@', '%40');
}
