import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One call of the `docker` command. */
export interface DockerCall {
  readonly argv: readonly string[];
  readonly stdin: string;
  /** The value of BUILDX_NO_DEFAULT_ATTESTATIONS. */
  readonly noAttestations: string;
}

// A call is appended with ASCII's own separators: units (the arguments) in records, in groups (the calls).
const SCRIPT = `#!/bin/sh
{ printf '%s\\037' "$@"; printf '\\036%s\\036' "$BUILDX_NO_DEFAULT_ATTESTATIONS"; cat; printf '\\035'; } >>"$FAKE_DOCKER_LOG"
if [ "$1" = "$FAKE_DOCKER_FAILS" ]; then printf '%s\\n' "$FAKE_DOCKER_MESSAGE" >&2; exit 1; fi
if [ "$1" = build ]; then for last; do :; done; (cd "$last" && find . -type f ! -path './.git/*' | sort) >"$FAKE_DOCKER_LOG.context"; fi
echo "docker $1 done"
`;

/** A `docker` on the PATH that records its calls. */
export class FakeDocker {
  private readonly log: string;

  constructor(private readonly directory: string) {
    this.log = join(directory, 'docker.log');
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'docker'), SCRIPT);
    chmodSync(join(directory, 'docker'), 0o755);
  }

  /** What a program needs to find it; `failing` is a command and what it prints before it fails. */
  environment(failing?: { readonly command: string; readonly message: string }): NodeJS.ProcessEnv {
    return {
      PATH: `${this.directory}:${process.env['PATH']}`,
      FAKE_DOCKER_LOG: this.log,
      FAKE_DOCKER_FAILS: failing?.command,
      FAKE_DOCKER_MESSAGE: failing?.message,
    };
  }

  /** Every call so far. */
  get calls(): DockerCall[] {
    if (!existsSync(this.log)) return [];
    const groups = readFileSync(this.log, 'utf8').split('\x1d').slice(0, -1);
    return groups.map((group) => {
      const [argv, noAttestations, stdin] = group.split('\x1e') as [string, string, string];
      return { argv: argv.split('\x1f').slice(0, -1), noAttestations, stdin };
    });
  }

  /** The files that the last build could see. */
  get context(): string[] {
    return readFileSync(`${this.log}.context`, 'utf8').trim().split('\n');
  }

  /** The first argument of every call so far. */
  get commands(): string[] {
    return this.calls.map(({ argv }) => argv[0]!);
  }
}
