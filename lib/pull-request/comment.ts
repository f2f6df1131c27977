import type { BuildStatus, CheckBuild } from './checks';

/** CodeCommit's longest comment, in characters ("Quotas in AWS CodeCommit"). */
export const LONGEST_COMMENT = 10_240;

const WORDS: Readonly<Record<BuildStatus, string>> = {
  SUCCEEDED: 'passed',
  FAILED: 'failed',
  FAULT: 'could not be run',
  TIMED_OUT: 'ran out of time',
  STOPPED: 'was stopped',
  IN_PROGRESS: 'is running',
};

/** What a pull request is told about a commit, in Markdown; failures come first. The same builds give the same text. */
export function commentOn(commit: string, builds: readonly CheckBuild[]): string {
  const short = commit.slice(0, 8);
  if (builds.length === 0) {
    return `**Nothing to check** for ${short}: it changes no file of a service.`;
  }
  const failed = builds.filter(({ status }) => status !== 'SUCCEEDED');
  const passed = builds.filter(({ status }) => status === 'SUCCEEDED');
  const verdict =
    failed.length === 0
      ? `**The checks passed** for ${short}.`
      : `**The checks did not pass** for ${short}: ${failed.length} of ${builds.length} failed.`;
  return shortened([`${verdict}\n`, ...[...failed, ...passed].map(lineFor)]);
}

function lineFor(build: CheckBuild): string {
  const { project, status, failure } = build;
  const where = failure ? ` in ${failure.phase}` : '';
  const why = failure?.message ? `: ${failure.message.replace(/\s+/g, ' ').trim().slice(0, 300)}` : '';
  return `- **${project}** ${WORDS[status]}${where}${took(build)}${why} (${links(build)})`;
}

function took({ started, ended }: CheckBuild): string {
  if (started === undefined || ended === undefined) return '';
  const seconds = Math.round((ended - started) / 1000);
  const minutes = Math.floor(seconds / 60);
  return ` after ${minutes > 0 ? `${minutes} min ` : ''}${seconds % 60} s`;
}

function links({ id, arn, project, logUrl }: CheckBuild): string {
  // arn:<partition>:codebuild:<region>:<account>:build/<project>:<uuid>
  const [, , , region, account] = arn.split(':');
  const console = `https://${region}.console.aws.amazon.com/codesuite/codebuild/${account}/projects/${project}/build`;
  const page = (name: string) => `${console}/${encodeURIComponent(id)}${name}?region=${region}`;
  return [`[build](${page('')})`, ...(logUrl ? [`[log](${logUrl})`] : []), `[reports](${page('/reports')})`].join(', ');
}

/** As many whole lines as a comment takes. */
function shortened(lines: readonly string[]): string {
  const more = (left: number) => `- … and ${left} more`;
  let text = lines.join('\n');
  for (let kept = lines.length - 1; text.length > LONGEST_COMMENT; kept--) {
    text = [...lines.slice(0, kept), more(lines.length - kept)].join('\n');
  }
  return text;
}
