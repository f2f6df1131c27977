import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from './aws-query';

/** One call of the `aws` command. */
export interface AwsCall {
  /** `ecr describe-images` */
  readonly operation: string;
  readonly argv: readonly string[];
  /** The role, the token in the file that the command is told of, and who may read that file. */
  readonly role: string;
  readonly token: string;
  readonly mode: string;
}

/** How the AWS CLI says that a call has failed. */
export class AwsFailure {
  constructor(
    readonly code: string,
    readonly message: string,
  ) {}
}

// Each answer is a file: <directory>/<operation>/<query>.<number of the call>, or .last for that and all further ones.
const SCRIPT = `#!/bin/sh
operation="$1 $2"
query= previous=
for argument; do [ "$previous" = --query ] && query=$argument; previous=$argument; done
{ printf '%s\\037' "$@"; printf '\\036%s\\036%s\\036%s\\035' "$AWS_ROLE_ARN" "$(cat "$AWS_WEB_IDENTITY_TOKEN_FILE")" \\
  "$(ls -l "$AWS_WEB_IDENTITY_TOKEN_FILE" | cut -c 1-10)"; } >>"$FAKE_AWS/log"
count=$(($(cat "$FAKE_AWS/$operation/count" 2>/dev/null || echo 0) + 1))
answer="$FAKE_AWS/$operation/$query.$count"
[ -e "$answer" ] || answer="$FAKE_AWS/$operation/$query.last"
if [ ! -e "$answer" ]; then echo "the fake has no answer to $operation --query $query" >&2; exit 99; fi
echo "$count" >"$FAKE_AWS/$operation/count"
if [ -e "$answer.failed" ]; then cat "$answer" >&2; exit 254; fi
cat "$answer"
`;

/** An `aws` on the PATH that answers as it is told, through the query it is asked with, and records its calls. */
export class FakeAws {
  /** @param queries all that the scripts under test ask with; another one finds no answer */
  constructor(
    private readonly directory: string,
    private readonly queries: readonly string[],
  ) {
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'aws'), SCRIPT);
    chmodSync(join(directory, 'aws'), 0o755);
  }

  /** What a script needs to find it. */
  get environment(): { readonly FAKE_AWS: string } {
    return { FAKE_AWS: this.directory };
  }

  /** Sets what an operation answers, the last answer again and again: the response as AWS sends it, or a failure. */
  on(operation: string, ...answers: readonly (object | string | AwsFailure)[]): void {
    rmSync(join(this.directory, operation), { recursive: true, force: true });
    mkdirSync(join(this.directory, operation));
    for (const [index, answer] of answers.entries()) {
      const number = index === answers.length - 1 ? 'last' : index + 1;
      for (const query of this.queries) {
        const file = join(this.directory, operation, `${query}.${number}`);
        writeFileSync(file, answer instanceof AwsFailure ? failure(operation, answer) : textOf(query, answer));
        if (answer instanceof AwsFailure) writeFileSync(`${file}.failed`, '');
      }
    }
  }

  /** Every call so far. */
  get calls(): AwsCall[] {
    const log = join(this.directory, 'log');
    if (!existsSync(log)) return [];
    return readFileSync(log, 'utf8')
      .split('\x1d')
      .slice(0, -1)
      .map((call) => {
        const [list, role, token, mode] = call.split('\x1e') as [string, string, string, string];
        const argv = list.split('\x1f').slice(0, -1);
        return { operation: argv.slice(0, 2).join(' '), argv, role, token, mode };
      });
  }

  /** The operations that were called, in order. */
  get operations(): string[] {
    return this.calls.map(({ operation }) => operation);
  }
}

/** `DescribeImages` for `ecr describe-images`. */
function failure(operation: string, { code, message }: AwsFailure): string {
  const name = operation.split(' ')[1]!.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  return `\nAn error occurred (${code}) when calling the ${name} operation: ${message}\n`;
}
